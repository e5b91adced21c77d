"""Where a claim does not hold: a box in the values of people at whose points it is seldom true. Patient rule induction (Friedman & Fisher 1999), with a test.

A box is found by peeling: of all points, the tenth with the highest or the lowest value of one coordinate is left out, whichever leaves most points at which the
claim does not hold, and so on. With many coordinates and few points such a box is always found, by luck alone. So the same search is made SHUFFLES times over shuffled labels, and
a box is told only if fewer than one in twenty of these finds is as good.

What bounds a box are people and structure (`society.`, `voice.`), never a setting of a system; and only claims whose other side is less silence or less
harm have one, as in `claim break`: a box says where the articles are wrong, and no box says where a system silences best.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sottovoce.experiments.coordinate import Coordinate
from sottovoce.experiments.results import Study
from sottovoce.verdicts.breaking import movable, why_not
from sottovoce.verdicts.declared import Claim, Declared
from sottovoce.verdicts.verdict import FOR, calls, values, wilson

PEEL = 0.1  # share of the points in a box that is left out at once
LEAST = 12  # points that a box has to hold, and a fifth of all
SHUFFLES = 199
LEVEL = 0.05


class Box(NamedTuple):
    """Where a claim does not hold. `bounds`: lowest and highest value by coordinate, for a box that survives; `points`: how many lie inside, `fails`: how many of them do not speak for the claim;
    `of`, `all_fail`: the same of the whole space; `p`: share of searches over shuffled labels that found as much."""

    claim: str
    bounds: dict[str, tuple[float, float]]
    points: int
    fails: int
    of: int
    all_fail: int
    p: float

    @property
    def survives(self) -> bool:
        """Whether it beats shuffled labels."""
        return self.p < LEVEL

    def __str__(self) -> str:
        found = f"{self.claim}: of the {self.of:,} points {self.all_fail:,} do not speak for it"
        if not self.survives:
            return f"{found}; no box in the values of people beats shuffled labels (p = {self.p:.2f})."
        sides = " and ".join(
            f"{name} from {low:.3g} to {high:.3g}" for name, (low, high) in self.bounds.items()
        )
        return f"{found}; where {sides}, {self.fails:,} of {self.points:,} (p = {self.p:.3f} over shuffled labels)."


def told(boxes: Sequence[Box]) -> list[str]:
    """What is said of the boxes of some claims: each that survives, and those that do not in a sentence."""
    lines = [str(one) for one in boxes if one.survives]
    if none := [one.claim for one in boxes if not one.survives]:
        lines.append(
            f"Where it fails: no box in the values of people beats shuffled labels for {', '.join(none)}."
        )
    return lines


def box(declared: Declared, claim: Claim, study: Study) -> Box | None:
    """The box of a claim. None where it may have none, or where there is nothing to explain: at fewer than LEAST points it holds, or at fewer it does not."""
    if why_not(declared, claim):
        return None
    asked = study.experiment
    free = {one.name for one in movable(asked.space)}
    axes = [one for one in asked.axes if one.name in free and not one.alternatives]
    found = values(study, claim)
    known = ~np.any(np.isnan(found), axis=1)
    fails = calls(found[known], claim.margin, claim.asked.sign) != FOR
    if not axes or not LEAST <= fails.sum() <= len(fails) - LEAST:
        return None
    points = [point for point, there in zip(asked.points, known.tolist(), strict=False) if there]
    places = np.array([[one.place(point[one.name]) for one in axes] for point in points])
    return searched(claim.name, axes, places, fails)


def searched(
    name: str, axes: Sequence[Coordinate], places: np.ndarray, fails: np.ndarray, seed: int = 0
) -> Box:
    """The best box, float64 places (point, coordinate) from 0 to 1 and labels bool (point,), and how it compares with those of shuffled labels."""
    (low, high), best = peeled(places, fails)
    luck = np.random.Generator(np.random.Philox(seed))
    as_good = sum(peeled(places, luck.permutation(fails))[1] >= best for _ in range(SHUFFLES))
    p = (1 + as_good) / (1 + SHUFFLES)
    bounds = {}
    if p < LEVEL:
        low, high = _needed(places, fails, low, high, best)
        moved = [k for k in range(len(axes)) if low[k] > 0.0 or high[k] < 1.0]
        bounds = {axes[k].name: (axes[k].value(low[k]), axes[k].value(high[k])) for k in moved}
    inside = _inside(places, low, high)
    return Box(name, bounds, int(inside.sum()), int(fails[inside].sum()), len(fails), int(fails.sum()), p)


def peeled(places: np.ndarray, fails: np.ndarray) -> tuple[tuple[np.ndarray, np.ndarray], float]:
    """The best box on the way of peeling: its low and high sides, (coordinate,), and how good it is."""
    many, wide = places.shape
    low, high = np.zeros(wide), np.ones(wide)
    best, sides = good(fails), (low.copy(), high.copy())
    inside = np.ones(many, bool)
    while True:
        here, says = places[inside], fails[inside]
        leaves = max(int(PEEL * len(says)), 1)
        if len(says) - leaves < max(LEAST, many // 5):
            return sides, best
        order = np.argsort(here, axis=0, kind="stable")
        ranked = says[order]  # (point, coordinate): labels from the lowest value to the highest
        without = np.stack([ranked[leaves:].mean(axis=0), ranked[:-leaves].mean(axis=0)])
        side, k = np.unravel_index(int(without.argmax()), without.shape)
        line = here[order[:, k], k]
        if side == 0:
            low[k] = line[leaves]
        else:
            high[k] = line[-leaves - 1]
        now = _inside(places, low, high)
        if now.sum() == inside.sum():
            return sides, best
        inside = now
        if (found := good(fails[inside])) > best:
            best, sides = found, (low.copy(), high.copy())


def good(fails: np.ndarray) -> float:
    """How good a box is: the lower end of the 95% interval of the share of its points that fail, so that small boxes count for less."""
    return wilson(int(fails.sum()), len(fails)).low


def _needed(
    places: np.ndarray, fails: np.ndarray, low: np.ndarray, high: np.ndarray, best: float
) -> tuple[np.ndarray, np.ndarray]:
    """The box without sides that it does not need: those without which it is as good."""
    low, high = low.copy(), high.copy()
    for k in range(len(low)):
        for side, open_ in ((low, 0.0), (high, 1.0)):
            before, side[k] = side[k], open_
            if good(fails[_inside(places, low, high)]) < best:
                side[k] = before
    return low, high


def _inside(places: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return np.all((places >= low) & (places <= high), axis=1)
