"""Lazear & Rosen 1981: rank-order tournaments."""
