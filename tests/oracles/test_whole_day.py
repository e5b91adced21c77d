"""The program and the second implementation live the same societies, and agree on everybody after every day.

The usual scenarios agree in every choice. ``SOTTOVOCE_ORACLE=100:400 pytest tests/oracles/test_whole_day.py`` tries
these random scenarios instead. In this number of them, one choice in about 100,000 falls otherwise, because the program looks
noise and Phi up in tables; there the second implementation goes on with the program's level if it is worth less by
no more than the tables may err.
"""

import itertools
import math
import os
import random

import numpy as np
import pytest
from naming import ACCOUNT, Difference, Eve, message, more_of_bits, said
from whole_day import World, grain_of

from sottovoce.machine.plain import Plain
from sottovoce.measure.people import wishes
from sottovoce.scenario.model import CHANNELS, Dated, Scenario, Tier
from sottovoce.scenario.paths import with_values
from sottovoce.simulate import days
from sottovoce.society import Society, create
from sottovoce.society.signal import blank
from sottovoce.society.state import DEMOTED, DUE, FAULT, FROZEN, LISTED, NEVER, NOTHING, SHARED
from sottovoce.society.tally import NAMES

WIDE = os.environ.get("SOTTOVOCE_ORACLE", "")
CLOSE = 1e-5  # utility: what tables of Phi may err, in a wide search
NOISY = 0.1  # standard Gumbel units: what the table of noise may err, in a wide search

# Columns that bear the same name, and are counted in the same unit, on both sides ...
SAME = ("points", "enrolled", "access", "nu", "voice", "stirred", "punished")
SAME += ("occasions", "chosen", "dissented", "cut", "dropped", "lost_days")
# ... and those that the second implementation counts otherwise.
COUNTED = ("score", "spoke", "deed", "drop", "make")
WISHED = ("wishes", "wish", "ever")  # measure.people.wishes
UNTIL = ("listed", "frozen", "demoted")  # compared as days that are left, if any
FLOATS = ("points", "nu", "heed", "stirred", "disputed")  # the rest is counted, and must be equal

# ---- Comparing ---------------------------------------------------------------------------------------------


def seen_by_the_program(scenario: Scenario, society: Society, day: int) -> dict[str, list]:
    """Columns of the program, one entry a citizen."""
    state = society.state
    columns = {name: getattr(state, name).tolist() for name in (*SAME, *COUNTED, "observed")}
    for name, column in zip(WISHED, wishes(scenario, society), strict=True):
        columns[name] = column.tolist()
    n = len(state.id)
    dates = (
        state.dates if state.dates.shape[1] == n else np.zeros((5, n), int)
    )  # one row where nothing has a date
    for name, place in zip(UNTIL, (LISTED, FROZEN, DEMOTED), strict=True):
        columns[name] = np.maximum(dates[place] - day, 0).tolist()
    columns["last_loss"] = dates[FAULT].tolist()
    columns["due"] = dates[DUE].tolist()  # 0: no appeal is open
    disputed = state.disputed if len(state.disputed) == n else np.zeros(n)
    columns["disputed"] = np.where(dates[DUE] > 0, disputed, 0.0).tolist()
    for name, column in (("watched", state.watched), ("looked", state.looked)):
        left = np.maximum(column - day - 1, 0) if len(column) == n else np.zeros(n, int)
        columns[name] = left.tolist()
    traces = state.traces if state.traces.shape[1] == n else np.full((2, n), NEVER)
    columns["left"], columns["tagged_in"] = traces.tolist()
    columns["shared"] = state.tags[SHARED].tolist() if state.tags.shape[1] == n else [0] * n
    columns["heed"] = state.heed.tolist() if len(state.heed) == n else [1.0] * n
    for number, channel in enumerate(CHANNELS):
        columns[f"said.{channel}"] = state.said[number].tolist()
        about = state.topic[number] if state.topic.shape[1] == n else np.full(n, -1)
        here = (state.said[number] != NOTHING) & (about < len(scenario.topics))
        columns[f"topic.{channel}"] = np.where(here, about, -1).tolist()
    columns["ties"] = [sorted(row) for row in friends(state)]
    return columns


def friends(state) -> list[set[int]]:
    n = len(state.id)
    return [set(state.friend[state.first[i] : state.first[i + 1]].tolist()) - {n} for i in range(n)]


def seen_by_the_oracle(world: World) -> dict[str, list]:
    """The same columns of the second implementation."""
    people, score = world.people, world.scenario.score
    grain = grain_of(score)
    columns = {name: [getattr(c, name) for c in people] for name in SAME}
    columns |= {name: [getattr(c, name) for c in people] for name in WISHED}
    columns["observed"] = [c.seen for c in people]
    columns["score"] = [round((c.score - score.low) / grain) for c in people]
    columns["spoke"] = [max(c.spoke, NEVER) for c in people]
    columns["deed"] = [round(c.deed / (4 * grain)) for c in people]
    for name in UNTIL:
        columns[name] = [max(getattr(c, name) - world.day, 0) for c in people]
    columns["last_loss"] = [c.last_loss for c in people]
    columns["due"] = [c.appeal.day if c.appeal else 0 for c in people]
    columns["disputed"] = [
        0.0 if c.appeal is None else -c.appeal.points if c.appeal.false_report else c.appeal.points
        for c in people
    ]
    columns["drop"] = [-1 if c.drop is None else c.drop for c in people]
    columns["make"] = [-1 if c.make is None else c.make for c in people]
    for number, channel in enumerate(CHANNELS):
        columns[f"said.{channel}"] = [NOTHING if c.said[number] is None else c.said[number] for c in people]
        about = [None if c.said[number] is None else c.topic[number] for c in people]
        columns[f"topic.{channel}"] = [-1 if topic is None else topic for topic in about]
    columns["watched"] = [max(c.off_watch_list - world.day - 1, 0) for c in people]
    columns["looked"] = [max(c.unfelt - world.day - 1, 0) for c in people]
    columns["left"] = [c.left for c in people]
    columns["tagged_in"] = [c.tagged_in for c in people]
    columns["shared"] = [round(c.shared / (4 * grain)) for c in people]
    columns["heed"] = [c.heed for c in people]
    columns["ties"] = [sorted(c.friends) for c in people]
    return columns


