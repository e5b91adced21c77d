"""Choice: which level is said. One rule for every channel, from what a citizen brings to it (`Mind`)."""

from typing import NamedTuple

from sottovoce.chance import GOLD, SILVER, mix, unit
from sottovoce.day.points import points_of
from sottovoce.day.rules.acts import PROPORTIONAL, REWARD_NONE, SIGN, UNIFORM, UTILITY
from sottovoce.day.tables import quantile, whole
from sottovoce.day.worth import access_worth
from sottovoce.machine.lanes import most, some, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID

BENDS = 3  # levels at which U may bend
EXPLORE = SILVER  # sets the luck of exploring apart from that of the levels


class Mind(NamedTuple):
    """What one citizen brings to a choice today. Utilities; views and levels in [-1, 1]."""

    opinion: float  # y, raised by backlash
    wish: int  # x in 1/65536
    allowed: int  # how many of the fixed levels are not above the wish
    own_level: int  # 1: the wish is not one of the fixed levels
    boldness: float
    weight: float  # E
    threshold: float  # h
    climate: float  # C
    nu: float  # believed probability that the faintest act is seen
    fear: float  # u R psi, 0 where the citizen does not know
    score: float  # s, points
    felt: float  # need, 0 where the score does not reach the citizen's mind
    sure: float  # what access is worth at s, and what is worth more above friends, at need 1
    keep: float  # share of an act's points that reach the published score
    reach: float
    reproach: float  # r times the friends' share of a point: utility a point
    told: float  # believed probability that some friend tells of public dissent
    frost: float  # what dissent above the threshold, once noticed, is expected to cost in frozen accounts, utility
    dissenting: float  # Q - c0: learned value of dissent less the effort ...
    loyal: float  # ... and of loyalty
    unweighed: int  # what is said in public by who does not weigh it, 2**-40; 0 where everybody does
    watched: float  # share of the coverage that the citizen reckons with; 1 where everybody is watched alike
    aside: float  # own score less the mean of friends' scores, points
    point: float  # worth of a point at need 1, below that mean where a look-up is felt ...
    above: float  # ... and how much more (below 0: less) it is worth above it; 0 where none is
    hunted: float  # what public dissent of level 1 is expected to cost in hunts for a job, utility


@rule
def mind_at(columns, k, public, wishes, r):
    """What the citizen at place k of a batch brings to a choice, from columns of it, in a channel that is `public` or not; `wishes`: whether
    all side by side wish to dissent, or none does. What is the same for everybody there, or plays no part, is not looked up."""
    wish = 0
    allowed, own_level = menu_of(0, r)
    weight = threshold = air = fear = reproach = told = frost = aside = above = hunted = 0.0
    watched, reach, point = 1.0, 1.0, r.score.point
    dissenting = loyal = -r.voice.effort
    said = 0
    if wishes:
        wish, allowed, own_level = int(columns.wish[k]), int(columns.allowed[k]), int(columns.own_level[k])
        reproach = float(columns.reproach[k])
        if r.punishment.severity > 0.0:
            fear = float(columns.fear[k])
        if public and r.reports.quiet < 1.0:
            told = float(columns.told[k])
        if public and r.freeze.power == 1:
            frost = float(columns.frost[k])
        if public and r.jobs.there == 1:
            hunted = float(columns.hunted[k])
    if public:
        weight, threshold = float(columns.weight[k]), float(columns.threshold[k])
        air = float(columns.climate[k])
        if r.voice.express != UTILITY:
            said = int(columns.unweighed[k])
    if r.voice.reward != REWARD_NONE:
        dissenting, loyal = float(columns.dissenting[k]), float(columns.loyal[k])
    if r.score.reach_scaled == 1:
        reach = float(columns.reach[k])
    if r.score.standing.there == 1:
        aside, point, above = float(columns.aside[k]), float(columns.point[k]), float(columns.above[k])
    if r.watching.aimed == 1:
        watched = float(columns.watched[k])
    return Mind(
        opinion=float(columns.opinion[k]), wish=wish, allowed=allowed, own_level=own_level, boldness=float(columns.boldness[k]),
        weight=weight, threshold=threshold, climate=air, nu=float(columns.nu[k]), fear=fear, score=float(columns.score[k]),
        felt=float(columns.felt[k]), sure=float(columns.sure[k]), keep=float(columns.keep[k]), reach=reach, reproach=reproach,
        told=told, frost=frost, dissenting=dissenting, loyal=loyal, unweighed=said, watched=watched, aside=aside, point=point,
        above=above, hunted=hunted,
    )  # fmt: skip


