"""The word: the 64 bits that others can read of a citizen. Its *face* friends may know, its *file* the authority.

bits   field     part   meaning
0-19   score     file   published score in grains above the scale's low end; 0 when not enrolled
                        (face too, where the scenario shows scores to friends)
20-37  deed      file   points of acts seen yesterday that may spill over, in grains of deeds, + 2**17
38-55  act       face   last public act in 1/65536, + 2**16; 0 when not heard
56     here      face   1; the whole word of the ghost of an empty place is 0
57     heard     face   had a public occasion within hear_days
58     enrolled  face
59     punished  face   punished yesterday, lost points where friends can see it, wears the badge of a low score, or is on a public list
60     loyal     face   last public act was below 0
61     dissent   face   last public act was above 0
62     informer     file
63     provocateur  file   dissented aloud within answer_days, in the authority's pay
"""

import numpy as np

from sottovoce.chance import draw, unit
from sottovoce.day.air import air
from sottovoce.day.worth import below
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID, INFORMER, LISTED, PROVOCATEUR, State

FLAGS = np.uint64(56)
HERE, HEARD, ENROLLED, PUNISHED, LOYAL, DISSENT, INFORMS, PROVOKES = (np.uint64(56 + k) for k in range(8))
DEED_ZERO = 1 << 17
ONE = np.uint64(1)
MASK18, MASK20 = np.uint64((1 << 18) - 1), np.uint64((1 << 20) - 1)
DEED_AT, ACT_AT = np.uint64(20), np.uint64(38)
HEARD_BITS = (MASK18 << ACT_AT) | (ONE << HEARD) | (ONE << LOYAL) | (ONE << DISSENT)
# The eight flags of a word spread out, seven bits each, so that one addition counts them all (of at most 127 friends).
UNFOLD = np.array([sum(((flags >> k) & 1) << (7 * k) for k in range(8)) for flags in range(256)], np.int64)
MOST = 127


@rule
def show(i, s, r, t):
    """Write today's word of citizen i, for others to read tomorrow.

    reads: id spoke voice enrolled access punished deed score role dates spoken enforcing · writes: fresh airing
    """
    word = (ONE << HERE) | (np.uint64(int(s.deed[i]) + DEED_ZERO) << DEED_AT)
    heard = t.day - int(s.spoke[i]) < r.hear_days and reaches(i, s, r, t)
    word = word | heard_part(int(s.voice[i]), heard)
    if r.second == 1:
        s.airing[i] = air(int(s.spoken[i]), heard, int(s.enforcing[i]) if r.enforce == 1 else 0)
    if int(s.enrolled[i]) == 1:
        word = word | (ONE << ENROLLED) | np.uint64(int(s.score[i]))
    if int(s.punished[i]) == 1 or marked(i, s, r, t):
        word = word | (ONE << PUNISHED)
    if r.agents == 1:
        role = int(s.role[i])
        if role == INFORMER:
            word = word | (ONE << INFORMS)
        if role == PROVOCATEUR and r.in_force == 1 and t.day - int(s.spoke[i]) < r.answer_days:
            word = word | (ONE << PROVOKES)
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

    reads: id word spoke voice enrolled access spoken enforcing · writes: word aired
    """
    heard = t.day - int(s.spoke[i]) < r.hear_days and reaches(i, s, r, t)
    s.word[i] = (s.word[i] & ~HEARD_BITS) | heard_part(int(s.voice[i]), heard)
    if r.second == 1:
        s.aired[i] = air(int(s.spoken[i]), heard, int(s.enforcing[i]) if r.enforce == 1 else 0)


@rule
def marked(i, s, r, t):
    """Whether friends can see a mark on citizen i: the badge of a low score, or a public blacklist."""
    if below(i, r.takes_badge, s) != 0:
        return True
    return r.list_public == 1 and int(s.dates[i, LISTED]) > t.day


@rule
def reaches(i, s, r, t):
    """Whether anybody hears citizen i today: below an edge that takes reach only a share of public acts is shown."""
    taken = below(i, r.takes_reach, s)
    if taken == 0:
        return True
    shown = 1.0
    for k in range(len(r.tier_value)):
        if (taken >> k) & 1:
            shown = shown * (1.0 - r.tier_strength[k])
    return unit(draw(t.heard, np.uint64(s.id[i]), np.uint64(0))) < shown


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
