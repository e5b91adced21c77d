"""Near the edges of tiers, on every 60th measured day, the last one included: who acts otherwise because tiers are worth something, who crowds above an edge, and who
risks points by how near the next edge is.

`for_tiers` asks directly: the day is lived once more from the same morning with the same luck, and no tier worth anything. An act counts if its
level is another one then. Where no tier is worth anything, or nobody knows of the score, it is exactly 0.

`competing` asks likewise, of a day on which points are worth no more than the access that they bring: no status, no pride and no face, and no tier
that gives or takes a badge is worth anything. `compete` is the share of those with an act on an asked day who act otherwise then, and `competed` how far their
acts move: what they say less for it, mean over the acts that differ.

`crowding` looks at the density of scores alone, as one would who cannot ask: those just above edges less those just below, over both, minus the
same at *placebo edges* to both sides where no edge is. Where scores are spread smoothly it is 0 but for luck, and most of that luck is of the files of
day 0: so it is compared with the same people in the world without (`near`), by the shadow score, at the same edges. Where tiers take nothing that
changes acts and are worth nothing, that difference is 0 but for what else the system does. Density alone cannot tell competing from being held: who has
slow internet below an edge stays there too, and competing that is spread over months leaves no heap. `for_tiers` can.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from sottovoce.machine.host import Host
from sottovoce.measure.daily import ratio
from sottovoce.measure.pairs import Effect, effect
from sottovoce.reforms.hold import held
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.simulate import days
from sottovoce.society import Society
from sottovoce.society.state import GRID, NOTHING

EVERY = 60  # days
SIDES = ("below", "above")  # of a citizen, the next edge
BINS = (
    0.0,
    1.0,
    2.0,
    4.0,
    8.0,
)  # distance to it from here to the next number, per cent of the scale; the last is open
PLACEBOS = (3, 5, 7)  # placebo edges: so many widths to both sides of an edge


class Morning(NamedTuple):
    """How an asked day began."""

    day: int
    score: np.ndarray  # (citizen,), points, published yesterday
    scored: np.ndarray  # (citizen,), enrolled yesterday
    twins: tuple[
        tuple[np.ndarray, np.ndarray], ...
    ]  # of each of TWINS what is said today, (channel, citizen), and who is enrolled; none where nobody is scored


class Edges:
    """What was counted in one world. Arrays of whole numbers."""

    def __init__(self):
        self.acts = np.zeros(
            (2, 2), np.int64
        )  # (of TWINS, acts that the score sees, and those of another level)
        self.people = np.zeros(
            2, np.int64
        )  # citizens with such an act on an asked day, and those who compete
        self.moved = np.zeros(
            1, np.int64
        )  # sum over acts of those who compete of the level without competing less the level, 1/65536
        self.crowd = np.zeros((2, 2), np.int64)  # (edges or placebo edges, just below or just above)
        self.risk = np.zeros(
            (len(SIDES), len(BINS), 2), np.int64
        )  # citizen-days, and those on which points were risked

    def measures(self) -> dict[str, float]:
        """Measures of a world (measure.names)."""
        heaps = [ratio(float(above - below), float(above + below)) for below, above in self.crowd]
        for_tiers, competing = (ratio(float(other), float(all_)) for all_, other in self.acts)
        return {
            "for_tiers": for_tiers,
            "competing": competing,
            "compete": ratio(float(self.people[1]), float(self.people[0])),
            "competed": ratio(float(self.moved[0]) / GRID, float(self.acts[1, 1])),
            "crowding": heaps[0] - heaps[1],
        }

    def hazard(self, side: int, number: int) -> float:
        """Share of citizen-days in a bin on which an act was done that loses points; NaN for none."""
        there, did = self.risk[side, number]
        return ratio(float(did), float(there))

    def note(self, scenario: Scenario, society: Society, morning: Morning) -> None:
        """Count the day that began so, when it is over."""
        now, state = scenario.on(morning.day), society.state
        sees = np.array([getattr(now.channels, name).coverage > 0 for name in CHANNELS])
        came = (state.said != NOTHING) & sees[:, None]
        for number, (said, enrolled) in enumerate(morning.twins):
            here = came & (said != NOTHING) & ((state.enrolled == 1) & (enrolled == 1))
            other = here & (state.said != said)
            self.acts[number] += [here.sum(), other.sum()]
            if TWINS[number] is accessible:
                self.people += [here.any(axis=0).sum(), other.any(axis=0).sum()]
                self.moved += (said.astype(np.int64) - state.said)[other].sum()
        edges = edges_of(now)
        if not edges:
            return
        points = now.score.low + state.score[state.enrolled == 1] * now.score.grain
        self.crowd += heaps(points, edges, 0.1 * float(state.base.std()), (now.score.low, now.score.high))
        costs = np.array([getattr(now.channels, name).loss > 0 for name in CHANNELS])[:, None]
        asked = morning.scored & (came & costs).any(axis=0)
        did = ((state.said > 0) & came & costs).any(axis=0)[asked]
        for side, far in enumerate(distances(morning.score[asked], edges)):
            there = ~np.isnan(far)
            numbers = (
                np.searchsorted(BINS, 100.0 * far[there] / (now.score.high - now.score.low), "right") - 1
            )
            for n in range(len(BINS)):
                self.risk[side, n] += [(numbers == n).sum(), did[there][numbers == n].sum()]


def asked(scenario: Scenario, day: int) -> bool:
    """Whether a day is one of those that are looked at: the last, and every 60th before it that is measured."""
    left = scenario.days - 1 - day
    return left >= 0 and left % EVERY == 0 and day >= scenario.measured_from and bool(scenario.on(day).tiers)


def morning(
    scenario: Scenario, idle: Sequence[Scenario], society: Society, day: int, yesterday: Any, machine: Host
) -> Morning:
    """How a day begins; and what would be said on it if no tier were worth anything, and if nobody competed: the day is lived by a copy of the
    society, as each scenario of `idle` has it (those of TWINS)."""
    now, state = scenario.on(day), society.state
    score, scored = now.score.low + state.score * now.score.grain, state.enrolled == 1
    if not now.score.in_force:
        return Morning(day, score, scored, ())
    twins = []
    for other in idle:
        twin = society.copy()
        next(days(other, twin, day, machine=machine, yesterday=yesterday))
        twins.append((twin.state.said, twin.state.enrolled))
    return Morning(day, score, scored, tuple(twins))


def worthless(scenario: Scenario) -> Scenario:
    """The scenario with tiers that give and take as they do, and that nobody minds."""
    return held(scenario, lambda now: {f"tiers.{k}.value": 0.0 for k in range(len(now.tiers))})


def accessible(scenario: Scenario) -> Scenario:
    """The scenario with points that are worth the access they bring and what `point_value` says, and nothing for who sees them."""

    def changes(now: Scenario) -> dict[str, Any]:
        badges = {f"tiers.{k}.value": 0.0 for k, tier in enumerate(now.tiers) if tier.access == "badge"}
        return badges | {f"score.{name}": 0.0 for name in ("status_value", "standing.pride", "standing.face")}

    return held(scenario, changes)


TWINS = (worthless, accessible)  # of an asked day


def edges_of(scenario: Scenario) -> tuple[float, ...]:
    """Edges in points, ascending, each once; not those of a top share, which move."""
    return tuple(sorted({tier.edge for tier in scenario.tiers if tier.edge is not None}))


def heaps(
    score: np.ndarray, edges: tuple[float, ...], width: float, scale: tuple[float, float]
) -> np.ndarray:
    """How many stand within `width` below and above edges, and placebo edges: int64 (edges or placebo edges, below or above). Placebo edges
    come in pairs, as far below an edge as above it, where both are on the scale and two widths from every edge: a slope cancels."""

    ordered = np.sort(score)

    def around(at: float) -> np.ndarray:
        return np.diff(np.searchsorted(ordered, (at - width, at, at + width)))

    def free(at: float) -> bool:
        low, high = scale
        return low <= at - width and at + width <= high and all(abs(at - edge) >= 2 * width for edge in edges)

    found = np.zeros((2, 2), np.int64)
    for edge in edges:
        found[0] += around(edge)
        for times in PLACEBOS:
            pair = (edge - times * width, edge + times * width)
            if width > 0 and all(map(free, pair)):
                found[1] += around(pair[0]) + around(pair[1])
    return found


def near(pairs: Sequence[tuple[Edges, Edges]]) -> dict[str, Effect]:
    """Crowding, and the hazard of an act that loses points on a day with an occasion for one, by how near the next edge is: the world with, the
    world without, and the paired difference. In the world without scores are those of the shadow score, which nobody sees: no measure of
    harm, but a placebo at the same edges."""

    def compared(of: Callable[[Edges], float]) -> Effect:
        return effect([of(a) for a, _ in pairs], [of(b) for _, b in pairs], "share")

    found = {"crowding": compared(lambda edges: edges.measures()["crowding"])}
    for side, name in enumerate(SIDES):
        for number, low in enumerate(BINS):
            to = f" to {BINS[number + 1]:g}" if number + 1 < len(BINS) else " or more"
            label = f"{low:g}{to}% of the scale to the edge {name}"
            found[label] = compared(lambda edges, at=(side, number): edges.hazard(*at))
    return found


def distances(score: np.ndarray, edges: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Points to the next edge below (0 on it) and to the next above; NaN where there is none."""
    place = np.searchsorted(edges, score, "right")
    known = np.array((-np.inf, *edges, np.inf))
    below, above = score - known[place], known[place + 1] - score
    return np.where(np.isinf(below), np.nan, below), np.where(np.isinf(above), np.nan, above)
