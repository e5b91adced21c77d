"""Daymude, Axelrod & Forrest 2025: how much dissent is worth its punishment."""
