"""The name of a difference between the program and the second implementation: the rule that writes what differs, and the term.

Which rule writes a column is read from the headers of the day's files (`writes: ...`), the order of rules from the text of the day.
For what is said the terms of U on both sides are laid side by side: the program's are worked out again from the eve of the day.
"""

import functools
import importlib
import pkgutil
import re
from typing import NamedTuple

import numpy as np
from whole_day import BAD, CHANNELS, RATED_WELL

from sottovoce import day as days_of
from sottovoce.chance import Purpose, draw, wrapping
from sottovoce.day import choice
from sottovoce.day.act import mind
from sottovoce.day.adapt import adapt
from sottovoce.day.announce import announce
from sottovoce.day.enrol import enrol
from sottovoce.day.learn import learn
from sottovoce.day.look import alone, attend
from sottovoce.day.points import asks, setting_of, topic_of
from sottovoce.day.rules import rules
from sottovoce.scenario.model import Scenario
from sottovoce.society import Society
from sottovoce.society.state import GRID, NOTHING
from sottovoce.society.tally import width

TERMS = ("authenticity", "climate", "punishment", "score", "reproach", "effort", "noise")
EVENTS = ("bad conduct", "good conduct", "false report", "bad rating", "good rating")
# Names here -> column of the program, where they are not the same.
COLUMNS = {"ties": "friend", "wishes": "wished", "wish": "wished", "ever": "wished"} | dict.fromkeys(
    ("listed", "frozen", "demoted", "last_loss", "due"), "dates"
)
COLUMNS |= {"left": "traces", "tagged_in": "traces", "shared": "tags"}
DATES = {"last_loss": "fault"}  # kinds of dates by another name
ACCOUNT = "account"  # sums of the account of silence, which stand in the tally and in no column: account.SUM.CHANNEL


class Difference(NamedTuple):
    """Something that the two implementations hold differently of one citizen."""

    column: str
    row: int
    program: object
    oracle: object
    more: str = ""  # what else is known

    def __str__(self) -> str:
        whose = "group" if self.column.split(".")[0] == ACCOUNT else "citizen"
        return (
            f"{' or '.join(rules_of(self.column))} ({self.column}): {whose} {self.row}: "
            f"program {self.program}, oracle {self.oracle}{self.more}"
        )


@functools.cache
def headers() -> dict[str, list[str]]:
    """Rule -> the columns that the header of its file says it writes."""
    found = {}
    for module in pkgutil.iter_modules(days_of.__path__):
        text = importlib.import_module(f"{days_of.__name__}.{module.name}").__doc__ or ""
        if written := re.search(r"writes: ([a-z_\s]+)", text):
            found[module.name] = [name for name in written[1].split() if name != "nothing"]
    return found


@functools.cache
def order() -> list[str]:
    """Rules in the order of the day, as the text of `sottovoce.day` has it; then those that it does not name."""
    told = re.search(r"\w+(?: -> \w+)+", days_of.__doc__ or "")
    assert told, "the text of sottovoce.day names its rules in order"
    first = told[0].split(" -> ")
    return first + [rule for rule in headers() if rule not in first]


def rules_of(column: str) -> list[str]:
    """The rules that write a column, in the order of the day. A kind of date is written by who assigns it."""
    name = column.split(".")[0]
    if name == ACCOUNT:
        return ["act"]
    written = COLUMNS.get(name, name)
    found = [rule for rule in order() if written in headers().get(rule, ())]
    if written == "dates":
        place = DATES.get(name, name).upper()
        return [rule for rule in found if f"s.dates[{place}, i] =" in source(rule)]
    return found


def source(rule: str) -> str:
    """The text of a rule's file."""
    spec = importlib.import_module(f"{days_of.__name__}.{rule}").__spec__
    assert spec and spec.origin
    with open(spec.origin, encoding="utf-8") as file:
        return file.read()


def bits(program: int, oracle: int, names: list[str]) -> str:
    """Which bits of two columns differ."""
    parts = [
        f"{name} ({'program' if program >> k & 1 else 'oracle'} only)"
        for k, name in enumerate(names)
        if (program ^ oracle) >> k & 1
    ]
    return ": " + ", ".join(parts)


