"""No dead parameter: every number, option and switch of a scenario, changed within its range, changes the record.

The cases are made from the scenario itself. A parameter that matters only where something else is on has a scenario of
its own in WITNESS; one that may not matter has its reason in EXEMPT. A parameter in neither that changes nothing fails.
"""

import functools
import hashlib
import re
from typing import Any

import numpy as np
import pytest

from helpers import LAWS, LIVELIER, OWN, distribution, lived
from sottovoce.errors import ScenarioError
from sottovoce.scenario.fields import describe, places
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import describe_in, leaves, with_values

BASE = with_values(
    Scenario(name="base", label="made up by a test"),
    LIVELIER
    | {
        "enrolment.mandatory_day": 40,
        "repair.to": 610.0,
        "survey": {"day": 30, "share": 0.6, "coverage": 0.5},
        "voice.shock": {"day": 20, "share": 0.3, "rise": 0.5, "days": 5},
        "watching.others": 0.3,
        "watching.feared": 0.6,
        "watching.list_days": 10,
        "score.lookup": "public",
        "score.standing": {"pride": 0.005, "face": 0.01, "friends": 0.1, "strangers": 0.05, "lenders": 0.01},
        "tags": {"chance": 0.1},
        "jobs": {"hunts": 50.0, "finds": 0.5, "lookback_days": 10, "value": 0.3},
        "dates": [{"day": 20, "name": "milder", "set": {"score.spill": 0.2}}],
        "topics": [
            {
                "name": "everyday",
                "shares": {"post": 0.6, "buy": 0.5},
                "gain": 0.5,
                "loss": 0.5,
                "feeling": 0.8,
                "permitted": 0.2,
                "asking": 0.1,
            },
            {
                "name": "the square",
                "shares": {"post": 0.4, "buy": 0.5},
                "gain": 2.0,
                "loss": 3.0,
                "permitted": 0.3,
                "asking": 0.2,
                "day": 25,
                "every": 10,
                "surge": 5.0,
                "half_life": 3.0,
            },
        ],
    },
)
SMALL_WORLD = {"society.network.kind": "small_world"}
GEOMETRIC = {"society.network.kind": "geometric", "society.network.radius": 0.08}
TORUS = {"society.network.kind": "torus", "society.network.width": 20}
RANDOM = {"ties.drop": "random", "ties.drop_chance": 0.4}
REPLY = {"voice.reward": "reply", "voice.sharpness": 3.0}
AVERAGE = {"voice.views": "average", "voice.express": "average"}
ENFORCE = {"voice.enforce": True, "voice.climate": "enforcement"}

# Path (N for the number of an entry) -> what else must hold for it to matter.
WITNESS: dict[str, dict[str, Any]] = {
    "society.network.rewired": SMALL_WORLD,
    "society.network.radius": GEOMETRIC,
    "society.network.width": TORUS,
    "society.network.exponent": {"society.network.kind": "scale_free"},
    "ties.drop_chance": RANDOM,
    "voice.self_weight": AVERAGE,
    "voice.attend": REPLY,
    "voice.learn": REPLY,
    "voice.unlearn": REPLY,
    "voice.reply_cost": REPLY,
    "voice.enforce": {"voice.climate": "enforcement"},
    "voice.enforce_cost": ENFORCE,
    "society.susceptibility.value": AVERAGE,
    "society.susceptibility.law": AVERAGE,
    "society.expressiveness.value": AVERAGE,
    "society.expressiveness.law": AVERAGE,
    "society.confidence.value": {"voice.reward": "balance"},
    "society.confidence.law": {"voice.reward": "balance"},
    "ties.rewire_share": {"ties.move": "random"},
}
SUMMED = (
    "occasions",
    "chosen",
    "dissented",
    "cut",
    "dropped",
    "lost_days",
)  # columns of which measures are made
# Values that may stand in a scenario without changing what happens.
EXEMPT = {
    "name": "names the scenario",
    "label": "is for the reader",
    "about": "is for the reader",
    "society.groups.N.name": "names the group",
    "tiers.N.name": "names the tier",
    "tiers.N.access": "names what is given or taken; which of them have a side effect is tested below",
    "tiers.0.strength": "loan has no side effect",
    "tiers.3.strength": "a badge shames; it has no strength",
    "tiers.5.strength": "a badge shames; it has no strength",
    "tiers.6.effect": "a list only takes: the other effect is refused",
    "tiers.6.width": "a list has no edge",
    "tiers.6.slack": "a list has no edge",
    "tiers.6.value": "a list has no edge whose worth a citizen could weigh",
    "dates.N.name": "names the date",
    "topics.N.name": "names the topic",
    "topics.0.every": "there is no surge",
    "topics.0.surge": "there is no surge",
    "topics.0.half_life": "there is no surge",
    "dates.N.set": "a table; the values in it are tested where they stand",
    "society.network.own": "a name; networks of a user's own are tested in flow/test_extend.py",
    "ties.drop_own": "a name; rules of a user's own are tested in flow/test_own_ties.py",
    "ties.make_own": "a name; rules of a user's own are tested in flow/test_own_ties.py",
    "society.network.file": "a path; networks from files are tested with the society",
    "sources": "say where values come from",
}


