"""What each phase says it reads and writes (the header of its file) is what it reads and writes.

Each phase runs as plain Python on a small society in which everything happens, with columns that note who touched them.
"""

import ast
import importlib
import inspect
import re

import numpy as np
import pytest

from helpers import LIVELIER, livelier, unlike
from sottovoce.chance import wrapping
from sottovoce.day import account, act, activation, step, why
from sottovoce.day.announce import announce
from sottovoce.day.choice import on_topic
from sottovoce.day.jobs import hunt
from sottovoce.day.look import alone, attend, put_attended, put_noticed
from sottovoce.day.move import move
from sottovoce.day.points import asks, setting_of
from sottovoce.day.rewire import idle, propose, reviews
from sottovoce.day.rules import rules
from sottovoce.day.show import show, speak
from sottovoce.day.step import workspace
from sottovoce.day.tags import deliver
from sottovoce.day.ties import remove, resolve
from sottovoce.machine.rule import RULES
from sottovoce.night import proposals, removals, tags
from sottovoce.society import State, create
from sottovoce.society.signal import blank
from sottovoce.society.tally import width

PHASES = (
    "announce",
    "look",
    "adapt",
    "learn",
    "enrol",
    "act",
    "observe",
    "score",
    "sanction",
    "jobs",
    "rewire",
    "move",
)
BESIDE = ("show", "speak", "tags", "ties")  # what else reads and writes columns


class Column:
    """A column that notes whether anything in it was read, or given another value."""

    def __init__(self, values: np.ndarray):
        self.values = values
        self.read = self.written = False
        self.places = []  # that were read

    def __getitem__(self, place):
        self.read = True
        self.places.append(place)
        return self.values[place]

    def __setitem__(self, place, value):
        if self.values[place] != value:
            self.written = True
        self.values[place] = value

    def __eq__(self, other):
        self.read = True
        return self.values == other

    def __ge__(self, other):
        self.read = True
        return self.values >= other

    def min(self):
        self.read = True
        return self.values.min()

    def __len__(self):
        return len(self.values)

    @property
    def shape(self):
        return self.values.shape


class Watched:
    """A state whose columns are watched; `touched` empties the notes."""

    def __init__(self, state: State):
        self._columns = {name: Column(values) for name, values in state._asdict().items()}

    def __getattr__(self, name):
        return self._columns[name]

    def touched(self) -> tuple[set[str], set[str]]:
        read = {name for name, column in self._columns.items() if column.read}
        written = {name for name, column in self._columns.items() if column.written}
        for column in self._columns.values():
            column.read = column.written = False
            column.places.clear()
        return read, written

    def others(self, row: int) -> bool:
        """Whether anybody's signal but that of the row was read."""
        return any(place != row for place in self._columns["signal"].places)


def declared(name: str) -> tuple[set[str], set[str]]:
    """Columns that the header of a phase, or the text of a function in it, says it reads and writes."""
    module = importlib.import_module(f"sottovoce.day.{'show' if name == 'speak' else name}")
    text = speak.__doc__ if name == "speak" else module.__doc__
    text = re.sub(r"\s+", " ", text)
    found = re.search(r"reads: ([a-z_ ]+?)(?: ·)? writes: ([a-z_ ]+)", text)
    assert found, f"day/{name}.py declares neither reads nor writes"
    reads, writes = (set(words.split()) - {"nothing"} for words in found.groups())
    assert reads | writes <= set(State._fields), "names of columns"
    return reads, writes


