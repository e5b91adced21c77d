"""Epstein 2002: civil violence, rebellion against a central authority (Model I)."""
