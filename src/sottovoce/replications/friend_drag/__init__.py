"""Friedkin & Johnsen, DeGroot: a score that is partly the mean of friends' scores."""
