"""The word: the 64 bits that others can read of a citizen. Its *face* friends may know, its *file* the authority.

bits   field     part   meaning
0-19   score     file   published score in grains above the scale's low end; 0 when not enrolled
                        (face too, where the scenario shows scores to friends)
20-37  deed      file   points of acts seen yesterday that may spill over, in grains of deeds, + 2**17
38-55  act       face   last public act in 1/65536, + 2**16; 0 when not heard
56     here      face   1; the whole word of the ghost of an empty place is 0
57     heard     face   had a public occasion within hear_days
58     enrolled  face
59     punished  face   punished yesterday, or lost points where friends can see it
60     loyal     face   last public act was below 0
61     dissent   face   last public act was above 0
"""

import numpy as np

from sottovoce.day.air import air
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID, State

FLAGS = np.uint64(56)
HERE, HEARD, ENROLLED, PUNISHED, LOYAL, DISSENT = (np.uint64(56 + k) for k in range(6))
DEED_ZERO = 1 << 17
ONE = np.uint64(1)
MASK18, MASK20 = np.uint64((1 << 18) - 1), np.uint64((1 << 20) - 1)
DEED_AT, ACT_AT = np.uint64(20), np.uint64(38)
HEARD_BITS = (MASK18 << ACT_AT) | (ONE << HEARD) | (ONE << LOYAL) | (ONE << DISSENT)
# The six flags of a word spread out, ten bits each, so that one addition counts them all (of at most 1,023 friends).
UNFOLD = np.array([sum(((flags >> k) & 1) << (10 * k) for k in range(6)) for flags in range(64)], np.int64)
MOST = 1023


@rule
def show(i, s, r, t):
    """Write today's word of citizen i, for others to read tomorrow.

    reads: spoke voice enrolled punished deed score spoken enforcing · writes: fresh airing
    """
    word = (ONE << HERE) | (np.uint64(int(s.deed[i]) + DEED_ZERO) << DEED_AT)
    heard = t.day - int(s.spoke[i]) < r.hear_days
    word = word | heard_part(int(s.voice[i]), heard)
    if r.second == 1:
        s.airing[i] = air(int(s.spoken[i]), heard, int(s.enforcing[i]) if r.enforce == 1 else 0)
    if int(s.enrolled[i]) == 1:
        word = word | (ONE << ENROLLED) | np.uint64(int(s.score[i]))
    if int(s.punished[i]) == 1:
        word = word | (ONE << PUNISHED)
    s.fresh[i] = word


@rule
def heard_part(act, heard):
    """The bits of a word that say what is heard of a citizen: the last public act, within `hear_days`."""
    if not heard:
        return np.uint64(0)
    bits = (ONE << HEARD) | (np.uint64(act + GRID) << ACT_AT)
    if act < 0:
        bits = bits | (ONE << LOYAL)
    if act > 0:
        bits = bits | (ONE << DISSENT)
    return bits


@rule
def speak(i, s, r, t):
    """Be heard at once, in a turn: what is heard of citizen i in the words that others read today; the rest of the word stays
    as it was last night.

    reads: word spoke voice spoken enforcing · writes: word aired
    """
    heard = t.day - int(s.spoke[i]) < r.hear_days
    s.word[i] = (s.word[i] & ~HEARD_BITS) | heard_part(int(s.voice[i]), heard)
    if r.second == 1:
        s.aired[i] = air(int(s.spoken[i]), heard, int(s.enforcing[i]) if r.enforce == 1 else 0)


@rule
def flag(word, at):
    """One flag of a word, 0 or 1; `at` is a uint64."""
    return np.int64((word >> at) & ONE)


@rule
def act_of(word):
    """The last public act, in 1/65536; 0 when none was heard."""
    return np.int64((word >> ACT_AT) & MASK18) - flag(word, HEARD) * GRID


@rule
def score_of(word):
    """The published score, in grains above the scale's low end; 0 when not enrolled."""
    return np.int64(word & MASK20)


def blank(state: State) -> None:
    """The words of the eve of day 0: everybody is here, nobody has said anything, nobody is enrolled."""
    state.word[:-1] = (ONE << HERE) | (np.uint64(DEED_ZERO) << DEED_AT)
