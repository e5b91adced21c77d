"""The second word: what friends hear of a citizen beyond the word, read only where the scenario asks for it.

Bits 0 and 1: enforcement + 1. The rest: the last public act in 2**-40, 0 when not heard. An act in the word has steps of
1/65536, too coarse for views that average for many days; whole numbers, so that the order of friends does not matter. It is
written with the word (day/word.py).
"""

from sottovoce.machine.lanes import where
from sottovoce.machine.rule import rule

AIR = 1 << 40
BLANK = 1  # the second word of a ghost, of a citizen not heard, and of everybody on the eve of day 0


@rule
def air(act, heard, pressure):
    """A second word: last public act in 2**-40, whether it is heard, enforcement."""
    return where(heard, act, 0) * 4 + pressure + 1


@rule
def act_in(word):
    """Last public act in 2**-40."""
    return word >> 2


@rule
def pressure_in(word):
    """Enforcement: -1, 0 or 1."""
    return (word & 3) - 1