def more_of_bits(column: str, program: int, oracle: int, tiers: list) -> str:
    """What bits mean, for a column of bits."""
    if column == "access":
        return bits(program, oracle, [f"tier {tier.name}" for tier in tiers])
    if column == "observed":
        assert len(EVENTS) == RATED_WELL - BAD + 1
        return bits(program, oracle, [*CHANNELS, *EVENTS])
    return ""


class Eve(NamedTuple):
    """What stood on the eve of a day, to work out again what the program's citizens weighed on it."""

    scenario: Scenario
    society: Society
    yesterday: np.ndarray | None  # sums by group
    day: int

    def terms(self, row: int, channel: int, levels: list[int]) -> dict[int, dict[str, float]]:
        """Level -> term of U -> utility, as the program has them for a citizen."""
        society = self.society.copy()
        s, now = society.state, self.scenario.on(self.day)
        r = rules(self.scenario, self.day, mean_degree=self.mean_degree)
        t = announce(now, r, s, self.yesterday, self.day, measured=True)
        tally = np.zeros((len(society.groups), width(self.scenario)), np.int64)
        with wrapping():
            noticed = attend(row, alone(row, s, r), s, r, t)
            adapt(row, noticed, s, r, t)
            learn(row, noticed, s, r, t)
            enrol(row, s, r, t, tally)
            me = mind(row, noticed, s, r, t)
            draws = draw(t.luck[Purpose.CHOICE], np.uint64(s.id[row]), np.uint64(channel))
            topic = topic_of(channel, np.uint64(s.id[row]), r, t)
            me = choice.on_topic(topic, me, r)
            weighed = setting_of(channel, topic, np.uint64(s.id[row]), asks(row, s, r), me.watched, r, t)
            return {
                level: dict(zip(TERMS, choice.terms(level / GRID, weighed, me, r, t), strict=False))
                | {"noise": choice.luck(draws, level, r)}
                for level in levels
            }

    @property
    def mean_degree(self) -> float:
        return 2 * len(self.society.ties) / self.society.citizens


def said(eve: Eve, theirs: dict[int, dict[str, float]], row: int, channel: int, levels: list) -> str:
    """The terms of U of two levels on both sides, and the first that differs. `theirs`: those of the second implementation."""
    weighed = [level for level in levels if level != NOTHING and level in theirs]
    if len(weighed) < len(levels):
        return ", an occasion, or a level, that only one side has"
    ours = eve.terms(row, channel, weighed)
    lines, first = [], ""
    for level in weighed:
        for side, found in (("program", ours[level]), ("oracle", joined(theirs[level]))):
            each = ", ".join(f"{term} {found[term] + 0.0:.6g}" for term in TERMS)
            lines.append(f"    U({level / GRID:g}), {side}: {each}; in all {sum(found.values()):.6g}")
        for term in TERMS:
            if not first and abs(ours[level][term] - joined(theirs[level])[term]) > 1e-6:
                first = f"{term} of {level / GRID:g}"
    return f"; first term of U that differs: {first or 'none'}\n" + "\n".join(lines)


def joined(found: dict[str, float]) -> dict[str, float]:
    """Terms of the second implementation under the program's names: frozen accounts are part of punishment, the audience of effort."""
    more = {"punishment": "frost", "effort": "audience"}
    return {term: found[term] + (found[more[term]] if term in more else 0.0) for term in TERMS}


def place(column: str) -> tuple[int, int]:
    """Where a column stands: by its first rule in the order of the day, and as the header of that rule has it."""
    rule, name = rules_of(column)[0], column.split(".")[0]
    written = headers()[rule]
    return order().index(rule), len(written) if name == ACCOUNT else written.index(COLUMNS.get(name, name))


def message(day: int, found: list[Difference]) -> str:
    """All differences of a day, in the order of the day's rules."""
    found = sorted(found, key=lambda each: (place(each.column), each.row))
    first = found[0]
    return (
        f"day {day}, {len(found)} differences; first differing rule in the order of the day: "
        f"{' or '.join(rules_of(first.column))}\n" + "\n".join(map(str, found[:20]))
    )
