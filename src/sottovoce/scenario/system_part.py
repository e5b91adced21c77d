"""The system of a scenario: the score, enrolment, what follows from the score."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import Field, model_validator

from sottovoce.scenario.values import Distribution, Part, Uniform, value

ACCESS = (
    "loan",
    "travel_papers",
    "tickets",
    "jobs",
    "internet",
    "reach",
    "bank",
    "deposit_waiver",
    "fast_queue",
    "badge",
)


class Weights(Part):
    """Weights of the dimensions of a score; the ties of a citizen have their own, `score.friend_weight`."""

    speech: float = value(1.0, "post, share and gather", unit="ratio", low=0, high=10, assumed=(0, 1))
    consumption: float = value(1.0, "buy and browse", unit="ratio", low=0, high=10, assumed=(0, 1))
    conduct: float = value(
        1.0, "late payments, tickets, honours", unit="ratio", low=0, high=10, assumed=(0, 1)
    )
    reports: float = value(1.0, "what others report and rate", unit="ratio", low=0, high=10, assumed=(0, 1))


class Demotion(Part):
    """Grave events of conduct that put a citizen straight into a lower grade, whatever the points say."""

    chance: float = value(
        0.0, "share of recorded bad events that are so grave", unit="share", low=0, high=1, assumed=(0, 0.2)
    )
    to: float = value(
        600.0,
        "the published score is at most this meanwhile",
        unit="points",
        low=-1e6,
        high=1e6,
        assumed=(300, 900),
    )
    days: int = value(365, "days that it lasts", unit="days", low=1, high=36_500, assumed=(90, 1825))


class Standing(Part):
    """Where a score stands among those of one's friends, and who looks it up. It is felt only where friends may see it (lookup: friends or
    public), for some days after it was looked up by a friend or a stranger, or somebody was refused for it."""

    pride: float = value(
        0.0,
        "worth of a point above the mean of one's friends' scores, while it is felt",
        unit="utility/point",
        low=0,
        high=1000,
        assumed=(0, 0.01),
    )
    face: float = value(
        0.0,
        "worth of a point below it: what is lost of face",
        unit="utility/point",
        low=0,
        high=1000,
        assumed=(0, 0.02),
    )
    felt_days: int = value(
        7, "days for which a look-up is felt", unit="days", low=1, high=3650, assumed=(1, 30)
    )
    friends: float = value(
        0.0, "chance a day that a friend looks a score up", unit="1/day", low=0, high=1, assumed=(0, 0.2)
    )
    strangers: float = value(
        0.0,
        "chance a day that a stranger does (lookup: public)",
        unit="1/day",
        low=0,
        high=1,
        assumed=(0, 0.1),
    )
    lenders: float = value(
        0.0,
        "chance a day that a lender does, and refuses below the edge of a tier for loans or the bank",
        unit="1/day",
        low=0,
        high=1,
        assumed=(0, 0.02),
    )
    employers: float = value(
        0.0,
        "chance a day that an employer does, and refuses below the edge of a tier for jobs",
        unit="1/day",
        low=0,
        high=1,
        assumed=(0, 0.02),
    )


class Score(Part):
    """What the authority adds up, and who may see it."""

    in_force: bool = Field(
        default=True,
        description="false: nothing of the system exists (score, tiers, its punishments, informers, lists); a shadow score is computed that nobody sees",
    )
    low: float = value(
        350.0,
        "lowest published score",
        unit="points",
        low=-1e6,
        high=1e6,
        source="V2 P1: scale as reported for Zhima",
    )
    high: float = value(
        950.0,
        "highest published score",
        unit="points",
        low=-1e6,
        high=1e6,
        source="V2 P1: scale as reported for Zhima",
    )
    start: float = value(
        600.0,
        "mean score on day 0",
        unit="points",
        low=-1e6,
        high=1e6,
        source="V2 Z2: new users start at about 600",
    )
    spread: float = value(
        40.0, "standard deviation of scores on day 0", unit="points", low=0, high=1e5, assumed=(0, 80)
    )
    validity: float = value(
        0.0,
        "correlation of the day-0 score with trustworthiness",
        unit="correlation",
        low=0,
        high=1,
        assumed=(0, 0.5),
    )
    fade: float = value(
        0.0,
        "mu: share of the distance to the citizen's base forgotten each day",
        unit="1/day",
        low=0,
        high=1,
        assumed=(0, 0.01),
    )
    memory_months: int = value(
        12,
        "months after which an act is forgotten (30 days each, error of a month); 0: only fading forgets",
        unit="months",
        low=0,
        high=60,
        assumed=(1, 24),
    )
    drag: Literal["average", "additive"] = Field(
        default="average", description="s = (1 - w) b + w mean(friends), or s = b + w (mean - start)"
    )
    friend_weight: float = value(
        0.15, "w: weight of friends' scores", unit="share", low=0, high=0.95, assumed=(0, 0.3)
    )
    spill: float = value(
        0.3,
        "share of the points of friends' acts that falls on me, divided by my number of friends",
        unit="share",
        low=0,
        high=100,
        assumed=(0, 1),
    )
    spill_gains: bool = Field(
        default=False, description="true: friends' gains spill over too, not only their losses"
    )
    reach_scaled: bool = Field(
        default=False,
        description="true: the points of an act grow with its author's number of ties, relative to the mean, at most fivefold",
    )
    lookup: Literal["secret", "own", "self_shared", "friends", "public"] = Field(
        default="public",
        description="who may see my score besides the authority: nobody, not even I | I | friends, if it is at least the start (I show it) | friends | anybody",
    )
    blame_tool: bool = Field(
        default=True,
        description="true: it can be seen whose acts and scores pull on a score, also where scores are not public",
    )
    update: Literal["daily", "monthly"] = Field(
        default="daily",
        description="when the published score is made again (monthly: on the first day of a month)",
    )
    weights: Weights = Weights()
    demotion: Demotion = Demotion()
    point_value: float = value(
        0.004,
        "G: what a point is worth to a citizen of need 1",
        unit="utility/point",
        low=0,
        high=1000,
        assumed=(0.001, 0.02),
    )
    status_value: float = value(
        0.002,
        "worth of a point of a score that others can see (only with lookup: public or self_shared)",
        unit="utility/point",
        low=0,
        high=1000,
        assumed=(0, 0.01),
    )
    standing: Standing = Standing()
    horizon: float = value(
        10.0,
        "number of acts like this one whose points a citizen weighs when choosing",
        unit="acts",
        low=0,
        high=10_000,
        assumed=(1, 30),
    )
    reproach: float = value(
        0.02,
        "r: what a point lost by a friend through my act weighs for me",
        unit="utility/point",
        low=0,
        high=1000,
        assumed=(0, 0.1),
    )

    @property
    def grain(self) -> float:
        """Points a grain: the smallest power of two with which the whole scale can be counted in 20 bits."""
        return 2.0 ** math.ceil(math.log2((self.high - self.low) / (2**20 - 1)))

    @property
    def top(self) -> int:
        """The highest published score in grains above the low end: the last whole grain that is not above `high`."""
        return math.floor((self.high - self.low) / self.grain)


class Enrolment(Part):
    """Who is scored, from when."""

    opt_in_day: int | None = Field(
        default=30,
        ge=0,
        description="first day on which citizens may join; null: never",
        json_schema_extra={"unit": "day", "assumed": [0, 365]},
    )
    mandatory_day: int | None = Field(
        default=180,
        ge=0,
        description="day from which everybody is scored; null: never",
        json_schema_extra={"unit": "day", "assumed": [90, 720]},
    )
    opt_out: bool = Field(default=True, description="true: those who joined may leave until it is mandatory")
    cost: Distribution = Field(
        default=Uniform(law="uniform", low=0.0, high=0.6),
        description="what joining costs a citizen",
        json_schema_extra={"unit": "utility", "assumed": [0, 1]},
    )
    retroactive: bool = Field(
        default=False, description="true: acts before joining count, as far back as memory reaches"
    )


class Tier(Part):
    """One consequence of the score: a benefit above an edge, or a sanction below it."""

    name: str
    access: Literal[ACCESS] = Field(description="what is given or taken")  # type: ignore[valid-type]
    effect: Literal["gives", "takes"] = Field(
        description="gives: a benefit above the edge; takes: a sanction below it"
    )
    on: Literal["score", "blacklist"] = Field(
        default="score", description="what decides: the published score, or being on the blacklist"
    )
    edge: float | None = value(
        None,
        "score at which it changes; give this or top_share",
        unit="points",
        low=-1e6,
        high=1e6,
        assumed=(500, 700),
    )
    top_share: float | None = value(
        None,
        "relative edge: yesterday's score that this share of the scored exceed",
        unit="share",
        low=0,
        high=1,
        assumed=(0.05, 0.5),
    )
    from_day: int = Field(
        default=0,
        ge=0,
        description="first day on which it is given or taken; before, it is worth nothing and nobody is below it",
        json_schema_extra={"unit": "day", "assumed": [0, 720]},
    )
    width: float = value(
        20.0,
        "how uncertain citizens are of the edge (standard deviation; 0: known exactly, and what just reaches it may be said)",
        unit="points",
        low=0,
        high=1e5,
        assumed=(0, 60),
    )
    slack: float = value(
        0.0,
        "hysteresis: points beyond the edge needed to get back",
        unit="points",
        low=0,
        high=1e5,
        assumed=(0, 30),
    )
    strength: float = value(
        0.5,
        "side effect: internet: share of online occasions lost; jobs, bank: rise of need; reach: share of public acts that nobody hears",
        unit="share",
        low=0,
        high=1,
        assumed=(0.1, 0.9),
    )
    value: float = value(
        0.5,
        "worth of being above the edge to a citizen of need 1",
        unit="utility",
        low=0,
        high=1000,
        assumed=(0.1, 2),
    )  # last: the name hides value() from here on

    @model_validator(mode="after")
    def _one_edge(self) -> Tier:
        if self.on == "blacklist":
            if self.edge is not None or self.top_share is not None:
                raise ValueError("a tier on the blacklist has no edge: leave edge and top_share out")
            if self.effect == "gives":
                raise ValueError("a tier on the blacklist takes; write effect: takes")
        elif (self.edge is None) == (self.top_share is None):
            raise ValueError(
                "give either edge (points) or top_share (share of citizens), not both and not neither"
            )
        return self
