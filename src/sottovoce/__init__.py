"""Sottovoce: a laboratory for scored societies."""
