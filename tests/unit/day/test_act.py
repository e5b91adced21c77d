"""Act: when an occasion comes, what climate is, and what is left of an act.

an occasion comes with chance rate * activity, online times (1 - strength) of each tier that takes internet
wish = max(min(view + stirred, 1), 0)
climate, mean: mean act of friends heard              share: (speaking friends + own act)/(friends + 1)
         balance: (dissent - loyal)/speaking          enforcement: sum of friends' enforcement/friends
chance that nobody tells = quiet^friends
"""

import numpy as np
import pytest
from given import given, level, noticed, rows, tier

from sottovoce.chance import Purpose
from sottovoce.day.account import unheard
from sottovoce.day.act import appear, climate, decide, keep, mind, occasions, wish_of
from sottovoce.day.choice import as_wished
from sottovoce.day.points import channel_of
from sottovoce.day.tables import powered, powers
from sottovoce.society.signal import FINE_ACT
from sottovoce.society.state import CITIZEN, NOTHING, PROVOCATEUR

POST, SHARE, GATHER, BUY, BROWSE = range(5)
FAST = tier("internet", "takes", edge=500.0, strength=0.6)
OCCASIONS = {
    # rate of post and gather, activity, above the edge of the internet, luck -> channels with an occasion
    "chance 0.5 times 0.8 is 0.4": ((0.5, 0.8, True, 0.39), {POST, GATHER}),
    "with other luck nothing comes": ((0.5, 0.8, True, 0.41), set()),
    "slow internet leaves 0.16 online and cuts off the rest; gatherings stay": (
        (0.5, 0.8, False, 0.17),
        {GATHER},
    ),
    "slow internet is not none": ((0.5, 0.8, False, 0.15), {POST, GATHER}),
}
WISH = {
    "who disagrees wishes to say it": ((0.25, 0.0), 0.25),
    "who agrees has no wish to dissent": ((-0.25, 0.0), 0.0),
    "backlash raises the wish": ((0.25, 0.5), 0.75),
    "also of some who agreed": ((-0.25, 0.5), 0.25),
    "but not above 1": ((0.75, 0.5), 1.0),
}
# Four of eight friends are heard: two dissent by 1 and 0.5, one is loyal by 0.5, one keeps silent; two press to dissent.
FRIENDS = {"ties": 8, "heard": 4, "dissent": 2, "loyal": 1, "acts": 1.0, "enforced": 2}
LONELY = {"ties": 1, "heard": 1, "loyal": 1, "acts": -0.5, "enforced": -1}
CLIMATE = {
    # kind, whether one's own last act is known and not silence, what is noticed -> C
    "mean: (1 + 0.5 - 0.5 + 0)/4": (("mean", 0, FRIENDS), 0.25),
    "share acting: (3 + 0)/9": (("share", 0, FRIENDS), 3 / 9),
    "share acting, oneself too: (3 + 1)/9": (("share", 1, FRIENDS), 4 / 9),
    "balance: (2 - 1)/3": (("balance", 0, FRIENDS), 1 / 3),
    "enforcement: 2/8": (("enforcement", 0, FRIENDS), 0.25),
    "an only friend: mean": (("mean", 0, LONELY), -0.5),
    "an only friend: balance": (("balance", 0, LONELY), -1.0),
    "an only friend: enforcement": (("enforcement", 0, LONELY), -1.0),
    "without friends: mean 0": (("mean", 0, {}), 0.0),
    "without friends: balance 0": (("balance", 0, {}), 0.0),
    "without friends: enforcement 0": (("enforcement", 0, {}), 0.0),
    "without friends one is the only one who acts": (("share", 1, {}), 1.0),
}


@rows(OCCASIONS)
def test_occasions(case, expected, chances):
    rate, activity, above, luck = case
    chances({(Purpose.OCCASION, POST): luck, (Purpose.OCCASION, GATHER): luck})
    me = {"activity": activity, "access": int(above)}
    it = given(me, tiers=[FAST], channels__post__rate=rate, channels__gather__rate=rate)
    scheduled, comes = occasions(0, it.s, it.r, it.t)
    assert {channel for channel in range(5) if comes >> channel & 1} == expected
    # scheduled is what would come to somebody above the edge
    assert {channel for channel in range(5) if scheduled >> channel & 1} == (
        {POST, GATHER} if luck < rate * activity else set()
    )


