"""What Numba has to know to compile rules: named tuples behind a pointer, eight citizens side by side, rules compiled once.

Loads Numba, which takes a second: nothing imports this before something runs (machine.loops, machine.cpu).
"""
