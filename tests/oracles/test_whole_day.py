"""The program and the second implementation live the same societies, and agree on everybody after every day.

    SOTTOVOCE_ORACLE=100:400 pytest tests/oracles/test_whole_day.py      other random scenarios than the usual ones
"""

import math
import os
import random
import sys
from pathlib import Path

import numpy as np
import pytest

from sottovoce.machine.plain import Plain
from sottovoce.run import days
from sottovoce.scenario.model import CHANNELS, Dated, Scenario, Tier
from sottovoce.scenario.paths import with_values
from sottovoce.society import found
from sottovoce.society.state import NEVER, NOTHING

sys.path.insert(0, str(Path(__file__).parent))
from whole_day import World, grain_of

sys.path.pop(0)

# ---- Comparing --------------------------------------------------------------------------------------------------


def seen_by_the_program(state) -> dict[str, list]:
    """Columns of the program, one entry a citizen."""
    names = "points score enrolled access nu voice spoke stirred seen punished deed drop make".split()
    names += "acts voiced dissented cut lost_days".split()
    columns = {name: getattr(state, name).tolist() for name in names}
    for number, channel in enumerate(CHANNELS):
        columns[f"said.{channel}"] = state.said[:, number].tolist()
    columns["ties"] = [sorted(row) for row in friends(state)]
    return columns


def friends(state) -> list[set[int]]:
    n = len(state.id)
    return [set(state.friend[state.first[i] : state.first[i + 1]].tolist()) - {n} for i in range(n)]


def seen_by_the_oracle(world: World) -> dict[str, list]:
    """The same columns of the second implementation."""
    people, score = world.people, world.scenario.score
    grain = grain_of(score)
    same = "points enrolled access nu voice stirred seen punished acts voiced dissented cut lost_days".split()
    columns = {name: [getattr(c, name) for c in people] for name in same}
    columns["score"] = [round((c.score - score.low) / grain) for c in people]
    columns["spoke"] = [max(c.spoke, NEVER) for c in people]
    columns["deed"] = [round(c.deed / (4 * grain)) for c in people]
    columns["drop"] = [-1 if c.drop is None else c.drop for c in people]
    columns["make"] = [-1 if c.make is None else c.make for c in people]
    for number, channel in enumerate(CHANNELS):
        columns[f"said.{channel}"] = [NOTHING if c.said[number] is None else c.said[number] for c in people]
    columns["ties"] = [sorted(c.friends) for c in people]
    return columns


FLOATS = ("points", "nu", "stirred")  # the rest is counted, and must be equal


def differences(state, world: World) -> list[str]:
    """What differs, a line each."""
    lines = []
    program, oracle = seen_by_the_program(state), seen_by_the_oracle(world)
    assert program.keys() == oracle.keys()
    for name, column in program.items():
        for row, (theirs, ours) in enumerate(zip(column, oracle[name], strict=True)):
            if name in FLOATS:
                alike = math.isclose(theirs, ours, rel_tol=1e-6, abs_tol=1e-6)
            else:
                alike = theirs == ours
            if not alike:
                worth = world.people[row].worths[CHANNELS.index(name[5:])] if name[:5] == "said." else {}
                short = f", worth less by {worth[ours] - worth[theirs]:.2g}" if worth and theirs in worth else ""
                lines.append(f"citizen {row}, {name}: program {theirs}, oracle {ours}{short}")
    return lines


def halves(state, world: World) -> None:
    """A score that lies half-way between two grains, but for rounding errors: go on with the program's."""
    score, grain = world.scenario.score, grain_of(world.scenario.score)
    for row, c in enumerate(world.people):
        published = score.low + grain * int(state.score[row])
        if c.enrolled and published != c.score and abs(c.unrounded % 1 - 0.5) < 1e-6:
            if abs(published - c.score) == grain:
                c.score = world.words[row].score = published


