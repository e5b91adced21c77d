"""How a rule runs over everyone: compiled on the CPU, or as plain Python for tests. Knows nothing of the model."""
