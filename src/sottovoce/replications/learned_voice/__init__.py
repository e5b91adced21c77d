"""Gaisbauer, Olbrich & Banisch 2020: two groups learn whether speaking pays."""
