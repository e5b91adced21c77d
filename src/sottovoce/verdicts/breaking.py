"""`claim break`: the nearest point at which one of our own claims is the other way round. It looks for our error (active nonlinear tests: Miller 1998).

What may move is people and the structure of the model: values of `society.` and `voice.` (climate among them), the order of turns. Never a setting of a system, so
no search says how one would work better; and only where the other sign means less silence and less harm. Only claims that come with the program
are searched; claims and measures of users are no goals.

Nearest is: fewest values moved, then least far in units of their ranges. A point that is found is lived again with fresh seeds before it is told.
That none was found proves nothing but how long it was searched.
"""

from __future__ import annotations

import itertools
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sottovoce.errors import RunError
from sottovoce.experiments import designs, engine
from sottovoce.experiments.coordinate import Coordinate
from sottovoce.experiments.space import Space
from sottovoce.measure.pairs import t_quantile
from sottovoce.verdicts.declared import Claim, Declared
from sottovoce.verdicts.verdict import AGAINST, OPEN, calls, values

MAY_MOVE = ("society.", "voice.")
FORKS = (
    "order",
    "society.network.kind",
)  # and choices of `voice.`; who is watched more closely is a setting of the system
HARMS = {  # in which less is less silence, less obedience, less harm; above 0 is the only side from which these are searched
    "held_back", "loyalty_beyond", "falsified_support", "survey_list", "ties_cut", "access_lost", "access_without_dissent",
}  # fmt: skip
VOICES = {"spoke", "open_dissent"}  # in which more is less silence; below 0 likewise
SCREEN, BATCH, MOST = 96, 24, 40  # points of the first look and of a step; steps
FRESH, TRAIL = 8, 6  # fresh seeds of the confirmation, and points that are lived with them
Measure = Callable[[Sequence[dict[str, Any]], int], np.ndarray]


class Broken(NamedTuple):
    """Where a claim is the other way round. `moved`: default and value by name; `value`: what was measured there with fresh seeds, mean and 99%
    interval; all None where no such point was found. `searched`: points looked at."""

    claim: str
    moved: dict[str, tuple[Any, Any]] | None
    value: tuple[float, float, float] | None
    distance: float | None  # sum over what was moved, in units of ranges
    searched: int
    unconfirmed: int  # points that looked so, and did not with fresh seeds


def movable(space: Space) -> tuple[Coordinate, ...]:
    """Coordinates of people and of structure."""
    numbers = [one for one in space.coordinates if _free(one)]
    forks = [
        one for one in space.forks if one.name in FORKS or (one.name.startswith("voice.") and _free(one))
    ]
    return (*numbers, *forks)


def _free(one: Coordinate) -> bool:
    return all(path.startswith(MAY_MOVE) for path in (one.name, *one.sets))


def why_not(declared: Declared, claim: Claim) -> str | None:
    """Why a claim is not searched; None where it may be."""
    if not declared.shipped:
        return "it does not come with the program, and a search has no goals of its user's"
    if claim.asked.placebo:
        return "it is the placebo: there is nothing to break"
    if claim.asked.sign == "0":
        return "it says that there is no difference, so that there is no sign to turn round"
    if claim.per:
        return "it sets two systems against each other, and its other side is the other one at work"
    if other := [name for name in claim.worlds if declared.asked.worlds[name].other_system]:
        return f"{other[0]} is another system: the other sign would be a search for one that silences more"
    if not _lowers(claim):
        return "its other sign is not less silence and less harm"
    return None


def _lowers(claim: Claim) -> bool:
    """Whether the other sign of a claim is less silence or less harm."""
    measures = {term.outcome.partition("@")[0] for term in claim.terms}
    sign = claim.asked.sign
    return not claim.per and ((measures <= HARMS and sign == "+") or (measures <= VOICES and sign == "-"))