def scenarios():
    """Between them every branch of every phase."""
    small = LIVELIER | {"citizens": 40, "days": 45, "society.network.community_size": 10}
    yield livelier(
        small, voice__climate="share", watching__rest=0.4, ties__drop="discordant", ties__make="same_voice"
    )
    yield livelier(
        small,
        watching__others=0.3,
        watching__list_above=0.0,
        voice__shock={"day": 5, "share": 0.5, "rise": 0.5, "days": 3},
        score__standing={"pride": 0.01, "face": 0.02, "friends": 0.2, "lenders": 0.1},
        score__lookup="public",
        tags__chance=0.1,
        jobs__hunts=60.0,
        jobs__finds=0.5,
        jobs__lookback_days=5,
        jobs__value=0.2,
        days=30,
    )
    yield livelier(small, enrolment__mandatory_day=None, ties__drop="score", ties__make="high_score", days=35)
    yield livelier(small, watching__learn=0.0, ties__drop="random", score__update="monthly", days=35)
    yield livelier(
        small,
        voice__reward="reply",
        voice__enforce=True,
        voice__views="average",
        ties__move="random",
        days=25,
    )
    yield livelier(small, voice__reward="balance", voice__express="average", voice__views="copy", days=20)
    hush = {"name": "hush", "access": "reach", "effect": "takes", "edge": 600.0, "strength": 0.5}
    yield livelier(
        small,
        voice__express="gate",
        voice__enforce=True,
        society__confidence=2.0,
        order="sequential",
        tiers=[hush],
        days=20,
    )


@pytest.fixture(scope="module")
def touched():
    """Phase -> columns read, columns written, over all days of all scenarios."""
    notes: dict[str, tuple[set, set]] = {name: (set(), set()) for name in (*PHASES, *BESIDE, "count")}
    notes["seeing others"] = (set(), set())  # phases, not columns
    for scenario in scenarios():
        watch(scenario, notes)
    return notes


def watch(scenario, notes) -> None:
    """Live the scenario phase by phase, beside the day as the program lives it, and note what is touched."""
    society, twin = create(scenario, ledger=True), create(scenario, ledger=True)
    degree = 2 * len(society.ties) / society.citizens
    blank(society.state)
    blank(twin.state)
    yesterday = None
    w = workspace(1)
    adapt, learn, enrol, sanction, score = (
        getattr(importlib.import_module(f"sottovoce.day.{name}"), name)
        for name in ("adapt", "learn", "enrol", "sanction", "score")
    )

    def note(name: str, row: int = -1) -> None:
        if row >= 0 and state.others(row):
            notes["seeing others"][0].add(name)
        for all_of, now in zip(notes[name], state.touched(), strict=True):
            all_of |= now

    for day in range(scenario.days):
        book = rules(scenario, day, mean_degree=degree, ledger=True)
        state = Watched(society.state)
        today = announce(scenario.on(day), book, state, yesterday, day, True)
        note("announce")
        tally, sums = (np.zeros((len(society.groups), width(scenario)), np.int64) for _ in range(2))
        with wrapping():
            for i in range(society.citizens):
                noticed = attend(i, alone(i, state, book), state, book, today)
                note("look", i)
                put_noticed(w.noticed, 0, noticed)
                put_attended(w.noticed, 0, noticed)
                adapt(i, noticed, state, book, today)
                note("adapt", i)
                learn(i, noticed, state, book, today)
                note("learn", i)
                enrol(i, state, book, today, tally)
                note("enrol", i)
                w.scheduled[0], w.acted[0] = act.begin(i, state, book, today)
                me = act.mind(i, noticed, state, book, today)
                step.put_mind(w.mind, 0, me, book)
                seen = {}
                for channel in range(step.KINDS):
                    decides = me.wish > 0 or channel < step.PUBLIC
                    if int(w.scheduled[0] if decides else w.acted[0]) >> channel & 1:
                        comes = bool(int(w.acted[0]) >> channel & 1)
                        who = np.uint64(state.id[i])
                        topic = act.about(i, channel, who, state, book, today)
                        here = on_topic(topic, me, book) if book.topics.moving else me
                        asking = asks(i, state, book)
                        setting = setting_of(channel, topic, who, asking, here.watched, book, today)
                        seen[channel] = topic, setting
                        level = act.decide(i, channel, setting, who, here, state, book, today)
                        if comes:
                            state.said[channel, i] = level
                        w.chosen[channel, 0] = account.within(level, here.wish)
                        account.tell(i, channel, level, comes, here, True, state, book, tally)
                        account.account(i, channel, topic, level, comes, here, True, state, book, tally)
                        disagrees = channel < step.PUBLIC and me.wish > 0
                        if disagrees and why.asked(i, channel, state, book, today):
                            counts = not act.is_planted(i, state, book)
                            why.attribute(i, channel, topic, here, counts, state, book, today, tally, w)
                step.conclude(i, 0, state, book, today, tally, w)
                note("act", i)
                state.touched()  # what is said is read by those who observe
                for channel, (topic, setting) in seen.items():
                    said = int(state.said[channel, i])
                    reach = step.reach_of(noticed.ties, book)
                    step.watch(i, 0, channel, topic, setting, said, noticed, reach, state, book, today, w)
                gains, losses = step.recorded(i, 0, state, book, today, tally, w)
                note("observe", i)
                score(i, noticed, gains, losses, state, book, today, tally)
                note("score", i)
                sanction(i, state, book, today, tally)
                note("sanction", i)
                if book.jobs.chance > 0:
                    hunt(i, state, book, today, tally)
                note("jobs", i)
                if book.tiers.takes_reach:
                    account.unheard(i, state, book, today, tally)
                note("act", i)
                step.tag_few(i, 1, state, book, today, w)
                note("tags", i)
                state.drop[i] = state.make[i] = -1
                if not idle(book) and reviews(i, state, book, today):
                    propose(i, noticed, state, book, today)
                note("rewire", i)
                move(i, state, book, today)
                note("move", i)
                show(i, state, book, today)
                note("show")
                step.count(i, noticed, state, tally)
                note("count")
            step.step(0, society.citizens, twin.state, book, today, sums, w)
            assert np.array_equal(tally, sums)
            asked = tags(society.state, day)
            for k in range(len(asked) if book.tags.there else 0):
                deliver(k, asked, state)
                note("tags")
                deliver(k, asked, twin.state)
            asked = proposals(society.state, scenario.seed, day)
            again = asked.copy()
            for k in range(len(asked)):
                resolve(k, asked, state)
                note("ties")
                resolve(k, again, twin.state)
            asked = removals(society.state, scenario.seed, day) if book.ties.move else asked[:0]
            again = asked.copy()
            for k in range(len(asked)):
                remove(k, asked, state, book)
                note("ties")
                remove(k, again, twin.state, book)
            if scenario.order != "synchronous":
                for i in range(society.citizens):
                    speak(i, state, book, today)
                    note("speak")
                    speak(i, twin.state, book, today)
        assert unlike(society.state, twin.state) == [], "the phases here are those of day.step, in its order"
        yesterday = tally
        for each in (society, twin):
            each.overnight()


