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
from sottovoce.day.worth import below, weakened
from sottovoce.machine.lanes import signed, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID, INFORMER, LISTED, PROVOCATEUR, State

FLAGS = np.uint64(56)
HERE, HEARD, ENROLLED, PUNISHED, LOYAL, DISSENT, INFORMS, PROVOKES = (np.uint64(56 + k) for k in range(8))
DEED_ZERO = 1 << 17
ONE, NONE = np.uint64(1), np.uint64(0)
MASK18, MASK20 = np.uint64((1 << 18) - 1), np.uint64((1 << 20) - 1)
DEED_AT, ACT_AT = np.uint64(20), np.uint64(38)
HEARD_BITS = (MASK18 << ACT_AT) | (ONE << HEARD) | (ONE << LOYAL) | (ONE << DISSENT)


@rule
def show(i, s, r, t):
    """Write today's word of citizen i, for others to read tomorrow.

    reads: id spoke voice enrolled access punished deed score role dates spoken enforcing · writes: fresh airing
    """
    word = (ONE << HERE) | (unsigned(int(s.deed[i]) + DEED_ZERO) << DEED_AT)
    heard = is_heard(i, s, r, t)
    word = word | heard_part(int(s.voice[i]), heard)
    if r.second == 1:
        s.airing[i] = air(int(s.spoken[i]), heard, int(s.enforcing[i]) if r.enforce == 1 else 0)
    word = word | where(int(s.enrolled[i]) == 1, (ONE << ENROLLED) | unsigned(int(s.score[i])), NONE)
    word = word | raised((int(s.punished[i]) == 1) | marked(i, s, r, t), PUNISHED)
    if r.agents == 1:
        role = int(s.role[i])
        lately = t.day - int(s.spoke[i]) < r.answer_days
        word = word | raised(role == INFORMER, INFORMS)
        if r.in_force == 1:
            word = word | raised((role == PROVOCATEUR) & lately, PROVOKES)
    s.fresh[i] = word


@rule
def raised(condition, flag):
    """The bit of a flag where the condition holds, else nothing."""
    return where(condition, ONE << flag, NONE)


@rule
def heard_part(act, heard):
    """The bits of a word that say what is heard of a citizen: the last public act, within `hear_days`."""
    bits = (
        (ONE << HEARD) | (unsigned(act + GRID) << ACT_AT) | raised(act < 0, LOYAL) | raised(act > 0, DISSENT)
    )
    return where(heard, bits, NONE)


@rule
def speak(i, s, r, t):
    """Be heard at once, in a turn: what is heard of citizen i in the words that others read today; the rest of the word stays
    as it was last night.

    reads: id word spoke voice enrolled access spoken enforcing · writes: word aired
    """
    heard = is_heard(i, s, r, t)
    s.word[i] = (s.word[i] & ~HEARD_BITS) | heard_part(int(s.voice[i]), heard)
    if r.second == 1:
        s.aired[i] = air(int(s.spoken[i]), heard, int(s.enforcing[i]) if r.enforce == 1 else 0)


@rule
def marked(i, s, r, t):
    """Whether friends can see a mark on citizen i: the badge of a low score, or a public blacklist."""
    badge = below(i, r.takes_badge, s) != 0
    if r.list_public == 1:
        badge = badge | (int(s.dates[LISTED, i]) > t.day)
    return badge


@rule
def is_heard(i, s, r, t):
    """Whether citizen i spoke in public within `hear_days` and is heard today: below an edge that takes reach only a share of
    public acts is shown."""
    lately = t.day - int(s.spoke[i]) < r.hear_days
    if r.takes_reach != 0:
        shown = weakened(1.0, below(i, r.takes_reach, s), r)
        lately = lately & (unit(draw(t.heard, unsigned(s.id[i]), np.uint64(0))) < shown)
    return lately


@rule
def flag(word, at):
    """One flag of a word, 0 or 1; `at` is a uint64."""
    return signed((word >> at) & ONE)


@rule
def act_of(word):
    """The last public act, in 1/65536; 0 when none was heard."""
    return signed((word >> ACT_AT) & MASK18) - flag(word, HEARD) * GRID


@rule
def score_of(word):
    """The published score, in grains above the scale's low end; 0 when not enrolled."""
    return signed(word & MASK20)


def blank(state: State) -> None:
    """The words of the eve of day 0: everybody is here, nobody has said anything, nobody is enrolled."""
    state.word[:-1] = (ONE << HERE) | (np.uint64(DEED_ZERO) << DEED_AT)
