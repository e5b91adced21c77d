"""The day of many citizens, eight side by side: the same rules as `live`, phase after phase instead of citizen after citizen.

What a phase leaves for a later one stands on a desk. Occasions come to a quarter of citizens in one channel or another, and one in five
thinks a tie over: those few are listed first, and then the list is gone through eight at a time. Every citizen gets the bits
of `live` (docs/decisions/0015).
"""

from typing import NamedTuple

import numpy as np

from sottovoce.day.act import appear, begin, decide, end, mind, tell
from sottovoce.day.adapt import adapt
from sottovoce.day.choice import Mind
from sottovoce.day.enrol import enrol
from sottovoce.day.learn import learn
from sottovoce.day.live import count, live, live_until
from sottovoce.day.look import MOST, SCORE_AND_ACT, Seen, heed, look, spread_out, summed
from sottovoce.day.move import move
from sottovoce.day.observe import chance_told, notice, record
from sottovoce.day.points import channel_of, points_of
from sottovoce.day.rewire import idle, propose, reviews
from sottovoce.day.rules import KINDS, MOVE_NEVER, PUBLIC, REWARD_BALANCE
from sottovoce.day.sanction import sanction
from sottovoce.day.score import blank, in_grains, settle
from sottovoce.day.word import DEED_AT, MASK18, PROVOKES, show
from sottovoce.machine.lanes import (
    LANES,
    add,
    append,
    at,
    fetch,
    keep,
    kept,
    run,
    signed,
    some,
    unsigned,
    where,
)
from sottovoce.machine.rule import crowd, rule
from sottovoce.society.state import GRID, PROVOCATEUR
from sottovoce.society.tally import SEEN

ROOM = 256  # citizens on a desk: what they need of the processor's memory is near at hand from phase to phase
TIES_ROOM = 32 * ROOM  # ties on a desk; where there are more, everybody looks alone
LISTS = 4  # of occasions
CODE = 3  # bits that a channel takes of an entry of a list; the place of the citizen on the desk stands above them
WISH, UNWEIGHED = Mind._fields.index("wish"), Mind._fields.index("unweighed")


class Desk(NamedTuple):
    """Columns to write on."""

    room: int
    code: (
        np.ndarray
    )  # int64 (citizen on the desk,): an entry of a list that names the citizen; a channel is added to it
    word: np.ndarray  # uint64 (tie,), the words of all friends
    seen: np.ndarray  # float64 (field of Seen, citizen)
    mind: np.ndarray  # float64 (field of Mind, citizen)
    acted: np.ndarray  # int64 (citizen,), bits of the channels with an occasion
    noticed: (
        np.ndarray
    )  # int64 (channel, citizen), of today's act: bit 0: seen, 1: punished, 2: the account is frozen
    points: np.ndarray  # float64 (channel, citizen), points of today's act, if it is seen
    entries: np.ndarray  # int64 (entry,), four lists of occasions in equal parts; or one of citizens
    listed: np.ndarray  # int64 (list,), how many entries each has


def desk() -> Desk:
    """An empty desk."""
    return Desk(
        ROOM,
        np.arange(ROOM) << CODE,
        np.zeros(TIES_ROOM, np.uint64),
        np.zeros((len(Seen._fields), ROOM)),
        np.zeros((len(Mind._fields), ROOM)),
        np.zeros(ROOM, np.int64),
        np.zeros((KINDS, ROOM), np.int64),
        np.zeros((KINDS, ROOM)),
        np.zeros(LISTS * (KINDS * ROOM + LANES), np.int64),
        np.zeros(LISTS, np.int64),
    )


@crowd(live, desk)
def live_crowd(low, high, s, r, t, tally, desk):
    """One day of citizens low ... high-1."""
    crowd_until(low, high, 9, s, r, t, tally, desk)