def differences(society: Society, world: World, eve: Eve) -> list[Difference]:
    """What differs."""
    found = []
    program, oracle = seen_by_the_program(world.scenario, society, world.day), seen_by_the_oracle(world)
    assert program.keys() == oracle.keys()
    for name, column in program.items():
        for row, (theirs, ours) in enumerate(zip(column, oracle[name], strict=True)):
            if name in FLOATS:
                alike = math.isclose(theirs, ours, rel_tol=1e-6, abs_tol=1e-6)
            else:
                alike = theirs == ours
            if alike:
                continue
            if name[:5] == "said.":
                channel = CHANNELS.index(name[5:])
                more = said(eve, world.people[row].terms[channel], row, channel, [theirs, ours])
            else:
                more = more_of_bits(name, theirs, ours, world.tiers)
            found.append(Difference(name, row, theirs, ours, more))
    return found


def unaccounted(tally: np.ndarray, world: World) -> list[Difference]:
    """Sums of the account of silence that differ. Whole numbers on both sides, so they must be equal."""
    found = []
    for (name, group, channel), ours in world.account.items():
        theirs = int(tally[group, NAMES.index(f"{name}_{channel}")])
        if theirs != ours and (name, group, channel) not in world.unsure:
            more = f" ({world.groups[group]})"
            found.append(Difference(f"{ACCOUNT}.{name}.{channel}", group, theirs, ours, more))
    for (name, group), ours in world.aloud.items():
        theirs = int(tally[group, NAMES.index(name)])
        if theirs != ours and ("aloud", group, "") not in world.unsure:
            found.append(Difference(f"{ACCOUNT}.{name}", group, theirs, ours, f" ({world.groups[group]})"))
    topics = len(world.scenario.topics)
    for group in range(len(world.groups) if topics else 0):
        for name, topic, public in itertools.product(
            ("could", "spoke", "cut"), range(topics + 1), (True, False)
        ):
            column = f"{name}_topic_{topic}_{'aloud' if public else 'private'}"
            theirs = int(tally[group, NAMES.index(column)])
            ours = world.by_topic.get((name, group, topic if topic < topics else None, public), 0)
            if theirs != ours and not world.unsure:
                found.append(
                    Difference(f"{ACCOUNT}.{column}", group, theirs, ours, f" ({world.groups[group]})")
                )
    for (name, group), ours in world.why.items():
        theirs = int(tally[group, NAMES.index(name)])
        if theirs != ours and group not in world.unsure_why:
            found.append(Difference(f"{ACCOUNT}.{name}", group, theirs, ours, f" ({world.groups[group]})"))
    return found


def unanswered(tally: np.ndarray, world: World) -> list[Difference]:
    """Sums of the survey, and of look-ups, that differ."""
    found = []
    by_tag = {("by_tag", group): points for group, points in world.by_tag.items()}
    for (name, group), ours in (world.survey | world.looked_up | by_tag).items():
        theirs = int(tally[group, NAMES.index(name)])
        if theirs != ours:
            found.append(
                Difference(f"{ACCOUNT}.survey.{name}", group, theirs, ours, f" ({world.groups[group]})")
            )
    return found


def halves(state, world: World) -> None:
    """A score that lies half-way between two grains, but for rounding errors: go on with the program's."""
    score, grain = world.scenario.score, grain_of(world.scenario.score)
    for row, c in enumerate(world.people):
        published = score.low + grain * int(state.score[row])
        half_way = abs(c.unrounded % 1 - 0.5) < 1e-6
        if c.enrolled and half_way and abs(published - c.score) == grain:
            c.score = world.words[row].score = published


def compare(scenario: Scenario, renamed: bool = False) -> World:
    """Live the scenario on both sides; fail on the first day on which they differ."""
    ids = np.random.default_rng(scenario.seed).permutation(scenario.citizens) if renamed else None
    society = create(scenario, ids)
    world = World(scenario, society)
    blank(society.state)
    eve = Eve(scenario, society.copy(), None, 0)
    for day, events in days(scenario, society, machine=Plain()):
        if WIDE:
            world.told = society.state.said.T.tolist()
            sharpness = scenario.on(day).voice.sharpness
            world.close = CLOSE if math.isinf(sharpness) else NOISY / sharpness
        world.live_day(day)
        halves(society.state, world)
        apart = differences(society, world, eve) + unaccounted(events.tally, world)
        apart += unanswered(events.tally, world)
        if apart:
            raise AssertionError(message(day, apart))
        eve = Eve(scenario, society.copy(), events.tally, day + 1)
    assert day == scenario.days - 1
    return world


# ---- Random scenarios --------------------------------------------------------------------------------------


SIDE_EFFECTS = ("internet", "jobs", "reach", "bank")
LOOKUPS = ("secret", "own", "self_shared", "friends", "public")


def tiers_of(luck: random.Random) -> list[dict]:
    """Up to four tiers on a scale of 350 to 950."""
    found = []
    for number in range(luck.randint(0, 4)):
        access = luck.choice(["internet", "jobs", "reach", "bank", "badge", "loan", "tickets"])
        tier = {
            "name": f"tier {number}",
            "access": access,
            "effect": "takes" if access in SIDE_EFFECTS else luck.choice(["gives", "takes"]),
            "edge": None,
            "top_share": None,
            "width": luck.choice([0.0, 5.0, 20.0]),
            "slack": luck.choice([0.0, 0.0, 4.0, 15.0]),
            "strength": luck.choice([0.1, 0.5, 0.9]),
            "value": luck.choice([0.0, 0.4, 1.5]),
            "from_day": luck.choice([0, 0, 0, 12, 30]),
        }
        if tier["effect"] == "takes" and luck.random() < 0.3:
            tier["on"] = "blacklist"
        elif luck.random() < 0.4:
            tier["top_share"] = luck.choice([0.02, 0.1, 0.35, 0.8])
        else:
            low, high = (560, 590) if tier["effect"] == "takes" else (590, 640)
            tier["edge"] = float(luck.randint(low, high))
        found.append(tier)
    return found


