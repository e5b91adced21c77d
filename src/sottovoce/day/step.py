"""A day, pass after pass, over a batch of citizens: what every machine runs. Start with `step`.

A pass goes through its batch `w.width` citizens at a time: eight side by side on the processor (docs/understand/eight-at-once.md), one in
plain Python, on a graphics card, and where citizens take turns (day/activation.py). What a pass leaves for a later one is in the
workspace `w`: columns with a place for each citizen of the batch.

Occasions in a channel come to a quarter of citizens or fewer, and one in five thinks a tie over: those few are listed first, and then the list is
gone through.
"""

import numpy as np

from sottovoce.day.account import account, tell, unheard, within
from sottovoce.day.act import about, appear, begin, decide, end, keep, mind, survey
from sottovoce.day.adapt import adapt
from sottovoce.day.choice import mind_at, on_topic, put_mind
from sottovoce.day.enrol import enrol
from sottovoce.day.jobs import findable, hunt
from sottovoce.day.learn import learn
from sottovoce.day.lists import filled_up
from sottovoce.day.look import (
    MOST,
    SCORE_AND_ACT,
    alone,
    attend,
    attends,
    noticed_at,
    put_attended,
    put_noticed,
    spread_out,
    summed,
)
from sottovoce.day.move import move
from sottovoce.day.observe import chance_told, observe, record, share_watched
from sottovoce.day.points import NO_TOPIC, asks, points_of, reach_of, setting_of
from sottovoce.day.rewire import apart, calm, idle, propose, reviews
from sottovoce.day.rules.acts import KINDS, PUBLIC
from sottovoce.day.rules.system import MOVE_NEVER
from sottovoce.day.sanction import sanction
from sottovoce.day.score import blank, in_grains, score
from sottovoce.day.show import show
from sottovoce.day.tables import whole
from sottovoce.day.tags import tag, tags
from sottovoce.day.why import ask_why
from sottovoce.day.workspace import BEGIN, LISTS, workspace
from sottovoce.machine.lanes import add, append, at, fetch, lap, run, signed, some, unsigned, where
from sottovoce.machine.rule import batch, rule
from sottovoce.society.signal import DEED_AT, MASK18, PROVOKES
from sottovoce.society.state import GRID, NOTHING, OWN, PROVOCATEUR, SHARED
from sottovoce.society.tally import (
    ALONE,
    EXAMINED,
    FINE,
    HEARD_LOYAL,
    HEARD_SILENT,
    HEARERS,
    LISTENERS,
    OBSERVED,
    PEOPLE,
    TIES,
)


@batch(workspace)
def step(low, high, s, r, t, tally, w):
    """One day of citizens low ... high-1: columns `s`, rules `r`, what was announced today `t`, sums by group `tally`."""
    size = high - low
    clock(w, BEGIN)
    fetch_columns(high, s, t, w)
    clock(w, 0)
    look(low, size, s, r, w)
    clock(w, 1)
    prepare(low, size, s, r, t, tally, w)
    clock(w, 2)
    act(low, size, s, r, t, tally, w)
    clock(w, 3)
    settle(low, size, s, r, t, tally, w)
    tag_few(low, size, s, r, t, w)
    clock(w, 4)
    rewire(low, size, s, r, t, w)
    if r.ties.move != MOVE_NEVER:
        for i in range(low, high):
            move(i, s, r, t)
    clock(w, 5)


@rule
def clock(w, number):
    """In a profile: a pass (its number in PASSES) is over, or the day begins."""
    if w.timed == 1:
        lap(w, number)


@rule
def fetch_columns(high, s, t, w):
    """Ask the memory for the columns of the next batch while this one is lived."""
    fetch(
        high, w.room, s.first, s.id, s.group, s.opinion, s.boldness, s.climate_weight, s.threshold, s.need, s.activity,
        s.aware, s.points, s.months[t.bucket], s.score, s.enrolled, s.access, s.nu, s.voice, s.spoke, s.stirred, s.acted,
        s.observed, s.punished, s.deed, s.drop, s.make, s.occasions, s.chosen, s.dissented, s.lost_days, s.looked,
        s.tags[SHARED], s.next_signal,
    )  # fmt: skip
    for channel in range(KINDS):
        fetch(high, w.room, s.said[channel])


