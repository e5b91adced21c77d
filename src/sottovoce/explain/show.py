"""Causes in the terminal: one table, both worlds side by side, each column adding up to its printed score."""

import math
from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from sottovoce.explain.causes import Causes
from sottovoce.explain.person import WORDS, open_on
from sottovoce.explain.whatif import YES, Then, WithoutTie

FRIENDS = 12  # friends with a line of their own; the rest share one

Line = tuple[str, list[float | None], str]  # what, points in each world, style


def table(sides: list[Causes]) -> Table:
    """The parts of a citizen's score in each world, ending with the score."""
    found = Table(box=None, pad_edge=False)
    found.add_column(f"citizen {sides[0].citizen}, day {sides[0].day}")
    for side in sides:
        found.add_column(f"{side.world} the system", justify="right")
    columns = [
        adding_up([parts[k] for _, parts, _ in lines(sides)], digits(sides)) for k in range(len(sides))
    ]
    totals = [column[-1] for column in columns]
    for number, (what, _, style) in enumerate(lines(sides)):
        found.add_row(Text(what), *(column[number] for column in columns), style=style)
    found.add_row(total_name(sides), *totals, style="bold")
    return found


def digits(sides: list[Causes]) -> int:
    """Digits behind the point that a grain of the score needs."""
    return max(2, math.floor(-math.log10(sides[0].grain)))


def total_name(sides: list[Causes]) -> str:
    """What the parts add up to, in both worlds."""
    names = ["score" if side.score is not None and open_on(side) else "shadow score" for side in sides]
    names = [
        "points in the file (not scored)" if side.score is None else n
        for n, side in zip(names, sides, strict=True)
    ]
    return " / ".join(dict.fromkeys(names))


def lines(sides: list[Causes]) -> list[Line]:
    """Rows of the table without the last: what, points in each world (None: no such part there), style."""
    found: list[Line] = [("start", [side.start for side in sides], "")]
    kinds = [kind for kind in WORDS if any(acts.kind == kind for side in sides for acts in side.acts)]
    for kind in kinds:
        by_side = [next((a for a in side.acts if a.kind == kind), None) for side in sides]
        topics = [{topic: rest for topic, *rest in a.by_topic} if a else {} for a in by_side]
        for topic in sides[0].evidence.scenario.topic_names:
            here = [about.get(topic) for about in topics]
            if any(here):
                counts = " / ".join(str(one[0] if one else 0) for one in here)
                found.append(
                    (
                        f"own {WORDS[kind]} on {topic} ({counts})",
                        [one[1] if one else None for one in here],
                        "",
                    )
                )
        rest = [
            (a.count - sum(n for n, _ in about.values()), a.left - sum(left for _, left in about.values()))
            if a
            else (0, 0.0)
            for a, about in zip(by_side, topics, strict=True)
        ]
        if any(count for count, _ in rest):
            counts = " / ".join(str(count) for count, _ in rest)
            found.append(
                (f"own {WORDS[kind]} ({counts})", [left if count else None for count, left in rest], "")
            )
    for name, part in (("acts", "spill"), ("score", "pull")):
        values = [
            {f.citizen: getattr(f, part) for f in side.friends if part == "spill" or f.score is not None}
            for side in sides
        ]
        felt = [f.citizen for side in sides for f in side.friends if getattr(f, part)]
        weight = {who: max(abs(v.get(who, 0.0)) for v in values) for who in felt}
        order = sorted(weight, key=lambda who: (-weight[who], who))
        for who in order[:FRIENDS]:
            former = (
                ""
                if any(f.near for side in sides for f in side.friends if f.citizen == who)
                else ", a former friend"
            )
            found.append((f"{name} of citizen {who}{former}", [v.get(who) for v in values], ""))
        if order[FRIENDS:]:
            rest = [sum(v.get(who, 0.0) for who in order[FRIENDS:]) for v in values]
            found.append((f"{name} of {len(order) - FRIENDS} more friends", list(rest), ""))
    if any(side.held for side in sides):
        found.append(("demotion", [side.held for side in sides], ""))
    if any(side.clip for side in sides):
        found.append(("the end of the scale", [side.clip for side in sides], ""))
    if any(side.score is not None for side in sides):
        found.append(("rounding", [side.rounding for side in sides], "dim"))
    return found


def adding_up(parts: Iterable[float | None], digits: int) -> list[str]:
    """Parts as text with this number of digits, and their sum: rounded so that what is printed adds up exactly."""
    told, before, total = [], 0.0, 0.0
    for part in parts:
        total += part or 0.0
        after = round(total, digits)
        sign = "+" if told else ""
        told.append("" if part is None else f"{round(after - before, digits) + 0.0:{sign}.{digits}f}")
        before = after
    return [*told, f"{before:.{digits}f}"]


def what_if(found: WithoutTie) -> Table:
    """Both citizens as they are and as they would be without the tie; of access only what is not the same."""
    shown = Table(box=None, pad_edge=False)
    shown.add_column(f"if citizens {found.citizen} and {found.friend} had never met")
    for head in ("as it was", "without the tie", "difference"):
        shown.add_column(head, justify="right")
    for who, rows in ((found.citizen, found.of_citizen), (found.friend, found.of_friend)):
        for row in rows:
            if row.unit == YES and not row.difference:
                continue
            shown.add_row(f"citizen {who}: {row.name}", *_cells(row))
    return shown


def _cells(row: Then) -> list[str]:
    def told(x: float | None, sign: str = "") -> str:
        if x is None:
            return "-"
        if row.unit == YES and not sign:
            return "yes" if x else "no"
        return f"{x:{sign}.{0 if row.unit in ('citizens', 'days') else 3}f}"

    changed = "" if row.difference is None or row.unit == YES else told(row.difference, "+")
    return [told(row.known), told(row.unknown), changed]
