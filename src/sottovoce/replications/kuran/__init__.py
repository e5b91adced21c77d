"""Kuran 1989: sparks and prairie fires."""
