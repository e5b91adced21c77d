"""The scenario of a day as plain numbers, read by the rules at run time: a new value never means a new compile."""

import math
from collections.abc import Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from sottovoce.day.tables import CELLS, FINE_CELLS
from sottovoce.day.word import UNFOLD
from sottovoce.scenario.model import CHANNELS, Scenario, Tier
from sottovoce.scenario.records_part import SPHERES
from sottovoce.society.needs import Needs
from sottovoce.society.state import GRID, MONTH

CLIMATES = ("mean", "share", "balance", "enforcement")
DROPS = ("never", "score", "discordant", "random")
MAKES = ("never", "random", "same_voice", "friend_of_friend", "high_score")
EXPRESS = ("utility", "gate", "average")
VIEWS = ("fixed", "average", "copy")
REWARDS = ("none", "balance", "reply")
MOVES = ("never", "random", "discordant")
MEAN, SHARE, BALANCE, ENFORCEMENT = range(4)
UTILITY, GATE, AVERAGE = range(3)
FIXED, VIEWS_AVERAGE, COPY = range(3)
REWARD_NONE, REWARD_BALANCE, REWARD_REPLY = range(3)
MOVE_NEVER, MOVE_RANDOM, MOVE_DISCORDANT = range(3)
DROP_NEVER, DROP_SCORE, DROP_DISCORDANT, DROP_RANDOM = range(4)
MAKE_NEVER, MAKE_RANDOM, MAKE_SAME_VOICE, MAKE_FRIEND_OF_FRIEND, MAKE_HIGH_SCORE = range(5)
PUBLIC = 3  # the first three channels are public
KINDS = len(CHANNELS)  # channels with a choice; known to the compiler, which then unrolls loops over them
ONLINE = tuple(name != "gather" for name in CHANNELS)


