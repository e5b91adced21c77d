"""Look: what a citizen notices of friends, summed over what each of them showed yesterday.

Citizen 0 has three friends. Each shows a last public act (if heard), a published score (if enrolled), and flags.
"""

import numpy as np
import pytest
from given import given, level, noticed, rows, signal

from sottovoce.chance import Purpose
from sottovoce.day.look import alone, attend
from sottovoce.society.signal import DEED_AT, FINE_ACT, INFORMS, PROVOKES, PUNISHED, fine

NOBODY = signal()
TABLE = {
    # what the three friends show -> what is noticed
    "friends who keep out of the public are only friends": ((NOBODY, NOBODY, NOBODY), {"ties": 3}),
    "one dissents, one is loyal, one keeps silent": (
        (signal(1.0), signal(-0.5), signal(0.0)),
        {"ties": 3, "heard": 3, "dissent": 1, "loyal": 1, "acts": 0.5},
    ),
    "who is not heard is not a silent friend": (
        (signal(-0.5), NOBODY, NOBODY),
        {"ties": 3, "heard": 1, "loyal": 1, "acts": -0.5},
    ),
    "two are enrolled with 500 and 650 points": (
        (signal(None, 500.0), signal(None, 650.0), NOBODY),
        {"ties": 3, "enrolled": 2, "scores": (150 + 300) * 1024},
    ),
    "one was punished, one informs, one provokes": (
        (signal(None, None, PUNISHED), signal(None, None, INFORMS), signal(None, None, PROVOKES)),
        {"ties": 3, "punished": 1, "informers": 1, "provocateurs": 1},
    ),
    "what friends lost and gained is added up": (
        (NOBODY - (np.uint64(700) << DEED_AT), NOBODY + (np.uint64(300) << DEED_AT), NOBODY),
        {"ties": 3, "deeds": -400},
    ),
}
ATTENDED = {
    # luck of the friends 0, 1 and 2 of citizen 3 -> the friend attended to, and what that friend is heard to say
    "the friend with the highest luck": ((0.9, 0.2, 0.5), (0, 0.5)),
    "of equals the one with the higher id": ((0.9, 0.2, 0.9), (2, -0.5)),
    "who may not have been heard": ((0.2, 0.9, 0.5), (1, 0.0)),
}


@rows(TABLE)
def test_what_is_noticed(case, expected):
    s, r, _, _ = given()
    s.signal[1:4] = case
    assert alone(0, s, r) == noticed(**expected)


def test_an_empty_place_is_nobody():
    """A dropped friend leaves a ghost behind, who shows nothing."""
    s, r, _, _ = given()
    s.signal[1:4] = signal(1.0, 500.0, PUNISHED)
    s.friend[int(s.first[0]) : int(s.first[1])][:] = [1, 4, 4, 4, 4][: int(s.first[1])]
    assert alone(0, s, r) == noticed(
        ties=1, heard=1, enrolled=1, punished=1, dissent=1, acts=1.0, scores=150 * 1024
    )


def test_more_friends_than_are_summed_at_once():
    """299 friends, all loyal: sums that are packed together hold 255."""
    s, r, _, _ = given(citizens=300)
    s.signal[:-1] = signal(-1.0, 950.0)
    found = alone(0, s, r)
    assert found == noticed(
        ties=299, heard=299, enrolled=299, loyal=299, acts=-299.0, scores=299 * 600 * 1024
    )


@rows(ATTENDED)
def test_the_friend_attended_to(case, expected, chances):
    chances({(Purpose.ATTEND, friend): luck for friend, luck in enumerate(case)})
    s, r, t, _ = given(voice__views="copy")
    s.signal[:3] = signal(0.5), NOBODY, signal(-0.5)
    found = attend(3, alone(3, s, r), s, r, t)
    assert (found.attended, found.attended_act) == (expected[0], level(expected[1]))


def test_without_friends_nobody_is_attended_to():
    s, r, t, _ = given(voice__views="copy")
    s.friend[:] = 4  # empty places
    found = attend(0, alone(0, s, r), s, r, t)
    assert (found.attended, found.attended_act) == (-1, 0)


def test_second_signals():
    """Exact acts of friends heard, and on which side they press: two to dissent, one to be loyal. An empty place does neither."""
    s, r, t, _ = given(voice__enforce=True, voice__climate="enforcement", citizens=5)
    s.fine_signal[1:4] = (
        fine(FINE_ACT // 3, True, 1), fine(-FINE_ACT, True, -1), fine(FINE_ACT, False, 1),
    )  # fmt: skip
    s.friend[3] = 5  # citizen 4 was a friend
    found = attend(0, alone(0, s, r), s, r, t)
    assert (found.fine_acts, found.enforced) == (FINE_ACT // 3 - FINE_ACT, 1)


@pytest.mark.parametrize(
    "acts, said, volume", [((1.0, -0.5, 0.0), 0.5, 1.5), ((-0.5, -0.5, None), -1.0, 1.0)]
)
def test_how_loud_each_side_is(acts, said, volume):
    s, r, t, _ = given(voice__reward="balance")
    s.signal[1:4] = [signal(act) for act in acts]
    found = attend(0, alone(0, s, r), s, r, t)
    assert (found.said, found.volume) == (level(said), level(volume))