def dates_of(luck: random.Random, days: int, tiers: list[dict]) -> list[dict]:
    """Up to three changes of policy: repeal, reform, placebo."""
    possible = [
        {},
        {"score.in_force": False},
        {"score.in_force": True},
        {"score.friend_weight": 0.4, "score.drag": luck.choice(["average", "additive"])},
        {"score.lookup": luck.choice(LOOKUPS), "score.spill": 0.7},
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
        {"score.update": luck.choice(["daily", "monthly"]), "score.lookup": luck.choice(LOOKUPS)},
        {"score.weights.speech": 0.0, "score.weights.reports": 3.0},
        {"blacklist.entry": luck.choice([0.0, 0.6]), "blacklist.public": luck.random() < 0.5},
        {"freeze.power": luck.random() < 0.5, "freeze.threshold": 0.0, "freeze.days": 4},
        {"appeal.share": luck.choice([0.0, 0.8]), "appeal.days": 5, "repair.months": luck.choice([0, 1])},
        {"score.demotion.chance": luck.choice([0.0, 1.0]), "score.demotion.to": 570.0},
        {"identity.linked": luck.choice([(), ("bank",), ("tax", "health")])},
        {"reports.malice": luck.choice([0.0, 0.1]), "informers.believed": 0.5, "informers.answer_days": 1},
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


def relatives_of(luck: random.Random) -> dict:
    """What belongs to the relatives of a score: people who watch, linked records, lists, ways back."""
    pick = luck.choice
    return {
        "informers.share": pick([0.0, 0.3]),
        "informers.refusal": 0.2,
        "informers.clustered": pick([0.0, 0.5]),
        "informers.report": pick([0.3, 1.0]),
        "informers.believed": pick([0.0, 0.2, 1.0]),
        "informers.provocateurs": pick([0.0, 0.0, 0.15]),
        "informers.answer_days": pick([1, 3]),
        "reports.rate": pick([0.0, 0.0, 0.15, 1.0]),
        "reports.malice": pick([0.0, 0.05]),
        "reports.points": pick([0.0, 11.1]),
        "reports.ratings_rate": pick([0.0, 0.2]),
        "reports.ratings_validity": pick([0.0, 0.7]),
        "reports.ratings_malice": pick([0.0, 0.3]),
        "reports.ratings_gain": 2.2,
        "reports.ratings_loss": pick([0.0, 3.3]),
        "identity.linked": pick(
            [(), (), ("bank",), ("tax", "health"), ("tax", "bank", "health", "licences")]
        ),
        "identity.share": pick([0.3, 1.0]),
        "freeze.power": luck.random() < 0.4,
        "freeze.threshold": pick([0.0, 0.25, 0.4]),
        "freeze.chance": pick([0.3, 1.0]),
        "freeze.court": pick([0.5, 1.0]),
        "freeze.days": pick([1, 6]),
        "freeze.strength": pick([0.0, 1.5]),
        "freeze.value": pick([0.0, 0.5, 3.0]),
        "blacklist.entry": pick([0.0, 0.5, 1.0]),
        "blacklist.cure": pick([0.0, 0.1]),
        "blacklist.days": pick([2, 12, 100]),
        "blacklist.public": luck.random() < 0.5,
        "repair.months": pick([0, 0, 1]),
        "repair.to": pick([None, 620.0]),
        "appeal.share": pick([0.0, 0.5]),
        "appeal.days": pick([1, 3, 10]),
        "appeal.right": 0.8,
        "appeal.wrong": pick([0.0, 0.5]),
        "appeal.review": pick([0.0, 0.4]),
        "score.update": pick(["daily", "daily", "monthly"]),
        "score.weights.speech": pick([1.0, 0.3]),
        "score.weights.consumption": pick([1.0, 5.0]),
        "score.weights.conduct": pick([1.0, 1.7]),
        "score.weights.reports": pick([1.0, 2.3]),
        "score.demotion.chance": pick([0.0, 0.6]),
        "score.demotion.to": pick([580.0, 610.0]),
        "score.demotion.days": pick([1, 9]),
    }


def power_of(seed: int) -> dict:
    """Who is watched, standing among friends, shocks. By luck of its own, so that the rest of a scenario stays as it was."""
    luck = random.Random(f"power {seed}")
    pick = luck.choice
    return {
        "watching.others": pick([1.0, 1.0, 0.0, 0.3]),
        "watching.feared": pick([None, 0.6]),
        "watching.list_above": pick([0.0, 0.25, 0.5]),
        "watching.list_days": pick([1, 4, 30]),
        "society.groups.0.sensitive": luck.random() < 0.3,
        "score.standing.pride": pick([0.0, 0.01, 0.05]),
        "score.standing.face": pick([0.0, 0.02, 0.1]),
        "score.standing.felt_days": pick([1, 5]),
        "score.standing.friends": pick([0.0, 0.0, 0.3]),
        "score.standing.strangers": pick([0.0, 0.2]),
        "score.standing.lenders": pick([0.0, 0.2]),
        "score.standing.employers": pick([0.0, 0.2]),
        "voice.shock.day": pick([None, 5, 31]),
        "voice.shock.share": pick([0.2, 1.0]),
        "voice.shock.rise": pick([0.4, 1.5]),
        "voice.shock.days": pick([1, 6]),
    }


def jobs_of(seed: int) -> dict:
    """Tags and hunts for a job. By luck of its own, so that the rest of a scenario stays as it was."""
    luck = random.Random(f"jobs {seed}")
    pick = luck.choice
    return {
        "tags.chance": pick([0.0, 0.1, 0.4]),
        "tags.weight": pick([0.0, 0.3, 2.5]),
        "jobs.hunts": pick([0.0, 20.0, 120.0]),
        "jobs.lookback_days": pick([1, 6, 100]),
        "jobs.finds": pick([0.0, 0.5, 1.0]),
        "jobs.value": pick([0.0, 1.0, 20.0]),
        "jobs.without_score": luck.random() < 0.5,
    }


def topics_of(luck: random.Random) -> list[dict]:
    """Up to seven topics, in some channels."""
    found = [
        {
            "name": f"topic {number}",
            "gain": luck.choice([0.0, 1.0, 3.0]),
            "loss": luck.choice([0.0, 1.0, 2.5]),
            "feeling": luck.choice([1.0, 1.0, 0.3, 2.0]),
            "permitted": luck.choice([0.0, 0.0, 0.5]),
            "asking": luck.choice([0.0, 0.4]),
            "shares": {},
        }
        for number in range(luck.randint(1, 7))
    ]
    for topic in found:
        if luck.random() < 0.5:
            surge = luck.choice([0.0, 4.0, 30.0])
            topic |= {"day": luck.randrange(34), "every": luck.choice([0, 9]), "surge": surge}
            topic["half_life"] = luck.choice([0.0, 0.7, 5.0])
    for channel in CHANNELS:
        eighths = [luck.choice([0, 1, 2]) for _ in found]
        if luck.random() < 0.7 and sum(eighths):
            for topic, eighth in zip(found, eighths, strict=True):
                topic["shares"][channel] = eighth / sum(eighths)
    return [topic for topic in found if any(topic["shares"].values())]


def random_scenario(seed: int) -> Scenario:
    """A small scenario that mixes everything, the same for the same seed."""
    luck = random.Random(seed)
    pick = luck.choice
    length = luck.randint(34, 52)
    opens = pick([None, 0, 3, 10, 20])
    closes = pick([None, None, 0, 12, 25])
    if opens is not None and closes is not None:
        closes = max(opens, closes)
    tiers = tiers_of(luck)
    kind = pick(["communities", "communities", "ring", "small_world", "complete"])
    citizens = luck.randint(10, 16) if kind == "complete" else luck.randint(20, 30)
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
        "channels.post.exposure": 0.0 if seed % 3 else 0.25,
        "channels.browse.exposure": 0.0 if seed % 3 else 0.1,
        "channels.conduct.bad_rate": pick([0.0, 0.03]),
        "channels.conduct.good_rate": pick([0.0, 0.03]),
        "channels.conduct.coverage": 0.8,
        "voice.sharpness": pick([3.0, 8.0, math.inf]),
        "voice.levels": pick([(-1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0), (0.0, 1.0), (-1.0, -0.3, 0.0, 1 / 3)]),
        "voice.hear_days": pick([1, 3, 7, 30]),
        "voice.climate": pick(["mean", "share", "balance"]),
        "voice.climate_shape": pick(["linear", "sign"]),
        "voice.backlash": pick([0.0, 0.3]),
        "watching.nu": pick([0.1, 0.3, 1.0]),
        "watching.learn": pick([0.0, 0.0, 0.1, 1.0]),
        "watching.fade": pick([0.0, 0.05]),
        "watching.rest": 0.2 if seed % 4 == 1 else 1.0,
        "punishment.severity": pick([0.0, 0.6, 2.0]),
        "punishment.tolerance": pick([0.0, 0.2, 0.25, 0.6]),
        "punishment.form": pick(["uniform", "proportional"]),
        "punishment.by_law": luck.random() < 0.5,
        "punishment.executed": seed % 5 > 0,
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
        "score.lookup": pick(LOOKUPS),
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
        "ties.calm_drop": pick([0.0, 0.0, 0.4]),
        "ties.make": pick(["never", "random", "same_voice", "friend_of_friend", "high_score"]),
        "ties.make_chance": 0.5,
        **power_of(seed),
        **jobs_of(seed),
        "survey": {"day": 30 if seed % 2 else None, "share": 0.8, "coverage": 1.0 if seed % 3 else 0.5},
        "dates": dates_of(luck, length, tiers),
        "topics": topics_of(random.Random(-seed - 1)) if seed % 3 == 2 else (),
        **relatives_of(luck),
    }
    return with_values(Scenario(name=f"random-{seed}", label="made up by a test"), values)