@rule
def look(low, size, s, r, w):
    """What everybody sees of friends. The signals of all friends of the batch are read first, so that many random reads are under way at
    once."""
    start, ties = int(s.first[low]), int(s.first[low + size]) - int(s.first[low])
    if ties > len(w.signal):
        for k in range(size):
            put_noticed(w.noticed, k, alone(low + k, s, r))
        return
    together = ties // w.width * w.width
    for k in range(0, together, w.width):
        w.signal[run(k, w)] = s.signal[int(s.friend[run(start + k, w)])]
    for k in range(together, ties):
        w.signal[k] = s.signal[int(s.friend[start + k])]
    for k in range(0, size, w.width):
        i = run(low + k, w)
        place = int(s.first[i]) - start
        stop = min(int(s.first[i + 1]) - start, place + MOST)
        both = spread = np.uint64(0)
        deeds = provocateurs = 0
        while some(place < stop):
            signal = at(w.signal, place, place < stop, np.uint64(0))
            both = both + (signal & SCORE_AND_ACT)
            spread = spread + spread_out(signal)
            deeds = deeds + signed((signal >> DEED_AT) & MASK18)
            if r.informers.there == 1:
                provocateurs = provocateurs + signed(signal >> PROVOKES)
            place = place + 1
        put_noticed(w.noticed, run(k, w), summed(both, spread, deeds, provocateurs))
    for k in range(size):
        if s.first[low + k + 1] - s.first[low + k] > MOST:
            put_noticed(w.noticed, k, alone(low + k, s, r))


@rule
def prepare(low, size, s, r, t, tally, w):
    """What comes before acting: learning and enrolling; then whose occasions come today, and what each brings to a choice."""
    for k in range(0, size, w.width):
        i, here = run(low + k, w), run(k, w)
        noticed = attend(i, noticed_at(w.noticed, here), s, r, t)
        if attends(r):
            put_attended(w.noticed, here, noticed)
        adapt(i, noticed, s, r, t)
        learn(i, noticed, s, r, t)
        enrol(i, s, r, t, tally)
        scheduled, comes = begin(i, s, r, t)
        w.scheduled[here], w.acted[here] = scheduled, comes
        if some(scheduled != 0):
            put_mind(w.mind, here, mind(i, noticed, s, r, t), r)


@rule
def act(low, size, s, r, t, tally, w):
    """Every occasion of the day, channel by channel, so that what holds in a channel is the same for all side by side: it is listed, a level is
    chosen, and it is counted. Occasions of citizens who wish to dissent, who have more levels to weigh, are listed apart. Theirs and public
    ones are listed also where they are cut off."""
    part = len(w.entries) // LISTS
    for channel in range(KINDS):
        quiet = loud = 0
        for k in range(0, size, w.width):
            here = run(k, w)
            wishes, there = w.mind.wish[here] > 0, (int(w.scheduled[here]) >> channel) & 1 == 1
            with_, without = where(wishes, there, False), where(wishes, False, there)
            if channel >= PUBLIC:
                without = without & ((int(w.acted[here]) >> channel) & 1 == 1)
            quiet += append(w.entries, quiet, without, int(w.place[here]))
            loud += append(w.entries, part + loud, with_, int(w.place[here]))
        w.listed[0], w.listed[1] = quiet, loud
        for wishes in range(LISTS):
            choices(
                low, channel, wishes, wishes * part, wishes * part + int(w.listed[wishes]), s, r, t, tally, w
            )
        if t.measured == 1 and channel < PUBLIC:
            ask_why(low, channel, part, part + loud, s, r, t, tally, w)