class Rules(NamedTuple):
    """Numbers of the scenario that hold today. Units as in scenario/model.py unless said."""

    # voice
    levels: np.ndarray  # int64 (level,), in 1/65536
    noise: float  # 1 / sharpness; 0: the best level always
    effort: float
    hear_days: int
    climate: int  # MEAN, SHARE, BALANCE, ENFORCEMENT
    sign: int  # 1: g(a) = sign of a
    backlash: float
    express: int  # UTILITY, GATE, AVERAGE
    views: int  # FIXED, VIEWS_AVERAGE, COPY
    self_weight: float
    reward: int  # REWARD_NONE, REWARD_BALANCE, REWARD_REPLY
    attend_one: int
    alpha: float
    unlearn: float
    reply_cost: float
    explore: float
    enforce: int
    enforce_cost: float
    heed: int  # 1: one friend is attended to
    second: int  # 1: the second word is read
    # watching and punishment
    nu: float
    learn: float
    forget: float
    psi: float  # 0 where no punishment is in force
    tau: float
    tau_level: int  # tau in 1/65536, or -1 where it adds nothing to the menu
    proportional: int
    by_law: int
    # channels, arrays (5,)
    rate: np.ndarray
    online: np.ndarray
    coverage: np.ndarray
    gain: np.ndarray
    loss: np.ndarray
    conduct_bad: float
    conduct_good: float
    conduct_coverage: float
    conduct_loss: float
    conduct_gain: float
    # score
    in_force: int
    low: float
    high: float
    cells_a_point: float  # cells of the table of the worth of access a point
    grain: float  # points a grain of published score
    top: int  # published score at the scale's high end, grains
    deed_grain: float  # points a grain of deeds
    per_grain: float  # their inverses, exact because grains are powers of two
    per_deed_grain: float
    start: float
    fade: float
    memory: int  # months; 0: none
    additive: int
    friend_weight: float
    spill: float
    spill_gains: int
    reach_scaled: int
    mean_degree: float
    shown: int  # 1: friends may see my score
    shared: int  # 1: friends see it where it is at least the start
    secret: int  # 1: I cannot see it myself
    public: int  # 1: anybody may
    blamed: int  # 1: friends can know whose acts hurt them
    reproached: float  # of a point I lose, the part that friends lose with me and can know of
    point: float  # worth of a point at need 1, status included where the score is public
    horizon: float
    reproach: float
    monthly: int  # 1: published on the first day of a month
    demote_chance: float
    demote_to: float
    demote_days: int
    # enrolment
    open: int  # 1: joining is possible today
    may_leave: int
    mandatory: int  # 1: everybody is scored (in the world without: everybody's shadow score counts)
    retroactive: int
    # tiers, arrays (tier,)
    tier_value: np.ndarray
    tier_listed: np.ndarray  # int64, 1: on the blacklist decides
    tier_sharp: np.ndarray  # int64 (sharp tier,), the tiers whose edge is known exactly
    tier_takes: np.ndarray
    tier_slack: np.ndarray
    tier_strength: np.ndarray
    takes_jobs: int  # bit k: tier k takes jobs, or the bank
    takes_internet: int
    takes_reach: int
    takes_badge: int
    # ties
    review: float
    drop: int
    drop_chance: float
    make: int
    make_chance: float
    tie_value: float
    move: int  # MOVE_NEVER, MOVE_RANDOM, MOVE_DISCORDANT
    rewire_share: float
    # who tells, and what is recorded
    agents: int  # 1: the society has informers or provocateurs
    tell: int  # 1: friends may tell
    informer_report: float
    report_rate: float
    quiet: float  # chance that a friend does not tell, as citizens believe
    answer_days: int
    malice: float
    report_points: float
    rating_rate: float
    rating_slope: float
    rating_malice: float
    rating_gain: float
    rating_loss: float
    # freezing, the list
    freezing: int
    freeze_at: float
    freeze_level: int  # freeze_at in 1/65536, or -1 where it adds nothing to the menu
    freeze_chance: (
        float  # that a seen act brings it, a court and the link to the bank included; 0 where not freezing
    )
    freeze_days: int
    freeze_strength: float
    freeze_value: float
    listing: int
    list_entry: float
    list_cure: float
    list_days: int
    list_public: int
    # ways back
    remedies: int
    appeal_share: float
    appeal_days: int
    appeal_right: float
    appeal_wrong: float
    review_share: float
    repair_days: int
    repair_own: int  # 1: to the citizen's own base
    repair_to: float
    # bookkeeping
    keep: int  # 1: write the points of every act into `earned`
    odd_one: int  # placebo: the row whose luck in choices is changed, or -1
    odd_day: int  # ... for a month from this day on
    # tables, so that no rule needs a library of functions
    gumbel: (
        np.ndarray
    )  # quantiles of the standard Gumbel law at k/1024 and, finer, in the first and last cell
    normal: np.ndarray  # standard normal distribution function on -6 ... 6 in 4096 steps
    exponential: np.ndarray  # quantiles of the standard exponential law, as gumbel
    unfold: np.ndarray  # flags of a word, spread out for counting: day.word

    # Switches that most scenarios leave off, at that value. Where all are off the compiled day is one without them: same
    # results, sooner (machine.cpu).
    RARE = MappingProxyType(
        {
            "climate": MEAN,
            "sign": 0,
            "express": UTILITY,
            "views": FIXED,
            "reward": REWARD_NONE,
            "explore": 0.0,
            "enforce": 0,
            "heed": 0,
            "second": 0,
            "move": MOVE_NEVER,
            "psi": 0.0,
            "conduct_bad": 0.0,
            "conduct_good": 0.0,
            "additive": 0,
            "reach_scaled": 0,
            "secret": 0,
            "shared": 0,
            "monthly": 0,
            "demote_chance": 0.0,
            "takes_reach": 0,
            "takes_badge": 0,
            "agents": 0,
            "tell": 0,
            "quiet": 1.0,
            "malice": 0.0,
            "rating_rate": 0.0,
            "freezing": 0,
            "freeze_chance": 0.0,
            "listing": 0,
            "list_public": 0,
            "remedies": 0,
        }
    )


