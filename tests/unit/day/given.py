"""What the tables of rules start from: a few citizens in a calm society, and chance that a table may set.

Everything is off in the calm society, and its numbers are round: needs, boldness and weights 1, a scale from 350 to 950 that
starts at 600, a point worth 0.01. A table turns on what its rule is about.
"""

import math
from typing import Any, NamedTuple

import numpy as np
import pytest

from helpers import made
from sottovoce.chance import Purpose
from sottovoce.day.announce import Today, announce
from sottovoce.day.look import Noticed
from sottovoce.day.rules import Rules, rules
from sottovoce.scenario.model import Scenario
from sottovoce.society import State, create
from sottovoce.society.signal import DEED_AT, DEED_ZERO, ENROLLED, HERE, ONE, heard_part
from sottovoce.society.state import GRID
from sottovoce.society.tally import NAMES, width

QUIET = {"rate": 0.0, "coverage": 1.0, "gain": 0.0, "loss": 0.0, "exposure": 0.0}
CALM: dict[str, Any] = {
    "citizens": 4, "days": 400, "society.network.kind": "complete", "society.homophily": 0.0,
    "society.groups": [{"name": "everybody", "share": 1.0, "need": 1.0}],
    "society.view": 0.0, "society.boldness": 1.0, "society.climate_weight": 1.0, "society.threshold": 0.0,
    "society.risk": 1.0, "society.need": 1.0, "society.activity": 1.0, "society.aware": 1.0, "society.tie_value": 1.0,
    "channels.post": {"rate": 1.0, "coverage": 1.0, "gain": 2.0, "loss": 8.0, "exposure": 0.0},
    **{f"channels.{name}": QUIET for name in ("share", "gather", "buy", "browse")},
    "channels.conduct": {"bad_rate": 0.0, "good_rate": 0.0, "coverage": 1.0, "loss": 20.0, "gain": 10.0},
    "voice.effort": 0.0, "voice.backlash": 0.0, "voice.hear_days": 7, "voice.sharpness": float("inf"),
    "voice.levels": (-1.0, -0.5, 0.0, 0.5, 1.0), "watching.learn": 0.0, "punishment.severity": 0.0,
    "score.spread": 0.0, "score.fade": 0.0, "score.memory_months": 0, "score.friend_weight": 0.0, "score.spill": 0.0,
    "score.lookup": "own", "score.blame_tool": False, "score.point_value": 0.01, "score.status_value": 0.0,
    "score.horizon": 1.0, "score.reproach": 0.0,
    "enrolment.opt_in_day": None, "enrolment.mandatory_day": 0, "enrolment.cost": 0.0,
    "tiers": [], "ties.review": 1.0, "ties.drop": "never", "ties.make": "never",
}  # fmt: skip


class Given(NamedTuple):
    """What a rule is called with: columns, rules, what was announced, and sums by group (all zero)."""

    s: State
    r: Rules
    t: Today
    tally: np.ndarray

    def count(self, name: str) -> int:
        """A sum of the day, by its name in society/tally.py."""
        return int(self.tally[0, NAMES.index(name)])


def calm(**changes: Any) -> Scenario:
    """The calm society with values of the scenario changed (__ for dots)."""
    return made(CALM | {path.replace("__", "."): value for path, value in changes.items()})


def given(me: dict | None = None, day: int = 100, **changes: Any) -> Given:
    """The calm society with values of the scenario changed (__ for dots), on a measured day. `me`: columns of citizen 0.

    Columns stand as on the eve of day 0, but that everybody is enrolled with 600 points and a published score of 600.
    """
    scenario = calm(**changes)
    society = create(scenario)
    s = society.state
    s.enrolled[:] = 1
    s.score[:] = grains(600.0)
    today_rules = rules(scenario, day, mean_degree=3.0)
    today = announce(scenario.on(day), today_rules, s, None, day, measured=True)
    for name, value in (me or {}).items():
        getattr(s, name)[..., 0] = value
    keys = np.arange(
        len(today.luck), dtype=np.uint64
    )  # the key of a purpose is its number: `chances` reads it
    return Given(s, today_rules, today._replace(luck=keys), np.zeros((1, width(scenario)), np.int64))


def morning(scenario: Scenario, it: Given, yesterday: np.ndarray | None = None) -> Today:
    """What is announced on day 100 of a society as it stands; `yesterday`: sums by group."""
    return announce(scenario, it.r, it.s, yesterday, 100, measured=True)


def noticed(**sums: Any) -> Noticed:
    """What was noticed of friends: nothing but what is given."""
    nothing = dict.fromkeys(Noticed._fields, 0) | {"attended": -1}
    return Noticed(**(nothing | sums))


def level(share: float) -> int:
    """An act or a view in 1/65536."""
    return round(share * GRID)


def grains(points: float) -> int:
    """A published score in grains: 1/1024 of a point on the scale of 350 to 950."""
    return round((points - 350.0) * 1024)


def points(grains: Any) -> float:
    """A published score in points, from its grains."""
    return 350.0 + int(grains) / 1024


def signal(act: float | None = None, score: float | None = None, *flags: np.uint64) -> np.uint64:
    """What others read of a citizen: the last public act if heard, the published score if enrolled, flags of society/signal.py."""
    found = (ONE << HERE) | (np.uint64(DEED_ZERO) << DEED_AT) | heard_part(level(act or 0.0), act is not None)
    if score is not None:
        found |= (ONE << ENROLLED) | np.uint64(grains(score))
    for flag in flags:
        found |= ONE << flag
    return found


def tier(access: str = "loan", effect: str = "gives", **values: Any) -> dict:
    """A tier; its edge is sharp unless a width is given."""
    return {"name": access, "access": access, "effect": effect, "width": 0.0, "value": 0.0} | values


def rows(table: dict[str, tuple]) -> Any:
    """A test for each row of a table: a sentence, what is given, what is expected."""
    return pytest.mark.parametrize("case, expected", list(table.values()), ids=list(table))


def bits(chance: float) -> np.uint64:
    """The lowest draw whose `unit` is above `chance`: what has this chance, or less, does not happen."""
    return np.uint64(math.ceil(chance * 2**52) << 12)


NEVER = 1.0 - 2.0**-40  # a draw with which nothing happens
Luck = dict[Purpose | tuple, float]


def drawn(luck: Luck, key: Any, who: Any, counter: Any) -> np.uint64:
    """The draw that a table sets: for (purpose, counter), or for the purpose where the counter is 0. Else just below 1."""
    purpose = Purpose(int(key))
    other = luck.get(purpose, NEVER) if counter == 0 else NEVER
    return bits(luck.get((purpose, int(counter)), other))


def paired(luck: Luck, key: Any, a: Any, b: Any) -> np.uint64:
    """The draw of two citizens that a table sets: for (purpose, a, b), or for the purpose. Else just below 1."""
    purpose = Purpose(int(key))
    return bits(luck.get((purpose, int(a), int(b)), luck.get(purpose, NEVER)))
