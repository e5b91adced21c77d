"""What each phase says it reads and writes (the header of its file) is what it reads and writes.

Each phase runs as plain Python on a small society in which everything happens, with columns that note who touched them.
"""

import importlib
import re

import numpy as np
import pytest

from helpers import LIVELIER, livelier, unlike
from sottovoce.chance import wrapping
from sottovoce.day import count, live
from sottovoce.day.announce import announce
from sottovoce.day.look import heed, look
from sottovoce.day.moves import removals, remove
from sottovoce.day.rulebook import rules
from sottovoce.day.ties import proposals, resolve
from sottovoce.day.word import blank, show, speak
from sottovoce.society import State, found
from sottovoce.society.tally import WIDTH

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
    "rewire",
    "move",
)
BESIDE = ("word", "speak", "ties", "moves")  # what else reads and writes columns


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
        """Whether anybody's word but that of the row was read."""
        return any(place != row for place in self._columns["word"].places)


def declared(name: str) -> tuple[set[str], set[str]]:
    """Columns that the header of a phase, or the text of a function in it, says it reads and writes."""
    module = importlib.import_module(f"sottovoce.day.{'word' if name == 'speak' else name}")
    text = {"word": show.__doc__, "speak": speak.__doc__}.get(name, module.__doc__)
    text = re.sub(r"\s+", " ", text)
    found = re.search(r"reads: ([a-z_ ]+?)(?: ·)? writes: ([a-z_ ]+)", text)
    assert found, f"day/{name}.py declares neither reads nor writes"
    reads, writes = (set(words.split()) - {"nothing"} for words in found.groups())
    assert reads | writes <= set(State._fields), "names of columns"
    return reads, writes


def scenarios():
    """Between them every branch of every phase."""
    small = LIVELIER | {"citizens": 40, "days": 45, "society.network.community_size": 10}
    yield livelier(small, voice__climate="share", ties__drop="discordant", ties__make="same_voice")
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
    society, twin = found(scenario, keep_events=True), found(scenario, keep_events=True)
    degree = 2 * len(society.ties) / society.citizens
    blank(society.state)
    blank(twin.state)
    yesterday = None
    run = {
        name: getattr(importlib.import_module(f"sottovoce.day.{name}"), name)
        for name in ("adapt", "learn", "enrol", "act", "observe", "score", "sanction", "rewire", "move")
    }

    def note(name: str, row: int = -1) -> None:
        if row >= 0 and state.others(row):
            notes["seeing others"][0].add(name)
        for all_of, now in zip(notes[name], state.touched(), strict=True):
            all_of |= now

    for day in range(scenario.days):
        book = rules(scenario, day, mean_degree=degree, keep=True)
        state = Watched(society.state)
        today = announce(scenario.on(day), state, yesterday, day, True)
        note("announce")
        tally, sums = (np.zeros((len(society.groups), WIDTH), np.int64) for _ in range(2))
        with wrapping():
            for i in range(society.citizens):
                seen = heed(i, look(i, state, book), state, book, today)
                note("look", i)
                run["adapt"](i, seen, state, book)
                note("adapt", i)
                run["learn"](i, seen, state, book, today)
                note("learn", i)
                run["enrol"](i, state, book, today, tally)
                note("enrol", i)
                run["act"](i, seen, state, book, today, tally)
                note("act", i)
                run["observe"](i, seen, state, book, today, tally)
                note("observe", i)
                run["score"](i, seen, state, book, today, tally)
                note("score", i)
                run["sanction"](i, state, book, today, tally)
                note("sanction", i)
                run["rewire"](i, seen, state, book, today)
                note("rewire", i)
                run["move"](i, state, book, today)
                note("move", i)
                show(i, state, book, today)
                note("word")
                count(i, seen, state, tally)
                note("count")
                live(i, twin.state, book, today, sums)
            assert np.array_equal(tally, sums)
            asked = proposals(society.state, scenario.seed, day)
            again = asked.copy()
            for k in range(len(asked)):
                resolve(k, asked, state)
                note("ties")
                resolve(k, again, twin.state)
            asked = removals(society.state, scenario.seed, day) if book.move else asked[:0]
            again = asked.copy()
            for k in range(len(asked)):
                remove(k, asked, state, book)
                note("moves")
                remove(k, again, twin.state, book)
            if scenario.order != "synchronous":
                for i in range(society.citizens):
                    speak(i, state, book, today)
                    note("speak")
                    speak(i, twin.state, book, today)
        assert unlike(society.state, twin.state) == [], (
            "the phases here are the phases of day.live, in its order"
        )
        yesterday = tally
        for each in (society, twin):
            each.state = each.state._replace(
                word=each.state.fresh, fresh=each.state.word, aired=each.state.airing, airing=each.state.aired
            )
    attributes = Attributes(society.state)
    proposals(attributes, scenario.seed, 0)
    notes["ties"][0].update(attributes.names)
    attributes.names.clear()
    removals(attributes, scenario.seed, 0)
    notes["moves"][0].update(attributes.names)


class Attributes:
    """A state that notes which columns are asked for."""

    def __init__(self, state: State):
        self.state, self.names = state, set()

    def __getattr__(self, name):
        self.names.add(name)
        return getattr(self.state, name)


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
