"""Checks in the terminal: a line a paper, or a page with published beside measured."""

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sottovoce.replications.replication import Replication
from sottovoce.replications.targets import MISS, Check, Judged, Target, agreement, count_line

LOOK = {MISS: "bold red", "not tried": "dim"}
ENTRIES = 8  # of a list, shown


def line(check: Check) -> RenderableType:
    """A paper in a line, and where it does not match, why we think so."""
    held, tried = check.score
    count = f"{held}/{tried}"
    first = Text.assemble(
        (f"{check.name:<20}", "bold"),
        (f"{check.verdict:<25}", LOOK.get(check.verdict, "")),
        f"{count:>6}  ",
        (f"{check.seconds:>6.1f} s  ", "dim"),
        check.paper.tests,
    )
    if not check.missed:
        return first
    return Group(first, Text(f"    {check.why}", style="dim"))


def summary(checks: Sequence[Check], quick: bool) -> Text:
    """What the lines above add up to."""
    counted = [check for check in checks if check.paper.counted]
    agreements = [agreement(judged) for check in counted for judged in check.judged]
    text = count_line([check.verdict for check in counted], agreements, len(checks) - len(counted))
    text += f" {sum(c.seconds for c in checks):.0f} s."
    slow = sum(j.holds is None for check in checks for j in check.judged)
    if quick and slow:
        text += f" {slow} slow targets were left out; --full measures them too."
    return Text(text)


def page(one: Replication, check: Check) -> RenderableType:
    """One paper: what was published beside what we measure, and what may be set."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("published", overflow="fold", ratio=3)
    table.add_column("where", overflow="fold", style="dim", ratio=2)
    for head in ("paper", "measured", "within"):
        table.add_column(head, justify="right", overflow="fold")
    table.add_column("")
    for judged in check.judged:
        table.add_row(*_row(judged))
    parts: list[RenderableType] = [
        Text(check.paper.title, style="bold"),
        Text(check.paper.paper, style="dim"),
        Text(f"Tests {check.paper.tests}."),
        Text(f"{check.verdict}: agreement of each figure below.", style=LOOK.get(check.verdict, "bold")),
        Text(),
        table,
    ]
    parts += [Text(f"Why we think so: {check.why}")] if check.missed else []
    parts += [Text(f"Departure: {text}", style="dim") for text in check.paper.departures]
    values = ", ".join(
        f"{p.name} {short(list(p.default) if p.kind == 'numbers' else p.default)}"
        for p in one.parameters.values()
    )
    return Group(*parts, Text(f"Parameters (--set name=value): {values}.", style="dim"), Text())


def measured(one: Replication, settings: dict[str, Any], quantities: dict[str, Any]) -> RenderableType:
    """Quantities at some parameters."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("")
    table.add_column("value", overflow="fold")
    table.add_column("unit", style="dim")
    table.add_column("", style="dim", overflow="fold")
    for name, value in settings.items():
        parameter = one.parameters[name]
        table.add_row(name, short(value), parameter.unit, parameter.about, style="dim")
    for name, value in quantities.items():
        quantity = one.quantities[name]
        table.add_row(
            Text(name, style="bold"), Text(short(value), style="bold"), quantity.unit, quantity.about
        )
    return Group(Text(one.paper.title, style="bold"), table)


def short(value: Any) -> str:
    """A value as a reader wants it."""
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "-"}[value]
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list):
        text = ", ".join(short(entry) for entry in value[:ENTRIES])
        return text + (f", ... ({len(value)})" if len(value) > ENTRIES else "")
    if isinstance(value, dict):
        ((how, limit),) = value.items()
        return f"{how} {short(limit)}" if how != "between" else f"{short(limit[0])} to {short(limit[1])}"
    return str(value)


def _row(judged: Judged) -> tuple[Any, ...]:
    target: Target = judged.target
    within = "" if target.tolerance == 0 else f"{target.tolerance:.2g}"
    if judged.holds is None:
        return (
            target.claim,
            target.where,
            short(target.published),
            "-",
            within,
            Text("slow: --full", style="dim"),
        )
    look = "" if judged.holds else "bold red"
    return (
        target.claim,
        target.where,
        short(target.published),
        Text(short(judged.measured), style=look),
        within,
        Text(agreement(judged), style=look),
    )