@rule
def choices(low, channel, wishes, begin_, end_, s, r, t, tally, w):
    """What is chosen on each occasion in a channel of a list, of citizens who wish to dissent (`wishes` 1) or who do not, and whether the
    authority sees it. A list is padded to a multiple of the width by repeating its last entry (`filled_up`): repeats write the same values again, and are not counted."""
    filled_up(begin_, end_, w)
    for entry in range(begin_, end_, w.width):
        k = int(w.entries[run(entry, w)])
        i = low + k
        me, noticed = mind_at(w.mind, k, channel < PUBLIC, wishes == 1, r), noticed_at(w.noticed, k)
        who = unsigned(s.id[i])
        topic = about(i, channel, who, s, r, t)
        if r.topics.moving == 1:
            me = on_topic(topic, me, r)
        setting = setting_of(channel, topic, who, asks(i, s, r), me.watched, r, t)
        level = decide(i, channel, setting, who, me, s, r, t)
        counts, comes = run(entry, w) < end_, (int(w.acted[k]) >> channel) & 1 == 1
        s.said[channel, i] = where(comes, level, NOTHING)
        if t.measured == 1:
            w.chosen[channel, k] = within(level, me.wish)
        tell(i, channel, level, comes, me, counts, s, r, tally)
        account(i, channel, topic, level, comes, me, counts, s, r, tally)
        watch(i, k, channel, topic, setting, level, noticed, me.reach, s, r, t, w)


@rule
def watch(i, k, channel, topic, setting, level, noticed, reach, s, r, t, w):
    """Whether the authority sees an act of citizen i, who stands at place k, what follows, and what points it brings. An act of a
    provocateur in force is never recorded."""
    told = 0.0
    if some((channel < PUBLIC) & (level > 0)):
        told = chance_told(noticed, r)
    who, coverage = unsigned(s.id[i]), setting.coverage
    if r.watching.aimed == 1:
        coverage = setting_of(channel, topic, who, asks(i, s, r), share_watched(i, s, r, t), r, t).coverage
    observed, punished, frozen = observe(who, channel, coverage, level, told, noticed.provocateurs, r, t)
    bits = observed | (punished << 1) | (frozen << 2)
    if some(channel < PUBLIC):
        if r.jobs.leaves == 1 and some(level > 0):
            bits = bits | (int((channel < PUBLIC) & findable(who, channel, level, r, t)) << 3)
        if r.tags.there == 1:
            bits = bits | (int((channel < PUBLIC) & tags(who, channel, level, noticed.ties, r, t)) << 4)
    if r.informers.there == 1 and r.score.in_force == 1:
        bits = where(int(s.role[i]) == PROVOCATEUR, 0, bits)
    w.observed[channel, k] = bits
    w.points[channel, k] = in_grains(points_of(level / GRID, setting, reach), r)


@rule
def settle(low, size, s, r, t, tally, w):
    """What comes after acting, on synchronous days: `conclude`, then `follow`."""
    for k in range(0, size, w.width):
        i, here = run(low + k, w), run(k, w)
        conclude(i, here, s, r, t, tally, w)
        follow(i, here, s, r, t, tally, w)


@rule
def conclude(i, k, s, r, t, tally, w):
    """After one's own acts, once a turn: what is left of them. Citizen i stands at place k."""
    appear(i, int(w.mind.unweighed[k]), s, r, t)
    scheduled, chosen = int(w.scheduled[k]), 0
    if t.measured == 1:
        for channel in range(PUBLIC):
            chosen = chosen + where((scheduled >> channel) & 1 == 1, int(w.chosen[channel, k]), 0)
    keep(i, scheduled, chosen, s, r, t)
    end(i, noticed_at(w.noticed, k), s, r, t, tally)


@rule
def follow(i, k, s, r, t, tally, w):
    """Once a day for everybody: what follows from today's acts. Record, score, sanctions, and what others read tomorrow. Citizen i stands at
    place k."""
    noticed = noticed_at(w.noticed, k)
    if r.survey.day >= 0 and t.day == r.survey.day:
        survey(i, noticed, s, r, t, tally)
    gains, losses = recorded(i, k, s, r, t, tally, w)
    score(i, noticed, gains, losses, s, r, t, tally)
    sanction(i, s, r, t, tally)
    if r.jobs.chance > 0.0:
        hunt(i, s, r, t, tally)
    if r.tiers.takes_reach != 0:
        unheard(i, s, r, t, tally)
    s.drop[i] = -1
    s.make[i] = -1
    show(i, s, r, t)
    count(i, noticed, s, tally)