@crowd(live_until, desk)
def crowd_until(low, high, phases, s, r, t, tally, desk):
    """The first so many phases of a day (all: 9), as `live_until`."""
    fetch(
        high, desk.room, s.first, s.id, s.group, s.opinion, s.boldness, s.climate, s.threshold, s.need, s.activity,
        s.aware, s.points, s.months[t.bucket], s.score, s.enrolled, s.access, s.nu, s.voice, s.spoke, s.stirred, s.acted,
        s.seen, s.punished, s.deed, s.drop, s.make, s.acts, s.voiced, s.dissented, s.lost_days, s.fresh,
    )  # fmt: skip
    for channel in range(KINDS):
        fetch(high, desk.room, s.said[channel])
    hear(low, high - low, s, r, desk)
    morning(low, high - low, phases, s, r, t, tally, desk)
    if phases > 3:
        acts(low, high - low, s, r, t, tally, desk)
    if phases > 4:
        evening(low, high - low, phases, s, r, t, tally, desk)
    if phases > 7 and not idle(r):
        ties(low, high - low, s, r, t, desk)
    if phases > 7 and r.move != MOVE_NEVER:
        for i in range(low, high):
            move(i, s, r, t)


@rule
def hear(low, size, s, r, desk):
    """What everybody sees of friends. The words of all their friends are brought to the desk first: so many random reads are under
    way at once. Where there are too many, everybody looks alone."""
    start, ties = int(s.first[low]), int(s.first[low + size]) - int(s.first[low])
    if ties > TIES_ROOM:
        for k in range(size):
            keep(desk.seen, k, look(low + k, s, r))
        return
    eights = ties // LANES * LANES
    for k in range(0, eights, LANES):
        desk.word[run(k)] = s.word[int(s.friend[run(start + k)])]
    for k in range(eights, ties):
        desk.word[k] = s.word[int(s.friend[start + k])]
    for k in range(0, size, LANES):
        i = run(low + k)
        place = int(s.first[i]) - start
        stop = min(int(s.first[i + 1]) - start, place + MOST)
        both = spread = np.uint64(0)
        deeds = provocateurs = 0
        while some(place < stop):
            word = at(desk.word, place, place < stop, np.uint64(0))
            both = both + (word & SCORE_AND_ACT)
            spread = spread + spread_out(word)
            deeds = deeds + signed((word >> DEED_AT) & MASK18)
            if r.agents == 1:
                provocateurs = provocateurs + signed(word >> PROVOKES)
            place = place + 1
        keep(desk.seen, run(k), summed(both, spread, deeds, provocateurs))
    for k in range(size):
        if s.first[low + k + 1] - s.first[low + k] > MOST:
            keep(desk.seen, k, look(low + k, s, r))


@rule
def morning(low, size, phases, s, r, t, tally, desk):
    """What comes before acting, and what each brings to it."""
    for k in range(0, size, LANES):
        i, here = run(low + k), run(k)
        seen = heed(i, kept(Seen, desk.seen, here), s, r, t)
        if r.heed == 1 or r.second == 1 or r.reward == REWARD_BALANCE:
            keep(desk.seen, here, seen)
        if phases > 1:
            adapt(i, seen, s, r)
            learn(i, seen, s, r, t)
        if phases > 2:
            enrol(i, s, r, t, tally)
        if phases > 3:
            desk.acted[here] = begin(i, s, r, t)
            keep(desk.mind, here, mind(i, seen, s, r, t))
        if r.keep == 1:
            blank(i, s)


@rule
def acts(low, size, s, r, t, tally, desk):
    """Every occasion of the day: it is listed, a level is chosen, and it is counted. Public occasions and others are listed apart, and
    of each those of citizens who wish to dissent, who have more levels to weigh."""
    part = len(desk.entries) // LISTS
    quiet = loud = quiet_private = loud_private = 0
    for k in range(0, size, LANES):
        here = run(k)
        wishes = desk.mind[WISH, here] > 0.0
        for channel in range(KINDS):
            comes = (desk.acted[here] >> channel) & 1 == 1
            without, with_ = where(wishes, False, comes), where(wishes, comes, False)
            what = desk.code[here] + channel
            if channel < PUBLIC:
                quiet += append(desk.entries, quiet, without, what)
                loud += append(desk.entries, part + loud, with_, what)
            else:
                quiet_private += append(desk.entries, 2 * part + quiet_private, without, what)
                loud_private += append(desk.entries, 3 * part + loud_private, with_, what)
    desk.listed[0], desk.listed[1] = quiet, loud
    desk.listed[2], desk.listed[3] = quiet_private, loud_private
    for number in range(LISTS):
        choices(low, number * part, number * part + desk.listed[number], s, r, t, tally, desk)


