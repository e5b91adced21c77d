"""Topics (in act): what an occasion is about, what it then costs and earns, and how much people feel about it.

    weight of a topic = share (1 + (surge - 1) h),   h = 2^(-d/half_life) on the d-th day of a surge
    topics of a channel lie side by side on a line of length 1; the luck of the occasion tells which it is

Three topics: a tenth of the posts, three tenths, and six tenths; gatherings are about the first alone, the other channels about none.
"""

import numpy as np
import pytest
from given import calm, given, rows
from test_terms import ME, TERMS

from sottovoce.chance import Purpose, day_key, draw, unit, wrapping
from sottovoce.day.choice import terms, wish_on
from sottovoce.day.points import NO_TOPIC, asks, points_of, setting_of, topic_of
from sottovoce.day.rewire import mean_loss
from sottovoce.day.rules.acts import agenda, shares_of, surges_of
from sottovoce.society.state import GRID, PLACES

POST, SHARE, GATHER = 0, 1, 2
TOPICS = [
    {"name": "the square", "loss": 4.0, "gain": 0.0, "feeling": 2.0, "shares": {"post": 0.1, "gather": 1.0}},
    {"name": "news", "gain": 3.0, "feeling": 0.5, "shares": {"post": 0.3}},
    {"name": "weather", "loss": 0.5, "shares": {"post": 0.6}},
]


def surging(**topic) -> list[dict]:
    return [TOPICS[0] | topic, *TOPICS[1:]]


SHARES = {
    # the first topic, day -> its share of the posts
    "a day like others": (({}, 9), 0.1),
    "before a surge": (({"day": 10, "surge": 6.0}, 9), 0.1),
    "the day itself: 0.6 beside 0.3 and 0.6": (({"day": 10, "surge": 6.0}, 10), 0.4),
    "the day after, without a half-life": (({"day": 10, "surge": 6.0}, 11), 0.1),
    "the day after, with one of a day: 0.35 beside 0.9": (
        ({"day": 10, "surge": 6.0, "half_life": 1.0}, 11),
        0.28,
    ),
    "an anniversary": (({"day": 10, "surge": 6.0, "every": 7}, 24), 0.4),
    "the day after an anniversary": (({"day": 10, "surge": 6.0, "every": 7, "half_life": 1.0}, 25), 0.28),
    "nobody speaks of it": (({"day": 10, "surge": 0.0}, 10), 0.0),
}
POINTS = {
    # channel, topic, act -> points; a post loses 8 points or gains 2
    "dissent on the first topic": ((POST, 0, 0.5), -16.0),
    "loyalty there earns nothing": ((POST, 0, -1.0), 0.0),
    "dissent on the second costs what a post costs": ((POST, 1, 1.0), -8.0),
    "loyalty there earns more": ((POST, 1, -0.5), 3.0),
    "no topic": ((POST, NO_TOPIC, 1.0), -8.0),
}
WISHES = {
    "felt twice as much": ((0, 0.25), 0.5),
    "no further than 1": ((0, 0.75), 1.0),
    "half as much": ((1, 0.5), 0.25),
    "as ever": ((2, 0.3), 0.3),
    "no wish": ((0, 0.0), 0.0),
    "about nothing": ((NO_TOPIC, 0.5), 0.5),
}


@rows(SHARES)
def test_share_of_a_topic_on_a_day(case, expected):
    topic, day = case
    at = calm(topics=surging(**topic))
    assert agenda(shares_of(at.topics), surges_of(at.topics, day))[POST, 0] == pytest.approx(expected)


def test_what_occasions_are_about():
    """Of 20,000 posts as many as the shares say are about each; gatherings are about the first; what is shared is about nothing."""
    it = given(topics=TOPICS)
    with wrapping():
        found = np.array(
            [
                [topic_of(channel, np.uint64(who), it.r, it.t) for who in range(20_000)]
                for channel in (0, 1, 2)
            ]
        )
    shares = np.bincount(found[POST], minlength=3) / 20_000
    assert shares == pytest.approx([0.1, 0.3, 0.6], abs=0.012)
    assert (found[GATHER] == 0).all() and (found[SHARE] == PLACES).all()


