"""The tally: whole-number sums of a day by social group, from which every daily figure is made.

One row a group, one column a sum. Sums of fractions are counted in 1/65536. Integers, so that the order in which
citizens (or threads) add to them does not matter.
"""

import math

from sottovoce.scenario.model import CHANNELS, Scenario

FINE = 65536.0
_names = [
    "people",
    "disagree",  # citizens with a wish to dissent
    "say_so",  # ... whose last public act, within hear_days, was dissent
    "public",  # scheduled public occasions of everybody, also those that are cut off
    "beyond",  # sum over them of loyalty chosen beyond that of who acts as wished, 1/65536
    "loyal",  # ... of these, with loyalty chosen
    "dissent",  # ... with dissent chosen
    "loyal_as_wished",  # ... on which loyalty would be chosen if nothing but the wish counted
    "dissent_as_wished",  # ... on which dissent would be
    "seen",  # acts seen by the authority
    "punished",  # citizens punished
    "enrolled",
    "score",  # sum of published scores, 1/65536 of the scale
    "gained",  # points gained by own acts, 1/65536
    "lost",  # points lost by own acts, 1/65536
    "spilled",  # points lost (or gained) by friends' acts, 1/65536
    "ties",  # sum of numbers of friends
    "alone",  # citizens without a friend
    "hearers",  # citizens who heard anybody speak
    "heard_loyal",  # sum over them of the share of loyal acts among those heard, 1/65536
    "outside",  # citizens not enrolled
    "outside_worth",  # sum over them of what their points would be worth at need 1, benefits left out, 1/65536
    "climate",  # over scheduled public occasions of citizens with a wish > 0: sum of climate, 1/65536
    "climate2",  # ... of its square
    "open",  # ... of max(level chosen, 0)/wish
    "open2",
    "climate_open",
    "listed",  # citizens on the blacklist
    "frozen",  # citizens whose account is frozen
    "sanctioned",  # citizens under any sanction: below a tier that takes, or with a frozen account
    "reported",  # false reports believed
    "given_back",  # points restored or given back on appeal, 1/65536
    "listeners",  # citizens who heard of any friend's public occasion, silence included
    "heard_silent",  # sum over them of the share that kept silent among those heard, 1/65536
    "asked",  # citizens asked in the survey
    "list_agrees",  # ... who agree in private: what a list would find
    "says_agrees",  # ... who say so when asked directly
    "examined",  # acts that the authority looks through, whatever it sees in them: sum of coverage over acts, 1/65536
    "looked_up",  # scores looked up
    "refused",  # ... by a lender or an employer, who refused
    "by_tag",  # points lost or gained as one tagged in a friend's act, 1/65536
    "hunts",  # citizens who hunted for a job
    "hunts_refused",  # ... and were refused
    "refused_for_own",  # ... for an act of their own
    "refused_for_tag",  # ... for an act in which they were tagged, and none of their own
]
TERMS = (
    "noise",
    "climate",
    "punishment",
    "score",
    "reproach",
    "effort",
    "learned",
    "audience",
)  # what holds back
_names += [
    "why_times",  # sampled public occasions of citizens with a wish to dissent
    "why_wish",  # sum of wishes over them, 1/65536
]
for _term in TERMS:
    _names.append("why_" + _term)  # sum over them of the wish held back by a term: Shapley values (day.why)
for _channel in CHANNELS:
    _names += [f"occasions_{_channel}", f"sensitive_{_channel}", f"loyal_{_channel}"]
for _tier in range(8):
    _names.append(f"below_{_tier}")  # enrolled citizens below the edge of a tier
for _channel in CHANNELS:  # the account of silence: scheduled occasions of citizens with a wish to dissent, and what became of the wish
    _names += [
        f"could_{_channel}",  # occasions scheduled
        f"spoke_{_channel}",  # ... of these, with dissent chosen where the occasion came
        f"cut_{_channel}",  # ... cut off where dissent would have been chosen
        f"wish_{_channel}",  # sum of wishes over them, 1/65536
        f"voiced_{_channel}",  # sum of dissent within the wish where the occasion came, 1/65536
        f"missed_{_channel}",  # ... that would have been chosen where it was cut off, 1/65536
        f"unheard_{_channel}",  # of those spoken: no friend can hear of them tonight, a tier took the reach
    ]
