"""Learn: friends' answers teach what speaking is worth, and friends' words move views and ties.

    Q <- (1 - unlearn) Q + learn reward         Q of dissent, Q of loyalty
    balance: reward of dissent = sum of friends' acts / sum of their sizes, of loyalty its opposite
    reply:   reward of the last act = (friends who agree - friends who disagree)/friends - cost; only once
    average: view <- lam (self_weight view + (1 - self_weight) mean of friends' acts) + (1 - lam) first view
    copy:    view <- the act of the friend attended to

Here learn = 0.2, unlearn = 0.1, cost 0.1; Q of dissent is 0.5 and Q of loyalty -0.5.
"""

import pytest
from given import given, level, noticed, rows

from sottovoce.chance import Purpose
from sottovoce.day.learn import learn
from sottovoce.society.signal import FINE_ACT

LEARNING = {"voice.learn": 0.2, "voice.unlearn": 0.1, "voice.reply_cost": 0.1}
BALANCE = {
    "friends who dissent by 1 and 0.5 and one loyal by 0.5: r = 1/2": ({"said": 1.0, "volume": 2.0}, (0.55, -0.55)),
    "only loyal friends: r = -1": ({"said": -1.5, "volume": 1.5}, (0.25, -0.25)),
    "nobody speaks: both values only fade": ({"said": 0.0, "volume": 0.0}, (0.45, -0.45)),
}  # fmt: skip
REPLY = {
    # the act that waits for a reply (1 dissent, -1 loyal, 0 none); friends who dissent, are loyal, all
    "dissent, two of four agree and one does not: r = 1/4 - 0.1": ((1, 2, 1, 4), (0.48, -0.5)),
    "loyalty, one of four agrees and two do not: r = -1/4 - 0.1": ((-1, 2, 1, 4), (0.5, -0.52)),
    "without friends speaking only costs: r = -0.1": ((1, 0, 0, 0), (0.43, -0.5)),
    "who said nothing learns nothing": ((0, 2, 1, 4), (0.5, -0.5)),
}
MOVE = {
    # move, own act, days since, act of the friend attended to, luck -> is the tie moved?
    "random: any friend": (("random", 0.5, 3, 0.5, 0.29), True),
    "random: not today": (("random", 0.5, 3, 0.5, 0.3), False),
    "random: who is silent moves no tie": (("random", 0.0, 3, 0.5, 0.29), False),
    "one's own act is known for seven days": (("random", 0.5, 7, 0.5, 0.29), True),
    "and then forgotten": (("random", 0.5, 8, 0.5, 0.29), False),
    "discordant: a friend who said something else": (("discordant", 0.5, 3, -0.5, 0.29), True),
    "discordant: not one who said the same": (("discordant", 0.5, 3, 0.5, 0.29), False),
    "discordant: not one who is silent": (("discordant", 0.5, 3, 0.0, 0.29), False),
}
AVERAGE = {
    # friends heard, sum of their acts; view 0.8 today and 0.25 at first, lam = 0.5, self_weight = 0.25
    "two friends with mean 0.5: 0.5 (0.2 + 0.375) + 0.125": ((2, 1.0), 0.4125),
    "one friend at -0.5: 0.5 (0.2 - 0.375) + 0.125": ((1, -0.5), 0.0375),
    "nobody heard: 0.5 0.8 + 0.125": ((0, 0.0), 0.525),
}
COPY = {
    "a friend who spoke is copied": (0.5, 0.5),
    "a silent one is not": (0.0, 0.8),
}


def values(s) -> tuple[float, float, float]:
    """Q of dissent, Q of loyalty, what waits for a reply."""
    return tuple(map(float, s.learned[:, 0]))  # pyright: ignore[reportReturnType]


@rows(BALANCE)
def test_balance(case, expected):
    s, r, t, _ = given({"learned": (0.5, -0.5, 0.0)}, voice__reward="balance", **LEARNING)
    learn(0, noticed(ties=4, **{name: level(sum_) for name, sum_ in case.items()}), s, r, t)
    assert values(s)[:2] == pytest.approx(expected)


@rows(REPLY)
def test_reply(case, expected):
    waiting, dissent, loyal, ties = case
    s, r, t, _ = given({"learned": (0.5, -0.5, waiting)}, voice__reward="reply", **LEARNING)
    learn(0, noticed(dissent=dissent, loyal=loyal, ties=ties), s, r, t)
    assert values(s) == pytest.approx((*expected, 0.0))


@pytest.mark.parametrize("reward, expected", [("balance", (0.25, -0.25)), ("reply", (0.23, -0.5))])
def test_one_friend_attended_to_stands_for_all(reward, expected):
    """The friend attended to was loyal by 0.5: r = -1 however much was said, whatever the others did."""
    s, r, t, _ = given({"learned": (0.5, -0.5, 1.0)}, voice__reward=reward, voice__attend="one", **LEARNING)
    learn(0, noticed(ties=4, dissent=3, loyal=1, attended=2, attended_act=level(-0.5)), s, r, t)
    assert values(s)[:2] == pytest.approx(expected)


@rows(MOVE)
def test_moves_a_tie(case, expected, chances):
    move, own, ago, theirs, luck = case
    chances({Purpose.MOVE: luck})
    me = {"voice": level(own), "spoke": 100 - ago}
    s, r, t, _ = given(me, ties__move=move, ties__rewire_share=0.3)
    learn(0, noticed(ties=3, attended=2, attended_act=level(theirs)), s, r, t)
    assert s.moved_from[0] == (2 if expected else -1)


@rows(AVERAGE)
def test_views_average(case, expected):
    heard, sum_ = case
    me = {"held": 0.8, "opinion": level(0.25), "susceptibility": 0.5}
    s, r, t, _ = given(me, voice__views="average", voice__self_weight=0.25)
    learn(0, noticed(ties=4, heard=heard, fine_acts=int(sum_ * FINE_ACT)), s, r, t)
    assert s.held[0] == pytest.approx(expected)


@rows(COPY)
@pytest.mark.parametrize("moved", [False, True], ids=["tie kept", "tie moved"])
def test_views_are_copied(case, expected, moved, chances):
    """Who moves the tie copies nothing."""
    chances({Purpose.MOVE: 0.0} if moved else {})
    me = {"held": 0.8, "voice": level(1.0), "spoke": 99}
    s, r, t, _ = given(me, voice__views="copy", ties__move="random", ties__rewire_share=0.3)
    learn(0, noticed(ties=3, attended=1, attended_act=level(case)), s, r, t)
    assert s.held[0] == (0.8 if moved else expected)
