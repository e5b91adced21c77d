"""The day of many citizens, eight side by side: the same rules as `live`, phase after phase instead of citizen after citizen.

What a phase leaves for a later one stands on a desk. Occasions come to a quarter of citizens in one channel or another, and one in five
thinks a tie over: those few are listed first, and then the list is gone through eight at a time. Every citizen gets the bits
of `live` (docs/decisions/0015).
"""

from typing import NamedTuple

import numpy as np

from sottovoce.day.act import begin, decide, end, mind, speak_out
from sottovoce.day.adapt import adapt
from sottovoce.day.choice import Mind
from sottovoce.day.enrol import enrol
from sottovoce.day.learn import learn
from sottovoce.day.live import count, live, live_until
from sottovoce.day.look import MOST, SCORE_AND_ACT, Seen, heed, look, spread_out, summed
from sottovoce.day.move import move
from sottovoce.day.observe import chance_told, notice, record
from sottovoce.day.points import points_of
from sottovoce.day.rewire import idle, propose, reviews
from sottovoce.day.rules import KINDS, MOVE_NEVER, REWARD_BALANCE
from sottovoce.day.sanction import sanction
from sottovoce.day.score import blank, in_grains, settle
from sottovoce.day.word import DEED_AT, MASK18, PROVOKES, show
from sottovoce.machine.lanes import LANES, at, keep, kept, run, signed, some, unsigned, where
from sottovoce.machine.rule import crowd, rule
from sottovoce.society.state import GRID, PROVOCATEUR
from sottovoce.society.tally import SEEN

ROOM = 256  # citizens on a desk: what they need of the processor's memory is near at hand from phase to phase
TIES_ROOM = 32 * ROOM  # ties on a desk; where there are more, everybody looks alone
WISH, CLIMATE, UNWEIGHED = (Mind._fields.index(name) for name in ("wish", "climate", "unweighed"))


class Desk(NamedTuple):
    """Columns to write on. Shapes: (citizen on the desk,) unless said."""

    room: int
    word: np.ndarray  # uint64 (tie,), the words of all friends
    seen: np.ndarray  # float64 (field of Seen, citizen)
    mind: np.ndarray  # float64 (field of Mind, citizen)
    acted: np.ndarray  # int64, bits of the channels with an occasion
    gains: np.ndarray  # float64, points of acts that were seen ...
    losses: np.ndarray
    marks: np.ndarray  # int64, bits of the channels in which an act was seen
    punished: np.ndarray  # int64
    frozen: np.ndarray  # int64
    reviews: np.ndarray  # int64, 1: thinks a tie over
    # a list of citizens, or of occasions: of those who have nothing to hide, and then of those who have
    who: np.ndarray  # int64 (entry,), place on the desk
    channel: np.ndarray  # int64 (entry,)
    level: np.ndarray  # int64 (entry,), what was chosen, 1/65536
    why: np.ndarray  # int64 (entry,), why less than the wish
    noticed: np.ndarray  # int64 (entry,), bit 0: seen, 1: punished, 2: the account is frozen
    points: np.ndarray  # float64 (entry,), points of the act


def desk() -> Desk:
    """An empty desk."""

    def whole(*shape: int) -> np.ndarray:
        return np.zeros(shape, np.int64)

    entries = 2 * KINDS * ROOM + 2 * LANES
    return Desk(
        ROOM,
        np.zeros(TIES_ROOM, np.uint64),
        np.zeros((len(Seen._fields), ROOM)),
        np.zeros((len(Mind._fields), ROOM)),
        whole(ROOM),
        np.zeros(ROOM),
        np.zeros(ROOM),
        *(whole(ROOM) for _ in range(4)),
        *(whole(entries) for _ in range(5)),
        np.zeros(entries),
    )


@crowd(live, desk)
def live_crowd(low, high, s, r, t, tally, desk):
    """One day of citizens low ... high-1."""
    crowd_until(low, high, 9, s, r, t, tally, desk)


@crowd(live_until, desk)
def crowd_until(low, high, phases, s, r, t, tally, desk):
    """The first so many phases of a day (all: 9), as `live_until`."""
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
        desk.gains[here] = 0.0
        desk.losses[here] = 0.0
        desk.marks[here] = 0
        desk.punished[here] = 0
        desk.frozen[here] = 0
        if r.keep == 1:
            blank(i, s)


