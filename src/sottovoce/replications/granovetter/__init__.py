"""Granovetter 1978: who joins when enough others have."""
