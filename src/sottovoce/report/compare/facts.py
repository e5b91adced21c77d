"""What the pages of a comparison are made from, and the sentences that are computed from it."""

import math

from sottovoce.law.mechanisms import never_begins
from sottovoce.measure.account import Account
from sottovoce.measure.borne import borne
from sottovoce.measure.counts import COUNTS, Count
from sottovoce.measure.harms import HARMS, Given
from sottovoce.measure.names import MEASURES, OF_POINTS
from sottovoce.report.answer import assumptions, back, who
from sottovoce.report.numbers import MINUS, count, number, percent, span, unit
from sottovoce.report.sentences import plain, spoken
from sottovoce.report.words import short
from sottovoce.study.comparison import Cell, Comparison, Row
from sottovoce.study.equal import TOLERANCE
from sottovoce.study.equal import told as told_count
from sottovoce.study.together import pairs, sentence

RANKS = (
    "A rank like 2–4 means that intervals overlap: these seeds do not tell those rows apart. Below 0: more harm "
    "than with the whole system."
)
ONE_SEED = "One seed: there is no interval, so nothing can be ranked."
ACCOUNT = ("spoke", "held_back", "cut_off")
BRACKETS = "In brackets: the 95% interval includes zero."
COUNTED: dict[Count, tuple[str, int, str]] = {
    "punished": ("people punished", 0, "people"),
    "points": ("points taken", 3, "SD a citizen"),
    "seen": ("acts seen", 2, "per citizen-year"),
    "examined": ("acts looked through", 2, "per citizen-year"),
}


def percents(low: float | None, high: float | None) -> str:
    """An interval of such a share."""
    return "none" if low is None or high is None else f"{percent(low).removesuffix('%')} to {percent(high)}"


def ranks(row: Row) -> str:
    """``3``, ``2–4``, or nothing."""
    if row.ranks is None:
        return ""
    return str(row.ranks[0]) if row.ranks[0] == row.ranks[1] else f"{row.ranks[0]}–{row.ranks[1]}"


def told(low: float | None, high: float | None) -> bool:
    """Whether an interval leaves zero outside, or has no width at zero."""
    return low is not None and high is not None and (low > 0 or high < 0 or low == high == 0)


def size(c: Comparison) -> str:
    """How large it all is."""
    s = c.first
    return f"{s.citizens:,} made-up citizens, {s.days:,} days, {count(c.seeds, 'seed')} from {s.seed} on."


def lead(c: Comparison) -> str:
    """What was compared, in a sentence."""
    if c.of_systems:
        names = ", ".join(row.label for row in c.systems)
        return f"{names}, each against the same people without it."
    return f"{c.first.name} ({c.first.label}), and the same people with the same luck in {count(len(c.safeguards), 'other world')}."  # fmt: skip


def harm_sentence(c: Comparison) -> str:
    """The harm that is ranked by: both worlds, and the difference."""
    by = c.ranked_by
    if by is None:
        return c.order.why
    with_, without = (row.measures[by] for row in c.base)
    e = with_
    values = number(with_.value, e.unit), number(without.value, e.unit)
    name = f"{short(by)[:1].upper()}{short(by)[1:]}" + ("" if e.unit == "share" else f" ({unit(e.unit)})")
    text = f"{name}: {values[0]} with the system, {values[1]} without it"
    if by in OF_POINTS:
        text += " (points of a score that nobody sees are nobody’s loss)"
    return f"{text}; difference {number(e.difference, e.unit, sign=True)} (95% interval {span(e.low, e.high, e.unit)})."


QUESTIONS = {
    "safeguard": "Which safeguard gives back what",
    "feature": "Which feature does what harm",
    "change": "Which change gives back what",
}


def kind(c: Comparison) -> str:
    """What the rows are: safeguards (reforms), features (knock-outs), or changes where there are both."""
    kinds = {row.kind for row in c.safeguards}
    return "safeguard" if kinds == {"reform"} else "feature" if kinds == {"knock-out"} else "change"


def answer(c: Comparison) -> list[str]:
    """What became of speech, who bears it, what gives how much back; then what the assumptions do to it."""
    if c.of_systems or not c.base[0].measures or not c.base[1].measures:
        return []
    with_, without = (_account(row) for row in c.base)
    said = [plain(spoken(c.first, with_, without))] if c.ranked_by in ACCOUNT else [harm_sentence(c)]
    both = sorted(set(c.finished(0)) & set(c.finished(1)))
    bearers, others = ([c.finished(place)[k].who for k in both] for place in (0, 1))
    said.append(who(borne(bearers, others, "voice_gap"), len(both)))
    if c.ranked_by:
        shares = [
            (f"“{row.label}”", Given(cell.given_back, cell.given_low, cell.given_high))
            for row in c.ranked_rows
            if (cell := row.measures.get(c.ranked_by))
        ]
        said.append(back(shares, short(c.ranked_by), kind(c)))
        said += [text for text in (sentence(pairs(c), short(c.ranked_by)),) if text]
    asked = c.ranked_rows if c.ranked_by == "held_back" else []  # the study is of what is held back
    swept = [(row.name, f"“{row.label}”") for row in asked if row.kind == "reform"]
    return [*said, assumptions(c.first, swept)]