FIRST, _, END = (WIDE or "25:51").partition(":")


@pytest.mark.slow(3)
@pytest.mark.parametrize("seed", range(int(FIRST), int(END)))
def test_random_scenario(seed):
    compare(random_scenario(seed), renamed=seed % 2 == 1)


# ---- One thing at a time -----------------------------------------------------------------------------------

SMALL = {
    "citizens": 20,
    "days": 30,
    "seed": 9,
    "society.network.mean_degree": 4.0,
    "society.network.community_size": 12,
    "channels.post.rate": 0.5,
    "enrolment.opt_in_day": 3,
    "enrolment.mandatory_day": 15,
    "ties.review": 0.4,
}


def small(**changes) -> Scenario:
    """The small scenario with changes, written with __ for dots."""
    changes = {path.replace("__", "."): value for path, value in changes.items()}
    return with_values(Scenario(name="small", label="made up by a test"), SMALL | changes)


def tier(access: str, effect: str, **changes) -> Tier:
    given = {"name": f"{access} {effect}", "access": access, "effect": effect, "width": 5.0}
    edge = {} if "top_share" in changes or changes.get("on") == "blacklist" else {"edge": 590.0}
    return Tier(**given | edge | changes)


def date(day: int, **changes) -> Dated:
    return Dated(day=day, name=f"day {day}", set={path.replace("__", "."): v for path, v in changes.items()})


def total(name: str):
    """A check that something happened to somebody: the sum of an attribute is above 0."""
    return lambda world: sum(getattr(c, name) for c in world.people) > 0


def happened_to(name: str):
    """A check that something happened at all: an attribute of the world is above 0."""
    return lambda world: getattr(world, name) > 0


def slowed(world: World) -> bool:
    """Fewer occasions than there are without the tier."""
    free = compare(with_values(world.scenario, {"tiers": ()}))
    return world.came < free.came


def unlike(**changes):
    """A check that without the thing (the scenario changed like this) the world would have been another one."""

    def happened(world: World) -> bool:
        scenario = with_values(world.scenario, {path.replace("__", "."): v for path, v in changes.items()})
        other = World(scenario, create(scenario))
        for day in range(scenario.days):
            other.live_day(day)
        return history(world) != history(other)

    return happened


def history(world: World) -> list[tuple]:
    return [
        (c.points, c.score, c.nu, c.chosen, c.lost_days, c.stirred, sorted(c.friends)) for c in world.people
    ]


def made(world: World) -> bool:
    """There are ties that were not there on day 0."""
    return bool(world.ties - World(world.scenario, create(world.scenario)).ties)


