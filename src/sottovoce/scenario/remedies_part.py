"""Ways back: repair by clean months, appeal, and a person who looks before a report counts."""

from __future__ import annotations

from sottovoce.scenario.values import Part, value


class Repair(Part):
    """Points restored to who lost none for a while."""

    months: int = value(
        0,
        "months without losing a point by an act of one's own, after which the file is lifted (30 days each; 0: never)",
        unit="months",
        low=0,
        high=120,
        assumed=(0, 24),
    )
    to: float | None = value(
        None,
        "file of points restored; null: the citizen's own base",
        unit="points",
        low=-1e6,
        high=1e6,
        assumed=(80, 1000),
    )


class Appeal(Part):
    """Complaining about lost points."""

    share: float = value(
        0.0, "chance that a day's losses are appealed", unit="probability", low=0, high=1, assumed=(0, 0.5)
    )
    days: int = value(30, "days until it is decided", unit="days", low=1, high=3650, assumed=(7, 180))
    right: float = value(
        0.8,
        "chance that points lost by a false report are given back",
        unit="probability",
        low=0,
        high=1,
        assumed=(0.3, 1),
    )
    wrong: float = value(
        0.1,
        "chance that points lost by one's own act are given back",
        unit="probability",
        low=0,
        high=1,
        assumed=(0, 0.5),
    )
    review: float = value(
        0.0,
        "share of reports that a person looks into first; false ones are then dropped",
        unit="share",
        low=0,
        high=1,
        assumed=(0, 1),
    )
