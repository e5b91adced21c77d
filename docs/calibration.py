"""Writes the tables of docs/understand/calibration.md: ``python docs/calibration.py [FOLDER]``, an hour or two. Studies are kept in the folder
(runs/) and gone on with.

Stage 1 over everything that is assumed of people, and over the few values that decision 4 set; draws lived again; stage 2 at those draws; and
the catalogue with our values. What is said of a result is decided by the result.
"""

import sys
from pathlib import Path

from tables import put

from sottovoce.calibration import api
from sottovoce.calibration.calibrate import TRUTHS, Calibration
from sottovoce.calibration.command import gates
from sottovoce.calibration.ours import CITIZENS, DAYS, SEEDS, ours
from sottovoce.calibration.patterns import joint, patterns

PAGE = Path(__file__).parent / "understand" / "calibration.md"
FEW = ("society.climate_weight.value", "society.threshold.middle", "society.threshold.width", "channels.post.exposure",
       "channels.share.exposure", "channels.gather.exposure", "ties.calm_drop")  # fmt: skip
ROUNDS = 3
SHOWN = 12  # values in the table of what was learnt


def row(*cells: object) -> str:
    """A line of a table."""
    return "| " + " | ".join(str(cell) for cell in cells) + " |\n"


def head(*cells: str) -> str:
    """The first two lines."""
    return row(*cells) + row(*["---"] * len(cells))


def reach(named: dict[str, Calibration]) -> str:
    """Shares inside each band, a column for each table."""
    names = list(named)
    text = head("pattern", "band", *names)
    first = next(iter(named.values()))
    for k, one in enumerate(first.targets):
        cells = [found.reach[k] for found in named.values()]
        told = [f"{100 * c.share:.1f}% (95% of them {c.low:.2f} to {c.high:.2f})" for c in cells]
        text += row(f"({one.letter}) {one.name}", f"{one.ends[0]:g} to {one.ends[1]:g}", *told)
    together = [
        f"{round(found.together * len(found.table.numbers)):,} of {len(found.table.numbers):,}"
        for found in named.values()
    ]
    text += row("all at once", "", *together)
    for letter in first.all_but():
        left = [f"{round(found.all_but()[letter] * len(found.table.numbers)):,}" for found in named.values()]
        text += row(f"all but ({letter})", "", *left) if len(first.all_but()) > 1 else ""
    return text


def told_of_reach(all_: Calibration, few: Calibration | None) -> str:
    """What the tables say, in words."""
    out = [one.target.name for one in all_.reach if not one.reached]
    rare = [f"{one.target.name} ({100 * one.share:.1f}%)" for one in all_.reach if 0 < one.share < 0.05]
    text = f"Out of reach by itself: {', '.join(out)}. " if out else "Each pattern is reproduced somewhere. "
    text += f"Hardly anywhere, though: {', '.join(rare)}. " if rare else ""
    text += (
        "No point reproduces all of them at once. "
        if not all_.together
        else f"{100 * all_.together:.2f}% of points reproduce all of them at once. "
    )
    if few is not None:
        none = [one.target.name for one in few.reach if not one.reached]
        text += (
            f"Where only {len(few.table.axes)} values move (climate weight, threshold, audience, the chance of a quarrel) and all others stand at their "
            f"defaults, {'no point reproduces ' + ' or '.join(none) if none else 'each pattern is reproduced somewhere'}. "
        )
    return text + "\n"


def told_of_gate(found: Calibration) -> str:
    """The gate in sentences."""
    text = ""
    for of, gate in gates(found).items():
        text += (
            f"{gate.counts[0].sum():,} truths ({of}), each calibrated without its own row: bins of ranks hold {gate.counts.min()} to {gate.counts.max()}; if ranks are uniform, all bins of all "
            f"{len(found.table.axes)} values lie inside {gate.low} to {gate.high} in 99% of cases: **{'passed' if gate.passed else 'not passed'}**.\n"
        )
    return text


def withheld(found: Calibration) -> str:
    """Each pattern predicted from the others."""
    text = head("withheld", "band", "predicted from the others", "")
    for w in found.withheld():
        told = f"{w.middle:.2f} ({w.low:.2f} to {w.high:.2f})"
        text += row(
            f"({w.target.letter}) {w.target.name}",
            f"{w.target.ends[0]:g} to {w.target.ends[1]:g}",
            told,
            "inside" if w.hit else "outside",
        )
    return text


def learnt(found: Calibration) -> str:
    """What was learnt, of the least decided by the prior."""
    rows = sorted(found.rows(), key=lambda one: one["prior_decides"])
    text = head("value", "default", "middle", "95%", "prior decides")
    for one in rows[:SHOWN]:
        text += row(
            f"`{one['name']}`",
            f"{one['default']:.3g}",
            f"{one['middle']:.3g}",
            f"{one['low']:.3g} to {one['high']:.3g}",
            f"{one['prior_decides']:.2f}",
        )
    rest = rows[SHOWN:]
    return text + (
        f"\nFor the other {len(rest)} values the ratio is {rest[0]['prior_decides']:.2f} or more.\n"
        if rest
        else ""
    )


