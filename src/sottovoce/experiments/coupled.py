"""Values that only fit together, as coordinates of which any point is a scenario: dates in their order, shares that add up to 1, middle and width of
what is spread evenly, edges as distances in a fixed order."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sottovoce.experiments.coordinate import Coordinate, Left, exchange
from sottovoce.scenario.acts_part import CHANNELS
from sottovoce.scenario.fields import describe, places
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import get
from sottovoce.scenario.values import Uniform

LEAST = 0.001  # what has a share keeps at least this one
POSITIVE = ("society.boldness", "society.risk", "society.need", "society.activity")


class _Part:
    """Values that only fit together, and the coordinates that stand for them."""

    def join(self, scenario: Scenario, found: dict[str, Coordinate]) -> list[Left] | None:
        """Put coordinates that fit in the place of single values; return those that stay as they are, each with why."""
        raise NotImplementedError

    def owns(self, name: str) -> bool:
        """Whether a coordinate is of this part."""
        raise NotImplementedError

    def values(self, scenario: Scenario, given: Mapping[str, Any]) -> dict[str, Any]:
        """Values by path from those of all coordinates of the part."""
        raise NotImplementedError


class _Mandatory(_Part):
    """The mandatory day, in days after opt-in."""

    OPT_IN, MANDATORY, AFTER = "enrolment.opt_in_day", "enrolment.mandatory_day", "enrolment.mandatory_after"

    def owns(self, name: str) -> bool:
        return name in (self.OPT_IN, self.AFTER)

    def join(self, scenario: Scenario, found: dict[str, Coordinate]) -> None:
        opens, closes = scenario.enrolment.opt_in_day, scenario.enrolment.mandatory_day
        if opens is None or closes is None:
            return
        if self.MANDATORY not in found:
            if self.OPT_IN in found:  # the mandatory day is known: opt-in is not after it
                found[self.OPT_IN] = replace(found[self.OPT_IN], high=min(found[self.OPT_IN].high, closes))
            return
        one = found[self.MANDATORY]
        joined = replace(
            one, name=self.AFTER, default=closes - opens, low=max(0, round(one.low) - opens), high=max(round(one.high), closes) - opens,
            scale="linear", unit="days after opt-in", sets=(self.MANDATORY,),
        )  # fmt: skip
        exchange(found, {self.MANDATORY: [joined]})

    def values(self, scenario: Scenario, given: Mapping[str, Any]) -> dict[str, Any]:
        opens = given.get(self.OPT_IN, scenario.enrolment.opt_in_day)
        found = {self.OPT_IN: opens} if self.OPT_IN in given else {}
        return found | ({self.MANDATORY: opens + given[self.AFTER]} if self.AFTER in given else {})


@dataclass(frozen=True)
class _Shares(_Part):
    """Shares that add up to 1: of each but the last, its part of what the ones before leave. What has none has none at every point."""

    path: str  # with {} for the number of the entry
    name: str

    def owns(self, name: str) -> bool:
        return _numbered(self.name, name)

    def _shares(self, scenario: Scenario) -> dict[int, float]:
        """Shares above 0, by the number of the entry."""
        entries = get(scenario, self.path.partition(".{}")[0])
        shares = {k: get(scenario, self.path.format(k)) for k in range(len(entries))}
        return {k: share for k, share in shares.items() if share > 0}

    def join(self, scenario: Scenario, found: dict[str, Coordinate]) -> list[Left]:
        shares = self._shares(scenario)
        places = [self.path.format(k) for k in shares]
        assumed = [path for path in found if _numbered(self.path, path)]
        kept = [
            Left(path, 0.0, "it has no share there, and at every point it has none")
            for path in assumed
            if path not in places
        ]
        if not all(path in found for path in places):
            kept += [
                Left(path, found[path].default, "shares add up to 1, and another one is known")
                for path in assumed
                if path in places
            ]
            places = []
        if len(places) == 1:
            kept.append(Left(places[0], found[places[0]].default, "it is the only one: all of it"))
        lows = [max(found[path].low, LEAST) for path in places]
        joined, left = [], 1.0
        for j, (k, path) in enumerate(zip(shares, places[:-1], strict=False)):
            one = found[path]
            default = min(shares[k] / left, 1.0)
            high = min(one.high, left - sum(lows[j + 1 :])) / left
            joined.append(
                replace(
                    one, name=self.name.format(k), default=default, low=min(lows[j] / left, default), high=max(min(high, 1.0), default),
                    scale="linear", unit="share" if j == 0 else "share of the rest", sets=tuple(places),
                )
            )  # fmt: skip
            left -= shares[k]
        exchange(found, {path: joined if path in places[:1] else [] for path in assumed})
        return kept

    def values(self, scenario: Scenario, given: Mapping[str, Any]) -> dict[str, Any]:
        *before, last = self._shares(scenario)
        left, found = 1.0, {}
        for k in before:
            found[self.path.format(k)] = left * given[self.name.format(k)]
            left -= found[self.path.format(k)]
        return found | {self.path.format(last): max(left, 0.0)}


def _numbered(form: str, path: str) -> bool:
    """Whether a path is of a form with {} for a number."""
    before, after = form.split("{}")
    number = path.removeprefix(before).removesuffix(after)
    return number.isdigit() and path == form.format(number)


@dataclass(frozen=True)
class _Even(_Part):
    """The middle and the width of what is spread evenly between two numbers."""

    trait: str

    def owns(self, name: str) -> bool:
        return name in (f"{self.trait}.middle", f"{self.trait}.width")

    def join(self, scenario: Scenario, found: dict[str, Coordinate]) -> None:
        trait = self.trait
        low, high, law = found.get(f"{trait}.low"), found.get(f"{trait}.high"), get(scenario, trait)
        if low is not None and high is not None and isinstance(law, Uniform):
            least, most = min(low.low, high.low), max(low.high, high.high)
            middle, width, quarter = (law.low + law.high) / 2, law.high - law.low, (most - least) / 4
            both = replace(low, scale="linear", sets=(low.name, high.name))
            joined = [
                replace(
                    both, name=f"{trait}.middle", default=middle, low=min(least + quarter, middle), high=max(most - quarter, middle),
                    about=f"middle of {low.about.removeprefix('low of ')}",
                ),
                replace(
                    both, name=f"{trait}.width", default=width, low=0.0, high=max(most - least, width),
                    about=f"width of {low.about.removeprefix('low of ')}",
                ),
            ]  # fmt: skip
            exchange(found, {low.name: joined, high.name: []})

    def values(self, scenario: Scenario, given: Mapping[str, Any]) -> dict[str, Any]:
        middle, width = given[f"{self.trait}.middle"], given[f"{self.trait}.width"]
        low = middle - width / 2
        low = max(low, 0.0) if self.trait in POSITIVE else low
        return {f"{self.trait}.low": low, f"{self.trait}.high": max(middle + width / 2, low)}


class _Edges(_Part):
    """Edges of tiers, as distances from the start in standard deviations of the scores of day 0; in the order in which they stand."""

    def _name(self, number: int) -> str:
        return f"tiers.{number}.distance"

    def owns(self, name: str) -> bool:
        return name == "score.start" or (name.startswith("tiers.") and name.endswith(".distance"))

    def join(self, scenario: Scenario, found: dict[str, Coordinate]) -> None:
        start, unit = scenario.score.start, _deviation(scenario)
        name = "standard deviations from the start" if scenario.score.spread > 0 else "points from the start"
        for k, tier in enumerate(scenario.tiers):
            one = found.get(f"tiers.{k}.edge")
            if one is None or tier.edge is None:
                continue
            low, high = (
                (min(max(end, scenario.score.low), scenario.score.high) - start) / unit
                for end in (one.low, one.high)
            )
            default = (tier.edge - start) / unit
            joined = replace(
                one,
                name=self._name(k),
                default=default,
                low=min(low, default),
                high=max(high, default),
                scale="linear",
                unit=name,
            )
            exchange(found, {one.name: [joined]})

    def values(self, scenario: Scenario, given: Mapping[str, Any]) -> dict[str, Any]:
        score, unit = scenario.score, _deviation(scenario)
        start = given.get("score.start", score.start)
        own = {k: tier.edge for k, tier in enumerate(scenario.tiers) if tier.edge is not None}
        place = {k: (own[k], scenario.tiers[k].effect == "gives") for k in own}
        edge = {k: start + unit * given.get(self._name(k), (own[k] - start) / unit) for k in own}
        pivot = min(place, key=lambda k: (abs(place[k][0] - score.start), k), default=0)
        for k in sorted(place, key=lambda k: place[k]):
            below = [edge[j] for j in place if place[pivot] <= place[j] < place[k]]
            edge[k] = max([edge[k], *below])
        for k in sorted(place, key=lambda k: place[k], reverse=True):
            above = [edge[j] for j in place if place[k] < place[j] <= place[pivot]]
            edge[k] = min([edge[k], *above])
        moved = {k for k in own if self._name(k) in given}
        found = {"score.start": start} if "score.start" in given else {}
        return found | {
            f"tiers.{k}.edge": float(min(max(edge[k], score.low), score.high)) for k in sorted(moved)
        }


def _deviation(scenario: Scenario) -> float:
    """Points in a standard deviation of the scores of day 0, as the scenario itself has it; one point where all begin alike."""
    return scenario.score.spread if scenario.score.spread > 0 else 1.0


TRAITS = tuple(path for path in places() if "N" not in path and describe(path).kind == "distribution")
SHARES = (
    _Shares("society.groups.{}.share", "society.groups.{}.of_rest"),
    *(_Shares(f"topics.{{}}.shares.{name}", f"topics.{{}}.of_rest.{name}") for name in CHANNELS),
)
PARTS: tuple[_Part, ...] = (_Mandatory(), *SHARES, *(_Even(trait) for trait in TRAITS), _Edges())


@functools.lru_cache(maxsize=4096)
def part_of(name: str) -> _Part | None:
    return next((part for part in PARTS if part.owns(name)), None)
