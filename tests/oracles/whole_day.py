"""A whole day for everybody, a second time: plain Python, slow, from docs/understand/the-day.md alone.

Nothing of `sottovoce.day`, `world`, `chance` or `machine` is used here or was read. Sections bear the names of
those of that page and follow its order, so that the two can be laid side by side.
"""

import bisect
import functools
import itertools
import math
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import NormalDist

Phi = NormalDist().cdf

# ---- Numbers -----------------------------------------------------------------------------------------------

GRID = 65536
CHANNELS = ("post", "share", "gather", "buy", "browse")
PUBLIC = ("post", "share", "gather")
SUMS = ("could", "spoke", "cut", "wish", "voiced", "missed", "unheard")  # of the account of silence
AS_WISHED = ("public", "beyond", "loyal", "dissent", "loyal_as_wished", "dissent_as_wished")
LOOKED = (
    "looked_up",
    "refused",
    "hunts",
    "hunts_refused",
    "refused_for_own",
    "refused_for_tag",
)
ANSWERS = ("asked", "list_agrees", "says_agrees")  # of the survey
PLAYERS = (
    "noise",
    "climate",
    "punishment",
    "score",
    "reproach",
    "effort",
    "audience",
)  # (nothing is learned here)
CONSUMPTION = ("buy", "browse")  # the other dimension of acts is speech
CITIZEN, INFORMER, PROVOCATEUR = 0, 1, 2  # roles
# Bits of `seen` after the channels: conduct recorded, a false report believed, a rating.
BAD, GOOD, REPORTED, RATED_ILL, RATED_WELL = 5, 6, 7, 8, 9
MONTH = 30  # days
LONG_AGO = -(1 << 30)


def on_grid(level: float) -> int:
    """A level in whole 1/65536."""
    return round(GRID * level)


def grain_of(score) -> float:
    """Smallest power of two with (high - low)/grain <= 2^20 - 1."""
    grain = 1.0
    while (score.high - score.low) / grain > 2**20 - 1:
        grain *= 2
    while (score.high - score.low) / (grain / 2) <= 2**20 - 1:
        grain /= 2
    return grain


def half_up(x: float) -> int:
    return math.floor(x + 0.5)


# ---- Luck --------------------------------------------------------------------------------------------------

CLOSE = 1e-5  # utility: what tables of Phi may err
NOISY = 0.1  # standard Gumbel units: what the table of noise may err

ALL = 2**64 - 1
GOLD, SILVER = 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03
OCCASION, CHOICE, SEEN, CONDUCT_LUCK, REVIEW, REVIEW_WHICH = 20, 21, 22, 23, 25, 26
DROP, MAKE, MAKE_WHOM, TIE_VALUE, RESOLVE = 27, 28, 29, 30, 31
REPORT, RATING, FREEZE, DEMOTE, LISTED, APPEAL, HEARD, SURVEY = 32, 33, 34, 35, 36, 37, 38, 39
WHY = 40
LOOKED_UP, SHOCK = 45, 46
TOPIC, PERMISSION = 70, 71
HUNT, FOUND, TAG, TAG_WHOM = 80, 81, 82, 83
LASTING = (TIE_VALUE, SHOCK)  # of no day


def mix(x: int) -> int:
    x = ((x ^ x >> 30) * 0xBF58476D1CE4E5B9) & ALL
    x = ((x ^ x >> 27) * 0x94D049BB133111EB) & ALL
    return x ^ x >> 31


@functools.cache
def key(seed: int, purpose: int, day: int) -> int:
    inner = mix((mix((seed + GOLD) & ALL) + purpose * GOLD) & ALL)
    return mix(inner ^ (day * SILVER + GOLD) & ALL)


def draw(key: int, who: int, counter: int) -> int:
    return mix(key ^ (who * GOLD + counter * SILVER) & ALL)


def pair(key: int, a: int, b: int) -> int:
    return mix(mix(key ^ min(a, b) * GOLD & ALL) ^ max(a, b) * SILVER & ALL)


def unit(bits: int) -> float:
    return ((bits >> 12) + 0.5) / 2**52


def short(x: float) -> float:
    """What a column of 32 bits keeps of a number (`nu` and `stirred` are such columns)."""
    return struct.unpack("f", struct.pack("f", x))[0]


def added(terms: dict[str, float]) -> float:
    """The sum of terms, one after another."""
    total = 0.0
    for term in terms.values():
        total += term
    return total


def just_reaching(levels: range, reaches: Callable[[int], bool]) -> set[int]:
    """The first of descending levels that reaches; all after it reach too."""
    place = bisect.bisect_left(levels, True, key=reaches)
    return {levels[place]} if place < len(levels) else set()


def sign(a) -> int:
    return (a > 0) - (a < 0)


# ---- State of a citizen ------------------------------------------------------------------------------------


@dataclass
class Appeal:
    """Lost points complained about."""

    day: int  # on which it is decided
    points: float  # above 0
    false_report: bool


@dataclass
class Citizen:
    """One citizen. Acts are whole 1/65536 (`said`, `voice`, `voiced`), points and scores are in points."""

    row: int
    id: int
    group: int
    y: float
    boldness: float
    climate: float
    threshold: float
    risk: float
    need: float
    activity: float
    trust: float
    base: float
    cost: float
    aware: bool
    role: int
    places: int  # for friends: those of day 0 and the spare ones
    friends: set[int]  # rows
    # evolving
    points: float
    nu: float
    score: float  # published; the low end where not enrolled
    unrounded: float = 0.0  # the same in grains above the low end, before rounding and clipping
    enrolled: bool = False
    access: int = 0  # bit k: above the edge of tier k
    voice: int = 0  # last public act
    spoke: int = LONG_AGO  # its day
    stirred: float = 0.0
    kept: dict[int, float] = field(default_factory=dict)  # month -> points of its acts
    listed: int = 0  # first day off the list
    frozen: int = 0  # first day not frozen
    demoted: int = 0  # first day not demoted
    last_loss: int = 0  # its day
    appeal: Appeal | None = None
    # about today
    said: list[int | None] = field(default_factory=lambda: [None] * len(CHANNELS))
    topic: list[int | None] = field(default_factory=lambda: [None] * len(CHANNELS))  # of today's occasions
    worths: list[dict[int, float]] = field(default_factory=list)  # of each channel's menu, noise included
    terms: list[dict[int, dict[str, float]]] = field(default_factory=list)  # the same, term by term
    seen: int = 0
    punished: bool = False
    was_punished: bool = False  # yesterday
    deed: float = 0.0  # points that spill over to friends tomorrow
    drop: int | None = None  # row
    make: int | None = None  # row
    # summed
    occasions: int = 0
    chosen: int = 0
    dissented: bool = False
    heed: float = 1.0
    off_watch_list: int = 0  # first day on which he is not on it
    unfelt: int = 0  # first day on which no look-up is felt
    left: int = LONG_AGO  # last day on which an act of his left something for an employer to find
    tagged_in: int = LONG_AGO  # last day on which he was tagged in an act that did
    tags: tuple[int, float, bool] | None = (
        None  # whom he tags today (row), points of the act, whether it left something
    )
    shared: float = 0.0  # points of the acts of yesterday in which he was tagged
    wishes: int = 0  # scheduled public occasions with a wish, in measured days
    wish: int = 0  # sum of the wish over them, in 1/65536
    ever: bool = False  # a wish on any day
    cut: int = 0
    dropped: int = 0
    lost_days: int = 0


