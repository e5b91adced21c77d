"""The scenario of a day as plain numbers, read by the rules at run time: a new value never means a new compile."""

from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from sottovoce.scenario.model import CHANNELS

CLIMATES = ("mean", "share", "balance", "enforcement")
DROPS = ("never", "score", "discordant", "random")
MAKES = ("never", "random", "same_voice", "friend_of_friend", "high_score")
EXPRESS = ("utility", "gate", "average")
VIEWS = ("fixed", "average", "copy")
REWARDS = ("none", "balance", "reply")
MOVES = ("never", "random", "discordant", "double", "multigraph")
MEAN, SHARE, BALANCE, ENFORCEMENT = range(4)
UTILITY, GATE, AVERAGE = range(3)
FIXED, VIEWS_AVERAGE, COPY = range(3)
REWARD_NONE, REWARD_BALANCE, REWARD_REPLY = range(3)
MOVE_NEVER, MOVE_RANDOM, MOVE_DISCORDANT, MOVE_DOUBLE, MOVE_MULTIGRAPH = range(5)
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
    move: int  # MOVE_NEVER, MOVE_RANDOM, MOVE_DISCORDANT, MOVE_DOUBLE, MOVE_MULTIGRAPH
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
    renamed: int  # 1: ids are not the rows, and have to be looked up
    odd_one: int  # placebo: the row whose luck in choices is changed, or -1
    odd_day: int  # ... for a month from this day on
    # tables, so that no rule needs a library of functions
    gumbel: (
        np.ndarray
    )  # quantiles of the standard Gumbel law at k/1024 and, finer, in the first and last cell
    normal: np.ndarray  # standard normal distribution function on -6 ... 6 in 4096 steps
    exponential: np.ndarray  # quantiles of the standard exponential law, as gumbel

    # Switches that most scenarios leave off, at that value. Where all are off the compiled day is one without them: same
    # results, sooner (machine.loops).
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
            "renamed": 0,
        }
    )
