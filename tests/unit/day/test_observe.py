"""Observe: how likely the authority sees an act, what it punishes, and what else is recorded.

    an act of level a is seen with chance p = coverage (nu + (1 - nu)|a|)       silence too
    public dissent: p + told (1 - p), and for certain if it answers a provocateur
    told = 1 - (1 - rate of friends)^friends (1 - report of informers)^informers
    a share of the coverage falls on who is neither on the watch list nor of a sensitive group
    bad conduct comes with chance 2 Phi(-trust) need bad_rate, an honour with 2 Phi(trust) good_rate

Coverage is 0.5 here and nu is 0.2. The table sets the luck: what has chance 0.5 happens at 0.49 and not at 0.5.
"""

import numpy as np
import pytest
from given import given, level, noticed, rows

from sottovoce.chance import Purpose
from sottovoce.day.observe import chance_told, observe, record, share_watched
from sottovoce.day.points import NO_TOPIC, setting_of
from sottovoce.society.state import BAD, FROZEN, GOOD, LISTED, RATED_BAD, RATED_GOOD, REPORT

POST, BUY = 0, 3
SEEN, FREEZE = Purpose.OBSERVED, Purpose.FREEZE
CONDUCT, FALSE, RATING, LIST = Purpose.CONDUCT, Purpose.REPORT, Purpose.RATING, Purpose.LISTED
CHANNELS = {"channels.post.coverage": 0.5, "channels.buy": {"rate": 1.0, "coverage": 0.5}, "watching.nu": 0.2}
HELP = {"reports.rate": 0.1}
PLANTED = {"informers.provocateurs": 0.5}
PUNISH = {"punishment.severity": 1.0, "punishment.tolerance": 0.25}
POWER = {"freeze.power": True, "freeze.threshold": 0.5, "freeze.chance": 0.5, "freeze.court": 0.8}
ACTS = {
    # scenario, channel, act, chance that a friend tells, friends planted, luck -> seen, punished, frozen
    "full dissent is seen with chance 0.5": (({}, POST, 1.0, 0.0, 0, {SEEN: 0.49}), (1, 0, 0)),
    "with other luck it is not": (({}, POST, 1.0, 0.0, 0, {SEEN: 0.5}), (0, 0, 0)),
    "silence with 0.5 0.2 = 0.1": (({}, POST, 0.0, 0.0, 0, {SEEN: 0.09}), (1, 0, 0)),
    "but not with more": (({}, POST, 0.0, 0.0, 0, {SEEN: 0.11}), (0, 0, 0)),
    "loyalty of a half with 0.5 (0.2 + 0.8/2) = 0.3": (({}, POST, -0.5, 0.0, 0, {SEEN: 0.29}), (1, 0, 0)),
    "and no more": (({}, POST, -0.5, 0.0, 0, {SEEN: 0.31}), (0, 0, 0)),
    "dissent that friends may tell of: 0.5 + 0.4 0.5 = 0.7": ((HELP, POST, 1.0, 0.4, 0, {SEEN: 0.69}), (1, 0, 0)),
    "and no more than that": ((HELP, POST, 1.0, 0.4, 0, {SEEN: 0.71}), (0, 0, 0)),
    "nobody tells of what one buys": ((HELP, BUY, 1.0, 0.4, 0, {(SEEN, BUY): 0.6}), (0, 0, 0)),
    "nor of loyalty": ((HELP, POST, -1.0, 0.4, 0, {SEEN: 0.6}), (0, 0, 0)),
    "who answers a provocateur is seen": ((PLANTED, POST, 0.1, 0.0, 1, {SEEN: 0.99}), (1, 0, 0)),
    "seen above the tolerance: punished": ((PUNISH, POST, 0.5, 0.0, 0, {SEEN: 0.0}), (1, 1, 0)),
    "a threat that is not carried out": ((PUNISH | {"punishment.executed": False}, POST, 0.5, 0.0, 0, {SEEN: 0.0}), (1, 0, 0)),
    "at the tolerance: not": ((PUNISH, POST, 0.25, 0.0, 0, {SEEN: 0.0}), (1, 0, 0)),
    "not seen, not punished": ((PUNISH, POST, 0.5, 0.0, 0, {}), (0, 0, 0)),
    "an account is frozen with chance 0.5 0.8": ((POWER, POST, 0.75, 0.0, 0, {SEEN: 0.0, FREEZE: 0.39}), (1, 1, 1)),
    "or not": ((POWER, POST, 0.75, 0.0, 0, {SEEN: 0.0, FREEZE: 0.41}), (1, 0, 0)),
    "not at the threshold": ((POWER, POST, 0.5, 0.0, 0, {SEEN: 0.0, FREEZE: 0.0}), (1, 0, 0)),
    "what one buys is seen": (({}, BUY, 1.0, 0.0, 0, {(SEEN, BUY): 0.49}), (1, 0, 0)),
    "but no account is frozen for it": ((POWER, BUY, 0.75, 0.0, 0, {(SEEN, BUY): 0.0, (FREEZE, BUY): 0.0}), (1, 0, 0)),
}  # fmt: skip
AIMED = {"watching.others": 0.25, "watching.list_above": 0.25, "watching.list_days": 30}
WATCHED = {
    # scenario, first day off the watch list, of a sensitive group -> share of the coverage; today is day 100
    "on the list until today: all of it": ((AIMED, 101, False), 1.0),
    "off the list from today": ((AIMED, 100, False), 0.25),
    "of a sensitive group": ((AIMED, 0, True), 1.0),
    "neither": ((AIMED, 0, False), 0.25),
    "where everybody is watched alike": (({}, 0, False), 1.0),
}
SUSPECTS = {
    # scenario, act in the channel, channel, was it seen -> first day off the list
    "seen dissent above a quarter, for 30 days from tomorrow": ((AIMED, 0.5, POST, True), 131),
    "what nobody sees is not held against one": ((AIMED, 0.5, POST, False), 0),
    "nor what is at the level": ((AIMED, 0.25, POST, True), 0),
    "nor loyalty": ((AIMED, -1.0, POST, True), 0),
    "nor what one buys": ((AIMED, 1.0, BUY, True), 0),
}
BEHAVE = {"channels.conduct": {"bad_rate": 0.1, "good_rate": 0.1, "coverage": 0.5}}
DENOUNCE = {"reports.malice": 0.1, "appeal.review": 0.3}
RATE = {"reports.ratings_rate": 0.2, "reports.ratings_validity": 0.6, "reports.ratings_malice": 0.1}
RECORDS = {
    # scenario, trust (1.0: Phi = 0.8413, of -1: 0.1587), luck -> what is recorded. Need is 2.
    "bad conduct: chance 2 0.5 2 0.1 = 0.2": ((BEHAVE, 0.0, {(CONDUCT, 0): 0.19, (CONDUCT, 2): 0.49}), {BAD}),
    "it did not come": ((BEHAVE, 0.0, {(CONDUCT, 0): 0.21, (CONDUCT, 2): 0.0}), set()),
    "it came and nobody recorded it": ((BEHAVE, 0.0, {(CONDUCT, 0): 0.0, (CONDUCT, 2): 0.5}), set()),
    "the trustworthy err less: 2 0.1587 2 0.1 = 0.0635": ((BEHAVE, 1.0, {(CONDUCT, 0): 0.064, (CONDUCT, 2): 0.0}), set()),
    "an honour: chance 2 0.8413 0.1 = 0.168, whatever the need": ((BEHAVE, 1.0, {(CONDUCT, 1): 0.168, (CONDUCT, 3): 0.0}), {GOOD}),
    "and no more": ((BEHAVE, 1.0, {(CONDUCT, 1): 0.169, (CONDUCT, 3): 0.0}), set()),
    "a false report that nobody looked into": ((DENOUNCE, 0.0, {(FALSE, 0): 0.09, (FALSE, 1): 0.3}), {REPORT}),
    "one that was looked into": ((DENOUNCE, 0.0, {(FALSE, 0): 0.09, (FALSE, 1): 0.29}), set()),
    "a rating by who knows: good with chance Phi(0.75 0.5) = 0.6462": ((RATE, 0.5, {(RATING, 0): 0.19, (RATING, 1): 0.1, (RATING, 2): 0.646}), {RATED_GOOD}),
    "else bad": ((RATE, 0.5, {(RATING, 0): 0.19, (RATING, 1): 0.1, (RATING, 2): 0.647}), {RATED_BAD}),
    "bad from malice, whoever it is about": ((RATE, 1.0, {(RATING, 0): 0.19, (RATING, 1): 0.09, (RATING, 2): 0.0}), {RATED_BAD}),
    "no rating today": ((RATE, 1.0, {(RATING, 0): 0.21, (RATING, 1): 0.5, (RATING, 2): 0.0}), set()),
}  # fmt: skip
ENTRY = {"blacklist.entry": 0.5, "blacklist.cure": 0.2, "blacklist.days": 30}
BLACKLIST = {
    # first day off the list, bad event today, luck of entry (0) and of paying (1) -> first day off the list; today is day 100
    "a recorded bad event puts one on the list": ((0, True, {(LIST, 0): 0.49}), 130),
    "or does not": ((0, True, {(LIST, 0): 0.5}), 0),
    "without one nobody enters": ((0, False, {(LIST, 0): 0.0}), 0),
    "who pays leaves": ((110, False, {(LIST, 1): 0.19}), 0),
    "who does not stays": ((110, False, {(LIST, 1): 0.2}), 110),
    "another bad event starts the term anew, also for who pays": (
        (110, True, {(LIST, 0): 0.0, (LIST, 1): 0.0}),
        130,
    ),
}


