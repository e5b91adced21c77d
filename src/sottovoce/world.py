"""Start here: a day after a day, and one world from first to last. `study.replicates` lives them in pairs."""

from collections.abc import Callable, Generator
from typing import NamedTuple

import numpy as np

from sottovoce.day import evening, live
from sottovoce.day.announce import Announcements
from sottovoce.day.moves import removals, remove
from sottovoce.day.rulebook import rules
from sottovoce.day.rules import MOVE_NEVER, Rules
from sottovoce.day.ties import DROPPED, MADE, proposals, resolve
from sottovoce.day.turn import rest, turn, turns
from sottovoce.day.word import blank
from sottovoce.errors import RunError
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.gpu import Gpu
from sottovoce.machine.plain import Plain
from sottovoce.record.record import Record
from sottovoce.scenario.model import Scenario
from sottovoce.society import Society, State, found
from sottovoce.society.found import fits
from sottovoce.society.tally import WIDTH

NO_MOVES = np.empty((0, 3), np.int64)


class Events(NamedTuple):
    """What happened on a day."""

    tally: np.ndarray  # int64 (group, sum): society.tally
    ties: np.ndarray  # int64 (change, 3): row, row, 0 dropped or 1 made


def days(
    scenario: Scenario,
    society: Society,
    first: int = 0,
    *,
    machine: Cpu | Gpu | Plain | None = None,
    keep: bool = False,
    odd: tuple[int, int] = (-1, -1),
    yesterday: np.ndarray | None = None,
    looks: Callable[[int], bool] = lambda day: True,
) -> Generator[tuple[int, Events], None, None]:
    """Live day after day, from `first`, changing `society` in place; yields (day, events of the day).

    `keep`: the points of every act are left in the column `earned`; `odd` = (row, day): other luck in one citizen's choices for a month (placebo);
    `yesterday`: the tally of the day before `first`, when a run is continued; `looks(day)`: whether the caller reads columns of the society
    on that evening (a card brings them only then, and at the end).
    """
    if not fits(scenario, society):
        raise RunError(
            f"society: founded for another scenario than {scenario.name}: other people, or no room for what it keeps of them. "
            "Found it for this scenario: sottovoce.found(scenario)."
        )
    machine, n = machine or Cpu(), society.citizens
    if keep and society.state.earned.shape[1] != n:
        raise RunError(
            "keep: the society has no room for the points of every act. Found it with sottovoce.found(scenario, keep_events=True)."
        )
    sums = np.zeros((machine.blocks(n), len(society.groups), WIDTH), np.int64)
    degree = 2 * len(society.ties) / n
    renamed = not np.array_equal(society.state.id, np.arange(n))
    changes, window = changed(scenario), measured_from(scenario)

    def begun(day: int) -> tuple[Scenario, Rules, Announcements]:
        now = scenario.on(day)
        book = rules(scenario, day, mean_degree=degree, keep=keep, odd=odd, renamed=renamed)
        return now, book, Announcements(now)

    now, rule_book, announcements = begun(first)
    # the same two tuples in turn: what a machine has packed stays packed
    night = (society.state, turned(society.state))
    if first == 0:
        blank(society.state)
    if all(stays(scenario.on(day)) for day in changes):
        machine.settle(society.state)
    try:
        for day in range(first, scenario.days):
            if day in changes and day > first:
                now, rule_book, announcements = begun(day)
            state = society.state
            if any(tier.top_share is not None for tier in now.tiers):
                machine.fetch(state.score, state.enrolled)
            today = announcements.today(state, yesterday, day, day >= window)
            sums[:] = 0
            moved = NO_MOVES
            if now.order == "synchronous":
                machine.everyone(live, n, state, rule_book, today, sums)
            else:
                order = turns(now.order, state, scenario.seed, day)
                rest(state)
                machine.in_order(turn, n, order, state, rule_book, today, sums[0])
                machine.everyone(evening, n, state, rule_book, today, sums)
                moved = order[order[:, 4] == 1, :][:, [0, 2, 3]]
            tally = yesterday = sums.sum(axis=0)
            machine.fetch(state.drop, state.make)
            asked = proposals(state, scenario.seed, day)
            if len(asked):
                machine.in_waves(resolve, asked, state)
            if (
                rule_book.move != MOVE_NEVER
                and now.order == "synchronous"
                and len(tonight := removals(state, scenario.seed, day))
            ):
                machine.in_order(remove, len(tonight), tonight, state, rule_book)
                moved = tonight[tonight[:, 3] == 1, :3]
            if not any(state is each for each in night):
                night = (state, turned(state))
            society.state = night[1] if state is night[0] else night[0]
            ties = asked[asked[:, 3] == 1, :3]
            if len(moved):
                ties = np.concatenate([ties, *changes_of(moved)])
            if looks(day):
                machine.fetch(*state)
            yield day, Events(tally, ties)
    finally:
        machine.let_go()


def changed(scenario: Scenario) -> set[int]:
    """Days on which other rules may begin to hold."""
    found = {0, *(dated.day for dated in scenario.dates)}
    for day in sorted(found):
        enrolment = scenario.on(day).enrolment
        found |= {d for d in (enrolment.opt_in_day, enrolment.mandatory_day) if d is not None}
    return found


def stays(now: Scenario) -> bool:
    """Whether a day only asks for what a machine does with columns that it has taken to itself."""
    return now.order == "synchronous" and now.ties.move == "never"


def turned(state: State) -> State:
    """The same people when the night is over: what they showed today is what others read tomorrow."""
    return state._replace(word=state.fresh, fresh=state.word, aired=state.airing, airing=state.aired)


def changes_of(moved: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Moved ties (who, from whom, to whom) as ties dropped and ties made, each int64 (change, 3)."""
    kind = np.full(len(moved), DROPPED)
    return np.stack([moved[:, 0], moved[:, 1], kind], axis=1), np.stack(
        [moved[:, 0], moved[:, 2], kind + MADE], axis=1
    )


def live_world(scenario: Scenario, society: Society | None = None, **how) -> Record:
    """One world from its first day to its last; `society` is changed in place. Keywords: those of `days`."""
    society = found(scenario) if society is None else society
    record = Record.blank(scenario, society.groups)
    for day, events in days(scenario, society, **how):
        record.note(day, society, events.tally, events.ties)
    return record


def measured_from(scenario: Scenario) -> int:
    """First measured day: measures are taken over the last 365 days, or over all days of a shorter run."""
    return max(0, scenario.days - 365)
