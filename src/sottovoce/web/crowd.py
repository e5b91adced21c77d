"""Towns and citizens as tables: the map's equal for those who do not see it."""

from typing import Any

import numpy as np

from sottovoce.errors import RunError, nearest
from sottovoce.web.pair import Pair
from sottovoce.web.side import Side
from sottovoce.web.view import DISAGREES, ENROLLED, LOST_HALF, LOYAL, SANCTIONED, SAYS_SO

PAGE = 25
COLUMNS = ("citizen", "town", "thinks", "says", "score_a", "score_b", "friends_a", "lost_a")


def towns(pair: Pair, day: int) -> list[dict[str, Any]]:
    """A row for each town: who lives there, and in each world how many are sanctioned, disagree, say so, ties lost."""
    town, count = pair.map.town, len(pair.map.names)
    people = np.bincount(town, minlength=count)
    found: list[dict[str, Any]] = [
        {"town": t, "name": n, "people": int(people[t])} for t, n in enumerate(pair.map.names)
    ]
    for side, letter in zip(pair.sides, "ab", strict=True):
        _, bits = side.seen[side.shown(day)]
        cuts = side.society.ties[side.cuts_between(0, day)].astype(np.int64)
        lost = np.bincount(town[cuts.ravel()], minlength=count)
        for name, mask in (
            ("sanctioned", SANCTIONED),
            ("disagree", DISAGREES),
            ("say_so", SAYS_SO),
            ("lost_half", LOST_HALF),
        ):
            hit = np.bincount(town[(bits & mask) != 0], minlength=count)
            for t in range(count):
                found[t][f"{name}_{letter}"] = int(hit[t])
        for t in range(count):
            found[t][f"lost_{letter}"] = int(lost[t])
    return found


def scores(side: Side, day: int) -> np.ndarray:
    """Published scores in points, NaN where not scored: exact on the newest day, else as fine as the colours are."""
    score = side.scenario.score
    if day == side.day:
        state = side.society.state
        scored = (state.enrolled == 1) & side.scenario.on(day).score.in_force
        return np.where(scored, score.low + state.score * score.grain, np.nan)
    shown, bits = side.seen[side.shown(day)]
    coarse = score.low + (shown.astype(float) - 0.5) / 254 * (score.high - score.low)
    return np.where((bits & ENROLLED) != 0, coarse, np.nan)


def columns(pair: Pair, day: int) -> dict[str, np.ndarray]:
    """Everybody on a day, by COLUMNS, (citizen,) each."""
    n = pair.base.citizens
    a_bits = pair.a.seen[pair.a.shown(day)][1]
    ends = pair.a.society.ties[pair.a.cuts_between(0, day)].astype(np.int64).ravel()
    lost = np.bincount(ends, minlength=n)
    says = np.select([(a_bits & SAYS_SO) != 0, (a_bits & LOYAL) != 0], ["disagrees", "agrees"], "nothing")
    return {
        "citizen": np.arange(n),
        "town": np.array(pair.map.names)[pair.map.town],
        "thinks": np.where(a_bits & DISAGREES, "disagrees", "agrees"),
        "says": says,
        "score_a": scores(pair.a, day),
        "score_b": scores(pair.b, day),
        "friends_a": pair.a.degree - lost,
        "lost_a": lost,
    }


def listing(pair: Pair, day: int, sort: str, down: bool, page: int, town: int | None) -> dict[str, Any]:
    """A page of the sorted table of citizens; `town`: only its people. RunError for an unknown column."""
    if sort not in COLUMNS:
        raise RunError(f'sort: "{sort}" given; there is no such column.{nearest(sort, COLUMNS)}')
    found = columns(pair, day)
    rows = np.arange(pair.base.citizens)
    if town is not None:
        rows = rows[pair.map.town == town]
    key = found[sort][rows]
    missing = np.isnan(key) if key.dtype.kind == "f" else np.zeros(len(key), bool)
    order = np.argsort(key, kind="stable")
    rows = rows[order[::-1] if down else order]
    gone = missing[order[::-1] if down else order]
    rows = np.concatenate([rows[~gone], rows[gone]])
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 0), pages - 1)
    mine = rows[page * PAGE : (page + 1) * PAGE]

    def cell(value: Any) -> Any:
        value = value.item()
        return (
            None
            if isinstance(value, float) and np.isnan(value)
            else round(value, 2)
            if isinstance(value, float)
            else value
        )

    return {
        "sort": sort, "down": down, "page": page, "pages": pages, "town": town, "day": day,
        "rows": [[cell(found[name][i]) for name in COLUMNS] for i in mine], "columns": list(COLUMNS),
    }  # fmt: skip