def search(
    measure: Measure, axes: Sequence[Coordinate], claim: Claim, *, seed: int = 0, steps: int = MOST, over: Callable[[], bool] = lambda: False
) -> Broken:  # fmt: skip
    """Look for the nearest point with the other sign. `measure`: (points, number) -> what is measured there, float64 (point, seed); number 0 are the seeds
    of the search, 1 and more are fresh ones. RunError where something would move that may not, or the other sign is more silence."""
    if not _lowers(claim):
        raise RunError(f"claim break: {claim.name}: its other sign is not less silence and less harm.")
    if bad := [one.name for one in axes if not (_free(one) or one.name in FORKS)]:
        raise RunError(
            f"claim break: {', '.join(bad)} is a setting of the system and does not move here; allowed {', '.join(MAY_MOVE)} and {', '.join(FORKS)}."
        )
    hunt = _Hunt(measure, axes, claim, seed, over)
    unconfirmed = 0
    hunt.look(hunt.first(SCREEN))
    for _ in range(steps):
        if (found := hunt.nearest()) is not None:
            trail = hunt.smaller(found)[-TRAIL:]
            if over():
                break
            fresh = measure([hunt.point(place) for place in trail], 1 + unconfirmed)
            for place, told in reversed(
                [*zip(trail, map(_interval, fresh), strict=True)]
            ):  # the nearest first
                if (
                    hunt.towards * told[0] <= -claim.margin
                    and max(hunt.towards * end for end in told[1:]) < 0
                ):
                    point = hunt.point(place)
                    moved = {one.name: (one.default, point[one.name]) for one in axes if one.name in point}
                    return Broken(claim.name, moved, told, hunt.far(place)[1], hunt.searched, unconfirmed)
            unconfirmed += 1
            hunt.forget(trail)
        if over():
            break
        hunt.look(hunt.next(BATCH))
    return Broken(claim.name, None, None, None, hunt.searched, unconfirmed)


