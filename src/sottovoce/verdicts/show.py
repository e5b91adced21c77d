"""Verdicts for the terminal and as figures: a strip a claim, in the order in which they are declared."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from sottovoce.experiments.experiment import counted
from sottovoce.terminal import plain_table, table_or_lines
from sottovoce.verdicts.api import Found
from sottovoce.verdicts.box import told as boxes_told
from sottovoce.verdicts.ratio import ratio
from sottovoce.verdicts.verdict import AGAINST, FOR, Verdict, calls, values
from sottovoce.verdicts.words import POSTER, head, percent, strips, told

WIDE = 24  # characters of a strip
MARKS = ("█", "·", "▒")  # for, too small to tell, against


def strip(one: Verdict) -> str:
    """For, too small to tell and against, side by side."""
    if not one.points:
        return "?" * WIDE
    ends = [round(WIDE * share) for share in (one.for_.value, one.for_.value + one.small.value, 1.0)]
    return MARKS[0] * ends[0] + MARKS[1] * (ends[1] - ends[0]) + MARKS[2] * (ends[2] - ends[1])


def size(one: Verdict) -> str:
    """The middle of the space, and where four fifths of it lie."""
    if not one.points:
        return "-"
    low, middle, high = one.effect
    return f"{middle:.3g} ({low:.3g} to {high:.3g})"


def page(found: Found) -> RenderableType:
    """Every claim with its verdict and strip; the safeguards."""
    table = plain_table(
        "claim", "verdict", "strip", ">for", ">against", ">open", "middle (80% of the space)", "status"
    )
    entries = []
    for claim, one, sealed in zip(found.claims, found.verdicts, found.statuses, strict=True):
        opened = f"{100 * one.open:.0f}%"
        cells = (
            claim.name, told(one), strip(one), percent(one.for_), percent(one.against), opened,
            f"{size(one)} {one.unit}, margin {one.margin:g}", sealed.kind,
        )  # fmt: skip
        line = Text(
            f"{claim.name}: {told(one)}, for in {percent(one.for_)}, against in {percent(one.against)} of the space"
        )
        notes = (
            f"{strip(one)}  open {opened}",
            f"{size(one)} {one.unit}, margin {one.margin:g}",
            sealed.kind,
        )
        entries.append((cells, line, notes))
    parts: list[RenderableType] = [Text(head(found)), Text(), table_or_lines(150, table, entries), Text()]
    parts.append(
        Text(
            f"{MARKS[0]} for   {MARKS[1]} too small to tell   {MARKS[2]} against.   open: what more seeds would settle (a part of too small to tell).",
            "dim",
        )
    )
    unknown = [
        (c.name, s.why) for c, s in zip(found.claims, found.statuses, strict=True) if s.kind == "unknown"
    ]
    parts += [Text(f"{name}: unknown, for {why}.") for name, why in unknown]
    shares = [(claim.name, ratio(found.study, claim)) for claim in found.claims]
    parts += [Text(f"{name}: {share}") for name, share in shares if share is not None]
    parts += [Text(line) for line in boxes_told(found.boxes())]
    if found.guards:
        parts += [Text(), _guards(found)]
    return Group(*parts)


def _guards(found: Found) -> RenderableType:
    table = plain_table(
        ">gives back", ">most of all", "safeguard", "part given back: middle (80% of the space)"
    )
    for one in found.guards:
        low, middle, high = one.part
        part = "-" if middle != middle else f"{100 * middle:.0f}% ({100 * low:.0f} to {100 * high:.0f})"
        table.add_row(*(Text(cell) for cell in (percent(one.back), percent(one.first), one.world, part)))
    asked = found.declared.asked.safeguards
    assert asked is not None
    said = f"Safeguards: in how much of the space each gives back {asked.margin:g} or more of {asked.is_}, and in how much it gives most of all."
    return Group(Text(said), table)


def poster(found: Found) -> tuple[str, str]:
    """One figure for all claims: SVG, and the sentence below it."""
    from sottovoce import figures

    spec, about = strips(found)
    return figures.svg(spec, "claims", POSTER, about), about


class Curve(NamedTuple):
    """How many variants of the model speak for a claim and against it. `by`: for, and of how many, by fork and alternative."""

    claim: str
    for_: int
    against: int
    of: int
    by: dict[str, dict[str, tuple[int, int]]]


def curves(found: Found) -> list[Curve]:
    """A curve for each claim, from a study of variants."""
    variants, forks = found.declared.variants()[: len(found.study.outcomes)], found.declared.asked.forks
    made = []
    for claim in found.claims:
        means = values(found.study, claim)
        known = [k for k in range(len(variants)) if not np.isnan(means[k]).any()]
        calls_ = calls(means[known], claim.margin, claim.asked.sign).tolist() if known else []
        said = dict(zip(known, calls_, strict=True))
        by: dict[str, dict[str, tuple[int, int]]] = {}
        for fork, alternatives in forks.items():
            mine = {name: [said[k] for k in known if variants[k][fork] == name] for name in alternatives}
            by[fork] = {name: (sum(one == FOR for one in each), len(each)) for name, each in mine.items()}
        for_, against = (sum(one == what for one in said.values()) for what in (FOR, AGAINST))
        made.append(Curve(claim.name, for_, against, len(known), by))
    return made


def alternatives(one: Curve) -> str:
    """``averaged 26/36, added up 26/36 · ...``: for, of how many."""
    return " · ".join(
        ", ".join(f"{name} {for_}/{of}" for name, (for_, of) in each.items()) for each in one.by.values()
    )


def curve(found: Found) -> RenderableType:
    """How many variants of the model speak for each claim, by alternative of each fork."""
    table = plain_table("claim", ">for", ">against", ">of", "for, by alternative")
    for one in curves(found):
        cells = (one.claim, str(one.for_), str(one.against), str(one.of), alternatives(one))
        table.add_row(*(Text(cell) for cell in cells))
    count, seeds = len(found.study.outcomes), counted(len(found.study.experiment.seeds), "seed")
    said = f"{count} ways to build the model at the scenario's own values, {seeds} each: how many speak for and against."
    return Group(Text(said), Text(), table)
