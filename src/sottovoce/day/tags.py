"""Tags: whom a public act tags, and what falls on who is tagged.

reads: id first friend · writes: tagged tags traces
"""

from sottovoce.chance import Purpose, draw, unit
from sottovoce.day.ties import highest
from sottovoce.machine.lanes import unsigned
from sottovoce.machine.rule import rule
from sottovoce.society.state import FINDABLE, GRAINS, SHARED, TAGGED

TAG_LUCK = int(Purpose.TAG)
TAG_WHOM_LUCK = int(Purpose.TAG_WHOM)


@rule
def tags(who, channel, level, ties, r, t):
    """Whether a public act that says something, of a citizen with so many ties, tags a friend: one at most, and each with the same chance."""
    return (level != 0) & (unit(draw(t.luck[TAG_LUCK], who, unsigned(channel))) < r.tags.chance * ties)


@rule
def tag(i, grains, findable, s, r, t):
    """Tag the friend with the highest hash of (pair, day) in an act of citizen i, which is told to him after the day."""
    s.tagged[i] = highest(i, i, s, r, t.luck[TAG_WHOM_LUCK])
    s.tags[GRAINS, i] = grains
    s.tags[FINDABLE, i] = findable


@rule
def deliver(number, asked, s):
    """Tell one who is tagged, after the day: the points of the act fall on him tomorrow, and an employer can find it in his name."""
    i, j = int(asked[number, 0]), int(asked[number, 1])
    s.tags[SHARED, j] += s.tags[GRAINS, i]
    if s.traces.shape[1] == len(s.id) and int(s.tags[FINDABLE, i]) == 1:
        s.traces[TAGGED, j] = asked[number, 2]
    s.tagged[i] = -1