@dataclass
class Word:
    """What others can read of a citizen, as it stood at the end of yesterday."""

    heard: bool = False
    act: int = 0
    enrolled: bool = False
    score: float = 0.0
    punished: bool = False  # or marked
    deed: float = 0.0
    informer: bool = False
    planted: bool = False


@dataclass
class Look:
    """What a citizen has seen of his friends' words."""

    k: int
    m: int
    punished: int
    heard: list[int]  # acts of friends heard
    scores: list[float]  # of friends enrolled
    deeds: float
    informers: int
    planted: int


class World:
    """A founded society, lived by the declaration. `people[row]` is a citizen as of the last day lived."""

    def __init__(self, scenario, society):
        state, n = society.state, scenario.citizens
        self.scenario = scenario
        self.n = n
        self.people: list[Citizen] = []
        for i in range(n):
            row = [int(j) for j in state.friend[int(state.first[i]) : int(state.first[i + 1])]]
            self.people.append(
                Citizen(
                    row=i,
                    id=int(state.id[i]),
                    group=int(state.group[i]),
                    y=int(state.opinion[i]) / GRID,
                    boldness=float(state.boldness[i]),
                    climate=float(state.climate_weight[i]),
                    threshold=float(state.threshold[i]),
                    risk=float(state.risk[i]),
                    need=float(state.need[i]),
                    activity=float(state.activity[i]),
                    trust=float(state.trust[i]),
                    base=float(state.base[i]),
                    cost=float(state.cost[i]),
                    aware=bool(state.aware[i]),
                    role=int(state.role[i if len(state.role) > 1 else 0]),
                    places=len(row),
                    friends={j for j in row if j != n},
                    points=float(state.base[i]),
                    nu=short(scenario.watching.nu),
                    score=scenario.score.low,
                )
            )
        self.row_of = {c.id: c.row for c in self.people}
        asked = [scenario.on(0), *(scenario.on(dated.day) for dated in scenario.dates)]
        self.ever_hunts = any(now.jobs.hunts > 0 for now in asked)
        self.by_tag: dict[int, int] = {}  # group -> points that fell today on who was tagged, in 1/65536
        self.longest_memory = max(now.score.memory_months for now in asked)
        # day 0: not heard, not enrolled, not punished, no deed, nobody told on
        self.words = [Word() for _ in self.people]
        for c in self.people:
            c.access = (1 << len(asked[0].tiers)) - 1  # above every tier
        ends = sum(len(c.friends) for c in self.people)
        self.mean_degree = max(ends / n, 1.0)  # of the network on day 0
        self.tally: list[float] = []  # o(b_i) of those outside at the start of yesterday's enrol phase
        # Only for a wide search: levels the program chose, taken where worth less by at most `close`.
        self.told: list[list[int]] | None = None
        self.close = 0.0
        self.close_calls: list[float] = []
        # The account of silence of the day: (sum, group, channel) -> sum, of levels in 1/65536.
        self.groups = society.groups
        self.account: dict[tuple[str, int, str], int] = {}
        self.came = 0  # occasions since day 0
        self.occasions_cut = 0  # since day 0, of dissent
        self.competed = 0  # since day 0, acts of the level that just reaches a tier, beside the other levels
        # Only for a wide search: sums in which another level of a cut-off occasion was as good but for `close`.
        self.unsure: set[tuple[str, int, str]] = set()
        self.by_topic: dict[tuple[str, int, int | None, bool], int] = {}  # (sum, group, topic, public) -> sum
        # Why held back, of the day: (sum, group) -> sum, of levels in 1/840 of 1/65536 (why_times: occasions; why_wish: 1/65536).
        self.why: dict[tuple[str, int], int] = {}
        self.unsure_why: set[int] = (
            set()
        )  # groups in which a coalition chose between levels that are as good but for rounding

    @property
    def ties(self) -> set[tuple[int, int]]:
        """Pairs of rows, the lower first."""
        return {(c.row, j) for c in self.people for j in c.friends if c.row < j}

    # ---- The day, phase by phase ---------------------------------------------------------------------------

    def live_day(self, day: int) -> None:
        self.day, self.month = day, day // MONTH
        self.now = self.scenario.on(day)
        self.measured = day >= self.scenario.days - 365
        groups = range(len(self.groups))
        self.account = {
            (name, group, channel): 0 for name in SUMS for group in groups for channel in CHANNELS
        }
        self.unsure = set()
        self.aloud = {(name, group): 0 for name in AS_WISHED for group in groups}
        self.by_topic = {}
        self.agenda = [self.weights(name) for name in CHANNELS]
        names = ("why_times", "why_wish", *(f"why_{player}" for player in (*PLAYERS, "learned")))
        self.why = {(name, group): 0 for name in names for group in groups}
        self.unsure_why = set()
        self.in_force_today()
        self.announce()
        self.looks = [self.look(c) for c in self.people]
        for c in self.people:
            c.said, c.worths = [None] * len(CHANNELS), [{} for _ in CHANNELS]
            c.topic = [None] * len(CHANNELS)
            c.terms = [{} for _ in CHANNELS]
            c.was_punished = c.punished
            c.seen, c.punished, c.drop, c.make, c.tags = 0, False, None, None, None
        self.survey = {(name, group): 0 for name in ANSWERS for group in groups}
        self.by_tag = dict.fromkeys(groups, 0)
        self.looked_up = {(name, group): 0 for name in LOOKED for group in groups}
        before_night = (
            self.adapt,
            self.enrol,
            self.act,
            self.ask,
            self.observe,
            self.leave_and_tag,
            self.keep_score,
            self.sanction,
            self.hunt,
        )
        for phase in (*before_night, self.rewire):
            for c in self.people:
                phase(c)
        self.after_the_day()
        for c in self.people:
            self.note_unheard(c)
        self.words = [self.word(c) for c in self.people]
        self.tally = self.tally_today

    def word(self, c: Citizen) -> Word:
        """At the end of the day."""
        heard = self.day - c.spoke < self.now.voice.hear_days and not self.silenced(c)
        marked = bool(self.barred(c, "badge")) or (self.now.blacklist.public and self.on_the_list(c))
        planted = self.planted(c) and self.day - c.spoke < self.now.informers.answer_days
        return Word(
            heard=heard,
            act=c.voice if heard else 0,
            enrolled=c.enrolled,
            score=c.score,
            punished=c.punished or marked,
            deed=c.deed,
            informer=c.role == INFORMER,
            planted=planted,
        )

    def silenced(self, c: Citizen) -> bool:
        """Tiers take the reach of a citizen this evening."""
        carries = math.prod(1 - tier.strength for tier in self.barred(c, "reach"))
        return carries < 1 and not self.luck(HEARD, c.id, 0) < carries

    def note_unheard(self, c: Citizen) -> None:
        if self.silenced(c) and c.role != PROVOCATEUR:
            for number, (name, a) in enumerate(zip(CHANNELS, c.said, strict=True)):
                if name in PUBLIC and a is not None and a > 0 and self.wish_on(c, number) > 0:
                    self.account["unheard", c.group, name] += 1

    def look(self, c: Citizen) -> Look:
        words = [self.words[j] for j in sorted(c.friends)]
        scores = [w.score for w in words if w.enrolled]
        return Look(
            k=len(words),
            m=len(scores),
            punished=sum(w.punished for w in words),
            heard=[w.act for w in words if w.heard],
            scores=scores,
            deeds=sum(w.deed for w in words),
            informers=sum(w.informer for w in words),
            planted=sum(w.planted for w in words),
        )

    def luck(self, purpose: int, who: int, counter: int) -> float:
        day = 0 if purpose in LASTING else self.day
        return unit(draw(key(self.scenario.seed, purpose, day), who, counter))

    def pair_bits(self, purpose: int, i: int, j: int) -> int:
        """Hash of two rows, by their ids. The value of a tie is of no day."""
        day = 0 if purpose in LASTING else self.day
        return pair(key(self.scenario.seed, purpose, day), self.people[i].id, self.people[j].id)

    def in_force_today(self) -> None:
        now, asked = self.now, self.now.enrolment
        self.in_force = now.score.in_force
        closes = asked.mandatory_day
        if not self.in_force and asked.opt_in_day is not None:
            closes = asked.opt_in_day
        self.mandatory = closes is not None and self.day >= closes
        opens = asked.opt_in_day
        self.open = self.in_force and opens is not None and self.day >= opens and not self.mandatory
        self.tiers = list(now.tiers) if self.in_force else []
        self.grain = grain_of(now.score)
        # used by several phases
        punishment = now.punishment
        self.psi = punishment.severity if punishment.by_law or self.in_force else 0.0
        self.tau = on_grid(punishment.tolerance) / GRID
        lookup = now.score.lookup
        self.shown = self.in_force and lookup in ("friends", "public")
        self.blamed = self.in_force and now.score.blame_tool
        self.freezing = self.in_force and now.freeze.power
        self.frozen_above = on_grid(now.freeze.threshold) / GRID
        linked = set(now.identity.linked)
        self.known = (
            now.identity.share if "bank" in linked else 0.0
        )  # share of citizens whose purchases are seen
        found = self.known if linked else 1.0
        self.freeze_chance = now.freeze.chance * now.freeze.court * found if self.freezing else 0.0
        recorded = now.channels.conduct.coverage
        self.recorded = recorded + (1 - recorded) * now.identity.share * len(linked) / 4

    def announce(self) -> None:
        scores = sorted((w.score for w in self.words if w.enrolled), reverse=True)
        self.edges = []
        for tier in self.tiers:
            if tier.on == "blacklist" or self.to_come(tier):
                self.edges.append(None)
            elif tier.edge is not None:
                self.edges.append(tier.edge)
            else:
                count = math.floor(tier.top_share * len(scores))
                self.edges.append(scores[count - 1] if count > 0 else math.inf)
        self.outside = sum(self.tally) / len(self.tally) if self.tally else 0.0
        self.tally_today: list[float] = []

    # ---- Worth ---------------------------------------------------------------------------------------------

    def to_come(self, tier) -> bool:
        return self.day < tier.from_day

    def above(self, c: Citizen, k: int) -> bool:
        return bool(c.access >> k & 1)

    def barred(self, c: Citizen, *access: str) -> list:
        """Tiers that take one of these and that the enrolled citizen is below."""
        return [
            tier
            for k, tier in enumerate(self.tiers)
            if tier.access in access and tier.effect == "takes" and c.enrolled and not self.above(c, k)
        ]

    def on_the_list(self, c: Citizen) -> bool:
        return self.in_force and self.now.blacklist.entry > 0 and self.day < c.listed

    def is_frozen(self, c: Citizen) -> bool:
        return self.freezing and self.day < c.frozen

    def planted(self, c: Citizen) -> bool:
        return c.role == PROVOCATEUR and self.in_force

    def need(self, c: Citizen) -> float:
        need = c.need
        for tier in self.barred(c, "jobs", "bank"):
            need *= 1 + tier.strength
        return need * (1 + self.now.freeze.strength) if self.is_frozen(c) else need

    def own_score(self, s: float) -> float:
        """What a citizen takes for the own score."""
        return self.now.score.start if self.now.score.lookup == "secret" else s

    def A(self, s: float, effect: str = "") -> float:
        """Of all tiers, or of those with this effect."""
        score = self.now.score
        clipped = min(max(s, score.low), score.high)
        total = 0.0
        for tier, edge in zip(self.tiers, self.edges, strict=True):
            if edge is None:  # the list decides, or it is still to come
                continue
            if effect and tier.effect != effect:
                continue
            if tier.width == 0:
                total += tier.value * (clipped >= edge)
            else:
                total += tier.value * Phi((clipped - edge) / tier.width)
        return total

    @property
    def G(self) -> float:
        score = self.now.score
        return score.point_value + (score.status_value if score.lookup in ("public", "self_shared") else 0.0)

    def v(self, s: float) -> float:
        return self.G * (s - self.now.score.start) + self.A(s)

    def V(self, c: Citizen, s: float) -> float:
        return self.need(c) * self.v(s)

    # ---- Adapt ---------------------------------------------------------------------------------------------

    def adapt(self, c: Citizen) -> None:
        watching, look = self.now.watching, self.looks[c.row]
        share = look.punished / look.k if look.k else 0.0
        if watching.learn > 0:
            z = 1.0 if c.was_punished else share
            c.nu = short(c.nu + watching.learn * z * (1 - c.nu) - watching.fade * (c.nu - watching.nu))
        else:
            c.nu = short(watching.nu)
        if watching.rest < 1:
            z = 1.0 if c.was_punished else share
            asked = self.now.enrolment
            to_come = self.in_force and not (asked.opt_in_day is None and asked.mandatory_day is None)
            if to_come and not c.enrolled:
                c.heed = 1.0
            else:
                c.heed = short(
                    c.heed + watching.learn * z * (1 - c.heed) - watching.fade * (c.heed - watching.rest)
                )
        stirred, shock = self.now.voice.backlash * share, self.now.voice.shock
        lasts = shock.day is not None and 0 <= self.day - shock.day < shock.days
        if lasts and self.luck(SHOCK, c.id, 0) < shock.share:
            stirred += shock.rise
        c.stirred = short(stirred)

    # ---- Enrol ---------------------------------------------------------------------------------------------

    def enrol(self, c: Citizen) -> None:
        s = self.own_score(c.points)
        worth = min(max(self.v(s) - self.A(s, "gives"), -1e6), 1e6)
        worth = half_up(worth * GRID) / GRID  # counted in 1/65536
        if self.in_force and not self.mandatory and not c.enrolled:
            self.tally_today.append(worth)
        if self.mandatory:
            c.enrolled = True
        elif not self.in_force:
            c.enrolled = False
        elif not c.enrolled:
            c.enrolled = (
                self.open and c.aware and self.need(c) * (worth + self.A(s, "gives") - self.outside) > c.cost
            )
        elif self.open and self.now.enrolment.opt_out:
            c.enrolled = not self.need(c) * (self.outside - self.v(self.own_score(c.score))) > c.cost

    # ---- Act -----------------------------------------------------------------------------------------------

    def weights(self, channel: str) -> list[float]:
        """Weights of the topics of a channel today, in the order of the list."""
        found = []
        for topic in self.now.topics:
            h = 0.0
            if topic.day is not None and self.day >= topic.day:
                d = self.day - topic.day
                if topic.every > 0:
                    d %= topic.every
                h = 2 ** (-d / topic.half_life) if topic.half_life > 0 else float(d == 0)
            found.append(getattr(topic.shares, channel) * (1 + (topic.surge - 1) * h))
        return found

    def about(self, c: Citizen, number: int) -> int | None:
        """The topic of an occasion."""
        weights = self.agenda[number]
        if not any(weights):
            return None
        luck, end = self.luck(TOPIC, c.id, number) * sum(weights), 0.0
        for topic, weight in enumerate(weights):
            end += weight
            if luck < end:
                return topic
        return max(topic for topic, weight in enumerate(weights) if weight)

    def permitted(self, c: Citizen, number: int) -> bool:
        """Whether an occasion is one with permission."""
        topic = c.topic[number]
        if topic is None or not (self.in_force and c.enrolled and c.aware):
            return False
        return self.luck(PERMISSION, c.id, number) < self.now.topics[topic].permitted

    def feeling(self, c: Citizen, number: int) -> float:
        topic = c.topic[number]
        return 1.0 if topic is None else self.now.topics[topic].feeling

    def wish_on(self, c: Citizen, number: int) -> int:
        """The wish to dissent on what an occasion is about."""
        return min(half_up(self.feeling(c, number) * self.wish(c)), GRID)

    def act(self, c: Citizen) -> None:
        slow = math.prod(1 - tier.strength for tier in self.barred(c, "internet"))
        before = (c.voice, c.spoke)  # the last public act up to yesterday
        c.ever = c.ever or self.wish(c) > 0
        for number, name in enumerate(CHANNELS):
            rate = getattr(self.now.channels, name).rate * c.activity
            luck = self.luck(OCCASION, c.id, number)
            if not luck < rate:
                continue
            comes = luck < rate * (1.0 if name == "gather" else slow)
            c.topic[number] = self.about(c, number)
            plants = self.planted(c) and name in PUBLIC
            a = GRID if plants else self.choose(c, number, before)
            self.book(c, number, a, comes)
            if name in PUBLIC and c.role != PROVOCATEUR:
                self.beside_the_wish(c, number, a)
                if self.measured:
                    x = self.wish_on(c, number)
                    c.occasions += 1
                    c.chosen += min(max(a, 0), x)
                    c.wishes += x > 0
                    c.wish += x
            if self.measured and name in PUBLIC and self.wish_on(c, number) > 0 and c.role != PROVOCATEUR:
                self.ask_why(c, number)
            self.occasions_cut += not comes and a > 0
            if not comes and self.close:
                *_, second, best = sorted((-math.inf, -math.inf, *c.worths[number].values()))
                if best - second <= self.close:
                    self.unsure |= {("cut", c.group, name), ("missed", c.group, name), ("aloud", c.group, "")}
            if comes:
                self.came += 1
                c.said[number] = a
                if a > 0 or c.role == PROVOCATEUR:
                    c.dissented = True
                if name in PUBLIC:
                    c.voice, c.spoke = a, self.day

    def view_on(self, c: Citizen, number: int) -> float:
        return max(-1.0, min(self.feeling(c, number) * min(c.y + c.stirred, 1.0), 1.0))

    def wish(self, c: Citizen) -> int:
        return on_grid(max(min(c.y + c.stirred, 1.0), 0.0))

    def beside_the_wish(self, c: Citizen, number: int, a: int) -> None:
        """What is decided on a scheduled public occasion, beside what would be if nothing but the wish counted."""
        x, y = self.wish_on(c, number), self.view_on(c, number)
        levels = {on_grid(level) for level in self.now.voice.levels if on_grid(level) <= x} | {x}
        w = max(levels, key=lambda level: (-abs(y - level / GRID), level))
        found = {
            "public": 1,
            "beyond": max(max(-a, 0) - max(-w, 0), 0),
            "loyal": a < 0,
            "dissent": a > 0,
            "loyal_as_wished": w < 0,
            "dissent_as_wished": w > 0,
        }
        for name, more in found.items():
            self.aloud[name, c.group] += more

    def book(self, c: Citizen, number: int, a: int, comes: bool) -> None:
        """The account of silence: what became of the wish on a scheduled occasion."""
        channel, x = CHANNELS[number], self.wish_on(c, number)
        if x == 0 or c.role == PROVOCATEUR:
            return
        booked = {"could": 1, "wish": x}
        if comes:
            booked |= {"voiced": min(max(a, 0), x), "spoke": int(a > 0)}
        else:
            booked |= {"missed": min(max(a, 0), x), "cut": int(a > 0)}
        for name, sum_of_it in booked.items():
            self.account[name, c.group, channel] += sum_of_it
            if name in ("could", "spoke", "cut") and self.now.topics:
                place = (name, c.group, c.topic[number], channel in PUBLIC)
                self.by_topic[place] = self.by_topic.get(place, 0) + sum_of_it

    @functools.cached_property
    def sampled(self) -> float:
        """Chance that an occasion is asked why."""
        scenario = self.scenario
        rates = sum(getattr(scenario.channels, name).rate for name in PUBLIC)
        return min(1.0, 20000 / (scenario.citizens * min(scenario.days, 365) * rates)) if rates else 1.0

    def ask_why(self, c: Citizen, number: int) -> None:
        """Why held back: the Shapley values of the players, from what every coalition of them would have held back."""
        if not self.luck(WHY, c.id, number) < self.sampled:
            return
        x = self.wish_on(c, number)
        v = {}
        for size in range(len(PLAYERS) + 1):
            for some in itertools.combinations(PLAYERS, size):
                v[frozenset(some)] = x - min(max(self.choose_by(c, number, some), 0), x)
        self.why["why_times", c.group] += 1
        self.why["why_wish", c.group] += x
        n = len(PLAYERS)
        for player in PLAYERS:
            share = 0
            for some, held in v.items():
                if player not in some:
                    orders = math.factorial(len(some)) * math.factorial(n - 1 - len(some))
                    share += 840 * orders // math.factorial(n) * (v[some | {player}] - held)
            self.why[f"why_{player}", c.group] += share

    def choose_by(self, c: Citizen, number: int, some: tuple[str, ...]) -> int:
        """The level chosen when only these players count beside authenticity."""
        count = {"authenticity", *some} | ({"frost"} if "punishment" in some else set())
        worths = {
            level: added({name: term for name, term in terms.items() if name in count})
            for level, terms in c.terms[number].items()
        }
        best = max(worths, key=lambda level: (worths[level], level))
        margin = NOISY / self.now.voice.sharpness if "noise" in some else 0.0
        if any(worths[best] - worths[level] <= max(margin, CLOSE) for level in worths if level != best):
            self.unsure_why.add(c.group)
        return best

    def reach(self, c: Citizen) -> float:
        return min(self.looks[c.row].k / self.mean_degree, 5.0) if self.now.score.reach_scaled else 1.0

    def points_of(self, c: Citizen, number: int, a: float, asked: bool = False) -> float:
        """Points of a seen act, not yet rounded; `asked`: in the survey, on no topic."""
        channel, weights = getattr(self.now.channels, CHANNELS[number]), self.now.score.weights
        weight = weights.consumption if CHANNELS[number] in CONSUMPTION else weights.speech
        gain, loss = channel.gain * weight, channel.loss * weight
        if (topic := c.topic[number]) is not None and not asked:
            gain, loss = gain * self.now.topics[topic].gain, loss * self.now.topics[topic].loss
            loss *= not self.permitted(c, number)
        return (-loss * a if a > 0 else gain * -a) * self.reach(c)

    def coverage(self, number: int) -> float:
        """Of a channel; a linked bank shows purchases too."""
        coverage = getattr(self.now.channels, CHANNELS[number]).coverage
        return 1 - (1 - coverage) * (1 - self.known) if CHANNELS[number] == "buy" else coverage

    def watched(self, c: Citizen) -> bool:
        """Whether the whole coverage falls on a citizen today."""
        if self.now.watching.others == 1:
            return True
        return self.day < c.off_watch_list or self.now.society.groups[c.group].sensitive

    def standing(self, c: Citizen, s: float) -> tuple[Callable[[float], float], float]:
        """What standing among friends is worth, and where one stands."""
        look, asked = self.looks[c.row], self.now.score.standing
        if not (self.shown and look.m > 0 and self.day < c.unfelt):
            return lambda z: 0.0, 0.0
        mean = sum(look.scores) / look.m
        return lambda z: max(z, 0.0) * asked.pride + min(z, 0.0) * asked.face, s - mean

    def climate_of(self, c: Citizen, before: tuple[int, int]) -> float:
        look, voice = self.looks[c.row], self.now.voice
        dissent = sum(a > 0 for a in look.heard)
        loyal = sum(a < 0 for a in look.heard)
        if voice.climate == "mean":
            return sum(look.heard) / GRID / len(look.heard) if look.heard else 0.0
        if voice.climate == "balance":
            return (dissent - loyal) / (dissent + loyal) if dissent + loyal else 0.0
        own = before[0] != 0 and self.day - before[1] < voice.hear_days
        return (loyal + dissent + own) / (look.k + 1)

    def choose(self, c: Citizen, number: int, before: tuple[int, int]) -> int:
        now, look = self.now, self.looks[c.row]
        voice, score, punishment = now.voice, now.score, now.punishment
        public, coverage = CHANNELS[number] in PUBLIC, self.coverage(number)
        if not self.watched(c):
            coverage *= now.watching.others if now.watching.feared is None else now.watching.feared
        permitted = self.permitted(c, number)
        coverage = 1.0 if permitted else coverage
        heed = c.heed if now.watching.rest < 1 else 1.0
        u = 1.0 if punishment.by_law else float(c.aware)
        fear = c.risk * self.psi * u * heed
        tau = self.tau
        y = self.view_on(c, number)
        wish = self.wish_on(c, number)
        quiet = 1.0
        if self.in_force:
            quiet = (1 - now.informers.believed * now.informers.report) * (1 - now.reports.rate)
        told = 1 - quiet**look.k if c.aware and public else 0.0
        frost = self.need(c) * now.freeze.value * self.freeze_chance * heed if c.aware and public else 0.0

        menu = {on_grid(level) for level in voice.levels if on_grid(level) <= wish} | {wish}
        if fear > 0:
            if 0 < on_grid(tau) < wish:
                menu.add(on_grid(tau))
            p0 = fear * ((1 - told) * c.nu * coverage + told)
            p1 = fear * (1 - told) * (1 - c.nu) * coverage
            if punishment.form == "proportional" and p1 > 0:
                peak = (tau + (c.boldness - p0) / p1) / 2
                if tau < peak < 1 and 0 < on_grid(peak) < wish:
                    menu.add(on_grid(peak))
        if frost > 0 and 0 < on_grid(self.frozen_above) < wish:
            menu.add(on_grid(self.frozen_above))

        hunted = 0.0
        if public and c.aware and self.looking_back:
            jobs = now.jobs
            hunted = self.need(c) * jobs.value * jobs.finds * jobs.lookback_days * jobs.hunts / 365

        C = self.climate_of(c, before)
        felt = self.need(c) * heed if self.in_force and c.aware and c.enrolled else 0.0
        keep = 1 - score.friend_weight if score.drag == "average" and look.m > 0 else 1.0
        reproach = 0.0
        if self.in_force and c.aware and c.enrolled and look.k:
            through = score.friend_weight * (self.shown or self.blamed) + score.spill * self.blamed
            reproach = score.reproach * through * look.m / look.k * heed
        s = self.words[c.row].score if self.words[c.row].enrolled else score.low
        s = self.own_score(s)

        def ds(a: float) -> float:
            return self.points_of(c, number, a) * keep * score.horizon

        F, z = self.standing(c, s)

        edges: set[int] = set()
        if felt > 0 and coverage > 0:
            for tier, edge in zip(self.tiers, self.edges, strict=True):
                if edge is None or tier.width > 0 or tier.value <= 0 or not score.low < edge <= score.high:
                    continue
                levels = range(-1, -GRID - 1, -1) if s < edge else range(GRID, 0, -1)
                if ds(levels[0] / GRID) != 0:
                    edges |= just_reaching(levels, lambda level, edge=edge: s + ds(level / GRID) >= edge)

        def U(a: float) -> dict[str, float]:
            P = coverage * (c.nu + (1 - c.nu) * abs(a))
            if a > 0:
                P += told * (1 - P)
            pi = 0.0 if a <= tau else 1.0 if punishment.form == "uniform" else a - tau
            found = dict.fromkeys(
                ("authenticity", "climate", "punishment", "frost", "score", "reproach"), 0.0
            )
            found["authenticity"] = -c.boldness * abs(y - a)
            if public:
                g = a if voice.climate_shape == "linear" else sign(a)
                found["climate"] = c.climate * (g * C - abs(g) * c.threshold)
            found["punishment"] = -fear * P * pi
            found["frost"] = -frost * P * (a > self.frozen_above)
            if a != 0 and felt != 0:
                points = self.points_of(c, number, a)
                stands = F(z + ds(a)) - F(z)
                found["score"] = felt * P * (self.G * ds(a) + self.A(s + ds(a)) - self.A(s) + stands)
                if a > 0:
                    found["reproach"] = reproach * P * points
            exposure = getattr(now.channels, CHANNELS[number]).exposure * abs(a)
            if permitted and a > 0:
                exposure += now.topics[c.topic[number]].asking * a
            exposure += hunted * max(a, 0.0)
            return found | {"effort": -voice.effort * (a != 0), "audience": -exposure}

        beside = {level for level in edges - menu if level < wish}
        menu |= beside
        bits = draw(key(self.scenario.seed, CHOICE, self.day), c.id, number)

        def noise(level: int) -> float:
            if math.isinf(voice.sharpness):
                return 0.0
            v = unit(mix(bits ^ (level + GRID) * GOLD & ALL))
            return -math.log(-math.log(v)) / voice.sharpness

        c.terms[number] = {level: U(level / GRID) | {"noise": noise(level)} for level in menu}
        worths = c.worths[number] = {level: added(terms) for level, terms in c.terms[number].items()}
        best = max(menu, key=lambda level: (worths[level], level))  # of equals the larger
        self.competed += best in beside
        if self.told and (told := self.told[c.row][number]) != best:
            less = worths[best] - worths.get(told, -math.inf)
            if less <= self.close:
                self.close_calls.append(less)
                return told
        return best

    # ---- Survey --------------------------------------------------------------------------------------------

    def ask(self, c: Citizen) -> None:
        now = self.now
        if now.survey.day != self.day or c.role == PROVOCATEUR:
            return
        if not self.luck(SURVEY, c.id, 0) < now.survey.share:
            return
        bits = draw(key(self.scenario.seed, SURVEY, self.day), c.id, 1)
        heed = c.heed if now.watching.rest < 1 else 1.0
        look, score, punishment = self.looks[c.row], now.score, now.punishment
        scored = self.in_force and c.aware and c.enrolled
        s = self.own_score(self.words[c.row].score if self.words[c.row].enrolled else score.low)
        worth = {}
        for a in (1.0, -1.0):
            U = -c.boldness * abs(min(c.y + c.stirred, 1.0) - a) - now.voice.effort
            P = now.survey.coverage  # a is full, so nu does not matter
            if a > self.tau:
                pi = 1.0 if punishment.form == "uniform" else a - self.tau
                U -= c.risk * self.psi * (1.0 if punishment.by_law else float(c.aware)) * heed * P * pi
            if scored and self.need(c) * heed > 0:
                points = self.points_of(c, CHANNELS.index("post"), a, asked=True)
                keep = 1 - score.friend_weight if score.drag == "average" and look.m > 0 else 1.0
                ds = points * keep * score.horizon
                F, z = self.standing(c, s)
                worth_of_it = self.G * ds + self.A(s + ds) - self.A(s) + F(z + ds) - F(z)
                U += self.need(c) * heed * P * worth_of_it
                if a > 0 and look.k:
                    through = score.friend_weight * (self.shown or self.blamed) + score.spill * self.blamed
                    U += score.reproach * through * look.m / look.k * heed * P * points
            if not math.isinf(now.voice.sharpness):
                v = unit(mix(bits ^ (int(a) * GRID + GRID) * GOLD & ALL))
                U += -math.log(-math.log(v)) / now.voice.sharpness
            worth[a] = U
        self.survey["asked", c.group] += 1
        self.survey["list_agrees", c.group] += self.wish(c) == 0
        self.survey["says_agrees", c.group] += worth[-1.0] > worth[1.0]

    # ---- Observe -------------------------------------------------------------------------------------------

    def observe(self, c: Citizen) -> None:
        now, look = self.now, self.looks[c.row]
        nu = now.watching.nu
        told = 1 - (1 - now.reports.rate) ** look.k * (1 - now.informers.report) ** look.informers
        for number, name in enumerate(CHANNELS):
            if c.said[number] is None or self.planted(c):
                continue
            a = c.said[number] / GRID
            coverage = self.coverage(number) * (1.0 if self.watched(c) else now.watching.others)
            p = (1.0 if self.permitted(c, number) else coverage) * (nu + (1 - nu) * abs(a))
            if a > 0 and name in PUBLIC:
                p = 1.0 if look.planted else p + told * (1 - p)
            if self.luck(SEEN, c.id, number) < p:
                c.seen |= 1 << number
                if a > self.tau and self.psi > 0 and now.punishment.executed:
                    c.punished = True
                if (
                    name in PUBLIC
                    and a > self.frozen_above
                    and self.luck(FREEZE, c.id, number) < self.freeze_chance
                ):
                    c.frozen = self.day + now.freeze.days
                    c.punished = True
        if now.watching.others < 1:
            above = on_grid(now.watching.list_above)
            said = [c.said[n] for n in range(len(PUBLIC)) if c.seen >> n & 1]
            if any(level is not None and level > above for level in said):
                c.off_watch_list = self.day + 1 + now.watching.list_days
        self.observe_conduct(c)
        self.observe_reports(c)
        self.keep_list(c)

    @property
    def looking_back(self) -> bool:
        """Whether employers look back today."""
        begun = self.in_force and (self.open or self.mandatory)
        return self.now.jobs.hunts > 0 and (begun or self.now.jobs.without_score)

    def leave_and_tag(self, c: Citizen) -> None:
        """What is found, and tags."""
        if self.planted(c):
            return
        k = self.looks[c.row].k
        for number in range(len(PUBLIC)):
            if not c.said[number]:  # no occasion, or silence
                continue
            a = c.said[number] / GRID
            left = self.ever_hunts and a > 0 and self.luck(FOUND, c.id, number) < self.now.jobs.finds * a
            if left:
                c.left = self.day
            if self.luck(TAG, c.id, number) < self.now.tags.chance * k:
                others = c.friends - {c.row}
                j = max(others, key=lambda j: self.pair_bits(TAG_WHOM, c.row, j))
                seen = c.seen >> number & 1
                c.tags = (j, self.deed_grains(self.points_of(c, number, a)) if seen else 0.0, left)

    def observe_conduct(self, c: Citizen) -> None:
        conduct = self.now.channels.conduct
        hazards = (conduct.bad_rate * 2 * Phi(-c.trust) * c.need, conduct.good_rate * 2 * Phi(c.trust))
        for good, hazard in enumerate(hazards):
            happens = self.luck(CONDUCT_LUCK, c.id, good) < hazard
            if happens and self.luck(CONDUCT_LUCK, c.id, good + 2) < self.recorded:
                c.seen |= 1 << BAD + good

    def observe_reports(self, c: Citizen) -> None:
        reports = self.now.reports
        if (
            self.luck(REPORT, c.id, 0) < reports.malice
            and self.luck(REPORT, c.id, 1) >= self.now.appeal.review
        ):
            c.seen |= 1 << REPORTED
        if self.luck(RATING, c.id, 0) < reports.ratings_rate:
            v = reports.ratings_validity
            fair = self.luck(RATING, c.id, 1) >= reports.ratings_malice
            good = fair and self.luck(RATING, c.id, 2) < Phi(v * c.trust / math.sqrt(1 - v * v))
            c.seen |= 1 << (RATED_WELL if good else RATED_ILL)

    def keep_list(self, c: Citizen) -> None:
        blacklist = self.now.blacklist
        if not (self.in_force and blacklist.entry > 0):
            return
        if self.on_the_list(c) and self.luck(LISTED, c.id, 1) < blacklist.cure:
            c.listed = self.day
        if c.seen >> BAD & 1 and self.luck(LISTED, c.id, 0) < blacklist.entry:
            c.listed = self.day + blacklist.days

    # ---- Score ---------------------------------------------------------------------------------------------

    def deed_grains(self, points: float) -> float:
        """Points rounded to deed grains (four grains)."""
        return half_up(points / (4 * self.grain)) * 4 * self.grain

    def keep_score(self, c: Citizen) -> None:
        score, look = self.now.score, self.looks[c.row]
        self.forget(c)
        own = self.own_points(c) if c.enrolled or self.now.enrolment.retroactive else []
        spilled = score.spill * look.deeds / look.k if c.enrolled and look.k else 0.0
        tagged = self.deed_grains(self.now.tags.weight * c.shared) if c.enrolled else 0.0
        c.shared = 0.0
        self.by_tag[c.group] += half_up(tagged * GRID)
        change = sum(own) + spilled + tagged
        if c.enrolled or self.now.enrolment.retroactive:
            change += self.given_back(c, own, change)
        c.points += change
        c.kept[self.month] = c.kept.get(self.month, 0.0) + change
        c.deed = 0.0
        if c.enrolled:
            c.deed = sum(own) if score.spill_gains else sum(points for points in own if points < 0)
            if self.shown and any(points < 0 for points in own):
                c.punished = True
        self.publish(c)

    def forget(self, c: Citizen) -> None:
        score = self.now.score
        if score.fade > 0:
            c.points = c.base + (1 - score.fade) * (c.points - c.base)
            c.kept = {month: (1 - score.fade) * points for month, points in c.kept.items()}
        if self.day % MONTH == 0:
            months = score.memory_months or self.longest_memory
            for month in [m for m in c.kept if m <= self.month - months]:
                points = c.kept.pop(month)
                if score.memory_months > 0:
                    c.points -= points

    def own_points(self, c: Citizen) -> list[float]:
        """Of every seen act, and of every recorded event."""
        conduct, reports, weights = self.now.channels.conduct, self.now.reports, self.now.score.weights
        points = {
            BAD: -conduct.loss * weights.conduct,
            GOOD: conduct.gain * weights.conduct,
            REPORTED: -reports.points * weights.reports,
            RATED_WELL: reports.ratings_gain * weights.reports,
            RATED_ILL: -reports.ratings_loss * weights.reports,
        }
        for number in range(len(CHANNELS)):
            if c.said[number] is not None:
                points[number] = self.points_of(c, number, c.said[number] / GRID)
        return [self.deed_grains(points[bit]) for bit in points if c.seen >> bit & 1]

    def given_back(self, c: Citizen, own: list[float], change: float) -> float:
        """Points given back on appeal or by repair; `change`: points of today, own, spilled and tagged."""
        appeal, repair = self.now.appeal, self.now.repair
        losses = -sum(points for points in own if points < 0)
        given = 0.0
        if appeal.share > 0:
            if c.appeal is not None and c.appeal.day <= self.day:
                chance = appeal.right if c.appeal.false_report else appeal.wrong
                if self.luck(APPEAL, c.id, 1) < chance:
                    given += c.appeal.points
                c.appeal = None
            if losses > 0 and c.appeal is None and self.luck(APPEAL, c.id, 0) < appeal.share:
                false_report = bool(c.seen >> REPORTED & 1)
                if false_report:
                    losses_of_it = -self.deed_grains(
                        -self.now.reports.points * self.now.score.weights.reports
                    )
                    c.appeal = Appeal(self.day + appeal.days, losses_of_it, True)
                else:
                    c.appeal = Appeal(self.day + appeal.days, losses, False)
        if repair.months > 0:
            since = self.day - c.last_loss
            if losses > 0:
                c.last_loss = self.day
            elif since > 0 and since % (MONTH * repair.months) == 0:
                to = c.base if repair.to is None else repair.to
                given += max(self.deed_grains(to - (c.points + change + given)), 0.0)
        return given

    def publish(self, c: Citizen) -> None:
        score, look = self.now.score, self.looks[c.row]
        if not c.enrolled:
            c.score = score.low
            return
        demotion = score.demotion
        if c.seen >> BAD & 1 and self.luck(DEMOTE, c.id, 0) < demotion.chance:
            c.demoted = self.day + demotion.days
        if score.update == "monthly" and self.day % MONTH != 0 and self.words[c.row].enrolled:
            return
        w, b = score.friend_weight, c.points
        if look.m == 0:
            S = b
        elif score.drag == "average":
            S = (1 - w) * b + w * sum(look.scores) / look.m
        else:
            S = b + w * (sum(look.scores) / look.m - score.start)
        if self.day < c.demoted and demotion.chance > 0:
            S = min(S, demotion.to)
        c.unrounded = (S - score.low) / self.grain
        highest = math.floor((score.high - score.low) / self.grain)
        c.score = score.low + self.grain * min(max(half_up(c.unrounded), 0), highest)

    # ---- Sanction ------------------------------------------------------------------------------------------

    def sanction(self, c: Citizen) -> None:
        access, sanctioned = 0, self.is_frozen(c)
        for k, (tier, edge) in enumerate(zip(self.tiers, self.edges, strict=True)):
            if not c.enrolled or self.to_come(tier):
                above = tier.effect == "takes"
            elif tier.on == "blacklist":
                above = not self.on_the_list(c)
            else:
                above = c.score >= edge + (0.0 if self.above(c, k) else tier.slack)
            access |= above << k
            sanctioned |= not above and tier.effect == "takes"
        c.access = access
        c.lost_days += sanctioned and self.measured
        self.look_up(c)

    def look_up(self, c: Citizen) -> None:
        asked = self.now.score.standing
        if not (self.in_force and c.enrolled):
            return
        chances = {
            "friend": asked.friends if self.shown else 0.0,
            "stranger": asked.strangers if self.now.score.lookup == "public" else 0.0,
            "lender": asked.lenders,
            "employer": asked.employers,
        }
        u = self.luck(LOOKED_UP, c.id, 0)
        sums = itertools.accumulate(chances.values())
        who = next((name for name, most in zip(chances, sums, strict=True) if u < most), None)
        self.looked_up["looked_up", c.group] += who is not None
        kinds = {"lender": ("loan", "bank"), "employer": ("jobs",)}.get(who or "", ())
        refused = any(
            tier.access in kinds and not self.to_come(tier) and not self.above(c, k)
            for k, tier in enumerate(self.tiers)
        )
        self.looked_up["refused", c.group] += refused
        if who in ("friend", "stranger") or refused:
            c.unfelt = self.day + 1 + asked.felt_days

    def hunt(self, c: Citizen) -> None:
        jobs = self.now.jobs
        if not self.luck(HUNT, c.id, 0) < jobs.hunts / 365:
            return
        self.looked_up["hunts", c.group] += 1
        if not self.looking_back:
            return
        own = self.day - c.left < jobs.lookback_days
        tags = self.day - c.tagged_in < jobs.lookback_days
        lacks = any(
            tier.access == "jobs" and not self.to_come(tier) and not self.above(c, k)
            for k, tier in enumerate(self.tiers)
        )
        low = self.in_force and self.now.score.lookup == "public" and c.enrolled and lacks
        self.looked_up["hunts_refused", c.group] += own or tags or low
        self.looked_up["refused_for_own", c.group] += own
        self.looked_up["refused_for_tag", c.group] += tags and not own
        if low:
            c.unfelt = self.day + 1 + self.now.score.standing.felt_days

    # ---- Rewire --------------------------------------------------------------------------------------------

    def rewire(self, c: Citizen) -> None:
        ties = self.now.ties
        if not self.luck(REVIEW, c.id, 0) < ties.review:
            return
        if c.friends:
            j = max(c.friends, key=lambda j: self.pair_bits(REVIEW_WHICH, c.row, j))
            if self.drops(c, j) or self.falls_out(c, j):
                c.drop = j
        if ties.make != "never" and self.luck(MAKE, c.id, 0) < ties.make_chance:
            j = self.whom(c)
            if j is not None and j != c.row and j not in c.friends:
                c.make = j

    def drops(self, c: Citizen, j: int) -> bool:
        ties, score, look, word = self.now.ties, self.now.score, self.looks[c.row], self.words[j]
        if ties.drop == "score":
            if not (c.enrolled and c.aware and self.in_force and word.enrolled):
                return False
            w, p, s, k = score.friend_weight, 0.0, self.own_score(c.score), look.k
            average = score.drag == "average"
            if self.shown or (score.lookup == "self_shared" and word.score >= score.start):
                if look.m > 1:
                    p += w * (sum(look.scores) / look.m - word.score) / (look.m - 1)
                elif average:
                    p += w * (s - word.score) / (1 - w)
                else:
                    p += w * (score.start - word.score)
            if self.blamed:
                hurts = {f: self.dissent_heard(self.words[f]) for f in c.friends}
                total, rest = sum(hurts.values()), sum(d for f, d in hurts.items() if f != j)
                change = total / k - rest / (k - 1) if k > 1 else total
                kept = 1 - w if average else 1.0
                p += score.spill * kept * self.mean_loss() * score.horizon * change
            u = unit(self.pair_bits(TIE_VALUE, c.row, j))
            value = self.now.society.tie_value * -math.log(1 - u)
            return self.V(c, s + p) - self.V(c, s) > value
        chance = unit(self.pair_bits(DROP, c.row, j)) < ties.drop_chance
        if ties.drop == "discordant":
            own = self.words[c.row]
            return own.heard and word.heard and sign(own.act) * sign(word.act) < 0 and chance
        return ties.drop == "random" and chance

    def falls_out(self, c: Citizen, j: int) -> bool:
        """In calm times too: over disagreement."""
        one, other = self.words[c.row], self.words[j]
        apart = one.heard and other.heard and sign(one.act) * sign(other.act) == -1
        return apart and unit(self.pair_bits(DROP, c.row, j)) < self.now.ties.calm_drop

    @staticmethod
    def dissent_heard(word: Word) -> float:
        return max(word.act, 0) / GRID if word.enrolled and word.heard else 0.0

    def mean_loss(self) -> float:
        channels = [getattr(self.now.channels, name) for name in PUBLIC]
        weight, total = self.now.score.weights.speech, 0.0
        for name, channel in zip(PUBLIC, channels, strict=True):
            shares = [getattr(topic.shares, name) for topic in self.now.topics]
            usual = sum(
                s * topic.loss * (1 - topic.permitted * self.in_force)
                for s, topic in zip(shares, self.now.topics, strict=True)
            )
            total += channel.rate * channel.loss * weight * (usual if any(shares) else 1.0)
        return total / max(sum(ch.rate for ch in channels), 1e-9)

    def whom(self, c: Citizen) -> int | None:
        """Who may become a friend tonight: a row, or None."""
        make = self.now.ties.make
        if make == "friend_of_friend":
            if not c.friends:
                return None
            f = max(c.friends, key=lambda f: self.pair_bits(MAKE_WHOM, c.row, f))
            theirs = self.people[f].friends - {c.row}
            return max(theirs, key=lambda j: self.pair_bits(MAKE_WHOM, f, j)) if theirs else None
        strangers = [
            self.row_of[math.floor(self.n * self.luck(MAKE_WHOM, c.id, counter))] for counter in range(4)
        ]
        strangers = [j for j in strangers if j != c.row]
        if make == "random":
            return strangers[0] if strangers else None
        if make == "same_voice":
            own = self.words[c.row]
            for j in strangers:
                word = self.words[j]
                if own.heard and word.heard and sign(own.act) * sign(word.act) > 0:  # silence is no sign
                    return j
            return None
        if not (self.now.score.lookup == "public" and self.in_force):  # nobody sees a shadow score
            return None
        scored = [j for j in strangers if self.words[j].enrolled]
        return max(scored, key=lambda j: self.words[j].score) if scored else None  # the first of equals

    # ---- After the day -------------------------------------------------------------------------------------

    def after_the_day(self) -> None:
        for c in self.people:
            if c.tags is not None:
                j, points, left = c.tags
                self.people[j].shared += points
                if left:
                    self.people[j].tagged_in = self.day
        proposals = []
        for c in self.people:
            for make, j in enumerate((c.drop, c.make)):
                if j is not None:
                    low, high = sorted((c.id, self.people[j].id))
                    proposals.append((self.pair_bits(RESOLVE, c.row, j), make, low, high, c.id))
        for _, make, low, high, proposer in sorted(proposals):
            a, b = self.people[self.row_of[low]], self.people[self.row_of[high]]
            tied = b.row in a.friends
            if not make and tied:
                a.friends.remove(b.row)
                b.friends.remove(a.row)
                a.cut += 1
                b.cut += 1
                self.people[self.row_of[proposer]].dropped += 1
            if make and not tied and len(a.friends) < a.places and len(b.friends) < b.places:
                a.friends.add(b.row)
                b.friends.add(a.row)
