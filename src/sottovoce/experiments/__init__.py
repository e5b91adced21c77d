"""Experiments over the values that a scenario assumes."""
