"""Words and strips of verdicts, for the terminal, a notebook and a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sottovoce.experiments.experiment import counted
from sottovoce.verdicts.verdict import Share, Verdict

POSTER = "What the articles claim, and how much of what is assumed agrees"


def percent(share: Share) -> str:
    """``62% (50 to 73)``."""
    if share.value != share.value:
        return "-"
    return f"{100 * share.value:.0f}% ({100 * share.low:.0f} to {100 * share.high:.0f})"


def told(one: Verdict) -> str:
    """The verdict in a word; before any point has a value there is none."""
    return one.word if one.points else "no value yet"


def head(found: Any) -> str:
    """What was lived, in a sentence."""
    asked = found.study.experiment
    whole = "" if found.study.complete else f" (of {len(asked.points):,} asked for)"
    return (
        f"{counted(len(found.study.outcomes), 'point')}{whole} of the space of {asked.scenario.name}, {len(asked.axes)} values moving, "
        f"{counted(len(asked.seeds), 'seed')}, {asked.scenario.citizens:,} made-up citizens. Shares of the space under {found.under}, 95% intervals over points; a "
        "point whose luck could have made the difference is too small to tell."
    )


def strips(found: Any) -> tuple[dict[str, Any], str]:
    """A strip a claim as a specification, and the sentence below them."""
    from sottovoce import figures

    rows: list[tuple[str, str, Sequence[float]]] = []
    for claim, one in zip(found.claims, found.verdicts, strict=True):
        ink = figures.GREY if claim.asked.placebo else figures.WITH
        parts = [100 * share.value if one.points else 0.0 for share in (one.for_, one.small, one.against)]
        words = f"{claim.name.replace('-', ' ')}: {told(one)}. For {percent(one.for_)}, against {percent(one.against)}, open {100 * one.open:.0f}%"
        rows.append((words, ink, parts))
    about = f"{head(found)} Filled: for; pale: too small to tell; hollow: against. About the model, and no forecast."
    tall = 44 * len(rows) + 60
    spec = figures.stacked(
        rows, figures.Size(760, tall, 16, 16, 10, 46), x="share of the space, %", total=100
    )
    return spec, about
