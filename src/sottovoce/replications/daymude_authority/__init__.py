"""Daymude, Axelrod & Forrest 2025: an authority that tries small changes and keeps what costs it less."""
