"""The charts of the page. Each is defined once, as Vega-Lite with its rows: SVG on the page, SVG, PNG and CSV to keep."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sottovoce import figures
from sottovoce.figures import THOUGHT, WITH, WITHOUT, Size, Style
from sottovoce.scenario.model import Scenario
from sottovoce.web.pair import Pair
from sottovoce.web.side import Side
from sottovoce.web.view import ENROLLED, NUMBERS
from sottovoce.web.words import digits

PLACE = Size(440, 250, left=44, right=14, top=44, bottom=40, font=13)
POINTS = 122  # points of a curve, at most about this number
BINS = 40
TIERS = ("#a33b0b", "#5a2410", "#7a5b12", "#383c46", "#1f5fa8")
DASHES = ((), (7, 3), (2, 2), (9, 3, 2, 3), (1, 3))


@dataclass
class Drawing:
    """A chart: specification, words for those who do not see it, and the rows that it was drawn from."""

    name: str
    title: str
    about: str
    spec: dict[str, Any]
    head: list[str]
    rows: list[list[Any]]
    key: list[tuple[str, str, str]]  # label, colour, dash
    across: tuple[float, float] | None  # where day 0 and the last day stand, shares of the width

    def told(self) -> dict[str, Any]:
        """As the page wants it."""
        rows = [[None if isinstance(v, float) and math.isnan(v) else v for v in row] for row in self.rows]
        return {
            "name": self.name, "title": self.title, "about": self.about, "svg": self.svg(), "head": self.head,
            "rows": rows, "key": self.key, "across": self.across,
        }  # fmt: skip

    def svg(self) -> str:
        """For the page: no style attribute, which the page's policy would refuse."""
        text = figures.svg(self.spec, f"chart-{self.name}", self.title, self.about)
        head, mark, rest = text.partition(">")
        return (
            head.split(' style="')[0] + f' role="img" aria-labelledby="chart-{self.name}-title"' + mark + rest
        )


def drawings(pair: Pair, day: int, last: int) -> list[Drawing]:
    """All charts up to the end of `day`; the time axis ends at day `last`. What a scenario has not, has no chart."""
    scored = pair.system.kind in ("score", "none")
    makers: tuple[Callable[..., Drawing | None], ...] = (
        (_said, _scores, _ties, _access) if scored else (_said, _hit, _ties)
    )
    return [d for d in (maker(pair, day, last) for maker in makers) if d]