@rows(WISH)
def test_wish(case, expected):
    view, stirred = case
    s, r, _, _ = given({"opinion": level(view), "stirred": stirred})
    assert wish_of(0, s, r) == level(expected)


@rows(CLIMATE)
def test_climate(case, expected):
    kind, own, friends = case
    enforced = {"voice__enforce": True} if kind == "enforcement" else {}
    r = given(voice__climate=kind, **enforced).r
    assert climate(noticed(**friends), own, r) == pytest.approx(expected)


@pytest.mark.parametrize(
    "friends, quiet, expected",
    [
        (0, 0.9, 1.0),
        (1, 0.9, 0.9),
        (3, 0.5, 0.125),
        (2, 0.0, 0.0),
        (63, 0.99, 0.99**63),
        (500, 0.99, 0.99**500),
    ],
)
def test_none_of_them_tells(friends, quiet, expected):
    """Also with more friends than the table of powers has places."""
    assert powered(powers(quiet), friends) == pytest.approx(expected)


LEFT = {
    # said in post, share, gather and buy (None: no occasion) -> last public act, its day, ever dissented
    "the last public act is what others hear": ((0.5, -0.5, None, None), (-0.5, 100, 1)),
    "to gather is public": ((0.5, None, 1.0, None), (1.0, 100, 1)),
    "silence is an act in public": ((0.0, None, None, None), (0.0, 100, 0)),
    "dissent in private is heard by nobody": ((None, None, None, 1.0), (-1.0, 90, 1)),
    "without an occasion all stays as it was": ((None, None, None, None), (-1.0, 90, 0)),
}  # fmt: skip
KEPT = {
    # channels in which an occasion is scheduled, dissent chosen on them, role, measured -> occasions, dissent chosen
    "public ones count, cut off or not": (({POST, GATHER, BUY}, 0.75, CITIZEN, 1), (2, 0.75)),
    "none is scheduled": ((set(), 0.0, CITIZEN, 1), (0, 0.0)),
    "only measured days": (({POST}, 0.5, CITIZEN, 0), (0, 0.0)),
    "a provocateur is no voice of the people": (({POST}, 0.5, PROVOCATEUR, 1), (0, 0.0)),
}
HIDDEN = tier("reach", "takes", edge=500.0, strength=0.6)
UNHEARD = {
    # said in post and gather (None: no occasion), view, above the edge of reach, luck -> posts and gatherings of which no friend can hear
    "below the edge 0.4 of the days are heard": ((1.0, None, 1.0, False, 0.41), (1, 0)),
    "with other luck all is heard": ((1.0, None, 1.0, False, 0.39), (0, 0)),
    "above the edge too": ((1.0, 1.0, 1.0, True, 0.99), (0, 0)),
    "loyalty and silence take nothing from dissent": ((-1.0, 0.0, 1.0, False, 0.41), (0, 0)),
    "all that is said on a day": ((0.5, 1.0, 1.0, False, 0.41), (1, 1)),
    "of who disagrees": ((1.0, 1.0, -1.0, False, 0.41), (0, 0)),
}
AS_WISHED = {
    # view, raised by backlash, fixed levels -> the level nearest to it among those up to the wish, and the wish
    "who disagrees: the wish itself": ((0.3, 0.0, (-1.0, -0.5, 0.0, 0.5, 1.0)), 0.3),
    "who agrees: the nearest level": ((-0.7, 0.0, (-1.0, -0.5, 0.0, 0.5, 1.0)), -0.5),
    "half way: the larger": ((-0.75, 0.0, (-1.0, -0.5, 0.0)), -0.5),
    "just beyond half way: the other": ((-0.7501, 0.0, (-1.0, -0.5, 0.0)), -1.0),
    "nearly indifferent: silence": ((-0.2, 0.0, (-1.0, -0.5, 0.0)), 0.0),
    "levels above the wish are not on the menu": ((-0.4, 0.0, (-1.0, 0.0, 0.1, 0.5)), 0.0),
    "backlash raises it": ((-0.5, 0.4, (-1.0, -0.5, 0.0)), 0.0),
    "and may stir a wish": ((-0.25, 0.5, (-1.0, -0.5, 0.0, 1.0)), 0.25),
}
GATE, PLANTED = {"voice.express": "gate"}, {"informers.provocateurs": 0.5}
AGENT = {"role": PROVOCATEUR}
DECIDE = {
    # channel, scenario, columns -> act. The wish is 0.5 and nothing speaks against it; the gate has it say 0.25.
    "weighed: the wish": ((POST, {}, {}), 0.5),
    "through a gate: as it says": ((POST, GATE, {}), 0.25),
    "but what one buys is weighed": ((BUY, GATE, {}), 0.5),
    "a provocateur dissents aloud": ((POST, PLANTED, AGENT), 1.0),
    "but buys like anybody": ((BUY, PLANTED, AGENT), 0.5),
    "and speaks like anybody once the system is gone": (
        (POST, PLANTED | {"score.in_force": False}, AGENT),
        0.5,
    ),
    "other citizens do not provoke": ((POST, PLANTED, {"role": CITIZEN}), 0.5),
}


