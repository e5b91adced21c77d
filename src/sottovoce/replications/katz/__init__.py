"""Katz 1953, Bonacich 1987: a score that adds up friends' scores."""