SLOW = tier("internet", "takes", strength=0.9, edge=600.0)
JOBS = tier("jobs", "takes", strength=0.9, slack=6.0, edge=600.0)
LAW = {"punishment__severity": 1.5, "punishment__by_law": True}
ALL_IN = {"enrolment__mandatory_day": 0, "enrolment__opt_in_day": 0}
LONG = {**ALL_IN, "citizens": 8, "days": 125}
FREE = {"enrolment__mandatory_day": None, "enrolment__cost": 0.003}
SHARP = {"voice__sharpness": math.inf}
EXACT = {"width": 0.0}
MAKE = {"ties__make": "random", "ties__make_chance": 0.5, "ties__drop": "random"}
DROP = {"society__tie_value": 0.01, "ties__drop_chance": 0.5}
SPOKEN = {"channels__post__rate": 0.7, "channels__post__coverage": 0.2, "society__view": 0.5}
CAREFUL = {**SPOKEN, **SHARP, "society__boldness": 1.0, "voice__effort": 0.0}
ASKED = {"informers__share": 0.4, "informers__report": 0.9}
PLANTS = {"informers__provocateurs": 0.3, "informers__answer_days": 2}
WATCHED = {"watching__learn": 0.2, "voice__backlash": 0.3}
FREEZING = {
    **SPOKEN,
    "freeze__power": True,
    "freeze__threshold": 0.3,
    "freeze__chance": 0.8,
    "freeze__days": 4,
}
MISCONDUCT = {"channels__conduct": {"bad_rate": 0.15, "good_rate": 0.05, "coverage": 0.6, "loss": 9.0}}
ON_LIST = {**MISCONDUCT, "blacklist__entry": 0.7, "blacklist__days": 9}
BY_LIST = [
    tier(access, "takes", on="blacklist", strength=0.8) for access in ("jobs", "bank", "internet", "reach")
]
FALSELY = {"reports__malice": 0.15, "reports__points": 12.3}
RATED = {"reports__ratings_rate": 0.4, "reports__ratings_gain": 1.7, "reports__ratings_loss": 2.9}
APPEALED = {**FALSELY, **MISCONDUCT, "appeal__share": 0.8, "appeal__days": 4, "appeal__wrong": 0.4}
TOPICS = [
    {"name": "weather", "gain": 0.0, "loss": 0.0, "shares": {"post": 0.25, "gather": 1.0}},
    {"name": "the square", "gain": 1.0, "loss": 5.0, "shares": {"post": 0.75}},
    {"name": "news", "gain": 6.0, "loss": 1.0, "shares": {"share": 0.5, "browse": 1.0}},
    {"name": "the crash", "gain": 1.0, "loss": 3.0, "shares": {"share": 0.5}},
]
ASKING = [TOPICS[0], TOPICS[1] | {"permitted": 0.5, "asking": 0.3}, TOPICS[2] | {"permitted": 1.0}, TOPICS[3]]
SURGING = [
    TOPICS[0],
    TOPICS[1] | {"day": 5, "every": 7, "surge": 0.0},
    TOPICS[2],
    TOPICS[3] | {"day": 10, "surge": 40.0, "half_life": 3.0},
]
FELT = [topic | {"feeling": feeling} for topic, feeling in zip(TOPICS, (0.1, 2.5, 1.0, 4.0), strict=True)]
HUNTS = {"jobs__hunts": 100.0, "jobs__lookback_days": 5, "jobs__finds": 0.8}
TAGGING = {**SPOKEN, "channels__post__coverage": 0.8, "tags__chance": 0.2}
REPEAL = [date(14, score__in_force=False), date(22, score__in_force=True)]
GONE = {"score__in_force": False}
BY_LAW = {True: "by law", False: "of the system"}