def compare(scenario: Scenario, renamed: bool = False) -> World:
    """Live the scenario on both sides; fail on the first day on which they differ."""
    ids = np.random.default_rng(scenario.seed).permutation(scenario.citizens) if renamed else None
    society = found(scenario, ids)
    world = World(scenario, society)
    for day, _ in days(scenario, society, machine=Plain()):
        world.live_day(day)
        halves(society.state, world)
        lines = differences(society.state, world)
        assert not lines, f"day {day}, {len(lines)} differences:\n" + "\n".join(lines[:40])
    assert day == scenario.days - 1
    return world


# ---- Random scenarios -------------------------------------------------------------------------------------------


def tiers_of(luck: random.Random) -> list[dict]:
    """Up to four tiers on a scale of 350 to 950."""
    found = []
    for number in range(luck.randint(0, 4)):
        access = luck.choice(["internet", "jobs", "loan", "tickets", "badge"])
        tier = {
            "name": f"tier {number}",
            "access": access,
            "effect": "takes" if access in ("internet", "jobs") else luck.choice(["gives", "takes"]),
            "edge": None,
            "top_share": None,
            "width": luck.choice([0.0, 5.0, 20.0]),
            "slack": luck.choice([0.0, 0.0, 4.0, 15.0]),
            "strength": luck.choice([0.1, 0.5, 0.9]),
            "value": luck.choice([0.0, 0.4, 1.5]),
        }
        if luck.random() < 0.4:
            tier["top_share"] = luck.choice([0.02, 0.1, 0.35, 0.8])
        else:
            tier["edge"] = float(luck.randint(560, 590) if tier["effect"] == "takes" else luck.randint(590, 640))
        found.append(tier)
    return found


def dates_of(luck: random.Random, days: int, tiers: list[dict]) -> list[dict]:
    """Up to three changes of policy: repeal, reform, placebo."""
    possible = [
        {},
        {"score.in_force": False},
        {"score.in_force": True},
        {"score.friend_weight": 0.4, "score.drag": luck.choice(["average", "additive"])},
        {"score.lookup": luck.choice(["own", "friends", "public"]), "score.spill": 0.7},
        {"punishment.severity": luck.choice([0.0, 0.8]), "punishment.by_law": luck.random() < 0.5},
        {"voice.hear_days": luck.choice([1, 3, 20]), "voice.backlash": 0.2},
        {"watching.nu": 0.8, "watching.learn": luck.choice([0.0, 0.1])},
        {"channels.post.loss": 25.0, "channels.gather.coverage": 0.5},
        {"enrolment.opt_in_day": 0, "enrolment.mandatory_day": None},
        {"enrolment.opt_in_day": None, "enrolment.mandatory_day": None},
        {"score.fade": luck.choice([0.0, 0.02])},
        {"score.memory_months": luck.choice([0, 1, 2])},
        {"score.start": 620.0, "score.point_value": 0.01},
        {"ties.drop": "random", "ties.make": "random"},
        {"tiers": []},
    ]
    if tiers and tiers[0]["edge"] is not None:
        possible.append({"tiers.0.edge": 585.0, "tiers.0.value": 1.0, "tiers.0.width": 0.0})
    dated = [
        {"day": luck.randrange(days), "name": f"date {number}", "set": luck.choice(possible)}
        for number in range(luck.choice([0, 0, 1, 2, 3]))
    ]
    dated.sort(key=lambda d: d["day"])
    gone = False
    for d in dated:  # a tier that is gone cannot be changed
        if gone and any(path.startswith("tiers.") for path in d["set"]):
            d["set"] = {}
        gone = gone or "tiers" in d["set"]
    return dated


