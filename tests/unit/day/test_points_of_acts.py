"""Points: what a seen act adds to the file or takes from it.

    dissent of a: - loss a reach        loyalty of a: gain |a| reach
    reach = 1, or where points are scaled by reach the number of friends over the mean (3 here), at most 5

A post loses 8 points or gains 2; gains and losses are those of the channel times `score.weights`.
"""

import pytest
from given import given, rows

from sottovoce.day.points import channel_of, event, points_of, reach_of
from sottovoce.society.state import BAD, CONDUCT, GOOD, RATED, RATED_BAD, RATED_GOOD, REPORT, REPORTED

POST, BUY = 0, 3
ACTS = {
    # channel, act, reach -> points
    "full dissent": ((POST, 1.0, 1.0), -8.0),
    "half of it, half the points": ((POST, 0.5, 1.0), -4.0),
    "full loyalty": ((POST, -1.0, 1.0), 2.0),
    "silence": ((POST, 0.0, 1.0), 0.0),
    "a wider reach": ((POST, 0.5, 3.0), -12.0),
    "what one buys, with a weight of 3": ((BUY, 0.5, 1.0), -6.0),
}
REACH = {
    "as many friends as the mean": ((True, 3), 1.0),
    "twice as many": ((True, 6), 2.0),
    "five times at most": ((True, 30), 5.0),
    "without friends nobody is reached": ((True, 0), 0.0),
    "not scaled": ((False, 6), 1.0),
}
# conduct loses 20 or gains 10 with weight 1; a false report loses 10, a rating 1 or gains 2, with weight 0.5
EVENTS = {
    "a bad event of conduct": (BAD, (-20.0, CONDUCT)),
    "a good one": (GOOD, (10.0, CONDUCT)),
    "a false report": (REPORT, (-5.0, REPORTED)),
    "a bad rating": (RATED_BAD, (-0.5, RATED)),
    "a good rating": (RATED_GOOD, (1.0, RATED)),
}


@rows(ACTS)
def test_points_of_an_act(case, expected):
    channel, act, reach = case
    r = given(channels__buy={"rate": 1.0, "loss": 4.0}, score__weights={"consumption": 3.0}).r
    assert points_of(act, channel_of(channel, r), reach) == expected


@rows(REACH)
def test_reach(case, expected):
    scaled, ties = case
    assert reach_of(ties, given(score__reach_scaled=scaled).r) == pytest.approx(expected)


@rows(EVENTS)
def test_points_of_an_event(case, expected):
    r = given(
        score__weights={"reports": 0.5},
        reports__points=10.0,
        reports__ratings_loss=1.0,
        reports__ratings_gain=2.0,
    ).r
    assert event(case, r) == expected
