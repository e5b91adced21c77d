"""Look: the one pass over a citizen's ties. What friends showed yesterday, and what the authority knew of them.

reads: id first friend signal fine_signal · writes: nothing
"""

from typing import NamedTuple

import numpy as np

from sottovoce.chance import Purpose, draw
from sottovoce.day.rules.acts import REWARD_BALANCE
from sottovoce.day.rules.system import MOVE_DOUBLE
from sottovoce.day.ties import id_of
from sottovoce.machine.lanes import at, signed, some, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.signal import (
    ACT_AT,
    DEED_AT,
    DEED_ZERO,
    FLAGS,
    MASK18,
    MASK20,
    PROVOKES,
    act_of,
    fine_act_of,
    pressure_of,
)
from sottovoce.society.state import GRID

ATTEND_LUCK = int(Purpose.ATTEND)

# Score and act stand far enough apart in a signal to be summed at once. The flags are spread out by one product, a byte to each (the last
# goes by itself), so that one addition counts them all: 0b0000101 becomes 0x00 00 00 00 00 01 00 01, and added to that of 0b0000001
# 0x00 00 00 00 00 01 00 02, one friend with the third flag and two with the first. Either way there is room for the sums of 255 friends.
MOST = 255
SCORE_AND_ACT = MASK20 | (MASK18 << ACT_AT)
SEVEN, SPREAD = np.uint64(0x7F), np.uint64(0x0002040810204081)
AGAIN = np.uint64(1) << np.uint64(32)  # beyond any id: the counter of the second tie to a friend
EIGHTHS, BYTE, ACT = np.uint64(0x0101010101010101), np.uint64(0xFF), np.uint64(1) << ACT_AT


class Noticed(NamedTuple):
    """Sums over the friends of one citizen, of yesterday's signals."""

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
    # only where the scenario asks for it: `attend`
    attended: int = -1  # row of the friend attended to
    attended_act: int = 0  # his last public act, 1/65536; 0 when not heard
    fine_acts: int = 0  # sum of last public acts of those heard, 2**-40
    enforced: int = 0  # sum of enforcement
    said: int = 0  # sum of last public acts of those heard, 1/65536 ...
    volume: int = 0  # ... and of their sizes


@rule
def alone(i, s, r):
    """Sum the signals of all friends of citizen i, for whom there is no room beside others (`step.look`). An empty place points at the
    ghost, whose signal adds nothing."""
    place, end = int(s.first[i]), int(s.first[i + 1])
    noticed = summed(np.uint64(0), np.uint64(0), 0, 0)
    while place < end:
        stop = min(place + MOST, end)
        both = spread = np.uint64(0)
        deeds = provocateurs = 0
        while place < stop:
            signal = s.signal[s.friend[place]]
            both = both + (signal & SCORE_AND_ACT)
            spread = spread + spread_out(signal)
            deeds = deeds + signed((signal >> DEED_AT) & MASK18)
            provocateurs = provocateurs + signed(signal >> PROVOKES)
            place = place + 1
        noticed = together(noticed, summed(both, spread, deeds, provocateurs))
    return noticed


@rule
def spread_out(signal):
    """The flags of a signal but the last, each in the lowest bit of a byte."""
    return (((signal >> FLAGS) & SEVEN) * SPREAD) & EIGHTHS


@rule
def summed(both, spread, deeds, provocateurs):
    """What was noticed, from the sums over the signals of at most 255 friends: of scores and acts, of flags spread out, of deeds, of
    the last flag."""
    ties, heard = counted(spread, 0), counted(spread, 1)
    scores, acts = signed(both & (ACT - np.uint64(1))), signed(both >> ACT_AT)
    return Noticed(
        ties=ties,
        heard=heard,
        enrolled=counted(spread, 2),
        punished=counted(spread, 3),
        loyal=counted(spread, 4),
        dissent=counted(spread, 5),
        acts=acts / GRID - heard,
        scores=scores,
        deeds=deeds - ties * DEED_ZERO,
        informers=counted(spread, 6),
        provocateurs=provocateurs,
        attended=-1, attended_act=0, fine_acts=0, enforced=0, said=0, volume=0,
    )  # fmt: skip


@rule
def together(a, b):
    """What was noticed of some friends and of others."""
    return Noticed(
        ties=a.ties + b.ties,
        heard=a.heard + b.heard,
        enrolled=a.enrolled + b.enrolled,
        punished=a.punished + b.punished,
        loyal=a.loyal + b.loyal,
        dissent=a.dissent + b.dissent,
        acts=a.acts + b.acts,
        scores=a.scores + b.scores,
        deeds=a.deeds + b.deeds,
        informers=a.informers + b.informers,
        provocateurs=a.provocateurs + b.provocateurs,
        attended=-1, attended_act=0, fine_acts=0, enforced=0, said=0, volume=0,
    )  # fmt: skip