@rule
def acts(low, size, s, r, t, tally, desk):
    """Every occasion of the day: it is listed, a level is chosen, and what follows from it follows. Who wishes to dissent has more
    levels to weigh than others, and so a list apart, in the second half."""
    half = KINDS * size + LANES
    first, second = 0, half
    for k in range(size):
        acted = desk.acted[k]
        wishes = desk.mind[WISH, k] > 0.0
        for channel in range(KINDS):
            place = second if wishes else first
            desk.who[place] = k
            desk.channel[place] = channel
            comes = (acted >> channel) & 1
            first += 0 if wishes else comes
            second += comes if wishes else 0
    choices(low, 0, first, s, r, t, desk)
    choices(low, half, second, s, r, t, desk)
    follow(low, 0, first, s, r, t, tally, desk)
    follow(low, half, second, s, r, t, tally, desk)


@rule
def choices(low, begin_, end_, s, r, t, desk):
    """What is chosen on the occasions of a part of the list, and whether the authority sees it."""
    for entry in range(
        end_, begin_ + (end_ - begin_ + LANES - 1) // LANES * LANES
    ):  # to fill the last eight up
        desk.who[entry] = 0
        desk.channel[entry] = 0
    for entry in range(begin_, end_, LANES):
        here = run(entry)
        k, channel = desk.who[here], desk.channel[here]
        i = low + k
        who = unsigned(s.id[i])
        me, seen = kept(Mind, desk.mind, k), kept(Seen, desk.seen, k)
        level, why = decide(i, channel, who, me, r, t)
        desk.level[here] = level
        desk.why[here] = why
        noticed, punished, frozen = notice(who, channel, level, chance_told(seen, r), seen.provocateurs, r, t)
        bits = noticed | (punished << 1) | (frozen << 2)
        if r.agents == 1 and r.in_force == 1:
            bits = where(int(s.role[i]) == PROVOCATEUR, 0, bits)
        desk.noticed[here] = bits
        desk.points[here] = in_grains(points_of(level / GRID, channel, me.reach, r), r)


@rule
def follow(low, begin_, end_, s, r, t, tally, desk):
    """What follows from the choices of a part of the list, one after another: those of a citizen are in the order of the channels."""
    for entry in range(begin_, end_):
        k, channel = desk.who[entry], desk.channel[entry]
        i, bits = low + k, desk.noticed[entry]
        wish, unweighed = int(desk.mind[WISH, k]), int(desk.mind[UNWEIGHED, k])
        speak_out(
            i,
            channel,
            desk.level[entry],
            desk.why[entry],
            wish,
            desk.mind[CLIMATE, k],
            unweighed,
            s,
            r,
            t,
            tally,
        )
        noticed = bits & 1
        tally[int(s.group[i]), SEEN] += noticed
        desk.marks[k] |= noticed << channel
        desk.punished[k] |= (bits >> 1) & 1
        desk.frozen[k] |= bits >> 2
        points = where(noticed == 1, desk.points[entry], 0.0)
        desk.gains[k] += max(points, 0.0)
        desk.losses[k] -= min(points, 0.0)
        if r.keep == 1:
            s.earned[i, channel] = points


@rule
def evening(low, size, phases, s, r, t, tally, desk):
    """What comes after acting."""
    for k in range(0, size, LANES):
        i, here = run(low + k), run(k)
        seen = kept(Seen, desk.seen, here)
        end(i, seen, s, r, t, tally)
        record(i, desk.marks[here], desk.punished[here], desk.frozen[here], s, r, t, tally)
        if phases > 5:
            settle(i, seen, desk.gains[here], desk.losses[here], s, r, t, tally)
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
    for k in range(0, size, LANES):
        desk.reviews[run(k)] = int(reviews(run(low + k), s, r, t))
    few = 0
    for k in range(size):
        desk.who[few] = k
        few += desk.reviews[k]
    if few == 0:
        return
    for entry in range(
        few, (few + LANES - 1) // LANES * LANES
    ):  # to fill the last eight up, the last one again
        desk.who[entry] = desk.who[few - 1]
    for entry in range(0, few, LANES):
        k = desk.who[run(entry)]
        propose(low + k, kept(Seen, desk.seen, k), s, r, t)