@functools.cache
def record_of(scenario_json: str) -> str:
    """Digest of everything that is measured of a world: all sums of all days, and the sums of each citizen."""
    society, tallies = lived(Scenario.model_validate_json(scenario_json))
    digest = hashlib.sha256(repr(tallies.shape).encode() + tallies.tobytes())
    for name in SUMMED:
        digest.update(getattr(society.state, name).tobytes())
    return digest.hexdigest()


def changed(scenario: Scenario, changes: dict[str, Any]) -> bool:
    """Whether the record of the scenario is another one with the changes."""
    other = with_values(scenario, changes)
    return record_of(scenario.model_dump_json()) != record_of(other.model_dump_json())


def general(path: str) -> str:
    """The path with N for the number of an entry."""
    return ".".join("N" if part.isdigit() else part for part in path.split("."))


def numbers(path: str, value: float) -> list[float]:
    """Two other values inside the range: the ends of the assumed range, or a third up or down."""
    info = describe_in(BASE, path)
    ends = [end for end in info.assumed or () if isinstance(end, int | float) and not isinstance(end, bool)]
    found = []
    for number in [*ends, value * 1.3, value * 0.7, value + 1, value - 1]:
        number = round(number) if info.kind == "whole number" else float(number)
        if number == value or number in found:
            continue
        try:
            with_values(BASE, {path: number})
        except ScenarioError:
            continue
        found.append(number)
    return found[:2]


def special(path: str, value: Any) -> list[dict[str, Any]] | None:
    """Changes that need more than one value at a time, or another value than the general ones."""
    name = general(path)
    if name == "society.groups.N.share":
        number = int(path.split(".")[2])
        other = f"society.groups.{(number + 1) % 3}.share"
        return [{path: value + 0.1, other: dict(leaves(BASE))[other] - 0.1}]
    if name.startswith("topics.N.shares."):
        other = (
            path.replace("topics.0", "topics.1")
            if path.startswith("topics.0")
            else path.replace("topics.1", "topics.0")
        )
        return [
            {path: value + 0.1, other: dict(leaves(BASE))[other] - 0.1} if value else {path: 0.4, other: 0.6}
        ]
    if name == "society.network.kind":
        return [{path: kind} for kind in ("small_world", "ring", "complete", "scale_free")]
    if name == "society.network.width":
        return [{path: 30}, {path: 15}]
    if name == "society.network.mean_degree":
        return [{path: 8.0}, {path: 4.0}]
    if name == "voice.levels":
        return [{path: (-1.0, 0.0, 1.0)}, {path: (-1.0, -0.5, 0.0, 0.2, 0.5, 0.75, 1.0)}]
    if name == "identity.linked":
        return [{path: ()}, {path: ("tax",)}, {path: ("bank",)}, {path: ("bank", "tax", "health")}]
    if name == "ties.move":
        alone = {"ties.drop": "never", "ties.make": "never"}  # double ties go with neither
        return [{path: kind} for kind in ("random", "discordant")] + [
            {path: kind} | alone for kind in ("double", "multigraph")
        ]
    if name == "voice.sharpness":
        return [{path: 4.0}, {path: float("inf")}]
    if name in ("score.low", "score.high"):
        return [{path: value + 16.0}]
    if name == "score.start":
        return [{path: value + 1.0}]
    if name == "tiers.N.from_day":
        return [{path: 30}]  # in the middle of the run
    if name == "tiers.N.edge":
        return [{path: value + 3.0}, {path: None, path.replace("edge", "top_share"): 0.2}]
    if name == "tiers.N.on":
        edge = path.replace(".on", ".edge")
        if value == "blacklist":
            return [{path: "score", edge: 590.0}]
        gone = {edge: None, path.replace(".on", ".top_share"): None}
        return [{path: "blacklist", path.replace(".on", ".effect"): "takes", **gone}]
    if name == "tiers.N.effect":
        return [{path: "gives" if value == "takes" else "takes"}]
    if name in ("enrolment.opt_in_day", "enrolment.mandatory_day", "survey.day", "voice.shock.day"):
        return [{path: value + 3}, {path: None}]
    if name == "watching.feared":
        return [{path: 0.9}, {path: 0.1}, {path: None}]
    if name in ("citizens", "days", "seed"):
        return [{path: value + 1}]
    if path.endswith(".law"):
        trait = path.removesuffix(".law")
        low = -0.6 if trait == "society.view" else 0.1
        return [{trait: distribution(law, low, 1.3)} for law in LAWS]
    return None


