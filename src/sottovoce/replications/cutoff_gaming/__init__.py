"""Hardt, Megiddo, Papadimitriou & Wootters 2016: strategic classification."""