class _Hunt:
    """Points looked at, as places between 0 and 1 by coordinate; NaN where a coordinate is not moved."""

    def __init__(
        self, measure: Measure, axes: Sequence[Coordinate], claim: Claim, seed: int, over: Callable[[], bool]
    ):
        self.measure, self.axes, self.claim, self.over = measure, list(axes), claim, over
        self.luck = np.random.Generator(np.random.Philox(seed))
        self.towards = -1.0 if claim.asked.sign == "-" else 1.0
        self.usual = np.array([one.place(one.default) for one in axes])
        self.rows: dict[
            bytes, tuple[np.ndarray, float, bool]
        ] = {}  # place, mean towards the claim, turned round
        self.searched = 0

    def first(self, count: int) -> list[np.ndarray]:
        """Half of them anywhere in the space, half with up to four values moved."""
        anywhere = designs.sobol(count // 2, seed=int(self.luck.integers(2**31))).places(len(self.axes))
        return [*anywhere, *(self.few(np.full(len(self.axes), np.nan), 4) for _ in range(count - count // 2))]

    def few(self, base: np.ndarray, most: int) -> np.ndarray:
        """A point with some values moved, to an end as often as to a place between."""
        made = base.copy()
        some = self.luck.choice(
            len(made), min(len(made), int(self.luck.integers(1, most + 1))), replace=False
        )
        made[some] = np.where(
            self.luck.random(len(some)) < 0.5,
            self.luck.random(len(some)),
            self.luck.integers(0, 2, len(some)),
        )
        return made

    def next(self, count: int) -> list[np.ndarray]:
        """Points near those that came farthest: mixed with one another, with some values moved anew."""
        best = sorted(self.rows.values(), key=lambda row: row[1])[:8]
        made = []
        for _ in range(count):
            a, b = (best[int(k)][0] for k in self.luck.integers(0, len(best), 2))
            made.append(self.few(np.where(self.luck.random(len(a)) < 0.5, a, b), 3))
        return made

    def look(self, places: Sequence[np.ndarray]) -> list[bool]:
        """Measure points that were not yet; whether each is turned round."""
        new = [place for place in places if place.tobytes() not in self.rows]
        for k in range(0, len(new), BATCH):
            if self.over():
                break
            some = new[k : k + BATCH]
            found = self.measure([self.point(place) for place in some], 0)
            self.searched += len(some)
            known = ~np.isnan(found).any(axis=1)
            said = np.full(len(some), OPEN)
            if known.any():
                said[known] = calls(found[known], self.claim.margin, self.claim.asked.sign)
            for place, mean, call in zip(some, found.mean(axis=1), said, strict=True):
                far = self.towards * float(mean) if mean == mean else np.inf
                self.rows[place.tobytes()] = (place, far, bool(call == AGAINST))
        return [self.rows.get(place.tobytes(), (place, np.inf, False))[2] for place in places]

    def point(self, place: np.ndarray) -> dict[str, Any]:
        """Values by name of what is moved."""
        made = {one.name: one.value(float(u)) for one, u in zip(self.axes, place, strict=True) if u == u}
        return {
            one.name: made[one.name]
            for one in self.axes
            if one.name in made and made[one.name] != one.default
        }

    def far(self, place: np.ndarray) -> tuple[int, float]:
        """How many values are moved, and how far, in units of their ranges."""
        moved = [k for k, one in enumerate(self.axes) if one.name in self.point(place)]
        each = [1.0 if self.axes[k].alternatives else abs(place[k] - self.usual[k]) for k in moved]
        return len(moved), float(sum(each))

    def nearest(self) -> np.ndarray | None:
        """The nearest point that is turned round."""
        turned = [row[0] for row in self.rows.values() if row[2]]
        return min(turned, key=self.far, default=None)

    def forget(self, trail: Sequence[np.ndarray]) -> None:
        """Points that fresh seeds did not confirm, and those nearer than they are: none of them is told."""
        most = max(map(self.far, trail))
        for key, (one, far, turned) in list(self.rows.items()):
            if turned and self.far(one) <= most:
                self.rows[key] = (one, far, False)

    def smaller(self, place: np.ndarray) -> list[np.ndarray]:
        """Put back what need not be moved, in halves and then one by one; then come nearer as long as the sign stays. All points on that way: the last
        ones stand where luck may have turned them round."""
        trail = [place]
        parts = 2
        while not self.over():
            moved = np.flatnonzero(~np.isnan(place))
            chunks = (
                [c for c in np.array_split(moved, min(parts, len(moved))) if len(c)] if len(moved) > 1 else []
            )
            tries = []
            for chunk in chunks:
                less = place.copy()
                less[chunk] = np.nan
                tries.append(less)
            kept = [one for one, turned in zip(tries, self.look(tries), strict=True) if turned]
            if kept:
                place = min(kept, key=self.far)
                trail.append(place)
            elif parts >= len(moved):
                break
            else:
                parts *= 2
        for _ in range(4):
            tries = []
            for k in [k for k in np.flatnonzero(~np.isnan(place)) if not self.axes[k].alternatives]:
                near = place.copy()
                near[k] = (place[k] + self.usual[k]) / 2
                tries.append(near)
            kept = [one for one, turned in zip(tries, self.look(tries), strict=True) if turned]
            if not kept or self.over():
                break
            place = min(kept, key=self.far)
            trail.append(place)
        return trail


def _interval(seeds: np.ndarray) -> tuple[float, float, float]:
    """Mean and its 99% interval."""
    mean, count = float(seeds.mean()), len(seeds)
    half = t_quantile(count - 1, 0.995) * float(seeds.std(ddof=1)) / count**0.5
    return mean, mean - half, mean + half


def break_(
    declared: Declared, name: str, *, citizens: int | None = None, steps: int = MOST, seed: int = 0,
    over: Callable[[], bool] = lambda: False, stop: threading.Event | None = None, **by: Any,
) -> Broken:  # fmt: skip
    """Search one of our own claims; `over` and `stop` (which Ctrl-C sets) end it. `by`: workers or scheduler, as for an experiment. RunError with why where
    it is not searched."""
    ended = stop or threading.Event()
    claim = declared.claim(name)
    if why := why_not(declared, claim):
        raise RunError(f"claim break {name}: is not searched: {why}.")
    size = declared.asked.quick
    base = declared.experiment((claim,), points=2, citizens=citizens or size.citizens, safeguards=False)
    axes, first = tuple(movable(base.space)), declared.asked.seeds.first
    with tempfile.TemporaryDirectory() as folder:
        number = itertools.count()

        def measure(points: Sequence[dict[str, Any]], fresh: int) -> np.ndarray:
            begin, count = first + 100_000 * fresh, FRESH if fresh else size.seeds
            seeds = tuple(range(begin, begin + count))
            asked = replace(base, axes=axes, seeds=seeds, design=designs.listed(points))
            asked.__dict__["space"] = base.space  # it is the same, and takes a second to find
            study = engine.run(asked, Path(folder) / f"{next(number)}.study", stop=ended, **by)
            found = np.full((len(points), count), np.nan)
            found[: len(study.outcomes)] = values(study, claim)
            return found

        return search(measure, axes, claim, seed=seed, steps=steps, over=lambda: ended.is_set() or over())