@rows(ACTS)
def test_an_act_is_seen(case, expected, chances):
    scenario, channel, act, told, planted, luck = case
    chances(luck)
    it = given(**CHANNELS | scenario)
    coverage = float(it.r.channels.coverage[channel])
    assert observe(np.uint64(0), channel, coverage, level(act), told, planted, it.r, it.t) == expected


@pytest.mark.parametrize(
    "ties, informers, expected", [(0, 0, 0.0), (2, 0, 0.19), (2, 1, 0.595), (2, 2, 0.7975)]
)
def test_friends_tell(ties, informers, expected):
    """Friends with 0.1, informers among them with 0.5 besides: 1 - 0.9^2 0.5^informers."""
    r = given(informers__share=0.5, informers__report=0.5, reports__rate=0.1).r
    assert chance_told(noticed(ties=ties, informers=informers), r) == pytest.approx(expected)


@rows(WATCHED)
def test_who_is_watched(case, expected):
    scenario, until, sensitive = case
    everybody = [{"name": "everybody", "share": 1.0, "need": 1.0, "sensitive": sensitive}]
    it = given(**scenario | {"society.groups": everybody})
    it.s.watched[0] = until
    assert share_watched(0, it.s, it.r, it.t) == expected


@pytest.mark.parametrize(("share", "coverage"), [(1.0, 0.5), (0.25, 0.125)])
def test_a_share_of_the_coverage(share, coverage, chances):
    """0.25 of 0.5: full dissent is seen with chance 0.125. Where everybody is watched alike no share counts."""
    it = given(**CHANNELS | AIMED)
    here = setting_of(POST, NO_TOPIC, np.uint64(0), True, share, it.r, it.t).coverage
    assert here == coverage
    for luck, expected in ((coverage - 0.001, (1, 0, 0)), (coverage, (0, 0, 0))):
        chances({SEEN: luck})
        assert observe(np.uint64(0), POST, here, level(1.0), 0.0, 0, it.r, it.t) == expected
    alike = given(**CHANNELS)
    assert setting_of(POST, NO_TOPIC, np.uint64(0), True, share, alike.r, alike.t).coverage == 0.5