def random_scenario(seed: int) -> Scenario:
    """A small scenario that mixes everything, the same for the same seed."""
    luck = random.Random(seed)
    pick = luck.choice
    length = luck.randint(36, 70)
    opens = pick([None, 0, 3, 10, 20])
    closes = pick([None, None, 0, 12, 25])
    if opens is not None and closes is not None:
        closes = max(opens, closes)
    tiers = tiers_of(luck)
    kind = pick(["communities", "communities", "ring", "small_world", "complete"])
    citizens = luck.randint(12, 20) if kind == "complete" else luck.randint(24, 44)
    values = {
        "citizens": citizens,
        "days": length,
        "seed": seed,
        "society.network.kind": kind,
        "society.network.mean_degree": float(pick([2, 4, 6])),
        "society.network.community_size": pick([5, 12]),
        "society.network.spare": pick([0, 1, 3]),
        "society.climate_weight": pick([0.0, 0.8, 1.6]),
        "society.aware": pick([1.0, 1.0, 0.6]),
        "society.tie_value": pick([0.005, 0.05, 0.3]),
        "channels.post.rate": pick([0.15, 0.5]),
        "channels.share.rate": pick([0.0, 0.3]),
        "channels.gather": {"rate": 0.15, "coverage": pick([0.0, 0.6]), "gain": 3.0, "loss": 12.0},
        "channels.buy.rate": 0.1,
        "channels.browse.rate": 0.2,
        "channels.browse.coverage": 0.5,
        "channels.conduct.bad_rate": pick([0.0, 0.03]),
        "channels.conduct.good_rate": pick([0.0, 0.03]),
        "channels.conduct.coverage": 0.8,
        "voice.sharpness": pick([3.0, 8.0, math.inf]),
        "voice.levels": pick([(-1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0), (0.0, 1.0), (-1.0, -0.3, 0.0, 0.1, 1 / 3)]),
        "voice.hear_days": pick([1, 3, 7, 30]),
        "voice.climate": pick(["mean", "share", "balance"]),
        "voice.climate_shape": pick(["linear", "sign"]),
        "voice.backlash": pick([0.0, 0.3]),
        "watching.nu": pick([0.1, 0.3, 1.0]),
        "watching.learn": pick([0.0, 0.0, 0.1, 1.0]),
        "watching.fade": pick([0.0, 0.05]),
        "punishment.severity": pick([0.0, 0.6, 2.0]),
        "punishment.tolerance": pick([0.0, 0.2, 0.25, 0.6]),
        "punishment.form": pick(["uniform", "proportional"]),
        "punishment.by_law": luck.random() < 0.5,
        "score.in_force": luck.random() < 0.85,
        "score.spread": pick([0.0, 15.0]),
        "score.validity": pick([0.0, 0.5]),
        "score.fade": pick([0.0, 0.0, 0.03]),
        "score.memory_months": pick([0, 1, 1, 3]),
        "score.drag": pick(["average", "additive"]),
        "score.friend_weight": pick([0.0, 0.15, 0.6]),
        "score.spill": pick([0.0, 0.3, 1.5]),
        "score.spill_gains": luck.random() < 0.5,
        "score.reach_scaled": luck.random() < 0.3,
        "score.lookup": pick(["own", "friends", "public"]),
        "score.blame_tool": luck.random() < 0.5,
        "score.horizon": pick([0.0, 1.0, 10.0]),
        "score.reproach": pick([0.0, 0.02, 0.2]),
        "enrolment.opt_in_day": opens,
        "enrolment.mandatory_day": closes,
        "enrolment.opt_out": luck.random() < 0.7,
        "enrolment.cost": pick([0.003, {"law": "uniform", "low": -0.1, "high": 0.1}]),
        "enrolment.retroactive": luck.random() < 0.3,
        "tiers": tiers,
        "ties.review": pick([0.1, 0.5]),
        "ties.drop": pick(["never", "score", "score", "discordant", "random"]),
        "ties.drop_chance": 0.3,
        "ties.make": pick(["never", "random", "same_voice", "friend_of_friend", "high_score"]),
        "ties.make_chance": 0.5,
        "dates": dates_of(luck, length, tiers),
    }
    return with_values(Scenario(name=f"random-{seed}", label="made up by a test"), values)


def asked_seeds() -> range:
    first, _, end = os.environ.get("SOTTOVOCE_ORACLE", "0:30").partition(":")
    return range(int(first), int(end))


@pytest.mark.parametrize("seed", asked_seeds())
def test_random_scenario(seed):
    compare(random_scenario(seed), renamed=seed % 2 == 1)
