"""Grossman 1981, Milgrom 1981, Peppet 2011: voluntary disclosure unravels."""