def rules(
    scenario: Scenario,
    day: int,
    *,
    mean_degree: float = 10.0,
    keep: bool = False,
    odd: tuple[int, int] = (-1, -1),
) -> Rules:
    """Rules of a day. `mean_degree`: ties a citizen on day 0; `keep`: write points by act; `odd` = (row, day): other luck
    in one citizen's choices for a month (placebo)."""
    now = scenario.on(day)
    voice, watching, punishment, score, enrolment = (
        now.voice,
        now.watching,
        now.punishment,
        now.score,
        now.enrolment,
    )
    channels = [getattr(now.channels, name) for name in CHANNELS]
    conduct, ties, tiers = now.channels.conduct, now.ties, now.tiers if score.in_force else ()
    psi = punishment.severity if punishment.by_law or score.in_force else 0.0
    levels = [round(level * GRID) for level in voice.levels]
    tau_level = round(punishment.tolerance * GRID)
    mandatory_day = enrolment.mandatory_day
    if mandatory_day is None and not score.in_force:
        mandatory_day = (
            enrolment.opt_in_day
        )  # nobody can wish to join what does not exist: the shadow begins here
    mandatory = mandatory_day is not None and day >= mandatory_day
    opened = enrolment.opt_in_day is not None and day >= enrolment.opt_in_day
    shown = score.in_force and score.lookup in ("friends", "public")
    blamed = score.in_force and score.blame_tool
    seen_status = score.lookup in ("public", "self_shared")
    informers, reports, weights = now.informers, now.reports, score.weights
    freeze, blacklist, repair, appeal = now.freeze, now.blacklist, now.repair, now.appeal
    coverage, recorded, found = _linked(now)
    freezing = score.in_force and freeze.power
    freeze_level = round(freeze.threshold * GRID)
    weight = [weights.speech] * PUBLIC + [weights.consumption] * (KINDS - PUBLIC)
    needs = Needs.of(now)
    return Rules(
        levels=np.array(levels, np.int64),
        noise=1.0 / voice.sharpness,
        effort=voice.effort,
        hear_days=voice.hear_days,
        climate=CLIMATES.index(voice.climate),
        sign=int(voice.climate_shape == "sign"),
        backlash=voice.backlash,
        express=EXPRESS.index(voice.express),
        views=VIEWS.index(voice.views),
        self_weight=voice.self_weight,
        reward=REWARDS.index(voice.reward),
        attend_one=int(voice.attend == "one"),
        alpha=voice.learn,
        unlearn=voice.unlearn,
        reply_cost=voice.reply_cost,
        explore=voice.explore,
        enforce=int(voice.enforce),
        enforce_cost=voice.enforce_cost,
        heed=int(needs.heed),
        second=int(needs.second),
        nu=watching.nu,
        learn=watching.learn,
        forget=watching.fade,
        psi=psi,
        tau=tau_level / GRID,
        tau_level=tau_level if psi > 0 and tau_level not in levels else -1,
        proportional=int(punishment.form == "proportional"),
        by_law=int(punishment.by_law),
        rate=np.array([c.rate for c in channels]),
        online=np.array(ONLINE, np.int64),
        coverage=np.array(coverage),
        gain=np.array([c.gain * w for c, w in zip(channels, weight, strict=True)]),
        loss=np.array([c.loss * w for c, w in zip(channels, weight, strict=True)]),
        conduct_bad=conduct.bad_rate,
        conduct_good=conduct.good_rate,
        conduct_coverage=recorded,
        conduct_loss=conduct.loss * weights.conduct,
        conduct_gain=conduct.gain * weights.conduct,
        in_force=int(score.in_force),
        low=score.low,
        high=score.high,
        cells_a_point=FINE_CELLS / (score.high - score.low),
        grain=score.grain,
        top=score.top,
        deed_grain=score.grain * 4,
        per_grain=1.0 / score.grain,
        per_deed_grain=0.25 / score.grain,
        start=score.start,
        fade=score.fade,
        memory=score.memory_months,
        additive=int(score.drag == "additive"),
        friend_weight=score.friend_weight,
        spill=score.spill,
        spill_gains=int(score.spill_gains),
        reach_scaled=int(score.reach_scaled),
        mean_degree=max(mean_degree, 1.0),
        shown=int(shown),
        shared=int(score.in_force and score.lookup == "self_shared"),
        secret=int(score.lookup == "secret"),
        public=int(score.in_force and score.lookup == "public"),
        blamed=int(blamed),
        reproached=(score.friend_weight if shown or blamed else 0.0) + (score.spill if blamed else 0.0),
        point=score.point_value + (score.status_value if seen_status else 0.0),
        horizon=score.horizon,
        reproach=score.reproach,
        monthly=int(score.update == "monthly"),
        demote_chance=score.demotion.chance,
        demote_to=score.demotion.to,
        demote_days=score.demotion.days,
        open=int(score.in_force and opened and not mandatory),
        may_leave=int(enrolment.opt_out),
        mandatory=int(mandatory),
        retroactive=int(enrolment.retroactive),
        tier_value=np.array([tier.value for tier in tiers], float),
        tier_listed=np.array([tier.on == "blacklist" for tier in tiers], np.int64),
        tier_sharp=np.array(
            [k for k, tier in enumerate(tiers) if tier.width == 0.0 and tier.on == "score"], np.int64
        ),
        tier_takes=np.array([tier.effect == "takes" for tier in tiers], np.int64),
        tier_slack=np.array([tier.slack for tier in tiers], float),
        tier_strength=np.array([tier.strength for tier in tiers], float),
        takes_jobs=_takes(tiers, "jobs") | _takes(tiers, "bank"),
        takes_internet=_takes(tiers, "internet"),
        takes_reach=_takes(tiers, "reach"),
        takes_badge=_takes(tiers, "badge"),
        review=ties.review,
        drop=DROPS.index(ties.drop),
        drop_chance=ties.drop_chance,
        make=MAKES.index(ties.make),
        make_chance=ties.make_chance,
        tie_value=now.society.tie_value,
        move=MOVES.index(ties.move),
        rewire_share=ties.rewire_share,
        agents=int(informers.share > 0 or informers.provocateurs > 0),
        tell=int(reports.rate > 0 or informers.share > 0),
        informer_report=informers.report,
        report_rate=reports.rate,
        quiet=(1.0 - informers.believed * informers.report) * (1.0 - reports.rate) if score.in_force else 1.0,
        answer_days=informers.answer_days,
        malice=reports.malice,
        report_points=reports.points * weights.reports,
        rating_rate=reports.ratings_rate,
        rating_slope=reports.ratings_validity / math.sqrt(1.0 - reports.ratings_validity**2),
        rating_malice=reports.ratings_malice,
        rating_gain=reports.ratings_gain * weights.reports,
        rating_loss=reports.ratings_loss * weights.reports,
        freezing=int(freezing),
        freeze_at=freeze_level / GRID,
        freeze_level=freeze_level if freeze_level not in levels else -1,
        freeze_chance=freeze.chance * freeze.court * found if freezing else 0.0,
        freeze_days=freeze.days,
        freeze_strength=freeze.strength,
        freeze_value=freeze.value,
        listing=int(score.in_force and blacklist.entry > 0),
        list_entry=blacklist.entry,
        list_cure=blacklist.cure,
        list_days=blacklist.days,
        list_public=int(score.in_force and blacklist.entry > 0 and blacklist.public),
        remedies=int(appeal.share > 0 or repair.months > 0),
        appeal_share=appeal.share,
        appeal_days=appeal.days,
        appeal_right=appeal.right,
        appeal_wrong=appeal.wrong,
        review_share=appeal.review,
        repair_days=repair.months * MONTH,
        repair_own=int(repair.to is None),
        repair_to=repair.to or 0.0,
        keep=int(keep),
        odd_one=odd[0],
        odd_day=odd[1],
        gumbel=_GUMBEL,
        normal=NORMAL,
        exponential=_EXPONENTIAL,
        unfold=UNFOLD,
    )