@rule
def menu_of(wish, r):
    """How many of the fixed levels are not above a wish, and 1 if the wish is not one of them."""
    allowed, fixed = int(wish >= r.voice.levels[0]), int(wish == r.voice.levels[0])
    for m in range(1, len(r.voice.levels)):
        allowed = allowed + int(wish >= r.voice.levels[m])
        fixed = fixed + int(wish == r.voice.levels[m])
    return allowed, 1 - fixed


@rule
def wish_on(topic, wish, r):
    """A wish to dissent on a topic, in 1/65536."""
    return min(whole(float(r.topics.feeling[topic]) * wish), GRID)


@rule
def on_topic(topic, me, r):
    """What a citizen brings to a choice on a topic on which the view is another."""
    wish = wish_on(topic, me.wish, r)
    allowed, own_level = menu_of(wish, r)
    return Mind(
        opinion=max(min(float(r.topics.feeling[topic]) * me.opinion, 1.0), -1.0), wish=wish, allowed=allowed, own_level=own_level,
        boldness=me.boldness, weight=me.weight, threshold=me.threshold, climate=me.climate, nu=me.nu, fear=me.fear, score=me.score,
        felt=me.felt, sure=me.sure, keep=me.keep, reach=me.reach, reproach=me.reproach, told=me.told, frost=me.frost,
        dissenting=me.dissenting, loyal=me.loyal, unweighed=me.unweighed, watched=me.watched, aside=me.aside, point=me.point,
        above=me.above, hunted=me.hunted,
    )  # fmt: skip


@rule
def put_mind(columns, k, me, r):
    """Keep what the citizen at place k of a batch brings to a choice in columns of it: what `mind_at` looks up."""
    columns.opinion[k] = me.opinion
    columns.wish[k] = me.wish
    columns.allowed[k] = me.allowed
    columns.own_level[k] = me.own_level
    columns.boldness[k] = me.boldness
    columns.weight[k] = me.weight
    columns.threshold[k] = me.threshold
    columns.climate[k] = me.climate
    columns.nu[k] = me.nu
    columns.score[k] = me.score
    columns.felt[k] = me.felt
    columns.sure[k] = me.sure
    columns.keep[k] = me.keep
    columns.reproach[k] = me.reproach
    if r.punishment.severity > 0.0:
        columns.fear[k] = me.fear
    if r.score.reach_scaled == 1:
        columns.reach[k] = me.reach
    if r.reports.quiet < 1.0:
        columns.told[k] = me.told
    if r.freeze.power == 1:
        columns.frost[k] = me.frost
    if r.voice.reward != REWARD_NONE:
        columns.dissenting[k], columns.loyal[k] = me.dissenting, me.loyal
    if r.voice.express != UTILITY:
        columns.unweighed[k] = me.unweighed
    if r.watching.aimed == 1:
        columns.watched[k] = me.watched
    if r.score.standing.there == 1:
        columns.aside[k], columns.point[k], columns.above[k] = me.aside, me.point, me.above
    if r.jobs.there == 1:
        columns.hunted[k] = me.hunted