@rows(DECIDE)
def test_what_is_said(case, expected):
    channel, scenario, me = case
    s, r, t, _ = given({"opinion": level(0.5)} | me, **scenario)
    brought = mind(0, noticed(ties=3), s, r, t)._replace(unweighed=FINE_ACT // 4)
    assert decide(0, channel, channel_of(channel, r), np.uint64(0), brought, s, r, t) == level(expected)


@rows(LEFT)
def test_what_is_left_of_the_day(case, expected):
    s, r, t, _ = given({"voice": level(-1.0), "spoke": 90})
    for channel, share in zip((POST, SHARE, GATHER, BUY), case, strict=True):
        s.said[channel, 0] = NOTHING if share is None else level(share)
        s.acted[0] |= (share is not None) << channel
    appear(0, 0, s, r, t)
    voice, day, dissented = expected
    assert (s.voice[0], s.spoke[0], s.dissented[0]) == (level(voice), day, dissented)


@rows(KEPT)
def test_what_is_kept_of_occasions(case, expected):
    channels, chosen, role, measured = case
    s, r, t, _ = given({"role": role, "opinion": level(1.0)}, **PLANTED)
    keep(0, sum(1 << channel for channel in channels), level(chosen), s, r, t._replace(measured=measured))
    assert (s.occasions[0], s.chosen[0]) == (expected[0], level(expected[1]))


@rows(UNHEARD)
def test_unheard(case, expected, chances):
    post, gather, view, above, luck = case
    chances({(Purpose.HEARD, 0): luck})
    it = given({"opinion": level(view), "access": int(above)}, tiers=[HIDDEN])
    for channel, share in ((POST, post), (GATHER, gather)):
        it.s.said[channel, 0] = NOTHING if share is None else level(share)
        it.s.acted[0] |= (share is not None) << channel
    unheard(0, it.s, it.r, it.t, it.tally)
    assert (it.count("unheard_post"), it.count("unheard_gather")) == expected


@rows(AS_WISHED)
def test_as_wished(case, expected):
    view, stirred, levels = case
    s, r, t, _ = given({"opinion": level(view), "stirred": stirred}, voice__levels=levels)
    assert as_wished(mind(0, noticed(), s, r, t), r) == level(expected)


def test_of_provocateurs_nothing_is_counted():
    """What they say is no voice of the people; it is heard, and any act counts as dissent."""
    for acted, dissented in ((1 << POST, 1), (0, 0)):
        s, r, t, _ = given(AGENT | {"acted": acted}, **PLANTED)
        s.said[POST, 0] = level(-1.0)
        appear(0, 0, s, r, t)
        assert (s.voice[0], s.dissented[0]) == (level(-1.0) * dissented, dissented)


@pytest.mark.parametrize("said, waits", [(0.5, 1), (-0.5, -1), (0.0, 0), (None, 7)])
def test_the_last_act_waits_for_a_reply(said, waits):
    """Dissent and loyalty do, silence does not; who had no occasion waits on (7 stands for what was there)."""
    me = {"acted": int(said is not None) << POST, "learned": (0.0, 0.0, 7.0)}
    s, r, t, _ = given(me, voice__reward="reply")
    s.said[:, 0] = NOTHING if said is None else level(said)
    appear(0, 0, s, r, t)
    assert s.learned[2, 0] == waits


@pytest.mark.parametrize("channel, waits", [(POST, 1), (SHARE, 1), (GATHER, 1), (BUY, 7)])
def test_only_public_acts_wait_for_a_reply(channel, waits):
    s, r, t, _ = given({"acted": 1 << channel, "learned": (0.0, 0.0, 7.0)}, voice__reward="reply")
    s.said[:, 0] = NOTHING
    s.said[channel, 0] = level(0.5)
    appear(0, 0, s, r, t)
    assert s.learned[2, 0] == waits
