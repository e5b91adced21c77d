"""Kitts 2006: incentives to work for a group, and norms for and against it."""