def _thinned(day: int) -> list[int]:
    step = max(1, -(-(day + 1) // POINTS))
    kept = list(range(0, day + 1, step))
    return kept if not kept or kept[-1] == day else [*kept, day]


def _column(side: Side, name: str, shown: list[int]) -> list[float]:
    at = NUMBERS.index(name)
    return [float(side.stats[d][at]) for d in shown]


def _curves(name: str, title: str, about: str, y: str, days: list[int], last: int,
            series: dict[str, tuple[list[float], Style]], marks: list[tuple[float, str]]) -> Drawing:  # fmt: skip
    rows = [
        {"x": d, "y": v, "series": label}
        for label, (values, _) in series.items()
        for d, v in zip(days, values, strict=True)
    ]
    styles = {label: style for label, (_, style) in series.items()}
    spec = figures.lines(
        rows, styles, PLACE, x="day", y=y, last=float(max(last, 1)), marks=marks, labels=False
    )
    table = [[d, *(round(values[n], 3) for values, _ in series.values())] for n, d in enumerate(days)]
    key = [(label, style.colour, " ".join(map(str, style.dash))) for label, style in styles.items()]
    left, right = PLACE.left / PLACE.width, 1 - PLACE.right / PLACE.width
    return Drawing(name, title, about, spec, ["day", *series], table, key, (left, right))


def _marks(pair: Pair, last: int) -> list[tuple[float, str]]:
    side = pair.a
    s = side.scenario.enrolment
    found = [(s.opt_in_day, "opt-in"), (s.mandatory_day, "mandatory")]
    return [
        (float(d), label) for d, label in found if d is not None and d <= last and pair.system.kind == "score"
    ]


def _said(pair: Pair, day: int, last: int) -> Drawing:
    sides, names = pair.sides, pair.names
    days = _thinned(day)
    series = {
        "disagree": (_column(sides[0], "disagree", days), Style(THOUGHT, (2, 3), 2.4)),
        f"say so, {names[0]}": (_column(sides[0], "say_so", days), Style(WITH, (), 2.6)),
        f"say so, {names[1]}": (_column(sides[1], "say_so", days), Style(WITHOUT, (7, 4))),
    }
    about = "Of 1,000 people, how many disagree, and how many say so in each world, day by day."
    return _curves(
        "said", "Thought against said", about, "of 1,000 people", days, last, series, _marks(pair, last)
    )


def _ties(pair: Pair, day: int, last: int) -> Drawing | None:
    sides, names = pair.sides, pair.names
    if not any(side.stats[day][NUMBERS.index("cut")] for side in sides):
        return None
    days = _thinned(day)
    series = {
        names[0]: (_column(sides[0], "cut", days), Style(WITH, (), 2.6)),
        names[1]: (_column(sides[1], "cut", days), Style(WITHOUT, (7, 4))),
    }
    about = "Friendships cut so far in each world, day by day."
    return _curves(
        "ties", "Friendships cut", about, "ties cut so far", days, last, series, _marks(pair, last)
    )


def _access(pair: Pair, day: int, last: int) -> Drawing | None:
    sides, names = pair.sides, pair.names
    days, series = _thinned(day), {}
    tiers = sides[0].scenario.tiers if sides[0].scenario.score.in_force else ()
    for k, tier in enumerate(tiers[:8]):
        label = f"{tier.name} ({'taken' if tier.effect == 'takes' else 'given'})"
        style = Style(TIERS[k % len(TIERS)], DASHES[(k + k // len(TIERS)) % len(DASHES)])
        series[label] = ([v for v in _column(sides[0], f"tier_{k}", days)], style)
    if not series or not sides[0].stats[day][NUMBERS.index("enrolled")]:
        return None
    about = (
        f"Of 1,000 people, how many have each benefit and are under each sanction, {names[0]}, day by day."
    )
    title = f"What the score gives and takes, {names[0]}"
    return _curves("access", title, about, "of 1,000 people", days, last, series, _marks(pair, last))


_HIT = {
    "list": ("listed", "On the list", "of 1,000 people", "Of 1,000 people, how many are on the list in each world, day by day."),
    "freeze": ("frozen", "Accounts frozen", "of 1,000 people", "Of 1,000 people, whose account is frozen in each world, day by day."),
    "informers": ("punished", "Punished for what was seen", "punishments so far", "Punishments so far in each world, day by day."),
    "provocateurs": ("punished", "Punished for what was seen", "punishments so far", "Punishments so far in each world, day by day."),
}  # fmt: skip


def _hit(pair: Pair, day: int, last: int) -> Drawing | None:
    """What comes of a system without a score: being listed, frozen out or punished."""
    if pair.system.kind not in _HIT:
        return None
    name, title, y, about = _HIT[pair.system.kind]
    days = _thinned(day)
    series = {
        pair.names[0]: (_column(pair.a, name, days), Style(WITH, (), 2.6)),
        pair.names[1]: (_column(pair.b, name, days), Style(WITHOUT, (7, 4))),
    }
    return _curves(name, title, about, y, days, last, series, _marks(pair, last))


def _scores(pair: Pair, day: int, last: int) -> Drawing | None:
    sides, names = pair.sides, pair.names
    counts, score = [], sides[0].scenario.score
    for side in sides:
        shown, bits = side.seen[side.shown(day)]
        place = np.minimum((shown[(bits & ENROLLED) != 0].astype(int) - 1) * BINS // 255, BINS - 1)
        counts.append(np.bincount(place, minlength=BINS))
    if not any(count.any() for count in counts):
        return None
    edges = np.linspace(score.low, score.high, BINS + 1)
    fine = digits(pair.base)
    both = {names[0]: Style(WITH, (), 2.4), names[1]: Style(WITHOUT, (6, 3), 2.0)}
    kept = [k for k in range(2) if counts[k].any()]  # where no score is in force nobody has one
    styles = {names[k]: both[names[k]] for k in kept}
    rows = [
        {"x": float(edges[b]), "x2": float(edges[b + 1]), "y": float(counts[k][b]), "series": names[k]}
        for k in kept for b in range(BINS)
    ]  # fmt: skip
    ramp = ramp_of(pair.base)
    spec = figures.steps(rows, styles, PLACE, x="score", y="people", ramp=ramp)
    table = [
        [round(float(edges[b]), fine), round(float(edges[b + 1]), fine), *(int(counts[k][b]) for k in kept)]
        for b in range(BINS)
    ]
    key = [(label, style.colour, " ".join(map(str, style.dash))) for label, style in styles.items()]
    about = f"How many people have which score on day {day}, in each world with a score."
    return Drawing("scores", f"Scores on day {day}", about, spec, ["from", "to", *styles], table, key, None)


def ramp_of(scenario: Scenario) -> tuple[float, float]:
    """Scores at which the colours begin and end: where people are, and so that it can be said. About the start, as wide as the
    edges are away from it; a quarter of the scale each way where nothing narrower is known (350 to 950 gives 450 to 750)."""
    score = scenario.score
    edges = [
        abs(tier.edge - score.start)
        for tier in scenario.tiers
        if tier.on == "score" and tier.edge is not None
    ]
    most = (score.high - score.low) / 4
    known = [1.9 * far for far in edges] + ([3.0 * score.spread] if score.spread else [])
    reach = min(most, max(known)) if known else most
    reach = max(reach, (score.high - score.low) / 40)
    return max(score.start - reach, score.low), min(score.start + reach, score.high)