@rule
def counted(spread, flag):
    """How many friends had a flag, from flags that were spread out and added up."""
    return signed((spread >> np.uint64(8 * flag)) & BYTE)


@rule
def earlier(i, place, j, s):
    """How many places of i's row before `place` hold j too: each tie to a friend has luck of its own."""
    found, other = 0, int(s.first[i])
    while some(other < place):
        found = found + int(int(at(s.friend, other, other < place, len(s.id))) == j)
        other = other + int(other < place)
    return found


@rule
def attends(r):
    """Whether `attend` adds to what was noticed."""
    return r.voice.attends == 1 or r.voice.fine_signal == 1 or r.voice.reward == REWARD_BALANCE


@rule
def attend(i, noticed, s, r, t):
    """What was noticed, and with it, only where the scenario asks for them, the friend attended to today (the one with the highest
    hash of day, citizen and friend), the friends' second signals, and how loud each side is."""
    friend = friend_id = -1
    act = fine_acts = enforced = said = volume = 0
    if attends(r):
        best = np.uint64(0)
        ghost = len(s.id)
        who = unsigned(s.id[i])
        place, end = int(s.first[i]), int(s.first[i + 1])
        while some(place < end):
            j = int(at(s.friend, place, place < end, ghost))
            here = j < ghost
            if r.voice.fine_signal == 1:
                second = int(s.fine_signal[j])
                fine_acts = fine_acts + where(here, fine_act_of(second), 0)
                enforced = enforced + where(here, pressure_of(second), 0)
            if r.voice.reward == REWARD_BALANCE:
                level = int(act_of(s.signal[j]))
                said = said + level
                volume = volume + abs(level)
            if r.voice.attends == 1:
                j_id = id_of(j, here, s, r)
                counter = unsigned(j_id)
                if r.ties.move >= MOVE_DOUBLE:
                    counter = counter + unsigned(earlier(i, place, j, s)) * AGAIN
                bits = draw(t.luck[ATTEND_LUCK], who, counter)
                first = here & ((friend < 0) | (bits > best) | ((bits == best) & (j_id > friend_id)))
                friend, friend_id, best = (
                    where(first, j, friend),
                    where(first, j_id, friend_id),
                    where(first, bits, best),
                )
            place = place + int(place < end)
        if r.voice.attends == 1:
            act = where(friend >= 0, int(act_of(s.signal[max(friend, 0)])), 0)
    return Noticed(
        ties=noticed.ties, heard=noticed.heard, enrolled=noticed.enrolled, punished=noticed.punished, loyal=noticed.loyal, dissent=noticed.dissent,
        acts=noticed.acts, scores=noticed.scores, deeds=noticed.deeds, informers=noticed.informers, provocateurs=noticed.provocateurs,
        attended=friend, attended_act=act, fine_acts=fine_acts, enforced=enforced, said=said, volume=volume,
    )  # fmt: skip


@rule
def noticed_at(columns, k):
    """What was noticed by the citizen at place k of a batch, from columns of it."""
    return Noticed(
        ties=int(columns.ties[k]), heard=int(columns.heard[k]), enrolled=int(columns.enrolled[k]),
        punished=int(columns.punished[k]), loyal=int(columns.loyal[k]), dissent=int(columns.dissent[k]),
        acts=float(columns.acts[k]), scores=int(columns.scores[k]), deeds=int(columns.deeds[k]),
        informers=int(columns.informers[k]), provocateurs=int(columns.provocateurs[k]), attended=int(columns.attended[k]),
        attended_act=int(columns.attended_act[k]), fine_acts=int(columns.fine_acts[k]), enforced=int(columns.enforced[k]),
        said=int(columns.said[k]), volume=int(columns.volume[k]),
    )  # fmt: skip


@rule
def put_noticed(columns, k, noticed):
    """Keep what was noticed by the citizen at place k of a batch in columns of it, but for what `attend` adds."""
    columns.ties[k] = noticed.ties
    columns.heard[k] = noticed.heard
    columns.enrolled[k] = noticed.enrolled
    columns.punished[k] = noticed.punished
    columns.loyal[k] = noticed.loyal
    columns.dissent[k] = noticed.dissent
    columns.acts[k] = noticed.acts
    columns.scores[k] = noticed.scores
    columns.deeds[k] = noticed.deeds
    columns.informers[k] = noticed.informers
    columns.provocateurs[k] = noticed.provocateurs


@rule
def put_attended(columns, k, noticed):
    """Keep what `attend` noticed besides."""
    columns.attended[k] = noticed.attended
    columns.attended_act[k] = noticed.attended_act
    columns.fine_acts[k] = noticed.fine_acts
    columns.enforced[k] = noticed.enforced
    columns.said[k] = noticed.said
    columns.volume[k] = noticed.volume
