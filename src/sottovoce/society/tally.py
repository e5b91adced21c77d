"""The tally: whole-number sums of a day by social group, from which every daily figure is made.

One row a group, one column a sum. Sums of fractions are counted in 1/65536. Integers, so that the order in which
citizens (or threads) add to them does not matter.
"""

import math

from sottovoce.scenario.model import CHANNELS

FINE = 65536.0
_names = [
    "people",
    "disagree",  # citizens with a wish to dissent
    "say_so",  # ... whose last public act, within hear_days, was dissent
    "aloud",  # public occasions of citizens with a wish to dissent
    "gap",  # sum over them of wish - max(act, 0), 1/65536
    "public",  # public occasions of everybody
    "beyond",  # sum over them of loyalty displayed beyond what is felt, 1/65536
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
    "outside_worth",  # sum over them of what being scored would be worth, 1/65536
    "pairs",  # public occasions of citizens with a wish > 0: for the correlation of climate and speech ...
    "climate",  # ... sum of climate, 1/65536
    "climate2",  # ... of its square
    "open",  # ... of max(act, 0)/wish
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
    ]
NAMES = tuple(_names)
FRACTIONS = frozenset(
    [
        "gap",
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
    ]
)  # sums counted in 1/65536
FRACTIONS |= {f"{_kind}_{_channel}" for _kind in ("wish", "voiced", "missed") for _channel in CHANNELS}
FRACTIONS |= {"why_wish"}
PARTS = math.lcm(*range(1, len(TERMS) + 1))  # 840: shares of that many players are whole multiples of 1/840
WIDTH = len(NAMES)
assert len(set(NAMES)) == WIDTH

_at = {name: place for place, name in enumerate(NAMES)}
PEOPLE, DISAGREE, SAY_SO, ALOUD, GAP = (_at[n] for n in ("people", "disagree", "say_so", "aloud", "gap"))
PUBLIC_ACTS, BEYOND, OBSERVED, PUNISHED, ENROLLED = (
    _at[n] for n in ("public", "beyond", "seen", "punished", "enrolled")
)
SCORE, GAINED, LOST, SPILLED, TIES, ALONE = (
    _at[n] for n in ("score", "gained", "lost", "spilled", "ties", "alone")
)
HEARERS, HEARD_LOYAL, OUTSIDE, OUTSIDE_WORTH = (
    _at[n] for n in ("hearers", "heard_loyal", "outside", "outside_worth")
)
PAIRS, CLIMATE, CLIMATE2 = (_at[n] for n in ("pairs", "climate", "climate2"))
OPEN, OPEN2, CLIMATE_OPEN = (_at[n] for n in ("open", "open2", "climate_open"))
LISTED_NOW, FROZEN_NOW, SANCTIONED = (_at[n] for n in ("listed", "frozen", "sanctioned"))
FALSELY, GIVEN = (_at[n] for n in ("reported", "given_back"))
LISTENERS, HEARD_SILENT = _at["listeners"], _at["heard_silent"]
ASKED, LIST_AGREES, SAYS_AGREES = (_at[n] for n in ("asked", "list_agrees", "says_agrees"))
WHY_TIMES, WHY_WISH, WHY = _at["why_times"], _at["why_wish"], _at["why_" + TERMS[0]]
NOISE, FRIENDS, PUNISHMENT, POINTS, REPROACH, EFFORT, LEARNED, AUDIENCE = range(
    len(TERMS)
)  # TERMS: columns from WHY
OCCASIONS = _at["occasions_" + CHANNELS[0]]  # three columns a channel
BELOW = _at["below_0"]
ACCOUNT = _at["could_" + CHANNELS[0]]  # six columns a channel


def per(name: str) -> float:
    """What a column of the tally is divided by to be in its own unit."""
    if name in NAMES[WHY : WHY + len(TERMS)]:
        return FINE * PARTS
    return FINE if name in FRACTIONS else 1.0
