"""The scenario of a day as plain numbers, read by the rules at run time: a new value never means a new compile."""

import math
from typing import NamedTuple

import numpy as np

from sottovoce.day.tables import CELLS, FINE_CELLS
from sottovoce.day.word import UNFOLD
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.society.needs import Needs
from sottovoce.society.state import GRID

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
    public: int  # 1: anybody may
    blamed: int  # 1: friends can know that I hurt them
    point: float  # worth of a point at need 1, status included where the score is public
    horizon: float
    reproach: float
    # enrolment
    open: int  # 1: joining is possible today
    may_leave: int
    mandatory: int  # 1: everybody is scored (in the world without: everybody's shadow score counts)
    retroactive: int
    # tiers, arrays (tier,)
    tier_value: np.ndarray
    tier_sharp: np.ndarray  # int64 (sharp tier,), the tiers whose edge is known exactly
    tier_takes: np.ndarray
    tier_slack: np.ndarray
    tier_strength: np.ndarray
    takes_jobs: int  # bit k: tier k takes jobs
    takes_internet: int
    # ties
    review: float
    drop: int
    drop_chance: float
    make: int
    make_chance: float
    tie_value: float
    move: int  # MOVE_NEVER, MOVE_RANDOM, MOVE_DISCORDANT
    rewire_share: float
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
    public = score.lookup == "public"
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
        coverage=np.array([c.coverage for c in channels]),
        gain=np.array([c.gain for c in channels]),
        loss=np.array([c.loss for c in channels]),
        conduct_bad=conduct.bad_rate,
        conduct_good=conduct.good_rate,
        conduct_coverage=conduct.coverage,
        conduct_loss=conduct.loss,
        conduct_gain=conduct.gain,
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
        shown=int(score.in_force and score.lookup != "own"),
        public=int(score.in_force and public),
        blamed=int(score.in_force and (score.lookup != "own" or score.blame_tool)),
        point=score.point_value + (score.status_value if public else 0.0),
        horizon=score.horizon,
        reproach=score.reproach,
        open=int(score.in_force and opened and not mandatory),
        may_leave=int(enrolment.opt_out),
        mandatory=int(mandatory),
        retroactive=int(enrolment.retroactive),
        tier_value=np.array([tier.value for tier in tiers], float),
        tier_sharp=np.array([k for k, tier in enumerate(tiers) if tier.width == 0.0], np.int64),
        tier_takes=np.array([tier.effect == "takes" for tier in tiers], np.int64),
        tier_slack=np.array([tier.slack for tier in tiers], float),
        tier_strength=np.array([tier.strength for tier in tiers], float),
        takes_jobs=sum(
            1 << k for k, tier in enumerate(tiers) if tier.effect == "takes" and tier.access == "jobs"
        ),
        takes_internet=sum(
            1 << k for k, tier in enumerate(tiers) if tier.effect == "takes" and tier.access == "internet"
        ),
        review=ties.review,
        drop=DROPS.index(ties.drop),
        drop_chance=ties.drop_chance,
        make=MAKES.index(ties.make),
        make_chance=ties.make_chance,
        tie_value=now.society.tie_value,
        move=MOVES.index(ties.move),
        rewire_share=ties.rewire_share,
        keep=int(keep),
        odd_one=odd[0],
        odd_day=odd[1],
        gumbel=_GUMBEL,
        normal=NORMAL,
        exponential=_EXPONENTIAL,
        unfold=UNFOLD,
    )


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