@rule
def recorded(i, k, s, r, t, tally, w):
    """Record what was seen of today's acts. Points gained and lost by them."""
    if r.run.ledger == 1:
        blank(i, s)
    marks = punished = frozen = observed = found = 0
    tagging = -1
    gains = losses = 0.0
    acted = int(w.acted[k])
    for channel in range(KINDS):
        bits = where((acted >> channel) & 1 == 1, int(w.observed[channel, k]), 0)
        points = where(bits & 1 == 1, float(w.points[channel, k]), 0.0)
        observed = observed + (bits & 1)
        marks = marks | ((bits & 1) << channel)
        punished = punished | ((bits >> 1) & 1)
        frozen = frozen | ((bits >> 2) & 1)
        if r.jobs.leaves == 1:
            found = found | ((bits >> 3) & 1)
        if r.tags.there == 1 and channel < PUBLIC:
            tagging = where((bits >> 4) & 1 == 1, channel, tagging)
        gains = gains + max(points, 0.0)
        losses = losses - min(points, 0.0)
        if r.run.ledger == 1:
            s.earned[channel, i] = points
    add(tally, int(s.group[i]), OBSERVED, observed)
    examined = float(r.channels.covered[acted])
    add(tally, int(s.group[i]), EXAMINED, whole(examined * share_watched(i, s, r, t)))
    record(i, marks, punished, frozen, s, r, t, tally)
    if r.jobs.leaves == 1 and some(found == 1):
        s.traces[OWN, i] = where(found == 1, t.day, int(s.traces[OWN, i]))
    if r.tags.there == 1:
        w.tagging[k] = tagging
    return gains, losses


@rule
def watch_said(low, size, s, r, t, w):
    """Whether the authority sees what was said today, when all have had their turns."""
    for k in range(0, size, w.width):
        i, here = run(low + k, w), run(k, w)
        noticed = noticed_at(w.noticed, here)
        w.acted[here] = int(s.acted[i])
        for channel in range(KINDS):
            level, topic = int(s.said[channel, i]), NO_TOPIC
            if r.topics.there == 1:
                topic = int(s.topic[channel, i])
            setting, reach = (
                setting_of(channel, topic, unsigned(s.id[i]), asks(i, s, r), 1.0, r, t),
                reach_of(noticed.ties, r),
            )
            watch(i, here, channel, topic, setting, level, noticed, reach, s, r, t, w)


@rule
def tag_few(low, size, s, r, t, w):
    """The few who tag a friend today: in the last of their acts that tags."""
    if r.tags.there == 0 or r.tags.chance == 0.0:
        return
    few = 0
    for k in range(0, size, w.width):
        here = run(k, w)
        few += append(w.entries, few, int(w.tagging[here]) >= 0, int(w.place[here]))
    filled_up(0, few, w)
    for entry in range(0, few, w.width):
        k = int(w.entries[run(entry, w)])
        channel = int(w.tagging[k])
        bits = int(w.observed[channel, k])
        points = where(bits & 1 == 1, float(w.points[channel, k]), 0.0)
        tag(low + k, whole(points * r.score.per_deed_grain), (bits >> 3) & 1, s, r, t)


@rule
def rewire(low, size, s, r, t, w):
    """The few who think a tie over."""
    if idle(r):
        return
    few = 0
    for k in range(0, size, w.width):
        thinks = reviews(run(low + k, w), s, r, t)
        if calm(r):
            thinks = thinks & apart(run(low + k, w), noticed_at(w.noticed, run(k, w)), s)
        few += append(w.entries, few, thinks, int(w.place[run(k, w)]))
    filled_up(0, few, w)
    for entry in range(0, few, w.width):
        k = int(w.entries[run(entry, w)])
        propose(low + k, noticed_at(w.noticed, k), s, r, t)


@rule
def count(i, noticed, s, tally):
    """Count the citizen, the ties and what is heard: how much of what is said aloud is loyal, and
    how many keep silent."""
    group = int(s.group[i])
    speaking = noticed.loyal + noticed.dissent
    add(tally, group, PEOPLE, 1)
    add(tally, group, TIES, noticed.ties)
    add(tally, group, ALONE, int(noticed.ties == 0))
    add(tally, group, HEARERS, int(speaking > 0))
    add(tally, group, LISTENERS, int(noticed.heard > 0))
    add(tally, group, HEARD_SILENT, whole((noticed.heard - speaking) / max(noticed.heard, 1) * FINE))
    add(tally, group, HEARD_LOYAL, whole(noticed.loyal / max(speaking, 1) * FINE))