def witness(path: str) -> Scenario:
    """The scenario in which the value at a path must matter."""
    return with_values(BASE, WITNESS.get(general(path), {}))


def cases() -> list:
    """A case for each value of BASE: (path, list of changes, each of which must change the record)."""
    found = []
    for path, value in leaves(BASE).items():
        if general(path) in EXEMPT or path in EXEMPT or value is None:
            continue
        info = describe_in(BASE, path)
        changes = special(path, value)
        if changes is None and info.kind == "choice":
            changes = [
                {path: choice}
                for choice in info.choices
                if choice != value and f"{path}: {choice}" not in OWN
            ]
        elif changes is None and info.kind == "switch":
            changes = [{path: not value}]
        elif changes is None:
            changes = [{path: number} for number in numbers(path, value)]
        found.append(pytest.param(path, changes, id=path))
    return found


CASES = cases()


@pytest.mark.slow(8)
@pytest.mark.parametrize(("path", "changes"), CASES)
def test_matters(path, changes):
    """A slider that moves nothing is a lie to the reader."""
    scenario = witness(path)
    assert changes, f"{path}: no other value to try"
    dead = [change for change in changes if not changed(scenario, change)]
    assert not dead, f"{path} changes nothing: {dead}"


def test_every_place_is_tested():
    """A new parameter is tested from the day it is there, or says why not."""
    tested = {general(case.values[0]) for case in CASES}
    for path in places():
        info = describe(re.sub(r"\bN\b", "0", path))
        if info.kind in ("section", "list") or path in EXEMPT or path.split(".")[0] in EXEMPT:
            continue
        name = path + ".law" if info.kind == "distribution" else path
        assert name in tested, f"{path} is neither tested nor exempt"


def test_no_stale_entries():
    """The two tables speak of values that exist."""
    for path in [*WITNESS, *EXEMPT]:
        describe(path.replace(".N", ".0"))


@pytest.mark.parametrize("path", list(WITNESS))
def test_the_witness_is_needed(path):
    """An entry of WITNESS that is no longer needed hides nothing."""
    full = path.replace(".N.", ".0.")
    value = leaves(BASE)[full]
    if isinstance(value, bool):
        change = {full: not value}
    elif isinstance(value, str):
        others = [
            choice
            for choice in describe_in(BASE, full).choices
            if choice != value and f"{path}: {choice}" not in OWN
        ]
        change = (special(full, value) or [{full: others[0]}])[-1]
    else:
        change = {full: numbers(full, value)[0]}
    assert not changed(BASE, change), f"{path} matters without its witness"


def test_what_a_tier_takes():
    """Some access has a side effect of its own; where nobody lends or hires by the score, the other names of access are names."""
    tier = {"name": "t", "effect": "takes", "edge": 600.0, "width": 20.0, "strength": 0.8, "value": 0.0}
    lends = with_values(BASE, {"tiers": [{**tier, "access": "loan"}]})
    scenario = with_values(lends, {"score.standing.lenders": 0.0})
    choices = describe("tiers.0.access").choices
    differ = {choice for choice in choices if changed(scenario, {"tiers.0.access": choice})}
    assert differ == {"jobs", "bank", "internet", "reach", "badge"}
    assert changed(lends, {"tiers.0.access": "tickets"}), "a lender asks for it"


def test_a_placebo_changes_nothing():
    """The tests above can fail: a change of a name leaves the record as it is."""
    assert not changed(BASE, {"label": "another", "tiers.0.name": "another", "dates.0.name": "another"})
    assert not changed(with_values(BASE, {"score.standing.lenders": 0.0}), {"tiers.0.access": "tickets"})
    assert np.array_equal(lived(BASE)[1], lived(BASE)[1])
