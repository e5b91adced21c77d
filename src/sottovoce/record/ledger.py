"""The ledger: every change of points by a citizen's own act, and by what is recorded of the citizen, is a row. Points spilled over from friends are derived from the
friend's row and the dates of the tie, so they are not stored twice."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from sottovoce.scenario.model import CHANNELS
from sottovoce.society import Society
from sottovoce.society.state import BAD, GRID

KINDS = (*CHANNELS, "conduct", "report", "rating", "given back", "tag")  # places in the column `earned`


COLUMNS = ("days", "ids", "kinds", "topics", "levels", "points")  # of rows


class Ledger:
    """Collects rows day by day for one world. `topics`: what they are called, where occasions have topics."""

    def __init__(self, topics: Sequence[str] = ()):
        self.names = tuple(topics)
        self.topics: list[np.ndarray] = []  # number of the topic, -1 where it is none
        self.days: list[np.ndarray] = []
        self.ids: list[np.ndarray] = []
        self.kinds: list[np.ndarray] = []
        self.levels: list[np.ndarray] = []
        self.points: list[np.ndarray] = []
        self.changes: list[np.ndarray] = []  # (change, 4): day, id, id, 0 dropped or 1 made
        self.joins: list[np.ndarray] = []  # (join, 3): day, id, 1 joined or 0 left
        self.last_enrolled: np.ndarray | None = None

    def note(self, day: int, society: Society, changes: np.ndarray) -> None:
        """Keep the rows of a day; needs a society founded with `ledger` and lived with `ledger`."""
        state = society.state
        kept = state.earned != 0.0
        both = (state.observed >> BAD) & 3 == 3  # they may add up to 0, yet friends feel the bad event
        kept[len(CHANNELS)] |= both & (state.enrolled == 1)
        rows, kinds = np.nonzero(kept.T)
        speech = kinds < len(CHANNELS)
        levels = np.where(speech, state.said[np.where(speech, kinds, 0), rows] / GRID, np.nan)
        self.days.append(np.full(len(rows), day, np.int32))
        self.ids.append(state.id[rows])
        self.kinds.append(kinds.astype(np.int8))
        about = np.full(len(rows), -1, np.int8)
        if self.names:
            about[speech] = state.topic[kinds[speech], rows[speech]]
            about[about >= len(self.names)] = -1
        self.topics.append(about)
        self.levels.append(levels.astype(np.float32))
        self.points.append(state.earned[kinds, rows])
        if len(changes):
            ids = state.id[changes[:, :2]].astype(np.int64)
            self.changes.append(np.column_stack([np.full(len(changes), day), ids, changes[:, 2]]))
        before = np.zeros_like(state.enrolled) if self.last_enrolled is None else self.last_enrolled
        moved = np.flatnonzero(before != state.enrolled)
        if len(moved):
            self.joins.append(
                np.column_stack([np.full(len(moved), day), state.id[moved], state.enrolled[moved]]).astype(
                    np.int64
                )
            )
        self.last_enrolled = state.enrolled.copy()

    def table(self) -> pa.Table:
        """Rows as a table: day, citizen, kind, topic (only where occasions have topics; null where it is about none), level (NaN where it is no
        act of a channel), points."""

        def joined(parts: list[np.ndarray], dtype) -> np.ndarray:
            return np.concatenate(parts) if parts else np.empty(0, dtype)

        kinds = joined(self.kinds, np.int8)
        topic = {}
        if self.names:
            numbers = joined(self.topics, np.int8)
            numbers = pa.array(numbers, mask=numbers < 0)
            topic = {"topic": pa.DictionaryArray.from_arrays(numbers, pa.array(self.names))}
        return pa.table(
            {
                "day": joined(self.days, np.int32),
                "citizen": joined(self.ids, np.uint32),
                "kind": pa.DictionaryArray.from_arrays(pa.array(kinds), pa.array(KINDS)),
                **topic,
                "level": joined(self.levels, np.float32),
                "points": joined(self.points, np.float32),
            }
        )

    def changes_table(self) -> pa.Table:
        """Changes of ties: day, citizen, friend (ids), change (dropped, made)."""
        rows = np.concatenate(self.changes) if self.changes else np.empty((0, 4), np.int64)
        return pa.table(
            {
                "day": rows[:, 0].astype(np.int32),
                "citizen": rows[:, 1].astype(np.uint32),
                "friend": rows[:, 2].astype(np.uint32),
                "change": pa.DictionaryArray.from_arrays(
                    pa.array(rows[:, 3].astype(np.int8)), pa.array(["dropped", "made"])
                ),
            }
        )

    def joins_table(self) -> pa.Table:
        """Joining and leaving: day, citizen, joined (true) or left (false)."""
        rows = np.concatenate(self.joins) if self.joins else np.empty((0, 3), np.int64)
        return pa.table(
            {
                "day": rows[:, 0].astype(np.int32),
                "citizen": rows[:, 1].astype(np.uint32),
                "joined": rows[:, 2] == 1,
            }
        )

    def state(self) -> dict[str, np.ndarray]:
        """Everything collected so far, for a checkpoint."""
        kept = {"enrolled": self.last_enrolled if self.last_enrolled is not None else np.empty(0, np.uint8)}
        for name in (*COLUMNS, "changes", "joins"):
            parts = getattr(self, name)
            if parts:
                kept[name] = np.concatenate(parts)
        return kept

    @classmethod
    def restored(cls, kept: dict[str, np.ndarray], topics: Sequence[str] = ()) -> "Ledger":
        """The ledger of a checkpoint."""
        ledger = cls(topics)
        for name, rows in kept.items():
            if name == "enrolled":
                ledger.last_enrolled = rows if len(rows) else None
            else:
                getattr(ledger, name).append(rows)
        return ledger
