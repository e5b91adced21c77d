"""Small societies for tests: made, lived, compared; and a generator of whole scenarios that mixes every option."""

import asyncio
import importlib.util
import math
import random
import sys
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import leaves, with_values
from sottovoce.simulate import days
from sottovoce.society import Society, State, create

# A small society in which every mechanism of press-2015 is at work, and then some.
LIVELY: dict[str, Any] = {
    "citizens": 300,
    "days": 60,
    "seed": 11,
    "society.network.mean_degree": 6.0,
    "society.network.community_size": 20,
    "society.aware": 0.9,
    "society.tie_value": 0.05,
    "channels.gather": {"rate": 0.2, "coverage": 0.5, "gain": 3.0, "loss": 12.0},
    "channels.conduct": {"bad_rate": 0.03, "good_rate": 0.03, "coverage": 0.8, "loss": 20.0, "gain": 15.0},
    "voice.backlash": 0.2,
    "watching.learn": 0.05,
    "punishment.severity": 0.6,
    "score.validity": 0.3,
    "score.fade": 0.004,
    "score.memory_months": 1,
    "score.spill": 0.6,
    "enrolment.opt_in_day": 4,
    "enrolment.mandatory_day": 30,
    "enrolment.cost": {"law": "uniform", "low": -0.2, "high": 0.3},
    "tiers": [
        {"name": "loan", "access": "loan", "effect": "gives", "edge": 620.0, "value": 0.4},
        {
            "name": "net",
            "access": "internet",
            "effect": "takes",
            "edge": 595.0,
            "slack": 4.0,
            "strength": 0.6,
        },
        {"name": "jobs", "access": "jobs", "effect": "takes", "edge": 580.0, "width": 10.0, "value": 0.8},
        {"name": "top", "access": "badge", "effect": "gives", "top_share": 0.1, "value": 0.3},
    ],
    "ties.review": 0.3,
    "ties.make": "friend_of_friend",
    "ties.make_chance": 0.5,
}

# The same with every mechanism of the relatives at work too.
LIVELIER: dict[str, Any] = LIVELY | {
    "tiers": [
        *LIVELY["tiers"],
        {"name": "heard", "access": "reach", "effect": "takes", "edge": 585.0, "strength": 0.5, "value": 0.2},
        {"name": "shame", "access": "badge", "effect": "takes", "edge": 550.0, "value": 0.1},
        {"name": "bank", "access": "bank", "effect": "takes", "on": "blacklist", "strength": 0.7},
    ],
    "score.demotion.chance": 0.3,
    "score.demotion.to": 570.0,
    "score.demotion.days": 8,
    "informers.share": 0.1,
    "informers.refusal": 0.2,
    "informers.clustered": 0.3,
    "informers.report": 0.6,
    "informers.believed": 0.1,
    "informers.provocateurs": 0.02,
    "informers.answer_days": 3,
    "topics": [
        {"name": "everyday", "loss": 0.5, "shares": {"post": 0.5, "share": 1.0, "buy": 0.3}},
        {
            "name": "the square",
            "loss": 4.0,
            "feeling": 1.5,
            "shares": {"post": 0.3, "gather": 1.0},
            "day": 9,
            "every": 20,
            "surge": 9.0,
        },
        {
            "name": "goods",
            "gain": 3.0,
            "feeling": 0.7,
            "shares": {"post": 0.2, "buy": 0.7},
            "day": 30,
            "surge": 5.0,
            "half_life": 6.0,
        },
    ],
    "reports.rate": 0.03,
    "reports.malice": 0.01,
    "reports.ratings_rate": 0.05,
    "reports.ratings_malice": 0.1,
    "identity.linked": ["bank", "tax"],
    "identity.share": 0.7,
    "freeze.power": True,
    "freeze.threshold": 0.3,
    "freeze.chance": 0.4,
    "freeze.court": 0.8,
    "freeze.days": 6,
    "freeze.value": 1.0,
    "blacklist.entry": 0.3,
    "blacklist.cure": 0.05,
    "blacklist.days": 10,
    "repair.months": 1,
    "appeal.share": 0.3,
    "appeal.days": 4,
    "appeal.review": 0.2,
}


