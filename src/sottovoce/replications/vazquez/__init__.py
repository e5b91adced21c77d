"""Vazquez, Eguiluz & San Miguel 2008: ties moved away from those who disagree."""