@rows(SUSPECTS)
def test_watch_list(case, expected):
    scenario, act, channel, seen = case
    it = given(**scenario)
    it.s.said[channel, 0] = level(act)
    record(0, int(seen) << channel, 0, 0, it.s, it.r, it.t, it.tally)
    assert it.s.watched[0] == expected


@rows(RECORDS)
def test_what_is_recorded(case, expected, chances):
    scenario, trust, luck = case
    chances(luck)
    it = given({"trust": trust, "need": 2.0}, **scenario)
    record(0, 0, 0, 0, it.s, it.r, it.t, it.tally)
    assert {bit for bit in range(16) if it.s.observed[0] >> bit & 1} == expected


@rows(BLACKLIST)
def test_blacklist(case, expected, chances):
    until, bad, luck = case
    chances(luck)
    it = given(**ENTRY)
    it.s.dates[LISTED, 0] = until
    record(0, bad << BAD, 0, 0, it.s, it.r, it.t, it.tally)
    assert it.s.dates[LISTED, 0] == expected


def test_a_frozen_account_stays_so_for_its_days():
    it = given(**POWER, freeze__days=14)
    record(0, 0, 1, 1, it.s, it.r, it.t, it.tally)
    assert (it.s.dates[FROZEN, 0], it.s.punished[0], it.count("punished")) == (114, 1, 1)