@rule
def terms(level, channel, me, r, t):
    """The terms of U(level): authenticity, climate, punishment, score, reproach, effort with learned value and audience. Utility.

    U(a) = -B|y - a| + E[g(a) C - |g(a)| h] - u P (R psi pi(a) + frost [a > threshold]) + q u P [V(s + ds(a)) - V(s)]
           - q u r D(a) - c0[a != 0] + Q[sign a] - (exposure + (asking + hunted) [a > 0]) |a|
    with P = coverage (nu + (1 - nu)|a|), for public dissent 1 - (1 - told)(1 - that), and D(a) = P |points| m (w/k + spill/k),
    m of k friends enrolled.
    """
    authenticity = -me.boldness * abs(me.opinion - level)
    public = channel.public
    dissent = level > 0.0
    size = abs(level)
    others = 0.0
    if some(public):
        loud = where(level != 0.0, 1.0, 0.0) if r.voice.climate_shape == SIGN else size
        others = me.weight * (where(dissent, loud, -loud) * me.climate - loud * me.threshold)
    chance = channel.coverage * (me.nu + (1.0 - me.nu) * size)
    if r.reports.quiet < 1.0 and some(public & dissent):
        chance = where(public & dissent, chance + me.told * (1.0 - chance), chance)
    punishment = 0.0
    if r.punishment.severity > 0.0:
        felt = level - r.punishment.tolerance if r.punishment.form == PROPORTIONAL else 1.0
        punishment = where(level > r.punishment.tolerance, -me.fear * chance * felt, 0.0)
    if r.freeze.power == 1:
        punishment = punishment - where(public & (level > r.freeze.threshold), me.frost * chance, 0.0)
    score = reproach = 0.0
    if r.score.in_force == 1 and some(level != 0.0):
        points = points_of(level, channel, me.reach)
        change = points * me.keep * r.score.horizon
        matters = (me.felt > 0.0) & (level != 0.0)
        gain = me.point * change + access_worth(me.score + change, r, t) - me.sure
        if r.score.standing.there == 1:
            gain = gain + me.above * max(me.aside + change, 0.0)
        score = where(matters, chance * me.felt * gain, 0.0)
        reproach = where(matters & dissent, me.reproach * chance * points, 0.0)
    effort = where(level != 0.0, where(dissent, me.dissenting, me.loyal), 0.0) - channel.exposure * size
    if r.topics.asks != 0 and some(dissent):
        effort = effort - where(dissent, channel.asking * size, 0.0)
    if r.jobs.there == 1 and some(public & dissent):
        effort = effort - where(public & dissent, me.hunted * size, 0.0)
    return authenticity, where(public, others, 0.0), punishment, score, reproach, effort


@rule
def utility(level, channel, me, r, t):
    """U(level): the sum of its terms."""
    authenticity, others, punishment, score, reproach, effort = terms(level / GRID, channel, me, r, t)
    return authenticity + others + punishment + score + reproach + effort


@rule
def luck(bits, level, r):
    """Gumbel noise of one level, named by its value: a level that leaves the menu moves nobody who did not hold it."""
    if r.voice.noise == 0.0:
        return 0.0
    return r.voice.noise * quantile(mix(bits ^ (unsigned(level + GRID) * GOLD)), r.tables.gumbel)


@rule
def fixed(level, r):
    """Whether a level is one of the scenario's fixed levels."""
    found = False
    for m in range(len(r.voice.levels)):
        found = found | (level == r.voice.levels[m])
    return found


@rule
def choose(channel, bits, me, r, t):
    """The level with the highest U + noise among the fixed levels up to the wish, the wish itself and the levels at
    which U bends or jumps (P(a) proportional to exp(sharpness U)); of equals the larger act. With chance `explore` one of the
    fixed levels up to the wish, or the wish, at random."""
    best = -1e300
    pick = 0
    for m in range(most(me.allowed)):
        level = r.voice.levels[m]
        value = utility(level, channel, me, r, t) + luck(bits, level, r)
        takes = (m < me.allowed) & (value >= best)
        best, pick = where(takes, value, best), where(takes, level, pick)
    if some(me.own_level == 1):
        value = utility(me.wish, channel, me, r, t) + luck(bits, me.wish, r)
        takes = (me.own_level == 1) & (value >= best)
        best, pick = where(takes, value, best), where(takes, me.wish, pick)
    if r.punishment.severity > 0.0 or r.freeze.power == 1:
        tau, top, ice = bends(channel, me, r)
        for bend in range(BENDS):
            level = tau if bend == 0 else (top if bend == 1 else ice)
            value = utility(level, channel, me, r, t) + luck(bits, max(level, 0), r)
            takes = (level > 0) & ((value > best) | ((value == best) & (level > pick)))
            best, pick = where(takes, value, best), where(takes, level, pick)
    if r.tiers.exact > 0:
        for k in range(len(r.tiers.sharp)):
            level = reaching(r.tiers.sharp[k], channel, me, r, t)
            new = (level != 0) & (level < me.wish)
            if some(new):
                value = utility(level, channel, me, r, t) + luck(bits, level, r)
                takes = new & ((value > best) | ((value == best) & (level > pick)))
                best, pick = where(takes, value, best), where(takes, level, pick)
    if r.voice.explore > 0.0:
        pick = explored(pick, bits, me, r)
    return pick


@rule
def as_wished(me, r):
    """The level nearest to the view, among the fixed levels up to the wish and the wish itself: what would be chosen if nothing but
    authenticity counted. Of equals the larger, as in `choose`."""
    best = 1e300
    pick = 0
    for m in range(most(me.allowed)):
        level = int(r.voice.levels[m])
        away = abs(me.opinion - level / GRID)
        takes = (m < me.allowed) & (away <= best)
        best, pick = where(takes, away, best), where(takes, level, pick)
    own = (me.own_level == 1) & (abs(me.opinion - me.wish / GRID) <= best)
    return where(own, me.wish, pick)


