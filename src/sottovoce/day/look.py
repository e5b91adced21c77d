"""Look: the one pass over a citizen's ties. What friends showed yesterday, and what the authority knew of them.

reads: id first friend word aired · writes: nothing
"""

from typing import NamedTuple

import numpy as np

from sottovoce.chance import draw
from sottovoce.day.air import act_in, pressure_in
from sottovoce.day.rules import REWARD_BALANCE
from sottovoce.day.word import ACT_AT, DEED_AT, DEED_ZERO, FLAGS, MASK18, MASK20, MOST, act_of
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID

_SEVEN = np.int64(MOST)


class Seen(NamedTuple):
    """Sums over the friends of one citizen, of yesterday's words."""

    ties: int  # number of friends
    heard: int  # friends with a public occasion within hear_days
    enrolled: int
    punished: int
    loyal: int  # friends whose last public act was below 0
    dissent: int  # ... above 0
    acts: float  # sum of last public acts of those heard
    scores: int  # file: sum of published scores, grains above the scale's low end
    deeds: int  # file: sum of points that may spill over, grains of deeds
    informers: int  # file: friends who inform
    provocateurs: int  # file: friends planted, who dissented aloud within answer_days
    # only where the scenario asks for it: `heed`
    heed: int = -1  # row of the friend attended to
    heed_act: int = 0  # his last public act, 1/65536; 0 when not heard
    aired: int = 0  # sum of last public acts of those heard, 2**-40
    enforced: int = 0  # sum of enforcement
    said: int = 0  # sum of last public acts of those heard, 1/65536 ...
    volume: int = 0  # ... and of their sizes


@rule
def look(i, s, r):
    """Sum the words of all friends of citizen i. An empty place points at the ghost, whose word adds nothing; the eight
    flags are counted together, seven bits each, over stretches of at most 127 friends."""
    ties = heard = enrolled = punished = loyal = dissent = acts = scores = deeds = informers = (
        provocateurs
    ) = 0
    start, end = int(s.first[i]), int(s.first[i + 1])
    while start < end:
        stop = min(start + MOST, end)
        flags = 0
        for place in range(start, stop):
            word = s.word[s.friend[place]]
            scores += np.int64(word & MASK20)
            deeds += np.int64((word >> DEED_AT) & MASK18)
            acts += np.int64((word >> ACT_AT) & MASK18)
            flags += r.unfold[np.int64(word >> FLAGS)]
        ties += flags & _SEVEN
        heard += (flags >> 7) & _SEVEN
        enrolled += (flags >> 14) & _SEVEN
        punished += (flags >> 21) & _SEVEN
        loyal += (flags >> 28) & _SEVEN
        dissent += (flags >> 35) & _SEVEN
        informers += (flags >> 42) & _SEVEN
        provocateurs += (flags >> 49) & _SEVEN
        start = stop
    spilled = deeds - ties * DEED_ZERO
    heard_acts = acts / GRID - heard
    return Seen(ties, heard, enrolled, punished, loyal, dissent, heard_acts, scores, spilled, informers, provocateurs, -1, 0, 0, 0, 0, 0)  # fmt: skip # pyright: ignore[reportArgumentType]


@rule
def heed(i, seen, s, r, t):
    """What was seen, and with it, only where the scenario asks for them, the friend attended to today (the one with the highest
    hash of day, citizen and friend), the friends' second words, and how loud each side is."""
    if r.heed == 0 and r.second == 0 and r.reward != REWARD_BALANCE:
        return seen
    friend = -1
    act = aired = enforced = said = volume = 0
    best = np.uint64(0)
    who = np.uint64(s.id[i])
    for place in range(int(s.first[i]), int(s.first[i + 1])):
        j = int(s.friend[place])
        if j == len(s.id):
            continue
        if r.second == 1:
            aired += act_in(s.aired[j])
            enforced += pressure_in(s.aired[j])
        if r.reward == REWARD_BALANCE:
            level = int(act_of(s.word[j]))
            said += level
            volume += abs(level)
        if r.heed == 1:
            bits = draw(t.heed, who, np.uint64(s.id[j]))
            if friend < 0 or bits > best or (bits == best and s.id[j] > s.id[friend]):
                friend = j
                best = bits
    if friend >= 0:
        act = int(act_of(s.word[friend]))
    return Seen(
        seen.ties, seen.heard, seen.enrolled, seen.punished, seen.loyal, seen.dissent, seen.acts, seen.scores, seen.deeds,
        seen.informers, seen.provocateurs, friend, act, aired, enforced, int(said), int(volume),
    )  # fmt: skip