def made(changes: dict[str, Any] | None = None, **more: Any) -> Scenario:
    """The lively society with values changed by path (in keywords: __ for dots)."""
    given = {path.replace("__", "."): value for path, value in more.items()}
    return with_values(Scenario(name="made", label="made up by a test"), LIVELY | (changes or {}) | given)


def livelier(changes: dict[str, Any] | None = None, **more: Any) -> Scenario:
    """`made`, with every mechanism of the relatives at work too."""
    given = {path.replace("__", "."): value for path, value in more.items()}
    return with_values(Scenario(name="made", label="made up by a test"), LIVELIER | (changes or {}) | given)


def lived(scenario: Scenario, society: Society | None = None, **how: Any) -> tuple[Society, np.ndarray]:
    """The society on the last day, and all tallies (day, group, sum)."""
    society = society or create(scenario)
    tallies = [events.tally for _, events in days(scenario, society, **how)]
    return society, np.array(tallies)


def voices(scenario: Scenario, society: Society | None = None, **how: Any) -> np.ndarray:
    """Every act of every citizen, (day, channel, citizen)."""
    society = society or create(scenario)
    return np.array([society.state.said.copy() for _ in days(scenario, society, **how)])


def unlike(a: State, b: State) -> list[str]:
    """Names of the columns that are not equal to the last bit."""
    return [
        name
        for name, x, y in zip(State._fields, a, b, strict=True)
        if x.dtype != y.dtype or x.shape != y.shape or x.tobytes() != y.tobytes()
    ]


def friends(state: State) -> list[set[int]]:
    """Ids of the friends of each row."""
    n = len(state.id)
    rows = [state.friend[state.first[i] : state.first[i + 1]] for i in range(n)]
    return [set(state.id[row[row < n]].tolist()) for row in rows]


def distribution(law: str, low: float, high: float) -> dict[str, Any]:
    """A distribution of the named law with most of its values between low and high, low not below 0."""
    middle = (low + high) / 2
    return {
        "constant": {"law": law, "value": middle},
        "uniform": {"law": law, "low": low, "high": high},
        "normal": {"law": law, "mean": middle, "sd": 0.0 if low >= 0 else (high - low) / 4},
        "lognormal": {"law": law, "median": middle, "sigma": 0.4},
        "exponential": {"law": law, "mean": middle},
        "logit_normal": {"law": law, "mean": 0.0, "sd": 1.0, "low": low, "high": high},
    }[law]