WIDTH = len(_names)  # of a scenario without topics
for _topic in range(
    17
):  # could, spoke, cut by topic, at the end: a tally has those of its topics, and of occasions without one
    for _where in ("aloud", "private"):
        _names += [f"{_kind}_topic_{_topic}_{_where}" for _kind in ("could", "spoke", "cut")]
NAMES = tuple(_names)
FRACTIONS = frozenset(
    [
        "beyond",
        "score",
        "gained",
        "lost",
        "spilled",
        "heard_loyal",
        "heard_silent",
        "outside_worth",
        "climate",
        "climate2",
        "open",
        "open2",
        "climate_open",
        "given_back",
        "examined",
        "by_tag",
    ]
)  # sums counted in 1/65536
FRACTIONS |= {f"{_kind}_{_channel}" for _kind in ("wish", "voiced", "missed") for _channel in CHANNELS}
FRACTIONS |= {"why_wish"}
PARTS = math.lcm(*range(1, len(TERMS) + 1))  # 840: shares of that many players are whole multiples of 1/840
assert len(set(NAMES)) == len(NAMES)

_at = {name: place for place, name in enumerate(NAMES)}
PEOPLE, DISAGREE, SAY_SO = (_at[n] for n in ("people", "disagree", "say_so"))
COULD_SPEAK, BEYOND, LOYAL, DISSENT, LOYAL_AS_WISHED, DISSENT_AS_WISHED = range(
    _at["public"], _at["public"] + 6
)
OBSERVED, PUNISHED, ENROLLED = (_at[n] for n in ("seen", "punished", "enrolled"))
SCORE, GAINED, LOST, SPILLED, TIES, ALONE = (
    _at[n] for n in ("score", "gained", "lost", "spilled", "ties", "alone")
)
HEARERS, HEARD_LOYAL, OUTSIDE, OUTSIDE_WORTH = (
    _at[n] for n in ("hearers", "heard_loyal", "outside", "outside_worth")
)
CLIMATE, CLIMATE2 = (_at[n] for n in ("climate", "climate2"))
OPEN, OPEN2, CLIMATE_OPEN = (_at[n] for n in ("open", "open2", "climate_open"))
LISTED_NOW, FROZEN_NOW, SANCTIONED = (_at[n] for n in ("listed", "frozen", "sanctioned"))
FALSELY, GIVEN = (_at[n] for n in ("reported", "given_back"))
LISTENERS, HEARD_SILENT = _at["listeners"], _at["heard_silent"]
ASKED, LIST_AGREES, SAYS_AGREES = (_at[n] for n in ("asked", "list_agrees", "says_agrees"))
EXAMINED, LOOKED_UP, REFUSED = (_at[n] for n in ("examined", "looked_up", "refused"))
BY_TAG, HUNTS, HUNTS_REFUSED, REFUSED_FOR_OWN, REFUSED_FOR_TAG = range(_at["by_tag"], _at["by_tag"] + 5)
WHY_TIMES, WHY_WISH, WHY = _at["why_times"], _at["why_wish"], _at["why_" + TERMS[0]]
NOISE, FRIENDS, PUNISHMENT, POINTS, REPROACH, EFFORT, LEARNED, AUDIENCE = range(
    len(TERMS)
)  # TERMS: columns from WHY
OCCASIONS = _at["occasions_" + CHANNELS[0]]  # three columns a channel
BELOW = _at["below_0"]
ACCOUNT = _at["could_" + CHANNELS[0]]  # seven columns a channel
UNHEARD = 6  # the last of them
BY_TOPIC = WIDTH  # six columns a topic: three of public occasions, three of others


def width(scenario: Scenario) -> int:
    """How many sums a scenario has."""
    return WIDTH + 6 * (len(scenario.topics) + 1) if scenario.topics else WIDTH


def per(name: str) -> float:
    """What a column of the tally is divided by to be in its own unit."""
    if name in NAMES[WHY : WHY + len(TERMS)]:
        return FINE * PARTS
    return FINE if name in FRACTIONS else 1.0