def _takes(tiers: Sequence[Tier], access: str) -> int:
    """Bits of the tiers that take something."""
    return sum(1 << k for k, tier in enumerate(tiers) if tier.effect == "takes" and tier.access == access)


def _linked(now: Scenario) -> tuple[list[float], float, float]:
    """What a number that links records does: coverage by channel, coverage of conduct, and the share of citizens whose
    account is found when it is to be frozen (everybody's where there is no number: banks are asked by name)."""
    linked, share = now.identity.linked, now.identity.share
    coverage = [getattr(now.channels, name).coverage for name in CHANNELS]
    if "bank" in linked:
        buy = CHANNELS.index("buy")
        coverage[buy] = 1.0 - (1.0 - coverage[buy]) * (1.0 - share)
    quarters = len(set(linked)) / len(SPHERES)
    conduct = now.channels.conduct.coverage
    found = 1.0 if not linked else share if "bank" in linked else 0.0
    return coverage, conduct + (1.0 - conduct) * share * quarters, found


def _quantiles(law) -> np.ndarray:
    """Quantiles at k/1024 for k = 0 ... 1024, then the same again inside the first and inside the last cell.

    Rounded to 2**-40, so that the last bit of the machine's logarithm does not matter.
    """
    k = np.arange(CELLS + 1) / CELLS
    tiny = 1.0 / CELLS**2 / 2
    parts = [k, k / CELLS, 1.0 - (1.0 - k) / CELLS]
    cells = [law(np.clip(u, tiny, None), np.clip(1.0 - u, tiny, None)) for u in parts[:2]]
    cells.append(law(parts[2], np.clip((1.0 - k) / CELLS, tiny, None)))
    return np.rint(np.concatenate(cells) * 2.0**40) / 2.0**40


_GUMBEL = _quantiles(
    lambda u, rest: -np.log(np.where(u > 0.5, -np.log1p(-np.minimum(rest, 0.5)), -np.log(u)))
)
_EXPONENTIAL = _quantiles(lambda u, rest: -np.log(rest))


def _normal_table() -> np.ndarray:
    z = np.linspace(-6.0, 6.0, FINE_CELLS + 1)
    return np.rint(np.array([(1.0 + math.erf(x / math.sqrt(2.0))) / 2.0 for x in z]) * 2.0**40) / 2.0**40


NORMAL = _normal_table()
