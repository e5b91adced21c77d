"""Daymude, Axelrod & Forrest 2025: a population under one authority."""
