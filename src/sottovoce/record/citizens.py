"""The people at the end of a run, as a table: one row a citizen.

Without a score in force nobody has points or a score: they are null, and so is the score of anyone who is not scored. What a score would have
said in the world without stands in columns of its own (SHADOW), for those who explain.
"""

import numpy as np
import pyarrow as pa

from sottovoce.scenario.model import Scenario
from sottovoce.society import Society
from sottovoce.society.signal import ENROLLED, flag, score_of
from sottovoce.society.state import DEMOTED, FROZEN, GRID, LISTED

SHADOW = ("points", "score", "score_before")  # each has a twin, shadow_...: one of the two is null
ROLES = ["citizen", "informer", "provocateur"]


def citizens(scenario: Scenario, society: Society) -> pa.Table:
    """Everyone in it is made up. Scores and points in points, views and levels in [-1, 1], traits in their own units. Public occasions are
    those scheduled in the measured days, and `chosen` is the mean dissent chosen on them, also where they were cut off. `scenario`: as it
    stands on the last day lived."""
    state = society.state
    score = scenario.score
    occasions = np.maximum(state.occasions, 1)
    friends = (
        np.add.reduceat(np.append(state.friend < society.citizens, False), state.first[:-1])
        if len(state.friend)
        else 0
    )
    friends = np.where(np.diff(state.first) > 0, friends, 0)
    before = state.next_signal[:-1]  # after a day the two signals have changed places: this is yesterday's
    shown = flag(before, ENROLLED) == 1
    scored = state.enrolled == 1
    kept = {
        "points": pa.array(state.points),
        "score": pa.array(in_points(state.score, scenario), mask=~scored),
        "score_before": pa.array(in_points(score_of(before), scenario), mask=~shown),
    }
    none = pa.nulls(society.citizens, pa.float64())
    columns = {
        "citizen": state.id,
        "group": pa.DictionaryArray.from_arrays(
            pa.array(state.group.astype(np.int8)), pa.array(list(society.groups))
        ),
        "community": society.community,
        "view": (state.opinion / GRID).astype(np.float32),
        "boldness": state.boldness,
        "need": state.need,
        "trust": state.trust,
        "aware": state.aware == 1,
        "base": state.base,
        **{name: kept[name] if score.in_force else none for name in SHADOW},
        **{f"shadow_{name}": none if score.in_force else kept[name] for name in SHADOW},
        "enrolled": scored & score.in_force,
        "public_occasions": state.occasions,
        "chosen": np.where(state.occasions > 0, state.chosen / GRID / occasions, np.nan).astype(np.float32),
        "dissented": state.dissented == 1,
        "friends": friends.astype(np.int32),
        "cut": state.cut,
        "dropped": state.dropped,
        "lost_days": state.lost_days,
    }
    if len(state.role) == society.citizens:
        columns["role"] = pa.DictionaryArray.from_arrays(
            pa.array(state.role.astype(np.int8)), pa.array(ROLES)
        )
    if state.dates.shape[1] == society.citizens:
        for name, place in (("listed", LISTED), ("frozen", FROZEN), ("demoted", DEMOTED)):
            columns[f"{name}_until"] = state.dates[place]  # first day on which it is over
    for k, tier in enumerate(scenario.tiers if score.in_force else ()):
        columns[f"above_{tier.name}"] = (state.access >> k) & 1 == 1
    table = pa.table(columns)
    return table.take(np.argsort(state.id))


def with_shadow(people: pa.Table) -> pa.Table:
    """The same table with what a score would have said in the place of what it says, where no score is in force."""
    for name in SHADOW:
        told, shadow = people[name].to_numpy(), people[f"shadow_{name}"].to_numpy()
        found = pa.array(np.where(np.isnan(told), shadow, told))
        people = people.set_column(people.schema.get_field_index(name), name, found)
    scored = people["enrolled"].to_numpy() | people["shadow_score"].is_valid().to_numpy()
    return people.set_column(people.schema.get_field_index("enrolled"), "enrolled", pa.array(scored))


def in_points(grains: np.ndarray, scenario: Scenario) -> np.ndarray:
    """Published scores in points."""
    return scenario.score.low + grains.astype(float) * scenario.score.grain
