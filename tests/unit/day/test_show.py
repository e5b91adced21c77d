"""Show: what others can read of a citizen tomorrow.

The last public act for `hear_days` (7 here); the published score while enrolled; punishment and marks; roles; points that spill
over. Today is day 100.
"""

import pytest
from given import given, grains, level, rows, tier

from sottovoce.chance import Purpose
from sottovoce.day.show import show, speak
from sottovoce.society.signal import (
    DEED_AT,
    DEED_ZERO,
    DISSENT,
    ENROLLED,
    FINE_ACT,
    HEARD,
    HERE,
    INFORMS,
    LOYAL,
    MASK18,
    ONE,
    PROVOKES,
    PUNISHED,
    act_of,
    fine_act_of,
    flag,
    pressure_of,
    score_of,
)
from sottovoce.society.state import INFORMER, PROVOCATEUR

HUSHED = {"tiers": [tier("reach", "takes", edge=500.0, strength=0.6)]}
SHAMED = {"tiers": [tier("badge", "takes", edge=500.0)]}
BADGE_OF_HONOUR = {"tiers": [tier("badge", "gives", edge=500.0)]}
BLACKLIST = {"blacklist.entry": 0.5}
SPIES = {"informers.share": 0.5, "informers.answer_days": 3}
ON = {"enrolled": 1, "score": grains(580.0)}
SPOKE = {"voice": level(0.5), "spoke": 94}
LUCK = Purpose.HEARD
FLAGS = {
    # flag, columns, scenario, luck -> is it there?
    "heard for seven days": ((HEARD, SPOKE, {}, {}), 1),
    "and then no more": ((HEARD, SPOKE | {"spoke": 93}, {}, {}), 0),
    "dissent is told from loyalty": ((DISSENT, SPOKE, {}, {}), 1),
    "loyalty from dissent": ((LOYAL, SPOKE | {"voice": level(-0.5)}, {}, {}), 1),
    "silence is neither": ((DISSENT, SPOKE | {"voice": 0}, {}, {}), 0),
    "but it is heard": ((HEARD, SPOKE | {"voice": 0}, {}, {}), 1),
    "below a tier that takes reach 0.4 are heard": ((HEARD, SPOKE | {"access": 0}, HUSHED, {LUCK: 0.39}), 1),
    "and others are not": ((HEARD, SPOKE | {"access": 0}, HUSHED, {LUCK: 0.4}), 0),
    "above it all are": ((HEARD, SPOKE | {"access": 1}, HUSHED, {LUCK: 0.99}), 1),
    "enrolled": ((ENROLLED, ON, {}, {}), 1),
    "not enrolled": ((ENROLLED, ON | {"enrolled": 0}, {}, {}), 0),
    "punished today": ((PUNISHED, {"punished": 1}, {}, {}), 1),
    "marked by the badge of a low score": ((PUNISHED, {"access": 0}, SHAMED, {}), 1),
    "not above its edge": ((PUNISHED, {"access": 1}, SHAMED, {}), 0),
    "a badge of honour that one lacks is no mark": ((PUNISHED, {"access": 0}, BADGE_OF_HONOUR, {}), 0),
    "on the public blacklist until tomorrow": ((PUNISHED, {"dates": [101, 0, 0, 0, 0]}, BLACKLIST, {}), 1),
    "off it today": ((PUNISHED, {"dates": [100, 0, 0, 0, 0]}, BLACKLIST, {}), 0),
    "on a list that is not public": ((PUNISHED, {"dates": [101, 0, 0, 0, 0]}, BLACKLIST | {"blacklist.public": False}, {}), 0),
    "an informer": ((INFORMS, {"role": INFORMER}, SPIES, {}), 1),
    "a provocateur who spoke two days ago": ((PROVOKES, {"role": PROVOCATEUR, "spoke": 98}, SPIES, {}), 1),
    "who spoke three days ago": ((PROVOKES, {"role": PROVOCATEUR, "spoke": 97}, SPIES, {}), 0),
    "a provocateur while no score is in force": ((PROVOKES, {"role": PROVOCATEUR, "spoke": 98}, SPIES | {"score.in_force": False}, {}), 0),
    "everybody is here": ((HERE, {}, {}, {}), 1),
}  # fmt: skip
ACT = {
    # last public act, its day -> act read by others
    "dissent": ((0.5, 100), 0.5),
    "loyalty": ((-1.0, 100), -1.0),
    "not heard any more": ((0.5, 93), 0.0),
}


@rows(FLAGS)
def test_flags(case, expected, chances):
    which, me, scenario, luck = case
    chances(luck)
    s, r, t, _ = given(me, **scenario)
    show(0, s, r, t)
    assert flag(s.next_signal[0], which) == expected


@rows(ACT)
def test_act(case, expected):
    act, day = case
    s, r, t, _ = given({"voice": level(act), "spoke": day})
    show(0, s, r, t)
    assert act_of(s.next_signal[0]) == level(expected)


@pytest.mark.parametrize("enrolled, expected", [(1, grains(580.0)), (0, 0)])
def test_score(enrolled, expected):
    s, r, t, _ = given({"score": grains(580.0), "enrolled": enrolled})
    show(0, s, r, t)
    assert score_of(s.next_signal[0]) == expected


@pytest.mark.parametrize("deed", [-700, 0, 300])
def test_deed(deed):
    s, r, t, _ = given({"deed": deed})
    show(0, s, r, t)
    assert int((s.next_signal[0] >> DEED_AT) & MASK18) - DEED_ZERO == deed


def test_second_signal():
    """The act exactly, and on which side a citizen presses friends, heard or not."""
    for day, act in ((100, FINE_ACT // 3), (90, 0)):
        me = {"spoken": FINE_ACT // 3, "spoke": day, "enforcing": -1}
        s, r, t, _ = given(me, voice__enforce=True)
        show(0, s, r, t)
        assert (fine_act_of(s.next_fine_signal[0]), pressure_of(s.next_fine_signal[0])) == (act, -1)


def test_in_a_turn_words_are_heard_at_once_and_scores_tomorrow():
    s, r, t, _ = given({"voice": level(-0.5), "spoke": 100, "punished": 1})
    s.signal[0] = (ONE << HERE) | (ONE << ENROLLED) | (ONE << DISSENT)
    speak(0, s, r, t)
    found = s.signal[0]
    assert (act_of(found), flag(found, LOYAL), flag(found, DISSENT)) == (level(-0.5), 1, 0)
    assert (flag(found, ENROLLED), flag(found, PUNISHED)) == (1, 0)