def _account(row: Row) -> Account:
    """The account of a row, as far as a sentence needs it."""
    spoke, held_back, cut_off, unheard = (row.measures[name].value for name in (*ACCOUNT, "unheard"))
    none = math.nan
    return Account(none, spoke, held_back, cut_off, none, none, none, unheard, none)


def order_sentence(c: Comparison) -> str:
    """By which measure the rows are ordered."""
    if c.ranked_by is None:
        return ""
    return f"Ranked by the share of this harm ({c.ranked_by}) that each gives back: {c.order.why}. Another can be chosen (by)."


def remarks(c: Comparison) -> list[str]:
    """What has to be said beside the numbers."""
    found = []
    if c.ranked_by:
        found.append(ONE_SEED if c.seeds == 1 else RANKS)
        found.append(f"A {kind(c)} is good or bad at one harm at a time; there is no total.")
    return found


def left_out(c: Comparison) -> tuple[dict[str, str], dict[str, str]]:
    """Reforms that do not apply, and features that cannot be taken away as they are not at work here: label -> why."""
    features = {
        name.removeprefix("without:"): why
        for name, why in c.does_not_apply.items()
        if name.startswith("without:")
    }
    return {n: why for n, why in c.does_not_apply.items() if not n.startswith("without:")}, features


def equal_sentences(c: Comparison) -> list[str]:
    """What was scaled to what, and what difference is left."""
    count = c.equal
    if count is None or not c.scaled:
        return []
    aim = told_count(count, c.scaled[0].target)
    found = [
        f"Equal count: {COUNTS[count]}. {c.first.name}: {aim}, mean over seeds. The others are scaled until they agree "
        f"with it within {100 * TOLERANCE:.0f}%."
    ]
    for one in c.scaled:
        if one.error:
            continue
        sign = "+" if one.difference >= 0 else MINUS
        said = f"{one.name}: {told_count(count, one.reached)} ({sign}{abs(100 * one.difference):.1f}%)"
        if not one.values:
            found.append(f"{said}, as it is.")
            continue
        moved: dict[str, list[str]] = {}
        for path, (was, now) in one.values.items():
            moved.setdefault(f"{plainly(was)} to {plainly(now)}", []).append(path)
        changes = "; ".join(f"{', '.join(paths)} from {change}" for change, paths in moved.items())
        found.append(f"{said}, with {one.what} times {plainly(one.factor)}: {changes}.")
    return found


def plainly(value: float) -> str:
    """A value of a scenario, to three places."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def troubles(c: Comparison) -> list[str]:
    """What went wrong: worlds that failed, or that were stopped."""
    found = [f"{row.label} failed: {row.error}" for row in c.rows if row.error and row.kind != "without"]
    for scenario in c.scenarios:
        if never := never_begins(scenario):
            found.append(f"{scenario.name}: {never[:1].lower()}{never[1:]}")
    if c.interrupted:
        done = min((row.seeds for row in c.rows if not row.error), default=0)
        found.append(f"Stopped before the end: every row has at least {done} of {c.seeds} seeds finished.")
    return found


def in_spreads(c: Comparison, row: Row, cell: Cell) -> tuple[float, float | None, float | None, str]:
    """The effect of a system: points in standard deviations of that scenario's day-0 score, so that scales compare."""
    if not cell.unit.startswith("points"):
        return cell.difference, cell.low, cell.high, cell.unit
    scenario = next(v.scenario for v in c.variants if v.name == row.name and v.scenario is not None)
    spread, unit = scenario.score.spread, cell.unit.replace("points", "SD")
    if spread == 0:
        return math.nan, None, None, unit
    low, high = (None if v is None else v / spread for v in (cell.low, cell.high))
    return cell.difference / spread, low, high, unit


def worse(name: str, value: float) -> float:
    """The effect, turned so that above 0 is worse; 0 for what is no harm."""
    if name not in HARMS or math.isnan(value):
        return 0.0
    return value if HARMS[name].worse == "more" else -value


def known_measures() -> list[str]:
    """Harms first, then the other measures."""
    return [*HARMS, *(name for name in MEASURES if name not in HARMS)]