LAWS = ("constant", "uniform", "normal", "lognormal", "exponential", "logit_normal")
SWITCH = (True, False)
INTERNET = {
    "name": "net",
    "access": "internet",
    "effect": "takes",
    "edge": 600.0,
    "strength": 0.8,
    "width": 0.0,
}
JOBS = {"name": "jobs", "access": "jobs", "effect": "takes", "edge": 590.0, "slack": 6.0, "width": 5.0}
LOAN = {"name": "loan", "access": "loan", "effect": "gives", "edge": 610.0, "value": 0.7}
REST = [
    {"name": access, "access": access, "effect": "gives", "edge": 596.0 + k, "value": 0.1, "width": 3.0}
    for k, access in enumerate(("travel_papers", "tickets", "deposit_waiver", "fast_queue"))
]
UNHEARD = {
    "name": "reach",
    "access": "reach",
    "effect": "takes",
    "edge": 600.0,
    "strength": 0.7,
    "width": 5.0,
}
NO_BANK = {"name": "bank", "access": "bank", "effect": "takes", "edge": 592.0, "strength": 0.9}
SHAME = {"name": "shame", "access": "badge", "effect": "takes", "edge": 588.0, "value": 0.2}
BY_LIST = [
    {"name": f"listed: {access}", "access": access, "effect": "takes", "on": "blacklist", "strength": 0.8}
    for access in ("tickets", "jobs", "reach", "badge", "internet", "bank")
]
BEST = {"name": "best", "access": "badge", "effect": "gives", "top_share": 0.2, "width": 8.0, "value": 0.3}
BEST_KNOWN = {
    "name": "best",
    "access": "badge",
    "effect": "gives",
    "top_share": 0.3,
    "width": 0.0,
    "value": 0.3,
}
PERMITTED = [
    {
        "name": "square",
        "loss": 3.0,
        "feeling": 1.5,
        "shares": {"post": 0.6, "gather": 1.0},
        "permitted": 0.4,
        "asking": 0.2,
    },
    {"name": "goods", "gain": 2.0, "shares": {"post": 0.4, "buy": 1.0}, "day": 6, "every": 11, "surge": 6.0},
]
# Options of each value; `spread` takes each in turn, a pair of numbers stands for any number between.
OPTIONS: dict[str, tuple] = {
    "society.network.kind": ("communities", "ring", "small_world", "complete", "file", "communities", "scale_free", "geometric", "torus"),
    "society.network.exponent": (3.0, 2.2),
    "society.network.radius": ([0.05, 0.5],),
    "society.network.width": (13, 2),
    "society.network.mean_degree": (2.0, 4.0, 6.0),
    "society.network.community_size": (5, 12),
    "society.network.within": ([0.3, 1.0],),
    "society.network.rewired": ([0.0, 1.0],),
    "society.network.spare": (0, 1, 3),
    "society.homophily": ([0.0, 1.0],),
    "society.groups": tuple(
        [{"name": "few", "share": 0.3, "need": 1.5, "sensitive": few}, {"name": "many", "share": 0.7}] for few in SWITCH
    ),
    "society.boldness": tuple(distribution(law, 0.3, 1.7) for law in LAWS),
    "society.climate_weight": tuple(distribution(law, 0.0, 2.0) for law in LAWS),
    "society.threshold": tuple(distribution(law, -0.2, 0.9) for law in LAWS),
    "society.risk": tuple(distribution(law, 0.0, 2.0) for law in LAWS),
    "society.need": tuple(distribution(law, 0.2, 2.0) for law in LAWS),
    "society.activity": tuple(distribution(law, 0.4, 2.0) for law in LAWS),
    "society.view": tuple(distribution(law, -0.8, 1.2) for law in LAWS),
    "society.aware": (1.0, [0.3, 0.9]),
    "society.susceptibility": tuple(distribution(law, 0.1, 1.2) for law in LAWS),
    "society.expressiveness": tuple(distribution(law, 0.1, 1.2) for law in LAWS),
    "society.confidence": tuple(distribution(law, -0.5, 1.0) for law in LAWS),
    "society.tie_value": (0.005, 0.05, [0.1, 1.0]),
    "channels.post": tuple({"rate": rate, "gain": 0.5, "loss": 7.3} for rate in (0.2, 0.6)),
    "channels.gather": tuple({"rate": 0.2, "coverage": c, "gain": 3.0, "loss": 12.0} for c in (0.0, 0.6)),
    "channels.browse.coverage": ([0.2, 1.0],),
    "channels.conduct": ({}, {"bad_rate": 0.05, "good_rate": 0.05, "coverage": 0.7, "loss": 9.1, "gain": 4.4}),
    "voice.levels": ((-1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0), (0.0, 1.0), (-1.0, -0.3, 0.0, 0.1, 1 / 3), (0.0,)),
    "voice.sharpness": (3.0, 8.0, math.inf),
    "voice.effort": (0.0, [0.01, 0.2]),
    "channels.share.exposure": (0.0, [0.01, 0.5]),
    "channels.buy.exposure": (0.0, [0.01, 0.5]),
    "topics": ([], [], LIVELIER["topics"], PERMITTED),
    "voice.hear_days": (1, 3, 30),
    "voice.climate": ("mean", "share", "balance", "enforcement"),
    "voice.express": ("utility", "utility", "utility", "gate", "average"),
    "voice.views": ("fixed", "fixed", "average", "copy"),
    "voice.self_weight": ([0.0, 1.0],),
    "voice.reward": ("none", "none", "balance", "reply"),
    "voice.attend": ("all", "one"),
    "voice.learn": ([0.01, 1.0],),
    "voice.unlearn": ([0.0, 0.5],),
    "voice.reply_cost": (0.0, [0.0, 0.3]),
    "voice.explore": (0.0, 0.0, [0.01, 0.5]),
    "voice.enforce": (False, False, True),
    "voice.enforce_cost": ([0.0, 0.3],),
    "voice.climate_shape": ("linear", "sign"),
    "voice.backlash": (0.0, [0.1, 0.5]),
    "voice.shock": ({}, {}, {"day": 6, "share": 0.4, "rise": 0.6, "days": 9}),
    "watching.nu": ([0.0, 1.0], 1.0, 0.0),
    "watching.learn": (0.0, [0.01, 1.0]),
    "watching.fade": (0.0, [0.01, 0.5]),
    "watching.rest": (1.0, 1.0, [0.0, 0.9]),
    "watching.others": (1.0, 1.0, [0.0, 0.8]),
    "watching.feared": (None, [0.0, 1.0]),
    "watching.list_above": ([0.0, 0.6],),
    "watching.list_days": (4, 400),
    "punishment.severity": (0.0, [0.2, 2.0], [0.2, 2.0]),
    "punishment.tolerance": ([0.0, 0.6], 0.25, 0.0),
    "punishment.form": ("uniform", "proportional"),
    "punishment.by_law": SWITCH,
    "punishment.executed": (True, True, False),
    "score.in_force": (True, True, True, False),
    "score.low": (350.0, 0.0),
    "score.spread": (0.0, [5.0, 80.0]),
    "score.validity": ([0.0, 1.0],),
    "score.fade": (0.0, [0.001, 0.2]),
    "score.memory_months": (0, 1, 3),
    "score.drag": ("average", "additive"),
    "score.friend_weight": (0.0, [0.05, 0.9]),
    "score.spill": (0.0, [0.1, 2.0]),
    "score.spill_gains": SWITCH,
    "score.reach_scaled": SWITCH,
    "score.lookup": ("public", "friends", "own", "self_shared", "secret"),
    "score.blame_tool": SWITCH,
    "score.horizon": (0.0, [1.0, 30.0]),
    "score.reproach": (0.0, [0.01, 0.2]),
    "score.standing": ({}, {"pride": 0.02, "face": 0.05, "felt_days": 3, "friends": 0.3, "strangers": 0.2, "lenders": 0.1, "employers": 0.1}),
    "tags": ({}, {}, {"chance": 0.1, "weight": 1.3}),
    "jobs.hunts": (0.0, [1.0, 100.0]),
    "jobs.finds": ([0.0, 1.0],),
    "jobs.value": ([0.0, 0.5],),
    "jobs.lookback_days": (1, 20, 400),
    "jobs.without_score": SWITCH,
    "score.update": ("daily", "daily", "monthly"),
    "score.weights": ({}, {"speech": 0.4, "consumption": 3.0, "conduct": 1.3, "reports": 2.1}),
    "score.demotion": ({}, {"chance": 0.7, "to": 585.0, "days": 6}),
    "enrolment.opt_in_day": (None, 0, 3, 10),
    "enrolment.mandatory_day": (None, 12, 25),
    "enrolment.opt_out": SWITCH,
    "enrolment.cost": tuple(distribution(law, -0.1, 0.15) for law in LAWS),
    "enrolment.retroactive": SWITCH,
    "tiers": ([], [LOAN, INTERNET, JOBS], [JOBS, BEST], [*REST, INTERNET, BEST_KNOWN], [UNHEARD, NO_BANK, SHAME], BY_LIST),
    "ties.review": (0.1, 0.5, 1.0),
    "ties.drop": ("never", "score", "discordant", "random"),
    "ties.drop_chance": ([0.05, 1.0],),
    "ties.calm_drop": (0.0, 0.0, [0.05, 1.0]),
    "ties.make": ("never", "random", "same_voice", "friend_of_friend", "high_score"),
    "ties.make_chance": ([0.1, 1.0],),
    "ties.move": ("never", "never", "random", "discordant", "double", "multigraph"),
    "ties.rewire_share": ([0.05, 0.9],),
    "survey": ({}, {}, {"day": 5, "share": 0.7, "coverage": 0.6}),
    "order": ("synchronous", "synchronous", "sequential", "drawn"),
    "informers.share": (0.0, 0.2),
    "informers.refusal": ([0.0, 0.5],),
    "informers.clustered": (0.0, [0.2, 0.9]),
    "informers.report": ([0.2, 1.0],),
    "informers.believed": (0.0, [0.05, 1.0]),
    "informers.provocateurs": (0.0, 0.1),
    "informers.answer_days": (1, 3),
    "reports.rate": (0.0, [0.05, 1.0]),
    "reports.malice": (0.0, 0.05),
    "reports.points": ([0.0, 20.0],),
    "reports.ratings_rate": (0.0, 0.2),
    "reports.ratings_validity": ([0.0, 0.9],),
    "reports.ratings_malice": (0.0, 0.3),
    "reports.ratings_gain": (2.3,),
    "reports.ratings_loss": (3.1,),
    "identity.linked": ((), ("bank",), ("tax", "health"), ("licences", "bank", "tax", "health")),
    "identity.share": ([0.2, 1.0],),
    "freeze.power": SWITCH,
    "freeze.threshold": (0.25, 0.0, [0.0, 0.6]),
    "freeze.chance": ([0.3, 1.0],),
    "freeze.court": (1.0, 0.6),
    "freeze.days": (1, 5),
    "freeze.strength": (0.0, 1.5),
    "freeze.value": (0.0, [0.2, 3.0]),
    "blacklist.entry": (0.0, 0.5),
    "blacklist.cure": (0.0, 0.1),
    "blacklist.days": (3, 15, 90),
    "blacklist.public": SWITCH,
    "repair.months": (0, 1),
    "repair.to": (None, 615.0),
    "appeal.share": (0.0, 0.5),
    "appeal.days": (3, 8),
    "appeal.right": ([0.5, 1.0],),
    "appeal.wrong": (0.0, [0.1, 0.6]),
    "appeal.review": (0.0, 0.4),
    "dates": (
        [],
        [{"day": 9, "name": "milder", "set": {"score.spill": 0.1, "voice.effort": 0.0, "enrolment.opt_in_day": 9}}],
        [{"day": 14, "name": "harder", "set": {"blacklist.entry": 1.0, "freeze.power": True, "appeal.share": 0.0}}],
        [
            {"day": 8, "name": "repeal", "set": {"score.in_force": False}},
            {"day": 20, "name": "return", "set": {"score.in_force": True, "tiers": [LOAN]}},
        ],
    ),
}  # fmt: skip