CASES = {
    "tags": ({**TAGGING, **ALL_IN}, unlike(tags__chance=0.0)),
    "tags that weigh more": (
        {**TAGGING, "tags__weight": 3.0, "score__spill_gains": True},
        unlike(tags__weight=0.5),
    ),
    "tags until a day": ({**TAGGING, **ALL_IN, "dates": [date(12, tags__chance=0.0)]}, unlike(dates=())),
    "tags restored": (
        {**ALL_IN, "tags__chance": 0.3, "repair__months": 1, "days": 65, "citizens": 40},
        unlike(repair__months=0),
    ),
    "a hunt for a job": ({**SPOKEN, **HUNTS}, unlike(jobs__value=0.0)),
    "a hunt, who is tagged": ({**TAGGING, **HUNTS}, unlike(jobs__lookback_days=90)),
    "a hunt without a score": (
        {**TAGGING, **HUNTS, "score__in_force": False},
        unlike(jobs__without_score=False),
    ),
    "a hunt while a score is in force": (
        {**SPOKEN, **HUNTS, "jobs__without_score": False, "dates": REPEAL},
        unlike(jobs__without_score=True),
    ),
    "a hunt, who is scored": (
        {
            **SPOKEN,
            **HUNTS,
            "score__lookup": "public",
            "tiers": [JOBS],
            "score__standing__friends": 0.01,
            "score__standing__face": 0.1,
        },
        unlike(jobs__hunts=0.0),
    ),
    "a hunt from a day on": ({**SPOKEN, "dates": [date(12, jobs__hunts=120.0)]}, None),
    "a hunt where provocateurs tag": ({**TAGGING, **HUNTS, **PLANTS}, None),
    "a bigger town": ({"citizens": 60, "days": 60, "tiers": [SLOW, JOBS]}, None),
    **{
        f"climate {kind} {shape}": ({"voice__climate": kind, "voice__climate_shape": shape}, None)
        for kind in ("mean", "share", "balance")
        for shape in ("linear", "sign")
    },
    "drag additive": ({"score__drag": "additive", "score__friend_weight": 0.5}, None),
    "drag average": ({"score__drag": "average", "score__friend_weight": 0.5}, None),
    "drag none": ({"score__friend_weight": 0.0}, None),
    "spill with gains": ({"score__spill": 1.0, "score__spill_gains": True}, None),
    "reach": ({"score__reach_scaled": True, "society__network__mean_degree": 2.0}, None),
    "coarse grains": (
        {
            "score__low": -1e6,
            "score__high": 1e6,
            "score__start": 0.0,
            "score__spill_gains": True,
            "channels__post__gain": 30.0,
            "channels__conduct": {"bad_rate": 0.1, "good_rate": 0.1, "loss": 10.0, "gain": 6.0},
        },
        None,
    ),
    "memory of three months": ({**LONG, "score__memory_months": 3}, lambda w: min(w.people[0].kept) == 2),
    "memory that fades": ({**LONG, "score__memory_months": 1, "score__fade": 0.01}, None),
    "no memory": ({**LONG, "score__memory_months": 0}, None),
    "no memory but fading": ({**LONG, "score__memory_months": 0, "score__fade": 0.02}, None),
    "memory reformed": (
        {**LONG, "score__memory_months": 3, "dates": [date(45, score__memory_months=1)]},
        lambda w: min(w.people[0].kept) == 4,
    ),
    "memory lost and found": (
        {
            **LONG,
            "score__memory_months": 2,
            "dates": [date(35, score__memory_months=0), date(95, score__memory_months=1)],
        },
        None,
    ),
    "measured days": ({"citizens": 4, "days": 370, "society__network__mean_degree": 2.0}, None),
    "believed nu": (
        {"watching__learn": 0.3, "watching__fade": 0.05},
        lambda w: len({c.nu for c in w.people}) > 1,
    ),
    "backlash": (
        {"punishment__severity": 0.2, "punishment__by_law": True, "voice__backlash": 0.5},
        lambda w: any(c.stirred for c in w.people),
    ),
    **{
        f"punishment {form} {BY_LAW[law]}": (
            {"punishment__severity": 1.5, "punishment__form": form, "punishment__by_law": law},
            None,
        )
        for form in ("uniform", "proportional")
        for law in (True, False)
    },
    "watched always": ({**LAW, "watching__nu": 1.0, "punishment__form": "proportional"}, None),
    "law without a score": ({**LAW, "score__in_force": False}, None),
    "world without": ({"score__in_force": False, "tiers": [SLOW]}, lambda w: not total("access")(w)),
    "shadow from opt-in": ({**FREE, "score__in_force": False}, total("enrolled")),
    "sharp": (SHARP, None),
    "sharp under law": ({**SHARP, **LAW, "punishment__form": "proportional"}, None),
    "opt in, opt out": (
        {**FREE, "citizens": 24, "days": 36, "enrolment__cost": {"law": "uniform", "low": -0.1, "high": 0.1}},
        lambda w: any(c.points != c.base and not c.enrolled for c in w.people),
    ),
    "opt in for good": ({**FREE, "enrolment__opt_out": False}, total("enrolled")),
    "no way in": ({"enrolment__mandatory_day": None, "enrolment__opt_in_day": None}, lambda w: not w.edges),
    "mandatory from day 0": ({**ALL_IN, "tiers": [SLOW, JOBS]}, None),
    "mandatory for a day": (
        {"enrolment__cost": 0.003, "dates": [date(16, enrolment__mandatory_day=None)]},
        lambda w: any(not c.enrolled for c in w.people),
    ),
    "in force late, of one's own will": (
        {
            **FREE,
            "score__in_force": False,
            "enrolment__opt_in_day": None,
            "dates": [date(10, score__in_force=True, enrolment__opt_in_day=0)],
        },
        total("enrolled"),
    ),
    "retroactive": ({"enrolment__retroactive": True}, None),
    "few aware": ({"society__aware": 0.4, "enrolment__cost": 0.003}, None),
    "the unaware may leave": (
        {"society__aware": 0.4, "enrolment__cost": 0.003, "dates": [date(20, enrolment__mandatory_day=None)]},
        lambda w: any(not c.enrolled and not c.aware for c in w.people),
    ),
    "tier known exactly": (
        {"tiers": [tier("loan", "gives", **EXACT), tier("tickets", "takes", **EXACT)]},
        happened_to("competed"),
    ),
    "tier blurred": ({"tiers": [tier("loan", "gives", width=40.0)]}, None),
    "tier of the best": ({"tiers": [tier("badge", "gives", top_share=0.2)]}, total("access")),
    "tier of nobody": ({"tiers": [tier("badge", "gives", top_share=0.01)]}, lambda w: w.edges == [math.inf]),
    "benefits now, sanctions later": (
        {
            "tiers": [
                tier("loan", "gives", from_day=8, width=40.0),
                tier("tickets", "gives", from_day=30, top_share=0.2),
                tier("internet", "takes", from_day=20, strength=0.9, edge=605.0, slack=4.0),
                tier("badge", "takes", from_day=25, width=0.0, edge=600.0),
            ]
        },
        unlike(tiers__2__from_day=0, tiers__3__from_day=0),
    ),
    "a list that takes later": (
        {**ON_LIST, "tiers": [{**BY_LIST[0].model_dump(), "from_day": 20}]},
        unlike(tiers__0__from_day=0),
    ),
    "tier with slack": ({"tiers": [tier("loan", "takes", slack=25.0)]}, total("lost_days")),
    "internet": ({"tiers": [SLOW]}, slowed),
    "above every tier on the eve": (
        {
            **ALL_IN,
            "score__spread": 0.0,
            "tiers": [
                tier("loan", "gives", edge=599.0, slack=15.0),
                tier("jobs", "takes", edge=599.0, slack=15.0),
            ],
        },
        total("access"),
    ),
    "internet, cut off twice": (
        {
            **ALL_IN,
            **SPOKEN,
            "tiers": [
                tier("internet", "takes", strength=0.7, edge=605.0),
                tier("internet", "takes", strength=0.4, edge=600.0, name="more"),
            ],
        },
        happened_to("occasions_cut"),
    ),
    "internet, cut off where the wish is stirred, watched and planted": (
        {
            **ALL_IN,
            **WATCHED,
            "tiers": [
                tier("internet", "takes", strength=0.9, edge=605.0),
                tier("badge", "takes", edge=600.0),
            ],
            "voice__climate": "share",
            "society__aware": 0.5,
            "informers__provocateurs": 0.2,
            "punishment__severity": 0.8,
            "punishment__form": "proportional",
            "reports__rate": 0.1,
        },
        happened_to("occasions_cut"),
    ),
    "internet, cut off by the list, with an account to lose": (
        {**ON_LIST, **FREEZING, "blacklist__entry": 1.0, "tiers": [BY_LIST[2]]},
        happened_to("occasions_cut"),
    ),
    "jobs": ({"tiers": [JOBS], "score__reproach": 0.1}, total("lost_days")),
    "conduct": (
        {"channels__conduct": {"bad_rate": 0.2, "good_rate": 0.2, "coverage": 0.6}},
        lambda w: any(c.seen >> 5 for c in w.people),
    ),
    "lookup own": ({"score__lookup": "own", "score__blame_tool": False}, None),
    "lookup friends": ({"score__lookup": "friends", "score__blame_tool": False}, None),
    "lookup own, with the tool": ({"score__lookup": "own", "score__reproach": 0.2}, None),
    **{
        f"drop {rule}": ({"ties__drop": rule, **DROP}, total("cut"))
        for rule in ("score", "discordant", "random")
    },
    "drop one's only friend": (
        {
            "citizens": 40,
            "society__tie_value": 0.2,
            "score__friend_weight": 0.6,
            "society__network__mean_degree": 1.0,
            "score__spread": 80.0,
        },
        total("cut"),
    ),
    "drop never": ({"ties__drop": "never"}, lambda w: not total("cut")(w)),
    **{
        f"make {rule}": ({**MAKE, "ties__make": rule}, made)
        for rule in ("random", "same_voice", "friend_of_friend", "high_score")
    },
    "make without a spare place": (
        {**MAKE, "ties__make_chance": 1.0, "ties__drop_chance": 0.5, "society__network__spare": 0},
        made,
    ),
    "repeal and return": (
        {"tiers": [SLOW, JOBS], "dates": [date(22, score__in_force=False), date(30, score__in_force=True)]},
        None,
    ),
    "reform": (
        {
            "tiers": [SLOW, JOBS],
            "dates": [date(10, score__start=620.0), date(20, tiers__0__edge=560.0), date(28, tiers=[])],
        },
        None,
    ),
    "placebo": ({"dates": [date(17)]}, None),
    "hearing reformed": ({"voice__hear_days": 20, "dates": [date(10, voice__hear_days=2)]}, None),
    **{
        f"network {kind}": ({"society__network__kind": kind, "citizens": 16}, None)
        for kind in ("ring", "small_world", "complete", "communities")
    },
    "informers": ({**SPOKEN, **ASKED}, unlike(informers__share=0.0)),
    "informers in clusters": (
        {**SPOKEN, **ASKED, "informers__clustered": 0.8, "informers__refusal": 0.3},
        unlike(informers__share=0.0),
    ),
    "informers by law, without a score": (
        {**SPOKEN, **ASKED, **LAW, **GONE, **WATCHED},
        unlike(informers__share=0.0),
    ),
    "informers believed in": (
        {**CAREFUL, "informers__believed": 0.3, "score__point_value": 0.02},
        unlike(informers__believed=0.0),
    ),
    "informers believed in, under punishment": (
        {
            **CAREFUL,
            "informers__believed": 0.3,
            "punishment__severity": 0.7,
            "punishment__form": "proportional",
        },
        unlike(informers__believed=0.0),
    ),
    "provocateurs": ({**SPOKEN, **PLANTS}, unlike(informers__provocateurs=0.0)),
    "provocateurs out of force": ({**SPOKEN, **PLANTS, "dates": REPEAL}, unlike(informers__provocateurs=0.0)),
    "provocateurs, nothing in force": ({**SPOKEN, **PLANTS, **GONE}, None),
    "provocateurs who are heard by nobody": (
        {
            **SPOKEN,
            **PLANTS,
            **ALL_IN,
            "informers__answer_days": 5,
            "tiers": [tier("reach", "takes", strength=1.0, edge=900.0)],
        },
        unlike(informers__provocateurs=0.0),
    ),
    "friends who report": ({**SPOKEN, "reports__rate": 0.2}, unlike(reports__rate=0.0)),
    "friends who always report": ({**SPOKEN, **LAW, "reports__rate": 1.0}, unlike(reports__rate=0.0)),
    "false reports": ({**FALSELY, **WATCHED}, unlike(reports__malice=0.0)),
    "false reports, looked into": ({**FALSELY, "appeal__review": 0.5}, unlike(appeal__review=0.0)),
    "false reports that spill over": (
        {**FALSELY, "score__spill": 2.0, "score__spill_gains": True},
        unlike(score__spill=0.0),
    ),
    "false reports without a score": ({**FALSELY, **GONE}, unlike(reports__malice=0.0)),
    "ratings": ({**RATED, **WATCHED, "reports__ratings_malice": 0.2}, unlike(reports__ratings_rate=0.0)),
    "ratings that know": (
        {**RATED, "reports__ratings_validity": 0.99, "score__spill": 1.0, "score__spill_gains": True},
        unlike(reports__ratings_validity=0.0),
    ),
    "bank linked": (
        {
            "channels__buy": {"rate": 0.6, "coverage": 0.1, "gain": 2.0, "loss": 8.0},
            "identity__linked": ["bank"],
        },
        unlike(identity__linked=[]),
    ),
    "bank linked for some, by law": (
        {
            **LAW,
            **GONE,
            **WATCHED,
            "channels__buy": {"rate": 0.6, "coverage": 0.1},
            "identity__linked": ["bank"],
            "identity__share": 0.4,
        },
        unlike(identity__linked=[]),
    ),
    "three spheres linked": (
        {**MISCONDUCT, "identity__linked": ["tax", "health", "licences"], "identity__share": 0.9},
        unlike(identity__linked=[]),
    ),
    "freezing": ({**FREEZING, **WATCHED}, unlike(freeze__power=False)),
    "freezing feared": (
        {**FREEZING, **CAREFUL, "freeze__value": 1.0, "freeze__days": 1, "freeze__strength": 0.0},
        unlike(freeze__value=0.0),
    ),
    "freezing of those who are found": (
        {**FREEZING, "identity__linked": ["bank", "tax"], "identity__share": 0.5, "freeze__court": 0.7},
        unlike(identity__linked=[]),
    ),
    "freezing of nobody who is found": (
        {**FREEZING, "identity__linked": ["health"]},
        lambda w: not any(c.frozen for c in w.people),
    ),
    "freezing ends": (
        {**FREEZING, **FREE, "freeze__days": 25, "dates": [date(12, freeze__power=False)]},
        unlike(freeze__power=False),
    ),
    "freezing repealed": ({**FREEZING, "freeze__days": 25, "dates": REPEAL}, unlike(freeze__power=False)),
    "list": ({**ON_LIST, "tiers": BY_LIST}, unlike(blacklist__entry=0.0)),
    "list that one can leave": (
        {**ON_LIST, "blacklist__days": 90, "blacklist__cure": 0.2, "tiers": BY_LIST},
        unlike(blacklist__cure=0.0),
    ),
    "list in public": ({**ON_LIST, **WATCHED, **FREE}, unlike(blacklist__public=False)),
    "list in secret": ({**ON_LIST, **WATCHED, "blacklist__public": False, "tiers": BY_LIST[:1]}, None),
    "list repealed": (
        {**ON_LIST, **ALL_IN, "blacklist__days": 20, "tiers": BY_LIST, "dates": REPEAL},
        unlike(blacklist__entry=0.0),
    ),
    "list beside a score": (
        {**ON_LIST, **FREE, "tiers": [tier("badge", "takes", on="blacklist"), SLOW, JOBS], **WATCHED},
        unlike(blacklist__entry=0.0),
    ),
    "badge of shame": ({**WATCHED, "tiers": [tier("badge", "takes", edge=600.0)]}, unlike(tiers=[])),
    "lower reach": (
        {
            "tiers": [tier("reach", "takes", edge=605.0, strength=0.8, value=0.0)],
            **MAKE,
            "ties__make": "same_voice",
        },
        unlike(tiers=[]),
    ),
    "reach, twice, climate of shares": (
        {
            **ALL_IN,
            "voice__climate": "share",
            "tiers": [
                tier("reach", "takes", edge=605.0, strength=0.5, value=0.0),
                tier("reach", "takes", edge=600.0, strength=0.6, value=0.0, name="more"),
            ],
        },
        unlike(tiers=[]),
    ),
    "bank closed": (
        {"tiers": [tier("bank", "takes", edge=605.0, strength=0.9)]},
        unlike(tiers__0__strength=0.0),
    ),
    "lookup secret": (
        {**FREE, **DROP, "score__lookup": "secret", "tiers": [tier("loan", "gives", value=2.0), JOBS]},
        unlike(score__lookup="own"),
    ),
    "lookup self-shared": (
        {**DROP, "score__lookup": "self_shared", "score__blame_tool": False, "score__friend_weight": 0.6},
        unlike(score__lookup="own"),
    ),
    "no tool": (
        {"score__lookup": "public", "score__blame_tool": False, "score__reproach": 0.2, **DROP},
        unlike(score__blame_tool=True),
    ),
    "made monthly": (
        {"score__update": "monthly", **FREE, "days": 65, "citizens": 12, "tiers": [SLOW]},
        unlike(score__update="daily"),
    ),
    "made monthly, after coming back": (
        {"score__update": "monthly", **ALL_IN, "days": 45, "citizens": 12, "dates": [*REPEAL]},
        unlike(score__update="daily"),
    ),
    "weights": (
        {
            **MISCONDUCT,
            **FALSELY,
            **RATED,
            **APPEALED,
            "score__weights": {"speech": 0.3, "consumption": 4.0, "conduct": 1.3, "reports": 2.1},
            **DROP,
        },
        unlike(score__weights__speech=1.0),
    ),
    "demotion": (
        {
            **MISCONDUCT,
            "score__demotion": {"chance": 0.7, "to": 580.0, "days": 5},
            "tiers": [tier("loan", "gives", slack=8.0)],
        },
        unlike(score__demotion__chance=0.0),
    ),
    "demotion to the end of the scale, made monthly": (
        {
            **MISCONDUCT,
            **ALL_IN,
            "days": 70,
            "citizens": 12,
            "score__update": "monthly",
            "score__demotion": {"chance": 0.7, "to": 350.0, "days": 40},
        },
        unlike(score__demotion__chance=0.0),
    ),
    "repair": (
        {**LONG, "repair__months": 1, "channels__post": {"rate": 0.1, "gain": 0.5, "loss": 9.0}},
        unlike(repair__months=0),
    ),
    "repair to a level": (
        {**FREE, **MISCONDUCT, "days": 95, "citizens": 12, "repair__months": 1, "repair__to": 630.0},
        unlike(repair__months=0),
    ),
    "repair, later": ({**LONG, "repair__months": 2, "score__memory_months": 1}, unlike(repair__months=0)),
    "appeal": (APPEALED, unlike(appeal__share=0.0)),
    "appeal and repair": (
        {**APPEALED, **LONG, "reports__malice": 0.02, "repair__months": 1, "score__fade": 0.01},
        unlike(appeal__share=0.0),
    ),
    "appeal for those outside": (
        {**APPEALED, **FREE, "enrolment__retroactive": True, "appeal__days": 1},
        unlike(appeal__share=0.0),
    ),
    "appeal without a score": ({**APPEALED, **GONE}, unlike(appeal__share=0.0)),
    "appeal abolished": (
        {**APPEALED, "appeal__days": 8, "dates": [date(18, appeal__share=0.0), date(24, appeal__share=0.9)]},
        unlike(appeal__share=0.0),
    ),
    "topics": ({**CAREFUL, "topics": TOPICS}, unlike(topics=[])),
    "topics that surge": (
        {**SPOKEN, "topics": SURGING, "voice__backlash": 0.2, **WATCHED},
        unlike(topics=TOPICS),
    ),
    "topics that are felt": (
        {**SPOKEN, "society__view": 0.3, "days": 40, "topics": FELT, "punishment__severity": 0.8, **WATCHED},
        unlike(topics=TOPICS),
    ),
    "topics that are felt by nobody who weighs": ({**SPOKEN, "topics": FELT, **DROP, **GONE}, None),
    "topics for which one needs permission": (
        {**SPOKEN, "topics": ASKING, "dates": REPEAL, **DROP},
        unlike(topics=TOPICS),
    ),
    "topics, a tier known exactly, slow internet and a survey": (
        {
            "topics": TOPICS,
            "tiers": [tier("loan", "gives", **EXACT), SLOW],
            "survey__day": 20,
            "survey__share": 1.0,
            **DROP,
            "dates": [
                date(
                    12, topics__1__loss=0.0, topics__0__shares={"post": 0.5}, topics__1__shares={"post": 0.5}
                )
            ],
        },
        happened_to("occasions_cut"),
    ),
    "alone": (
        {"society__network__mean_degree": 1.0, "score__reach_scaled": True},
        lambda w: any(not c.friends and not c.cut for c in w.people),
    ),
}


