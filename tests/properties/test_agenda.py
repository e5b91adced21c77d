"""Topics: what people happen to talk of is the same in both worlds; alike topics change nothing; accounts and points by topic add up."""

import numpy as np
import pytest

from helpers import INTERNET, lived, livelier, unlike, voices
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.plain import Plain
from sottovoce.measure.account import account, by_topic
from sottovoce.record.ledger import Ledger
from sottovoce.record.record import Record
from sottovoce.reforms import no_system
from sottovoce.reforms.knockouts import called, features, without
from sottovoce.scenario.acts_part import PRIVATE
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.simulate import days
from sottovoce.society import create
from sottovoce.society.state import NOTHING
from sottovoce.society.tally import WIDTH

TOPICS = [
    {"name": "everyday", "loss": 0.5, "gain": 0.5, "shares": {"post": 0.5, "share": 0.75, "buy": 1.0}},
    {"name": "the square", "loss": 6.0, "shares": {"post": 0.5}, "day": 20, "surge": 30.0, "half_life": 4.0},
    {"name": "good news", "gain": 9.0, "shares": {"share": 0.25}},
]
SLOW = INTERNET | {"name": "slow", "edge": 600.0, "strength": 0.5}


def press(**changes):
    """press-2015 in a small town, where everybody is scored from day 12 on, and internet is slow below the start."""
    values = {
        "citizens": 300,
        "days": 45,
        "enrolment.opt_in_day": 2,
        "enrolment.mandatory_day": 12,
        "tiers": [SLOW],
    }
    return with_values(
        read("press-2015"), values | {path.replace("__", "."): value for path, value in changes.items()}
    )


def about(scenario) -> np.ndarray:
    """What every occasion of every day is about, -1 where none came, int (day, channel, citizen)."""
    society = create(scenario)
    found = []
    for _day, _events in days(scenario, society, machine=Cpu()):
        found.append(np.where(society.state.said == NOTHING, -1, society.state.topic))
    return np.array(found)


def test_both_worlds_speak_of_the_same():
    """Where an occasion comes in both worlds it is about the same; only the points of it are the system's."""
    scenario = press()
    one, other = about(scenario), about(no_system(scenario))
    both = (one >= 0) & (other >= 0)
    assert np.array_equal(one[both], other[both]) and len(np.unique(one[both])) > 5
    assert (one != other).any(), "somebody was cut off"


def test_topics_leave_the_world_without_the_system_as_it_was():
    """With no feeling of their own they are of no weight where no points are."""
    assert np.array_equal(voices(no_system(press())), voices(no_system(press(topics=[]))))
    felt = press(topics__3__feeling=2.0)
    assert not np.array_equal(voices(no_system(felt)), voices(no_system(press()))), "feeling is of the people"


@pytest.mark.parametrize("seed", [1, 2])
def test_topics_with_equal_points_everywhere_change_nothing(seed: int):
    """A placebo: to the last bit of every sum and column, surges or not."""
    alike = [topic | {"gain": 1.0, "loss": 1.0} for topic in TOPICS]
    none, placebo = (livelier(seed=seed, topics=topics) for topics in ([], alike))
    (one, sums), (other, more) = lived(none), lived(placebo)
    assert np.array_equal(sums, more[:, :, :WIDTH])
    assert set(unlike(one.state, other.state)) == {"topic"}
    assert not np.array_equal(sums, lived(livelier(seed=seed, topics=TOPICS))[1][:, :, :WIDTH]), (
        "unlike points do"
    )


def test_the_accounts_of_all_topics_add_up_to_the_account_of_all():
    scenario = press()
    record = Record.blank(scenario, create(scenario).groups)
    society = create(scenario)
    for day, events in days(scenario, society, machine=Cpu()):
        record.note(day, society, events.tally, events.ties)
    for private in (False, True):
        for group in (None, 0, 2):
            whole = account(record, PRIVATE, group) if private else account(record, group=group)
            parts = by_topic(record, private=private, group=group)
            assert sum(one.times for one in parts) == whole.times > 0
            for name in ("spoke", "held_back", "cut_off"):
                added = sum(getattr(one, name) * one.times for one in parts)
                assert added == pytest.approx(getattr(whole, name) * whole.times)
                assert added > 0
    names = [one.topic for one in by_topic(record)]
    assert names == [*scenario.topic_names[:7], ""], "gatherings are about nothing"


