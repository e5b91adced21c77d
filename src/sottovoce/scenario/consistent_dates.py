"""That what changes on a date may change, and that ranges of sources hold their values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from sottovoce.errors import ScenarioError, nearest
from sottovoce.scenario.fields import describe, number
from sottovoce.scenario.parameters import Parameters
from sottovoce.scenario.paths import get, leaves, plain, with_values

# Who lives here is drawn once, and the same in every world; the rest names the scenario or is the timetable.
UNDATED = ("society", "citizens", "days", "seed", "name", "label", "about", "sources", "dates")
# Read only when a society is founded, or the scale that published scores are counted on.
FOUNDING = (
    "score.low",
    "score.high",
    "score.spread",
    "score.validity",
    "enrolment.cost",
    "informers.share",
    "informers.refusal",
    "informers.clustered",
    "informers.provocateurs",
)


def dated(scenario: Parameters, sound: bool) -> Iterator[str]:
    """`sound`: nothing is wrong without the dates; only then it is the dates' doing if something is with them."""
    entries = scenario.dates
    for i, (earlier, later) in enumerate(pairwise(entries), 1):
        if later.day < earlier.day:
            yield (
                f"dates.{i}.day: {later.day:,} given; allowed from {earlier.day:,} on, the day before it "
                "in the list. Put the dates in order."
            )
    now = with_values(scenario, {"dates": ()}) if sound and entries else scenario
    for i, entry in enumerate(entries):
        for path, value in entry.set.items():
            refusal = _undatable(scenario, path, value)
            if refusal:
                sound = False
                yield f"dates.{i}.set.{path}: {refusal}"
        if sound and entry.set:
            try:
                now = with_values(now, entry.set)
            except ScenarioError as error:
                sound = False  # later dates stand on this one
                for line in error.problems:
                    path, text = line.split(": ", 1)
                    here = any(
                        (path + ".").startswith(new + ".") or new.startswith(path + ".") for new in entry.set
                    )
                    at, what = (f"dates.{i}.set.{path}", text) if here else (f"dates.{i}.set", line)
                    yield f"{at}: from day {entry.day:,}, {what}"


def _undatable(scenario: Parameters, path: str, value: Any) -> str | None:
    if path.split(".", maxsplit=1)[0] in UNDATED:
        return "cannot change on a date: it is the same in every world. Set it for the whole run."
    if path == "topics" or re.fullmatch(r"topics\.\d+(\.name)?", path):
        return "cannot change on a date: sums are kept by topic. Set single values of a topic, like topics.0.loss."
    for fixed in FOUNDING:
        below = fixed.removeprefix(path + ".")
        named = path == fixed or path.startswith(fixed + ".")
        if named or (below != fixed and _names_another(value, below, get(scenario, fixed))):
            place = "" if named else f"{below} "
            return f"{place}cannot change on a date: it is used when the society is founded. Set it for the whole run."
    try:
        describe(path)
    except ScenarioError as error:
        return error.problems[0].split(": ", 1)[1]
    return None


def _names_another(section: Any, name: str, than: Any) -> bool:
    """Whether a section as given sets a name (``demotion.to``) to another value than this one."""
    for part in name.split("."):
        if not isinstance(section, dict) or part not in section:
            return False
        section = section[part]
    return section != plain(than)


def sources(scenario: Parameters) -> Iterator[str]:
    """Entries of sources: of values that are there, with ranges that hold them."""
    for path, source in scenario.sources.items():
        try:
            value = get(scenario, path)
        except ScenarioError:
            hint = nearest(path, leaves(scenario))
            yield f"sources.{path}: there is no such value in this scenario.{hint or ' Take the entry out.'}"
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        if source.tag == "A" and source.assumed is None:
            yield f"sources.{path}: tag A without a range. Add assumed: [low, high], the range to sweep."
        elif source.assumed is not None and not source.assumed[0] <= value <= source.assumed[1]:
            low, high = source.assumed
            yield (
                f"sources.{path}: assumed {number(low)} to {number(high)} given; {path} is {number(value)}. "
                "Choose a range, low before high, that holds the value."
            )