def spread(number: int, count: int, network: Path) -> Scenario:
    """Scenario `number` of `count` that together take every option of OPTIONS, each about equally often.

    `network`: a file of pairs of ids below 24, for the networks that come from a file.
    """
    values: dict[str, Any] = {"citizens": 26, "days": 38, "seed": 1000 + number}
    for path, options in OPTIONS.items():
        turns = [options[k % len(options)] for k in range(count)]
        random.Random(f"{path} {count}").shuffle(turns)
        pick = turns[number]
        if isinstance(pick, list) and len(pick) == 2 and all(isinstance(end, float) for end in pick):
            pick = random.Random(f"{path} {number}").uniform(*pick)
        values[path] = pick
    if values["society.network.kind"] == "file":
        values["society.network.file"] = str(network)
    if values["ties.move"] in ("double", "multigraph"):  # goes with neither
        values |= {"ties.drop": "never", "ties.calm_drop": 0.0, "ties.make": "never"}
    return with_values(Scenario(name="spread", label="made up by a test"), values)


def taken(scenarios: list[Scenario]) -> dict[str, set]:
    """Values that occur at each path (N for the number of an entry) in any of the scenarios."""
    found: dict[str, set] = {}
    for scenario in scenarios:
        for path, value in leaves(scenario).items():
            if isinstance(value, str | bool | int | float | None):
                name = ".".join("N" if part.isdigit() else part for part in path.split("."))
                found.setdefault(name, set()).add(value)
    return found


class After(threading.Event):
    """An event that is set after it was asked a number of times."""

    def __init__(self, times: int):
        super().__init__()
        self.left = times

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


def awaited(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine gives, run in a thread of its own: while a browser test keeps its browser, this one has a loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def script(name: str) -> ModuleType:
    """A script of docs/, as a module. It finds what lies beside it, as it does when it is run."""
    folder = Path(__file__).parents[1] / "docs"
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Choices that name a function of a user's own: tests/flow/test_extend.py, test_own_ties.py
OWN = {"society.network.kind: own", "ties.drop: own", "ties.make: own"}


def commanded(monkeypatch, capsys, *words: str) -> tuple[int, str, str]:
    """What a command gives: exit code, stdout, stderr."""
    from sottovoce import cli

    monkeypatch.setattr(sys, "argv", ["sottovoce", *words])
    try:
        cli.main()
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    told = capsys.readouterr()
    return code, told.out, told.err
