"""That the network and the people of a scenario fit one another."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from sottovoce.scenario.fields import describe, number
from sottovoce.scenario.parameters import Parameters
from sottovoce.scenario.values import Constant, Exponential, LogitNormal, Lognormal, Normal, Uniform

COMPLETE_AT_MOST = 5_000  # citizens of a complete network: 12.5 million ties
NEAR_AT_MOST = 500  # mean number of neighbours of a larger geometric network
TURNS_AT_MOST = 1_000_000  # citizens who take turns, on one thread
GROWN_AT_MOST = 2_000_000  # citizens of a scale-free network: they arrive one after another


def network(scenario: Parameters) -> Iterator[str]:
    """What the kind of network needs, and what it can hold."""
    asked, citizens = scenario.society.network, scenario.citizens
    kind, degree = asked.kind, asked.mean_degree
    for named, value, short, what in (
        ("file", asked.file, "file", "a file of integer pairs"),
        ("own", asked.own, "name", "the name of a registered network"),
    ):
        if kind == named and value is None:
            yield f"society.network.{named}: missing; society.network.kind is {kind}. Give {what}."
        if kind != named and value is not None:
            yield (
                f"society.network.{named}: {value} given; society.network.kind is {kind}. Leave the {short} out, or write kind: {named}."
            )
    if kind == "complete" and citizens > COMPLETE_AT_MOST:
        yield (
            f"citizens: {citizens:,} given; allowed 2 to {COMPLETE_AT_MOST:,} where society.network.kind is "
            "complete. Choose fewer citizens, or another kind of network."
        )
    if kind in ("communities", "small_world", "ring") and degree >= citizens:
        yield (
            f"society.network.mean_degree: {number(degree)} given; allowed below citizens, here {citizens:,}, "
            f"where society.network.kind is {kind} (ties). Choose fewer ties or more citizens."
        )
    if kind in ("small_world", "ring") and (degree < 2 or degree % 2):
        yield (
            f"society.network.mean_degree: {number(degree)} given; allowed 2, 4, 6, ... where "
            f"society.network.kind is {kind} (ties). Choose an even number: as many ties to the left "
            "as to the right."
        )
    yield from _places(scenario)


def ties(scenario: Parameters) -> Iterator[str]:
    """A rule of one's own has a name, and decides alone."""
    asked = scenario.ties
    for field, kind, named in (("drop", asked.drop, asked.drop_own), ("make", asked.make, asked.make_own)):
        if kind == "own" and named is None:
            yield f"ties.{field}_own: missing; ties.{field} is own. Give the name of a registered rule."
    if asked.drop == "own" and asked.calm_drop > 0:
        yield (
            f"ties.calm_drop: {number(asked.calm_drop)} given; allowed 0 where ties.drop is own: your rule decides alone. Write calm_drop: 0."
        )


def order(scenario: Parameters) -> Iterator[str]:
    """Turns are slow."""
    if scenario.order != "synchronous" and scenario.citizens > TURNS_AT_MOST:
        yield (
            f"citizens: {scenario.citizens:,} given; allowed 2 to {TURNS_AT_MOST:,} where order is {scenario.order}: turns are "
            "taken one after another. Choose fewer citizens, or order: synchronous."
        )


def _places(scenario: Parameters) -> Iterator[str]:
    """Networks that grow, or that follow from where people live."""
    network, citizens = scenario.society.network, scenario.citizens
    degree, near = network.mean_degree, math.pi * network.radius**2 * citizens
    if network.kind == "scale_free":
        if degree < 2 or degree % 2 or degree / 2 >= citizens:
            yield (
                f"society.network.mean_degree: {number(degree)} given; allowed 2, 4, 6, ... below twice citizens, here "
                f"{2 * citizens:,}, where society.network.kind is scale_free (ties). Choose an even number: each "
                "newcomer ties himself to half as many."
            )
        if citizens > GROWN_AT_MOST:
            yield (
                f"citizens: {citizens:,} given; allowed 2 to {GROWN_AT_MOST:,} where society.network.kind is "
                "scale_free. Choose fewer citizens, or another kind of network."
            )
    if network.kind == "geometric" and citizens > COMPLETE_AT_MOST and near > NEAR_AT_MOST:
        most = math.floor(1e6 * math.sqrt(NEAR_AT_MOST / math.pi / citizens)) / 1e6
        yield (
            f"society.network.radius: {number(network.radius)} given; allowed up to {number(most)} for {citizens:,} "
            f"citizens where society.network.kind is geometric (length), which is {NEAR_AT_MOST} neighbours. Choose a smaller "
            f"radius or at most {COMPLETE_AT_MOST:,} citizens."
        )
    if network.kind == "torus" and citizens % network.width:
        yield (
            f"society.network.width: {number(network.width)} given; allowed what divides citizens, here {citizens:,}, "
            "where society.network.kind is torus (citizens). Choose another width or number of citizens."
        )


def people(scenario: Parameters) -> Iterator[str]:
    """Shares of groups, and laws that values of people are drawn from."""
    society = scenario.society
    total = sum(group.share for group in society.groups)
    if abs(total - 1) > 1e-9:
        yield f"society.groups: shares add up to {number(total)}; allowed 1. Change them so that they do."
    yield from twice("society.groups", [group.name for group in society.groups])
    for place in ("view", "boldness", "climate_weight", "threshold", "risk", "need", "activity"):
        yield from _law(
            f"society.{place}", getattr(society, place), place in ("boldness", "risk", "need", "activity")
        )
    yield from _law("enrolment.cost", scenario.enrolment.cost, False)


def _law(path: str, law: Any, positive: bool) -> Iterator[str]:
    if isinstance(law, Uniform | LogitNormal) and law.low > law.high:
        yield (
            f"{path}.low: {number(law.low)} given; allowed up to {path}.high, here {number(law.high)}. "
            "Put the smaller number first."
        )
    if not positive:
        return
    match law:
        case Constant(value=least) | Uniform(low=least) | LogitNormal(low=least):
            pass
        case Normal(mean=mean, sd=sd):
            least = mean if sd == 0 else float("-inf")
        case Lognormal() | Exponential():
            least = 0.0
        case _:
            return
    if least < 0:
        yield (
            f"{path}: can fall below 0 as given; allowed 0 or more ({describe(path).unit}). "
            "Choose other values, or law lognormal."
        )


def twice(path: str, names: list[str]) -> Iterator[str]:
    """A name given more than once."""
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f'{path}: the name "{name}" is given {names.count(name)} times; allowed once. Choose another.'
