"""Banisch & Olbrich 2019: opinions learned from what friends answer."""