@pytest.mark.parametrize("order", ["synchronous", "sequential", "drawn"])
def test_compiled_and_plain_agree_on_topics(order: str):
    """Eight citizens at once, one after another in turns, and plain Python: the same bits."""
    scenario = press(citizens=32, days=16, order=order, topics__3__feeling=2.0, topics__2__permitted=0.5)
    (one, sums), (other, more) = lived(scenario, machine=Cpu()), lived(scenario, machine=Plain())
    assert not unlike(one.state, other.state) and np.array_equal(sums, more)


def test_no_account_by_topic_without_topics():
    scenario = press(topics=[])
    assert by_topic(Record.blank(scenario, create(scenario).groups)) == []


def test_the_ledger_knows_what_every_act_was_about():
    """Its points are those of the channel times those of the topic it names, and no others."""
    scenario = press(days=20, topics=TOPICS, tiers=[])
    society, ledger = create(scenario, ledger=True), Ledger(scenario.topic_names)
    for day, events in days(scenario, society, machine=Cpu(), ledger=True):
        ledger.note(day, society, events.ties)
    rows = ledger.table().to_pylist()
    losses = {topic.name: topic.loss for topic in scenario.topics} | {None: 1.0}
    seen = set()
    for row in rows:
        if row["kind"] in ("post", "share", "buy", "browse") and row["level"] > 0:
            full = getattr(scenario.channels, row["kind"]).loss * losses[row["topic"]]
            assert row["points"] == pytest.approx(-full * row["level"], abs=0.01)
            seen.add((row["kind"], row["topic"]))
    assert seen == {("post", "everyday"), ("post", "the square"), ("share", "everyday"), ("share", "good news"),
                    ("buy", "everyday"), ("browse", None)}  # fmt: skip
    assert "topic" not in Ledger().table().column_names


def test_a_topic_can_be_taken_away_by_itself():
    scenario = press()
    paths, _ = features(scenario)
    mine = {path for path in paths if path.startswith("topics.")}
    assert mine == {f"topics.{n}" for n in range(10)} | {"topics.1.permitted"}, (
        "and permission, where there is any"
    )
    assert called(scenario, "topics.3").startswith("a picture of the square: ")
    less = without(scenario, "topics.3").topics
    assert (less[3].gain, less[3].loss) == (0.0, 0.0) and less[2] == scenario.topics[2]
    only = without(scenario, "topics.3.loss").topics[3]
    assert (only.gain, only.loss) == (1.0, 0.0)


def test_permission_is_for_a_world_with_a_system():
    """With permission more dissent on that topic; without the system nobody asks, and nothing changes."""
    nobody, some = press(topics__1__permitted=0.0), press(topics__1__permitted=0.6)
    assert np.array_equal(voices(no_system(nobody)), voices(no_system(some)))
    one, other = voices(nobody), voices(some)
    assert (other[:, 0] > 0).sum() > (one[:, 0] > 0).sum()


@pytest.mark.parametrize(
    "nobody_asks", [{"society.aware": 0.0}, {"enrolment.opt_in_day": None, "enrolment.mandatory_day": None}]
)
def test_who_is_not_scored_or_knows_nothing_asks_for_nothing(nobody_asks):
    """Whatever permission there is, acts are those of a scenario without it."""
    worlds = [
        with_values(press(topics__1__permitted=p, topics__1__asking=1.0), nobody_asks) for p in (0.0, 1.0)
    ]
    one, other = (voices(world) for world in worlds)
    assert np.array_equal(one, other)


def test_asking_costs_nobody_anything_where_nobody_is_permitted():
    one, other = (lived(press(topics__1__permitted=0.0, topics__1__asking=asking)) for asking in (0.0, 5.0))
    assert not unlike(one[0].state, other[0].state) and np.array_equal(one[1], other[1])


def test_the_stories_of_press_2015_say_on_what_and_not_how_much():
    """Over the topics of a day without a surge points are those of the channel."""
    scenario = read("press-2015")
    for name in ("post", "share", "buy"):
        for kind in ("gain", "loss"):
            free = [topic.permitted if kind == "loss" else 0.0 for topic in scenario.topics]
            mean = sum(
                getattr(topic.shares, name) * getattr(topic, kind) * (1 - permitted)
                for topic, permitted in zip(scenario.topics, free, strict=True)
            )
            assert mean == pytest.approx(1.0), (name, kind)