def test_the_luck_of_a_topic_is_its_own_and_of_the_channel():
    it = given(topics=TOPICS)
    key = it.t.luck[Purpose.TOPIC]
    with wrapping():
        luck = [unit(draw(key, np.uint64(who), np.uint64(POST))) for who in range(50)]
        about = [topic_of(POST, np.uint64(who), it.r, it.t) for who in range(50)]
    assert about == [0 if u < 0.1 else 1 if u < 0.4 else 2 for u in luck]
    assert day_key(7, Purpose.TOPIC, 3) != day_key(7, Purpose.OCCASION, 3)


def test_sixteen_topics_and_the_last_of_them():
    topics = [{"name": f"topic {k}", "shares": {"post": 1 / 16, "buy": float(k == 15)}} for k in range(16)]
    it = given(topics=topics)
    with wrapping():
        found = {topic_of(POST, np.uint64(who), it.r, it.t) for who in range(1000)}
        assert found == set(range(16))
        assert topic_of(3, np.uint64(0), it.r, it.t) == 15
        assert topic_of(SHARE, np.uint64(0), it.r, it.t) == PLACES


@rows(POINTS)
def test_points_on_a_topic(case, expected):
    channel, topic, act = case
    it = given(topics=TOPICS)
    assert points_of(
        act, setting_of(channel, topic, np.uint64(0), False, 1.0, it.r, it.t), 1.0
    ) == pytest.approx(expected)


@rows(WISHES)
def test_wish_on_a_topic(case, expected):
    topic, wish = case
    assert wish_on(topic, round(wish * GRID), given(topics=TOPICS).r) == round(expected * GRID)


def test_what_dissent_costs_on_average_is_that_of_a_day_without_a_surge():
    """8 points times 0.1 * 4 + 0.3 * 1 + 0.6 * 0.5 = 1, though today everybody speaks of the square."""
    it = given(topics=surging(day=100, surge=1000.0))
    assert mean_loss(it.r) == pytest.approx(8.0)
    assert mean_loss(given(topics=surging(loss=14.0)).r) == pytest.approx(16.0)


def test_loyalty_needs_no_permission():
    """What asking costs is the price of dissent alone: 0.5 times 2, beside the effort of 0.05."""
    it = given(topics=[{"name": "it", "shares": {"post": 1.0}, "permitted": 1.0, "asking": 2.0}])
    setting = setting_of(POST, 0, np.uint64(0), True, 1.0, it.r, it.t)
    me = ME._replace(dissenting=-0.05, loyal=-0.05)
    effort = TERMS.index("effort")
    assert terms(-0.5, setting, me, it.r, it.t)[effort] == pytest.approx(-0.05)
    assert terms(0.5, setting, me, it.r, it.t)[effort] == pytest.approx(-1.05)


ASKED = {
    # topic, asks, luck, share of the coverage -> coverage, points off, cost of asking
    "permission is given with chance 0.25": ((0, True, 0.24, 1.0), (1.0, 0.0, 0.3)),
    "or is not": ((0, True, 0.25, 1.0), (0.5, 32.0, 0.0)),
    "who does not ask has none": ((0, False, 0.0, 1.0), (0.5, 32.0, 0.0)),
    "on another topic nobody has": ((1, True, 0.0, 1.0), (0.5, 8.0, 0.0)),
    "the authority looks where it gave leave, at whom it hardly watches too": (
        (0, True, 0.0, 0.2),
        (1.0, 0.0, 0.3),
    ),
    "it hardly looks elsewhere": ((1, True, 0.0, 0.2), (0.1, 8.0, 0.0)),
}


@rows(ASKED)
def test_who_has_a_permission(case, expected, chances):
    topic, asking, luck, share = case
    chances({(Purpose.PERMISSION, POST): luck})
    topics = [
        {"name": "the square", "loss": 4.0, "shares": {"post": 0.5}, "permitted": 0.25, "asking": 0.3},
        {"name": "news", "shares": {"post": 0.5}},
    ]
    it = given(topics=topics, channels__post__coverage=0.5, watching__others=0.2)
    here = setting_of(POST, topic, np.uint64(0), asking, share, it.r, it.t)
    assert (here.coverage, here.loss, here.asking) == pytest.approx(expected)


@pytest.mark.parametrize(("enrolled", "aware"), [(1, 1), (1, 0), (0, 1), (0, 0)])
def test_who_asks_is_scored_and_knows_it(enrolled, aware):
    it = given({"enrolled": enrolled, "aware": aware})
    assert asks(0, it.s, it.r) == bool(enrolled and aware)
