"""Collective sanctions, again: one person after another, day after day, with own luck."""

import math

import numpy as np

CUT = 64.0


def standing(s, worth, edge, width) -> np.ndarray:
    """V(s)."""
    return np.array([worth * 0.5 * math.erfc(-(float(x) - edge) / (width * math.sqrt(2))) for x in s])


def lived(
    gains, luck, s, days, seen, w, worth, edge, width, severity, reproach
) -> tuple[np.ndarray, list[float]]:
    """Scores in the end, and the share complying on each day. `luck`: a number for each day and person."""
    n, comply = len(gains), []
    for day in range(days):
        loss = standing(s, worth, edge, width) - standing(s - 1, worth, edge, width) if worth else 0.0
        revolts = gains >= seen * (severity + loss + reproach * w)
        file = np.where(revolts & (luck[day] < seen), -1.0, 0.0)
        s = np.maximum(file + w * (s.sum() - s) / (n - 1), -CUT)
        comply.append(1 - float(revolts.mean()))
    return s, comply


def measure(
    n=200, w=0.9, worth=8, edge=-1.5, width=0.5, severity=1.2, spread=1, reproach=0, steps=20, days=40, seed=1
) -> dict:  # fmt: skip
    chance = np.random.default_rng(seed)
    gains = 1 - spread + 2 * spread * chance.random(n)
    luck = chance.random((2 * days, n))
    levels = [k / steps for k in range(steps + 1)]
    out: dict[str, list[float]] = {"after_revolt": [], "after_compliance": []}
    for m in levels:
        for name, seen in (("after_revolt", 1), ("after_compliance", 0)):
            s, _ = lived(gains, luck[:days], np.zeros(n), days, seen, w, 0, edge, width, 0, reproach)
            _, comply = lived(gains, luck[days:], s, days, m, w, worth, edge, width, severity, reproach)
            out[name].append(float(np.mean(comply[days - days // 4 :])))
    return {"monitoring": levels, **out, **figures(out["after_revolt"], out["after_compliance"])}


def figures(after_revolt, after_compliance) -> dict:
    gaps = np.array(after_compliance) - np.array(after_revolt)
    return {
        "hysteresis": float(gaps.mean()),
        "gap": float(np.abs(gaps).max()),
        "collapse": max(max(after_revolt[: k + 1]) - now for k, now in enumerate(after_revolt)),
    }