def agreement(first: Calibration, last: Calibration) -> str:
    """Values on which two rounds do not agree, by more than the spread of the later one."""
    middles = [
        f.table.ends[:, 0] + f.posterior.mean * (f.table.ends[:, 1] - f.table.ends[:, 0])
        for f in (first, last)
    ]
    spread = last.decided / 12**0.5
    apart = [
        f"`{one.name}`"
        for one, a, b, sd in zip(last.table.axes, *middles, spread, strict=True)
        if abs(a - b) > sd
    ]
    if not apart:
        return "For no value do the means of the first and the last round differ by more than the spread of the last.\n"
    return f"The first and the last round disagree (means differ by more than the spread of the last) on {', '.join(apart)}.\n"


def told_of_again(lived: Calibration) -> str:
    """What draws that were lived again make, in words."""
    short = [
        f"{one.target.name} ({one.middle:.2f})"
        for one in lived.reach
        if not one.target.ends[0] <= one.middle <= one.target.ends[1]
    ]
    count = round(lived.together * len(lived.table.numbers))
    text = f"{count} of {len(lived.table.numbers)} draws {'reproduces' if count == 1 else 'reproduce'} all at once. "
    if short:
        return (
            text
            + f"The median of the draws lies outside the band of {', '.join(short)}: the regression lines do not reach that far.\n"
        )
    return text + "The median of the draws lies inside each band.\n"


def catalogue() -> str:
    """All patterns with our values."""
    found = ours()
    text = f"Presets as they stand; {CITIZENS:,} citizens, {DAYS} days, mean of {len(SEEDS)} seeds. *Firm*: how firm the number is, and how well our measure fits what was asked.\n\n"
    text += head("pattern", "who", "published", "ours", "firm", "source")
    for one in patterns():
        mine = "; ".join(
            f"{'no value' if each.inside is None else f'{each.value:.3f}, ' + ('inside' if each.inside else 'outside')} ({each.bound.said})"
            for each in found
            if each.pattern is one
        )
        link = f"{one.source}" + (f", doi {one.doi}" if one.doi else "")
        firm = f"{one.firm}, {one.binding}" if one.binding else one.firm
        text += row(
            f"`{one.key}`: {one.finding}",
            one.population,
            one.number,
            mine or f"not comparable: {one.why}",
            firm,
            link,
        )
    return text


def main(folder: Path) -> None:
    """Everything, into the page."""
    base = "press-2015"
    prior = api.calibrate(base, out=folder / "one.study")
    few = api.calibrate(base, out=folder / "few.study", values=FEW, points=512)
    text = (
        f"{len(prior.table.numbers):,} points, each {500} citizens and 365 days, run once with its own luck. In each cell: the share of points inside the band, "
        "and between what 95% of points lie.\n\n"
    )
    text += (
        reach({"all that is assumed of people": prior, "the few": few})
        + "\n"
        + told_of_reach(prior, few)
        + "\n"
        + told_of_gate(prior)
    )
    if prior.passed:
        last = api.calibrate(base, out=folder / "one.study", rounds=ROUNDS)
        text += "\n### Withheld\n\n" + withheld(last) + "\n### What was learnt\n\n"
        text += (
            f"Round {ROUNDS}: {len(last.table.numbers):,} points drawn from what the round before left. "
            + told_of_gate(last)
            + "\n"
        )
        if last.passed:
            lived = api.again(last, base, out=folder / f"again.{ROUNDS}.study")
            text += (
                learnt(last)
                + "\n"
                + agreement(prior, last)
                + "\n### Draws lived again\n\n"
                + reach({f"points of round {ROUNDS}": last, "draws of the posterior": lived})
                + "\n"
                + told_of_again(lived)
            )
            watched = api.lever("e", draws=last.draws(200), out=folder / f"e.{ROUNDS}.study", points=400)
            text += (
                "\n### Stage 2: watching alone\n\n"
                + reach({"watching-only at those draws": watched})
                + "\n"
                + told_of_gate(watched)
            )
            text += "\n" + (learnt(watched) if watched.passed else "The posterior is not shown.\n")
        else:
            text += "The posterior is not shown.\n"
    out = [one for one in joint() if one.why]
    text += "\n### Out of reach\n\n" + "".join(f"({one.letter}) {one.name}: {one.why}\n" for one in out)
    put(PAGE, __file__, text + "\n## The catalogue\n\n" + catalogue())


if __name__ == "__main__":
    assert TRUTHS == 1000
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "runs"))
