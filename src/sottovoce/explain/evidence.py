"""What is known of one world up to a day: tables like those of a run folder, read for one citizen."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from sottovoce.errors import RunError
from sottovoce.explain.memory import Terms, left, terms
from sottovoce.record.ledger import KINDS
from sottovoce.scenario.model import MONTH, Scenario


class Tie(NamedTuple):
    """A time during which two citizens knew each other: `first` to `last`, days on which they could look."""

    friend: int
    first: int  # 0: from the beginning
    last: int | None  # None: still; else the evening on which it was cut
    cut_by: int | None  # who proposed to cut it


@dataclass(frozen=True)
class Evidence:
    """The history of one world up to the end of `day`. Tables as in a run folder; `world` may be left out."""

    where: str  # for messages: the folder, or that it was lived again
    scenario: Scenario  # of this world, with its dates
    world: str
    day: int
    people: pa.Table  # on `day`, ascending by citizen
    ledger: pa.Table
    ties: np.ndarray  # (tie, 2), ids, day 0
    changes: pa.Table
    joins: pa.Table
    again: bool = False  # lived again

    def __post_init__(self):
        moves, order = self.scenario.ties.move, self.scenario.order
        if moves in ("double", "multigraph"):
            raise RunError(
                f"explain: ties.move is {moves}, so that somebody may be a friend twice, and what falls on a citizen through such a friend is "
                "not kept apart. Allowed: never, random, discordant. Run it with one of these."
            )
        if moves != "never" and order != "synchronous":
            raise RunError(
                f"explain: order is {order} and ties.move {moves}, so that ties move within a day, and from which hour a friend counted is not "
                "kept. Allowed: order synchronous, or ties.move never. Run it with one of these."
            )

    @cached_property
    def terms(self) -> Terms:
        """What holds on each day."""
        return terms(self.scenario, self.day)

    @cached_property
    def left(self) -> np.ndarray:
        """Share of a point of each day that still counts on `day`, (day,)."""
        return left(self.terms)

    def person(self, citizen: int) -> dict:
        """The row of a citizen in `people`."""
        return self.people.slice(int(np.searchsorted(self._ids, citizen)), 1).to_pylist()[0]

    def scores_before(self, ids: list[int]) -> dict[int, float]:
        """Published scores of some citizens on the day before, points, NaN where not scored."""
        places = np.searchsorted(self._ids, np.array(ids, np.int64))
        return dict(zip(ids, self._before[places].tolist(), strict=True))

    def rows(self, citizen: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """The ledger of a citizen in order of days: day, kind (place in KINDS), level, points."""
        who, *columns = self._ledger
        a, b = np.searchsorted(who, [citizen, citizen + 1])
        return columns[0][a:b], columns[1][a:b], columns[2][a:b], columns[3][a:b]

    def topics(self, citizen: int) -> np.ndarray:
        """Of the same rows the topic: its number in the scenario, or -1 where it is none."""
        who, *columns = self._ledger
        a, b = np.searchsorted(who, [citizen, citizen + 1])
        return columns[4][a:b]

    def enrolled(self, citizen: int) -> np.ndarray:
        """Whether a citizen was scored on each day, bool (day,)."""
        scored = np.zeros(self.day + 1, bool)
        for day, joined in self.moves(citizen):
            scored[day:] = joined
        return scored

    def moves(self, citizen: int) -> list[tuple[int, bool]]:
        """When a citizen joined (True) or left (False)."""
        who, day, joined = self._joins
        a, b = np.searchsorted(who, [citizen, citizen + 1])
        return list(zip(day[a:b].tolist(), joined[a:b].tolist(), strict=True))

    def published(self, citizen: int) -> int | None:
        """The day on which the score that stands on `day` was made: with monthly updates the first of a month, or the day of
        joining. None where the citizen is not scored."""
        if not self.enrolled(citizen)[self.day]:
            return None
        joined = max((day for day, joined in self.moves(citizen) if joined), default=0)
        for day in range(self.day, joined, -1):
            if self.scenario.on(day).score.update == "daily" or day % MONTH == 0:
                return day
        return joined

    def friends(self, citizen: int) -> list[Tie]:
        """Everybody whom a citizen ever knew, in the order of meeting."""
        mine = self._neighbours
        a, b = np.searchsorted(mine[0], [citizen, citizen + 1])
        open_: dict[int, int] = dict.fromkeys(mine[1][a:b].tolist(), 0)
        closed: list[Tie] = []
        for day, one, other, change in self._changes_of(citizen):
            friend = other if one == citizen else one
            if change == "made":
                open_[friend] = day + 1
            else:
                closed.append(Tie(friend, open_.pop(friend), day, one))
        found = closed + [Tie(friend, first, None, None) for friend, first in open_.items()]
        return sorted(found, key=lambda tie: (tie.first, tie.friend))

    @cached_property
    def _ids(self) -> np.ndarray:
        return _ids(self.people)

    @cached_property
    def _before(self) -> np.ndarray:
        return self.people["score_before"].to_numpy()

    @cached_property
    def _ledger(self) -> tuple[np.ndarray, ...]:
        table = self.ledger
        who = _ids(table)
        order = np.argsort(who, kind="stable")
        kinds = table["kind"].unify_dictionaries().combine_chunks()
        place = np.array([KINDS.index(name) for name in kinds.dictionary.to_pylist()], np.int64)
        kind = place[kinds.indices.to_numpy(zero_copy_only=False)]
        topic = np.full(len(who), -1)
        if "topic" in table.column_names:
            place = {name: number for number, name in enumerate(self.scenario.topic_names)}
            topic = np.array([place.get(name, -1) for name in table["topic"].to_pylist()], np.int64)
        columns = (
            who, table["day"].to_numpy(), kind, table["level"].to_numpy(), table["points"].to_numpy(), topic,
        )  # fmt: skip
        return tuple(column[order] for column in columns)

    @cached_property
    def _joins(self) -> tuple[np.ndarray, ...]:
        who = _ids(self.joins)
        order = np.argsort(who, kind="stable")
        return who[order], self.joins["day"].to_numpy()[order], self.joins["joined"].to_numpy()[order]

    @cached_property
    def _neighbours(self) -> tuple[np.ndarray, np.ndarray]:
        ends = np.concatenate([self.ties, self.ties[:, ::-1]]).astype(np.int64)
        order = np.lexsort((ends[:, 1], ends[:, 0]))
        return ends[order, 0], ends[order, 1]

    @cached_property
    def _all_changes(self) -> tuple[np.ndarray, np.ndarray, list[str]]:
        return (
            self.changes["citizen"].to_numpy(),
            self.changes["friend"].to_numpy(),
            self.changes["change"].to_pylist(),
        )

    def _changes_of(self, citizen: int) -> list[tuple[int, int, int, str]]:
        one, other, change = self._all_changes
        day = self.changes["day"]
        at = np.flatnonzero((one == citizen) | (other == citizen)).tolist()
        return [(day[k].as_py(), int(one[k]), int(other[k]), change[k]) for k in at]


def _ids(table: pa.Table) -> np.ndarray:
    return (
        table["citizen"].to_numpy().astype(np.int64)
    )  # as wide as an index, or every search would copy the column