@pytest.mark.slow(16)
@pytest.mark.parametrize("name", [*PHASES, *BESIDE])
def test_writes(touched, name):
    """A phase writes what it declares, all of it and nothing else."""
    assert touched[name][1] == declared(name)[1]


@pytest.mark.parametrize("name", [*PHASES, *BESIDE])
def test_reads(touched, name):
    """A phase reads what it declares, all of it; nothing else but what it writes itself."""
    reads, writes = declared(name)
    assert touched[name][0] - writes <= reads, "read and not declared"
    assert reads <= touched[name][0], "declared and never read"


def test_counting_changes_nobody(touched):
    """Counting reads the group and writes no column."""
    assert touched["count"] == ({"group"}, set())


def test_only_looking_and_rewiring_see_others(touched):
    """The one window onto others is `look`; only rewire and move, which change a tie, have a declared exception.

    A phase may read the citizen's own word (score: enrolled yesterday?), but nobody else's.
    """
    assert touched["seeing others"][0] == {"look", "rewire", "move"}
    for name in PHASES:
        assert ("friend" in declared(name)[0]) == (name in ("look", "rewire", "move")), name


def called(function) -> set[str]:
    """Names of the rules that a rule calls."""
    tree = ast.parse(inspect.getsource(function))
    names = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    return names & {each.__name__ for each in RULES}


def test_every_order_of_activation_runs_the_same_phases():
    """What a synchronous day calls beside `prepare`, `act`, `conclude`, `follow` and the like would be left out where citizens take turns."""
    synchronous = (called(step.step) | called(step.settle)) - {"clock", "fetch_columns", "settle"}
    turns = called(activation.turn) | called(activation.after_turns)
    assert synchronous == turns - {"again", "speak", "swap", "watch_said"}  # what only turns need
    assert {"look", "prepare", "act", "conclude", "follow", "tag_few", "rewire", "move"} == synchronous
