"""Chance as a pure function: (seed, purpose, day, who or pair of whos, counter) -> draw.

There is no stream and no state, so a draw does not depend on how many draws were made before it, on the order
of citizens, on threads, or on what else happens in the world. Two worlds with the same seed have the same luck
until the system itself makes them differ (docs/understand/the-day.md, *Luck*).

The functions work on ``numpy.uint64`` scalars, on arrays of them (but `pair`), and inside compiled rules alike.
Multiplication wraps modulo 2**64 on purpose; plain Python callers run under ``wrapping()``.
"""

from contextlib import AbstractContextManager
from enum import IntEnum

import numpy as np

GOLD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio, odd: spreads consecutive ids over all 64 bits
SILVER = np.uint64(0xD1B54A32D192ED03)  # another odd constant: spreads counters
_M1 = np.uint64(
    0xBF58476D1CE4E5B9
)  # multipliers and shifts of Stafford's variant 13 of the MurmurHash3 finaliser
_M2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)
_UNIT = 1.0 / 4503599627370496.0  # 2**-52


class Purpose(IntEnum):
    """What a draw is for. Numbers are part of the file format of luck: never reuse or renumber one."""

    VIEW = 1
    VIEW_COMMUNITY = 2
    BOLDNESS = 3
    CLIMATE = 4
    THRESHOLD = 5
    RISK = 6
    NEED = 7
    ACTIVITY = 8
    TRUST = 9
    START = 10
    GROUP = 11
    AWARE = 12
    COST = 13
    TIE = 14  # the network itself
    ASKED = 15  # to inform
    ASKED_COMMUNITY = 16
    PLANTED = 17  # provocateurs
    OCCASION = 20
    CHOICE = 21
    OBSERVED = 22
    CONDUCT = 23
    CONDUCT_SEEN = 24
    REVIEW = 25
    REVIEW_WHICH = 26
    DROP = 27
    MAKE = 28
    MAKE_WHOM = 29
    TIE_VALUE = 30  # one draw a pair of ids, the same every day
    RESOLVE = 31
    REPORT = 32
    RATING = 33
    FREEZE = 34
    DEMOTE = 35
    LISTED = 36
    APPEAL = 37
    HEARD = 38
    SURVEY = 39  # who is asked, and the luck of the answer
    WHY = 40  # which occasions are asked why
    LOOKED_UP = 45  # by whom a score is looked up
    SHOCK = 46  # whom a shock strikes, the same every day
    ATTEND = 50  # which friend is attended to
    MOVE = 51
    MOVE_WHOM = 52
    ORDER = 53
    CONFIDENCE_DISSENT = 60
    CONFIDENCE_LOYAL = 61
    SUSCEPTIBILITY = 62
    EXPRESSIVENESS = 63
    TOPIC = 70  # what an occasion is about
    PERMISSION = 71  # to speak on it
    HUNT = 80  # for a job
    FOUND = 81  # what an act leaves for an employer to find
    TAG = 82  # whether an act tags a friend
    TAG_WHOM = 83
    EXEMPT = 90  # from whose file nothing of its own is lost, in the mirror; on day 0


def wrapping() -> AbstractContextManager:
    """Context in which plain Python may call these functions: 64-bit overflow is meant, so NumPy is not to warn."""
    return np.errstate(over="ignore")


def mix(x):
    """Scramble 64 bits: every output bit depends on every input bit (Stafford 2011, variant 13; Steele et al. 2014)."""
    x = (x ^ (x >> _S30)) * _M1
    x = (x ^ (x >> _S27)) * _M2
    return x ^ (x >> _S31)


def key(seed, purpose, day):
    """The key of all draws for one purpose on one day. Arguments and result are uint64."""
    return mix(mix(mix(seed + GOLD) + purpose * GOLD) ^ (day * SILVER + GOLD))


def draw(key, who, counter):
    """64 random bits for one citizen id and counter. All arguments uint64."""
    return mix(key ^ (who * GOLD + counter * SILVER))


def pair(key, a, b):
    """64 random bits for an unordered pair of ids: ``pair(key, a, b) == pair(key, b, a)``."""
    return pair_in_order(key, min(a, b), max(a, b))


def pair_in_order(key, low, high):
    """``pair`` for ids already in ascending order; works on arrays too."""
    return mix(mix(key ^ (low * GOLD)) ^ (high * SILVER))


def unit(bits):
    """The middle of one of 2**52 equal cells of (0, 1): never exactly 0 or 1."""
    return ((bits >> _S12) + 0.5) * _UNIT


def day_key(seed: int, purpose: Purpose, day: int = 0) -> np.uint64:
    """``key`` for plain integers, as the rest of the program calls it."""
    with wrapping():
        return key(np.uint64(seed), np.uint64(int(purpose)), np.uint64(day))


def uniforms(seed: int, purpose: Purpose, who: np.ndarray, counter: int = 0) -> np.ndarray:
    """One uniform draw in (0, 1) for each id in `who`, shape (citizen,), float64."""
    with wrapping():
        return unit(draw(day_key(seed, purpose), who.astype(np.uint64), np.uint64(counter)))


def normals(seed: int, purpose: Purpose, who: np.ndarray) -> np.ndarray:
    """One standard normal draw for each id in `who` (Box and Muller 1958), shape (citizen,), float64."""
    first, second = uniforms(seed, purpose, who, 0), uniforms(seed, purpose, who, 1)
    return np.sqrt(-2.0 * np.log(first)) * np.cos(2.0 * np.pi * second)
