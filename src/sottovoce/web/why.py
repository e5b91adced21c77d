"""Why is this score so, for a world that is alive: start + own acts + each friend's pull, adding up to the last digit."""

import math
from typing import Any

import numpy as np
import pyarrow as pa

from sottovoce.errors import RunError
from sottovoce.explain.causes import Causes, causes_of
from sottovoce.explain.evidence import Evidence
from sottovoce.explain.person import WORDS, given, open_on, taken
from sottovoce.explain.show import adding_up
from sottovoce.explain.story import story
from sottovoce.explain.whatif import alike, friends_on_day_0, lived, part
from sottovoce.record.citizens import citizens, with_shadow
from sottovoce.record.ledger import COLUMNS, Ledger
from sottovoce.simulate import days
from sottovoce.society import create
from sottovoce.web.messages import shown
from sottovoce.web.side import Side
from sottovoce.web.words import system

DIGITS = 2
NAMED = 14  # friends with a line of their own


def known(side: Side, citizen: Any) -> int:
    """A citizen's id. RunError where there is none."""
    if not isinstance(citizen, int) or isinstance(citizen, bool) or not 0 <= citizen < side.scenario.citizens:
        raise RunError(
            f"citizen: {shown(citizen)} given; allowed 0 to {side.scenario.citizens - 1:,}. Choose one of these."
        )
    return citizen


def met(side: Side, citizen: int) -> np.ndarray:
    """The citizen and everybody they ever knew, ids."""
    pairs = [side.society.ties.astype(np.int64), *(c[:, 1:3] for c in side.changes)]
    every = np.concatenate(pairs)
    return np.unique(np.append(every[(every == citizen).any(axis=1)], citizen))


def evidence(side: Side, citizen: int, day: int) -> Evidence:
    """What is known about a citizen at the end of a day: from what was kept, or by living up to that day again."""
    ids = np.zeros(side.scenario.citizens, bool)
    ids[met(side, citizen)] = True
    if day == side.day and side.ledger:
        people, ledger = with_shadow(citizens(side.scenario.on(day), side.society)), _about(side.ledger, ids)
    else:
        society, ledger = create(side.scenario, ledger=True), Ledger(side.scenario.topic_names)
        for today, events in days(side.scenario, society, machine=side.machine, ledger=True):
            ledger.note(today, society, events.ties)
            _trim(ledger, ids)
            if today == day:
                break
        people = with_shadow(citizens(side.scenario.on(day), society))
    ties = side.society.ties
    near = ties[(ties == citizen).any(axis=1)]
    rows = [c for c in side.changes if c[0, 0] <= day and (c[:, 1:3] == citizen).any()]
    changes = Ledger()
    changes.changes = rows
    where = f"the world alive, day {day}"
    return Evidence(where, side.scenario, "with", day, people, ledger.table(), near, changes.changes_table(),
                    ledger.joins_table(), again=True)  # fmt: skip


def _about(ledger: Ledger, ids: np.ndarray) -> Ledger:
    """The rows of some citizens."""
    kept = Ledger(ledger.names)
    if ledger.ids:
        mine = ids[np.concatenate(ledger.ids)]
        for name in COLUMNS:
            setattr(kept, name, [np.concatenate(getattr(ledger, name))[mine]])
    kept.joins = [rows[ids[rows[:, 1]]] for rows in ledger.joins]
    return kept


def _trim(ledger: Ledger, ids: np.ndarray) -> None:
    """Of the newest day keep the rows of some citizens only."""
    mine = ids[ledger.ids[-1]]
    for name in COLUMNS:
        parts = getattr(ledger, name)
        parts[-1] = parts[-1][mine]
    ledger.changes.clear()


def why(side: Side, citizen: int, day: int) -> dict[str, Any]:
    """Everything that the Why panel shows of one world."""
    known_now = evidence(side, citizen, day)
    made = known_now.published(citizen)
    if (
        made is not None and made < day
    ):  # a score that is published now and then is explained on the day it was made
        known_now = evidence(side, citizen, made)
    causes = causes_of(known_now, citizen)
    person = causes.evidence.person(citizen)
    lines = _lines(causes)
    texts = adding_up([value for _, value, _ in lines], DIGITS)
    return {
        "day": causes.day,
        "score": causes.score,
        "open": open_on(causes),
        "start": causes.start,
        "total": texts[-1],
        "exact": {"start": causes.start, "own": causes.own, "spill": causes.spill, "pull": causes.pull, "held": causes.held, "clip": causes.clip, "rounding": causes.rounding, "total": causes.total, "grain": causes.grain},
        "lines": [{"label": label, "points": text, "kind": kind, "value": value}
                  for (label, value, kind), text in zip(lines, texts[:-1], strict=True)],
        "acts": [{"kind": WORDS[a.kind], "day": act.day, "level": act.level, "points": act.points, "left": act.left, **({"topic": act.topic} if act.topic else {})}
                 for a in causes.acts for act in a.largest],
        "friends": [{"citizen": f.citizen, "near": f.near, "score": f.score, "spill": f.spill, "pull": f.pull,
                     "total": f.total, "cut": None if f.near else f.ties[-1].last,
                     "by": f.ties[-1].cut_by, "first": f.ties[0].first == 0} for f in causes.friends],
        "view": person["view"],
        "group": person["group"],
        "taken": taken(causes) or [],
        "given": given(causes) or [],
        "story": story(causes, scored=system(side.scenario).kind in ("score", "none")),
    }  # fmt: skip


def _lines(causes: Causes) -> list[tuple[str, float, str]]:
    found: list[tuple[str, float, str]] = [("start", causes.start, "start")]
    found += [(f"own {WORDS[a.kind]} ({a.count} counted)", a.left, "own") for a in causes.acts]
    felt = sorted((f for f in causes.friends if f.total), key=lambda f: -abs(f.total))
    for f in felt[:NAMED]:
        former = "" if f.near else ", a former friend"
        found.append((f"citizen {f.citizen}{former}", f.total, "friend"))
    if felt[NAMED:]:
        found.append((f"{len(felt) - NAMED} more friends", sum(f.total for f in felt[NAMED:]), "friend"))
    if causes.held:
        found.append(("demotion", causes.held, "held"))
    if causes.clip:
        found.append(("the end of the scale", causes.clip, "clip"))
    if causes.score is not None:
        found.append(("rounding", causes.rounding, "rounding"))
    return found


def without(side: Side, citizen: int, friend: int, day: int) -> dict[str, Any]:
    """The same world lived again without one tie, up to the end of a day. RunError where they were not friends on day 0."""
    society = create(side.scenario)
    friends_on_day_0(society, citizen, friend)
    apart = society.copy()
    part(apart, citizen, friend)
    known_society: pa.Table = (
        with_shadow(citizens(side.scenario.on(day), side.society))
        if day == side.day
        else lived(side.scenario, society, day)
    )
    unknown_society = lived(side.scenario, apart, day)

    def of(table: pa.Table, who: int) -> dict[str, float | None]:
        row = table.slice(who, 1).to_pylist()[0]
        score = row["score"] if row["enrolled"] else None
        chosen = row["chosen"]
        return {"score": score, "friends": row["friends"], "chosen": None if math.isnan(chosen) else chosen}

    same = alike(known_society, unknown_society)
    same[[citizen, friend]] = True
    return {
        "citizen": citizen, "friend": friend, "day": day, "others": int((~same).sum()),
        "known": of(known_society, citizen), "unknown": of(unknown_society, citizen),
        "friend_known": of(known_society, friend), "friend_unknown": of(unknown_society, friend),
    }  # fmt: skip
