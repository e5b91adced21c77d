"""The signal: the 64 bits that others can read of a citizen. Its *face* friends may know, its *file* the authority.

bits   field     part   meaning
0-19   score     file   published score in grains above the scale's low end; 0 when not enrolled
                        (face too, where the scenario shows scores to friends)
20-37  deed      file   points of acts seen yesterday that may spill over, in grains of deeds, + 2**17
38-55  act       face   last public act in 1/65536, + 2**16; 0 when not heard
56     here      face   1; the whole signal of the ghost of an empty place is 0
57     heard     face   had a public occasion within hear_days
58     enrolled  face
59     punished  face   punished yesterday, lost points where friends can see it, wears the badge of a low score, or is on a public list
60     loyal     face   last public act was below 0
61     dissent   face   last public act was above 0
62     informer     file
63     provocateur  file   dissented aloud within answer_days, in the authority's pay

Where the scenario asks for it there is a *fine signal* too: bits 0 and 1 are enforcement + 1, the rest the last public act in 2**-40, 0
when not heard. An act in the signal has steps of 1/65536, too coarse for views that average for many days; whole numbers, so that
the order of friends does not matter.
"""

import numpy as np

from sottovoce.machine.lanes import signed, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID, State

FLAGS = np.uint64(56)
HERE, HEARD, ENROLLED, PUNISHED, LOYAL, DISSENT, INFORMS, PROVOKES = (np.uint64(56 + k) for k in range(8))
DEED_ZERO = 1 << 17
ONE, NONE = np.uint64(1), np.uint64(0)
MASK18, MASK20 = np.uint64((1 << 18) - 1), np.uint64((1 << 20) - 1)
DEED_AT, ACT_AT = np.uint64(20), np.uint64(38)
HEARD_BITS = (MASK18 << ACT_AT) | (ONE << HEARD) | (ONE << LOYAL) | (ONE << DISSENT)
FINE_ACT = 1 << 40
BLANK = 1  # the fine signal of a ghost, of a citizen not heard, and of everybody on the eve of day 0


@rule
def raised(condition, flag):
    """The bit of a flag where the condition holds, else nothing."""
    return where(condition, ONE << flag, NONE)


@rule
def heard_part(act, heard):
    """The bits of a signal that say what is heard of a citizen: the last public act, within `hear_days`."""
    bits = (
        (ONE << HEARD) | (unsigned(act + GRID) << ACT_AT) | raised(act < 0, LOYAL) | raised(act > 0, DISSENT)
    )
    return where(heard, bits, NONE)


@rule
def flag(signal, at):
    """One flag of a signal, 0 or 1; `at` is a uint64."""
    return signed((signal >> at) & ONE)


@rule
def act_of(signal):
    """The last public act, in 1/65536; 0 when none was heard."""
    return signed((signal >> ACT_AT) & MASK18) - flag(signal, HEARD) * GRID


@rule
def score_of(signal):
    """The published score, in grains above the scale's low end; 0 when not enrolled."""
    return signed(signal & MASK20)


@rule
def fine(act, heard, pressure):
    """A fine signal: last public act in 2**-40, whether it is heard, enforcement."""
    return where(heard, act, 0) * 4 + pressure + 1


@rule
def fine_act_of(signal):
    """Last public act in 2**-40."""
    return signal >> 2


@rule
def pressure_of(signal):
    """Enforcement: -1, 0 or 1."""
    return (signal & 3) - 1


def blank(state: State) -> None:
    """The signals of the eve of day 0: everybody is here, nobody has said anything, nobody is enrolled."""
    state.signal[:-1] = (ONE << HERE) | (np.uint64(DEED_ZERO) << DEED_AT)