@rule
def explored(pick, bits, me, r):
    """The level picked, or with chance `explore` one of the fixed levels up to the wish, or the wish."""
    more = mix(bits ^ EXPLORE)
    m = int(unit(mix(more ^ EXPLORE)) * (me.allowed + me.own_level))
    level = where(m < me.allowed, int(r.voice.levels[min(m, len(r.voice.levels) - 1)]), me.wish)
    return where(unit(more) < r.voice.explore, level, pick)


@rule
def bends(channel, me, r):
    """Levels at which U bends between 0 and the wish: the tolerance, the peak of proportional punishment, the threshold above which
    accounts are frozen. -1 for one that is not there, or on the menu already."""
    tau = where(me.fear > 0.0, r.punishment.tolerance_level, -1)
    top = where(me.fear > 0.0, peak(channel, me, r), -1)
    ice = where((me.frost > 0.0) & channel.public, r.freeze.threshold_level, -1)
    top = where((top == tau) | fixed(top, r), -1, top)
    ice = where((ice == tau) | (ice == top) | fixed(ice, r), -1, ice)
    return between(tau, me.wish), between(top, me.wish), between(ice, me.wish)


@rule
def between(level, wish):
    """A level, if it is between 0 and the wish, else -1."""
    return where((level > 0) & (level < wish), level, -1)


@rule
def on_the_menu(r):
    """How many levels `offered` goes through."""
    return len(r.voice.levels) + 1 + BENDS + len(r.tiers.sharp)


@rule
def offered(number, channel, me, r, t):
    """The menu, one level after another (`number` from 0 on): fixed levels, the wish, where U bends, and where it jumps. The level, and
    whether it is on the menu; one that is there already may come again."""
    bend = number - len(r.voice.levels) - 1
    level, there = int(r.voice.levels[min(number, len(r.voice.levels) - 1)]), number < me.allowed
    if bend == -1:
        level, there = me.wish, me.own_level == 1
    if 0 <= bend < BENDS:
        tau, top, ice = bends(channel, me, r)
        level = tau if bend == 0 else (top if bend == 1 else ice)
        level, there = max(level, 0), level > 0
    if bend >= BENDS:
        level = reaching(r.tiers.sharp[bend - BENDS], channel, me, r, t)
        there = (level != 0) & (level < me.wish)
    return level, there


@rule
def peak(channel, me, r):
    """Level at which the marginal cost of proportional punishment equals boldness (Daymude, Axelrod & Forrest 2025), in
    1/65536; -1 where there is none."""
    told = where(channel.public, me.told, 0.0)
    slope = (1.0 - me.nu) * me.fear * channel.coverage * (1.0 - told)
    there = slope > 0.0
    faintest = me.nu * me.fear * channel.coverage * (1.0 - told) + me.fear * told
    top = (r.punishment.tolerance + (me.boldness - faintest) / where(there, slope, 1.0)) / 2.0
    if r.punishment.form == UNIFORM:
        there = there & (slope < 0.0)
    there = there & (r.punishment.tolerance < top) & (top < 1.0)
    return where(there, whole(where(there, top, 0.0) * GRID), -1)


@rule
def reaching(tier, channel, me, r, t):
    """The level that just reaches a tier whose edge is known exactly, in 1/65536, as the citizen reckons: from below the faintest display
    of loyalty that lifts the score to the edge, from above the loudest dissent that keeps it there. 0 where there is none."""
    edge = t.edge[tier]
    lacks = me.score < edge
    step = where(lacks, channel.gain, channel.loss) * me.reach * me.keep * r.score.horizon / GRID
    there = (
        (me.felt > 0.0)
        & (channel.coverage > 0.0)
        & (r.score.low < edge)
        & (edge <= r.score.high)
        & (step > 0.0)
    )
    steps = abs(edge - me.score) / where(there, step, 1.0)
    there = there & (steps <= GRID)
    level = whole(where(there, steps, 0.0))
    level = where(lacks, -level, level)
    change = points_of(level / GRID, channel, me.reach) * me.keep * r.score.horizon
    level = where(me.score + change >= edge, level, level - 1)
    return where(there & (level >= -GRID), level, 0)
