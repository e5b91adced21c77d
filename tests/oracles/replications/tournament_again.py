"""A rank-order tournament, again: best answers are looked for on a grid of efforts."""

import math


def phi(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))


def gain(mine, rival, prize, k, noise) -> float:
    """Worth of an effort against a rival's: the chance to win the prize, less the cost."""
    return prize * phi((mine - rival) / (noise * math.sqrt(2))) - k * mine**2 / 2


def measure(prize=1, k=1, noise=1) -> dict:
    """The effort at which, of two equals, a little more would bring as much as it costs; found by halving."""

    def slope(e):
        h = 1e-4 * noise
        return (gain(e + h, e, prize, k, noise) - gain(e - h, e, prize, k, noise)) / (2 * h)

    low, high = 0.0, 2 * prize / (k * noise)
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    effort = (low + high) / 2
    at = gain(effort, effort, prize, k, noise)
    others = [gain(3 * effort * i / 3000, effort, prize, k, noise) for i in range(3001)]
    return {
        "effort": effort,
        "equilibrium": max(others) <= at + 1e-7 * prize,
        "win_chance": phi(-effort / (noise * math.sqrt(2))),
        "margin": (at - gain(0, effort, prize, k, noise)) / prize,  # 0: making none is as good
    }
