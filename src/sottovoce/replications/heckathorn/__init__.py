"""Heckathorn 1990: sanctions on a group, and what its members do about them."""
