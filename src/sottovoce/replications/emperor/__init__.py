"""Centola, Willer & Macy 2005: the emperor's dilemma, a norm that everybody enforces and hardly anybody believes in."""
