"""Counted: what is summed over citizens of how openly they speak.

beyond = loyalty chosen - that of who acts as wished, over all scheduled public occasions
"""

from given import given, level, noticed, rows

from sottovoce.day.account import account, tell
from sottovoce.day.act import end, mind
from sottovoce.day.points import NO_TOPIC
from sottovoce.day.step import count
from sottovoce.society.state import CITIZEN, PROVOCATEUR
from sottovoce.society.tally import WIDTH

POST = 0
PLANTED = {"informers.provocateurs": 0.5}
COUNTED = {
    # level chosen, view -> dissent and loyalty chosen, and as wished; sum of loyalty beyond the wish. The menu: -1, -0.5, 0, the wish
    "half of the wish": ((0.25, 0.5), (1, 0, 1, 0, 0.0)),
    "silence instead of it": ((0.0, 0.5), (0, 0, 1, 0, 0.0)),
    "loyalty instead of it is all put on": ((-0.5, 0.5), (0, 1, 1, 0, 0.5)),
    "who agrees by 0.2 would keep silent": ((-0.5, -0.2), (0, 1, 0, 0, 0.5)),
    "who agrees by 0.4 would show 0.5": ((-0.5, -0.4), (0, 1, 0, 1, 0.0)),
    "who agrees by more than is shown": ((-0.5, -0.8), (0, 1, 0, 1, 0.0)),
}


@rows(COUNTED)
def test_what_is_counted(case, expected):
    act, view = case
    it = given({"opinion": level(view)})
    me = mind(0, noticed(), it.s, it.r, it.t)
    for times, comes in enumerate((True, False), 1):  # an occasion that is cut off counts here, and is no act
        tell(0, POST, level(act), comes, me, True, it.s, it.r, it.tally)
        *counts, beyond = expected
        names = ("dissent", "loyal", "dissent_as_wished", "loyal_as_wished")
        assert [it.count(name) for name in names] == [times * count for count in counts]
        assert (it.count("beyond"), it.count("public")) == (times * level(beyond), times)
        assert (it.count("sensitive_post"), it.count("occasions_post")) == (expected[0], 1)


SAY_SO = {
    # view, last public act, its day, role -> disagrees, and says so
    "disagrees and says so": ((0.5, 0.25, 100, CITIZEN), (1, 1)),
    "said so six days ago": ((0.5, 0.25, 94, CITIZEN), (1, 1)),
    "said so a week ago": ((0.5, 0.25, 93, CITIZEN), (1, 0)),
    "is silent": ((0.5, 0.0, 100, CITIZEN), (1, 0)),
    "agrees": ((-0.5, 0.0, 100, CITIZEN), (0, 0)),
    "is paid to dissent": ((0.5, 1.0, 100, PROVOCATEUR), (0, 0)),
}


@rows(SAY_SO)
def test_who_disagrees_and_says_so(case, expected):
    view, act, day, role = case
    it = given({"opinion": level(view), "voice": level(act), "spoke": day, "role": role}, **PLANTED)
    end(0, noticed(), it.s, it.r, it.t, it.tally)
    assert (it.count("disagree"), it.count("say_so")) == expected


HEARD = ("people", "ties", "alone", "hearers", "listeners", "heard_silent", "heard_loyal")
NOTICED = {
    # what is noticed of friends -> the sums of HEARD; the last two are shares
    "three of four heard friends speak, one of them loyally": (
        {"ties": 6, "heard": 4, "loyal": 1, "dissent": 2}, (1, 6, 0, 1, 1, 1 / 4, 1 / 3)
    ),
    "one loyal and one dissenting friend are two who speak": (
        {"ties": 2, "heard": 2, "loyal": 1, "dissent": 1}, (1, 2, 0, 1, 1, 0.0, 1 / 2)
    ),
    "a friend who is heard to keep silent": ({"ties": 1, "heard": 1}, (1, 1, 0, 0, 1, 1.0, 0.0)),
    "friends who are not heard": ({"ties": 3}, (1, 3, 0, 0, 0, 0.0, 0.0)),
    "without friends": ({}, (1, 0, 1, 0, 0, 0.0, 0.0)),
}  # fmt: skip


@rows(NOTICED)
def test_who_is_heard(case, expected):
    it = given()
    count(0, noticed(**case), it.s, it.tally)
    found = tuple(it.count(name) for name in HEARD)
    assert found == (*expected[:5], *(level(share) for share in expected[5:]))


ROLES = {
    # role -> occasions, dissent said and dissent cut off of the account
    "a citizen": (CITIZEN, (2, 1, 1)),
    "who is paid to dissent has no wish of his own": (PROVOCATEUR, (0, 0, 0)),
}


@rows(ROLES)
def test_whose_wish_is_in_the_account(case, expected):
    it = given({"opinion": level(0.5), "role": case}, **PLANTED)
    me = mind(0, noticed(), it.s, it.r, it.t)._replace(wish=level(0.5))
    for comes in (True, False):
        account(0, POST, NO_TOPIC, level(0.25), comes, me, True, it.s, it.r, it.tally)
    assert tuple(it.count(f"{name}_post") for name in ("could", "spoke", "cut")) == expected


TOPICS = {
    "topics": [
        {"name": "weather", "shares": {"post": 0.6}},
        {"name": "the square", "shares": {"post": 0.4, "buy": 1.0}},
    ]
}
PRIVATE = 3  # buy
BY_TOPIC = {
    # channel, topic, act -> column, occasions, dissent said and dissent cut off of one that comes and one that does not
    "of the first topic": ((POST, 0, 0.25), ("topic_0_aloud", 2, 1, 1)),
    "of the second": ((POST, 1, 0.25), ("topic_1_aloud", 2, 1, 1)),
    "of none: after the last": ((POST, NO_TOPIC, 0.25), ("topic_2_aloud", 2, 1, 1)),
    "what one buys is apart": ((PRIVATE, 1, 0.25), ("topic_1_private", 2, 1, 1)),
    "silence is held back": ((POST, 1, 0.0), ("topic_1_aloud", 2, 0, 0)),
}


@rows(BY_TOPIC)
def test_the_account_by_topic(case, expected):
    channel, topic, act = case
    it = given({"opinion": level(0.5)}, **TOPICS)
    me = mind(0, noticed(), it.s, it.r, it.t)
    for comes in (True, False):
        account(0, channel, topic, level(act), comes, me, True, it.s, it.r, it.tally)
    column, *counts = expected
    assert [it.count(f"{name}_{column}") for name in ("could", "spoke", "cut")] == counts
    assert it.tally[0, WIDTH:].sum() == sum(counts), "in no other topic"