@pytest.mark.slow(16)
@pytest.mark.parametrize("name", CASES)
def test_one_thing(name):
    changes, happened = CASES[name]
    world = compare(small(**changes))
    assert happened is None or happened(world), "the case does not show what it is named for"


def test_reach_is_five_at_most(tmp_path):
    """A star: the one in the middle has more than five times the mean number of ties."""
    file = tmp_path / "star.txt"
    file.write_text(
        "".join([*(f"0 {leaf}\n" for leaf in range(1, 16)), *(f"{i} {i}\n" for i in range(16, 20))])
    )
    world = compare(
        small(
            society__network={"kind": "file", "file": str(file)},
            society__view=0.5,
            score__reach_scaled=True,
            ties__drop="never",
        )
    )
    assert len(world.people[0].friends) > 5 * world.mean_degree


# ---- Disputed: the page says one thing, the program does another -------------------------------------------


def once_disputed(reason: str, **changes):
    return pytest.param(changes, id=reason.split(";")[0][:60])


@pytest.mark.parametrize(
    "changes",
    [
        once_disputed(
            "own and spilled points 'are kept for this month'; program: not while memory_months is 0",
            **LONG,
            score__memory_months=0,
            dates=[date(20, score__memory_months=1)],
        ),
        once_disputed(
            "nobody sees the shadow score; program: high_score makes friends by it",
            score__in_force=False,
            ties__make="high_score",
            ties__make_chance=0.5,
        ),
        once_disputed(
            "published scores are clipped to high; program: to the nearest grain, maybe above",
            score__low=0.0,
            score__high=0.3,
            score__start=0.2,
            score__spread=0.2,
            channels={
                "post": {"rate": 0.5, "gain": 0.02, "loss": 0.05},
                **{channel: {"rate": 0.0} for channel in CHANNELS[1:]},
            },
        ),
        once_disputed(
            "the last one outside has V - mean = 0, not above cost 0; program: mean rounded to ~4e-6",
            enrolment__opt_in_day=0,
            enrolment__mandatory_day=None,
            enrolment__cost=0.0,
            citizens=24,
            seed=7,
        ),
    ],
)
def test_once_disputed(changes):
    """Cases in which the first program and the declaration parted; both were sharpened."""
    compare(small(**changes))


def test_the_tolerated_level_goes_unpunished():
    """0.6 is no multiple of 1/65536; the level of 0.6 is 39322/65536, which is above 0.6."""
    scenario = small(
        **LAW,
        **SHARP,
        punishment__tolerance=0.6,
        society__view=0.6,
        society__boldness=100.0,
        score__lookup="own",
    )
    society = create(scenario)
    for day, _ in days(scenario, society, machine=Plain()):
        assert society.state.said.max() <= round(0.6 * 65536), "somebody says more than is tolerated"
        assert not society.state.punished.any(), f"day {day}: punished for acts that are tolerated"