@rule
def choices(low, begin_, end_, s, r, t, tally, desk):
    """What is chosen on each occasion of a list, and whether the authority sees it. The last entry may stand several times to fill eight
    (`filled_up`): so all that is written here comes to the same when it is written again, and what is counted has to `counts`."""
    filled_up(begin_, end_, desk)
    for entry in range(begin_, end_, LANES):
        what = desk.entries[run(entry)]
        k, channel = citizen_in(what), channel_in(what)
        i = low + k
        who = unsigned(s.id[i])
        me, seen = kept(Mind, desk.mind, k), kept(Seen, desk.seen, k)
        level, why = decide(i, channel, who, me, s, r, t)
        s.said[channel, i] = level
        tell(i, channel, level, why, me, run(entry) < end_, s, r, tally)
        noticed, punished, frozen = notice(who, channel, level, chance_told(seen, r), seen.provocateurs, r, t)
        bits = noticed | (punished << 1) | (frozen << 2)
        if r.agents == 1 and r.in_force == 1:
            bits = where(int(s.role[i]) == PROVOCATEUR, 0, bits)
        desk.noticed[channel, k] = bits
        desk.points[channel, k] = in_grains(points_of(level / GRID, channel_of(channel, r), me.reach), r)


@rule
def citizen_in(entry):
    """The place on the desk of whom an entry of a list names."""
    return entry >> CODE


@rule
def channel_in(entry):
    """The channel that an entry names."""
    return entry & ((1 << CODE) - 1)


@rule
def filled_up(begin_, end_, desk):
    """Repeat the last entry of a list until eights are full: done again, it comes to the same."""
    for entry in range(end_, begin_ + (end_ - begin_ + LANES - 1) // LANES * LANES):
        desk.entries[entry] = desk.entries[end_ - 1]


@rule
def evening(low, size, phases, s, r, t, tally, desk):
    """What comes after acting."""
    for k in range(0, size, LANES):
        i, here = run(low + k), run(k)
        seen = kept(Seen, desk.seen, here)
        appear(i, int(desk.mind[UNWEIGHED, here]), s, r, t)
        end(i, seen, s, r, t, tally)
        marks = punished = frozen = noticed = 0
        gains = losses = 0.0
        for channel in range(KINDS):
            bits = where((desk.acted[here] >> channel) & 1 == 1, desk.noticed[channel, here], 0)
            points = where(bits & 1 == 1, desk.points[channel, here], 0.0)
            noticed = noticed + (bits & 1)
            marks = marks | ((bits & 1) << channel)
            punished = punished | ((bits >> 1) & 1)
            frozen = frozen | (bits >> 2)
            gains = gains + max(points, 0.0)
            losses = losses - min(points, 0.0)
            if r.keep == 1:
                s.earned[channel, i] = points
        add(tally, int(s.group[i]), SEEN, noticed)
        record(i, marks, punished, frozen, s, r, t, tally)
        if phases > 5:
            settle(i, seen, gains, losses, s, r, t, tally)
        if phases > 6:
            sanction(i, s, r, t, tally)
        if phases > 7:
            s.drop[i] = -1
            s.make[i] = -1
        if phases > 8:
            show(i, s, r, t)
            count(i, seen, s, tally)


@rule
def ties(low, size, s, r, t, desk):
    """The few who think a tie over."""
    few = 0
    for k in range(0, size, LANES):
        few += append(desk.entries, few, reviews(run(low + k), s, r, t), desk.code[run(k)])
    filled_up(0, few, desk)
    for entry in range(0, few, LANES):
        k = citizen_in(desk.entries[run(entry)])
        propose(low + k, kept(Seen, desk.seen, k), s, r, t)
