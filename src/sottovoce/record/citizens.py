"""The people at the end of a run, as a table: one row a citizen."""

import numpy as np
import pyarrow as pa

from sottovoce.scenario.model import Scenario
from sottovoce.society import Society
from sottovoce.society.signal import ENROLLED, flag, score_of
from sottovoce.society.state import DEMOTED, FROZEN, GRID, LISTED

ROLES = ["citizen", "informer", "provocateur"]


def citizens(scenario: Scenario, society: Society) -> pa.Table:
    """Everyone in it is made up. Scores and points in points, views and levels in [-1, 1], traits in their own units."""
    state = society.state
    score = scenario.score
    acts = np.maximum(state.acts, 1)
    friends = (
        np.add.reduceat(np.append(state.friend < society.citizens, False), state.first[:-1])
        if len(state.friend)
        else 0
    )
    friends = np.where(np.diff(state.first) > 0, friends, 0)
    before = state.next_signal[:-1]  # after a day the two signals have changed places: this is yesterday's
    shown = flag(before, ENROLLED) == 1
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
        "points": state.points,
        "score": score.low + state.score * score.grain,
        "score_before": np.where(shown, score.low + score_of(before).astype(float) * score.grain, np.nan),
        "enrolled": state.enrolled == 1,
        "public_acts": state.acts,
        "voiced": np.where(state.acts > 0, state.voiced / GRID / acts, np.nan).astype(np.float32),
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
