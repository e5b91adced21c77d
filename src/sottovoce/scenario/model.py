"""The scenario: everything that is asked of a run, frozen and strict. The reference of all parameters is this file.

Every field carries its unit, its allowed range, and either a source or *assumed* with the range to sweep. A preset
may give better provenance for its own values in `sources`. Formulae: docs/understand/the-day.md.
"""

from __future__ import annotations

import functools
import math
from typing import Any, Literal

from pydantic import Field, model_validator

from sottovoce.scenario.values import Constant, Distribution, Lognormal, LogitNormal, Part, Source, Uniform, value

CHANNELS = ("post", "share", "gather", "buy", "browse")  # channels with a choice, in the order of a day
ACCESS = ("loan", "travel_papers", "tickets", "jobs", "internet", "deposit_waiver", "fast_queue", "badge")


class Network(Part):
    """Who knows whom on day 0. Ties are undirected and carry nothing but themselves."""

    kind: Literal["communities", "small_world", "ring", "complete", "file"] = Field(
        "communities", description="communities: block model; ring and small_world: lattice, rewired or not; file: integer pairs"
    )
    mean_degree: float = value(10.0, "mean number of ties of a citizen (communities, small_world, ring)", unit="ties", low=0, high=500, assumed=(5, 20))
    community_size: int = value(100, "citizens of one community; also the block that shares views", unit="citizens", low=2, high=100_000, assumed=(50, 150))
    within: float = value(0.8, "share of ties inside the community (communities)", unit="share", low=0, high=1, assumed=(0.6, 0.95))
    rewired: float = value(0.1, "share of lattice ties rewired at random (small_world; Watts & Strogatz 1998)", unit="share", low=0, high=1, assumed=(0.01, 0.3))
    file: str | None = Field(None, description="path of a text file of integer pairs, for kind: file; any other column is refused")
    spare: int = value(2, "empty places for new ties kept for each citizen (when ties can be made)", unit="ties", low=0, high=64, assumed=(1, 8))


class Group(Part):
    """A social group: a name and how its members' need differs."""

    name: str
    share: float = value(..., "share of citizens in this group", unit="share", low=0, high=1, assumed=(0.1, 0.6))
    need: float = value(1.0, "multiplies the value of points and access to its members", unit="ratio", low=0, high=100, assumed=(0.5, 2))


class Society(Part):
    """Who lives here. Traits are drawn once, from chance; nobody is real."""

    network: Network = Network()
    homophily: float = value(0.5, "correlation of private views inside a community", unit="correlation", low=0, high=1, assumed=(0.2, 0.7))
    groups: tuple[Group, ...] = Field(
        (Group(name="poor", share=0.4, need=1.25), Group(name="middle", share=0.4, need=1.0), Group(name="rich", share=0.2, need=0.75)),
        min_length=1, max_length=8, description="social groups; shares add up to 1",
    )
    view: Distribution = Field(
        LogitNormal(law="logit_normal", mean=-0.7, sd=1.3, low=-0.75, high=1.25),
        description="private view y, clipped to [-1, 1]: agrees (below 0) ... disagrees (above 0)",
        json_schema_extra={"unit": "view", "assumed": ["about a third disagree"]},
    )
    boldness: Distribution = Field(Lognormal(law="lognormal", median=1.0, sigma=0.5), description="B: what hiding a full wish costs", json_schema_extra={"unit": "utility", "assumed": [0.5, 2]})
    climate_weight: Distribution = Field(Constant(value=0.6), description="E: how much friends' public acts weigh", json_schema_extra={"unit": "utility", "assumed": [0.3, 1.5]})
    threshold: Distribution = Field(Uniform(law="uniform", low=0.0, high=1.8), description="h: climate at which speaking costs nothing (above 1: it always costs)", json_schema_extra={"unit": "view", "assumed": [0, 2]})
    risk: Distribution = Field(Constant(value=1.0), description="R: weight of direct punishment", json_schema_extra={"unit": "ratio", "assumed": [0.5, 2]})
    need: Distribution = Field(Lognormal(law="lognormal", median=1.0, sigma=0.5), description="need and status seeking: multiplies the value of points and access", json_schema_extra={"unit": "ratio", "assumed": [0.5, 2]})
    activity: Distribution = Field(Lognormal(law="lognormal", median=1.0, sigma=0.4), description="multiplies the citizen's rate of occasions", json_schema_extra={"unit": "ratio", "assumed": [0.5, 2]})
    aware: float = value(1.0, "share of citizens who know of the system; the others do not react to it", unit="share", low=0, high=1, assumed=(0.11, 1))
    tie_value: float = value(1.0, "mean value of a tie (exponential, one draw a pair)", unit="utility", low=0, high=1000, assumed=(0.3, 3))


class Channel(Part):
    """One way of acting. An occasion comes, the citizen chooses a level: dissent (> 0), silence (0), loyalty (< 0)."""

    rate: float = value(0.0, "occasions a day of a citizen of activity 1", unit="1/day", low=0, high=1, assumed=(0.05, 0.5))
    coverage: float = value(1.0, "multiplies the probability that an act here is seen by the authority", unit="probability", low=0, high=1, assumed=(0.3, 1))
    gain: float = value(0.0, "points for a seen act of full loyalty", unit="points", low=0, high=10_000, assumed=(0.1, 4))
    loss: float = value(0.0, "points off for a seen act of full dissent", unit="points", low=0, high=10_000, assumed=(1, 20))


class Conduct(Part):
    """Lawful and unlawful events that are not speech. Hazards follow trustworthiness; there is no choice."""

    bad_rate: float = value(0.0, "unlawful or late events a day at average trustworthiness and need", unit="1/day", low=0, high=0.5, assumed=(0, 0.02))
    good_rate: float = value(0.0, "honours a day at average trustworthiness", unit="1/day", low=0, high=0.5, assumed=(0, 0.02))
    coverage: float = value(1.0, "probability that an event is recorded", unit="probability", low=0, high=1, assumed=(0.3, 1))
    loss: float = value(10.0, "points off for a bad event", unit="points", low=0, high=10_000, assumed=(5, 50))
    gain: float = value(10.0, "points for a good event", unit="points", low=0, high=10_000, assumed=(5, 50))


class Channels(Part):
    """post, share and gather are public (friends notice); buy and browse are private; gather is not online."""

    post: Channel = Channel(rate=0.3, gain=0.5, loss=4.0)
    share: Channel = Channel(rate=0.3, gain=0.5, loss=4.0)
    gather: Channel = Channel(rate=0.1, coverage=0.0)
    buy: Channel = Channel(rate=0.2, gain=0.25, loss=2.0)
    browse: Channel = Channel(rate=0.4, gain=0.25, loss=1.0)
    conduct: Conduct = Conduct()


class Voice(Part):
    """How a citizen chooses what to say."""

    levels: tuple[float, ...] = Field((-1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0), min_length=1, max_length=16, description="fixed levels on the menu, ascending, in [-1, 1]; the citizen's own wish is always added", json_schema_extra={"unit": "level", "assumed": ["5 to 11 levels"]})
    sharpness: float = value(8.0, "inverse noise of the choice; .inf chooses the best level always", unit="1/utility", above=0, assumed=(3, 20))
    effort: float = value(0.05, "c0: cost of any act but silence", unit="utility", low=0, high=100, assumed=(0, 0.2))
    hear_days: int = value(7, "days for which friends notice a public act", unit="days", low=1, high=3650, assumed=(3, 30))
    climate: Literal["mean", "share", "balance"] = Field("mean", description="what a citizen takes from friends' acts: mean act of those heard, share acting (own included), or (agree - disagree)/speaking turned so that dissent is positive")
    climate_shape: Literal["linear", "sign"] = Field("linear", description="g(a) of the climate term: a, or the sign of a")
    backlash: float = value(0.0, "rise of the wish to dissent per share of friends punished (Zhu & Fu 2021 find a positive sign)", unit="view", low=0, high=1, assumed=(0, 0.3))


class Watching(Part):
    """How likely an act is noticed: P(a) = nu + (1 - nu)|a|, times the channel's coverage."""

    nu: float = value(0.3, "probability that the faintest act is seen", unit="probability", low=0, high=1, assumed=(0.05, 0.8))
    learn: float = value(0.0, "how far the believed nu moves towards 1 on punishment or loss seen (0: nu is known)", unit="1/day", low=0, high=1, assumed=(0, 0.1))
    fade: float = value(0.01, "how fast the believed nu falls back (with learn > 0)", unit="1/day", low=0, high=1, assumed=(0.003, 0.1))


class Punishment(Part):
    """Direct punishment of a seen act beyond what is tolerated (Daymude, Axelrod & Forrest 2025)."""

    severity: float = value(0.0, "psi", unit="utility", low=0, high=1000, assumed=(0, 2))
    tolerance: float = value(0.25, "tau: acts up to this level go unpunished", unit="level", low=0, high=1, assumed=(0, 0.5))
    form: Literal["uniform", "proportional"] = Field("uniform", description="psi for any act above tau, or psi times the excess")
    by_law: bool = Field(False, description="true: part of the law, exists without the system too; false: belongs to the system")


class Score(Part):
    """What the authority adds up, and who may see it."""

    in_force: bool = Field(True, description="false: no score, tier or system punishment exists; a shadow score is computed that nobody sees")
    low: float = value(350.0, "lowest published score", unit="points", low=-1e6, high=1e6, source="V2 P1: scale as reported for Zhima")
    high: float = value(950.0, "highest published score", unit="points", low=-1e6, high=1e6, source="V2 P1: scale as reported for Zhima")
    start: float = value(600.0, "mean score on day 0", unit="points", low=-1e6, high=1e6, source="V2 Z2: new users start at about 600")
    spread: float = value(40.0, "standard deviation of scores on day 0", unit="points", low=0, high=1e5, assumed=(0, 80))
    validity: float = value(0.0, "correlation of the day-0 score with trustworthiness", unit="correlation", low=0, high=1, assumed=(0, 0.5))
    fade: float = value(0.0, "mu: share of the distance to the citizen's base forgotten each day", unit="1/day", low=0, high=1, assumed=(0, 0.01))
    memory_months: int = value(12, "months after which an act is forgotten (30 days each, error of a month); 0: only fading forgets", unit="months", low=0, high=60, assumed=(1, 24))
    drag: Literal["average", "additive"] = Field("average", description="s = (1 - w) b + w mean(friends), or s = b + w (mean - start)")
    friend_weight: float = value(0.15, "w: weight of friends' scores", unit="share", low=0, high=0.95, assumed=(0, 0.3))
    spill: float = value(0.3, "share of the points of friends' acts that falls on me, divided by my number of friends", unit="share", low=0, high=100, assumed=(0, 1))
    spill_gains: bool = Field(False, description="true: friends' gains spill over too, not only their losses")
    reach_scaled: bool = Field(False, description="true: the points of an act grow with its author's number of ties, relative to the mean, at most fivefold")
    lookup: Literal["own", "friends", "public"] = Field("public", description="who may see my score besides me and the authority")
    blame_tool: bool = Field(True, description="true: I can see which friends pull my score, also where scores are not public")
    point_value: float = value(0.004, "G: what a point is worth to a citizen of need 1", unit="utility/point", low=0, high=1000, assumed=(0.001, 0.02))
    status_value: float = value(0.002, "worth of a point of a score that others can see (only with lookup: public)", unit="utility/point", low=0, high=1000, assumed=(0, 0.01))
    horizon: float = value(10.0, "number of acts like this one whose points a citizen weighs when choosing", unit="acts", low=0, high=10_000, assumed=(1, 30))
    reproach: float = value(0.02, "r: what a point lost by a friend through my act weighs for me", unit="utility/point", low=0, high=1000, assumed=(0, 0.1))


    @property
    def grain(self) -> float:
        """Points a grain: the smallest power of two with which the whole scale can be counted in 20 bits."""
        return 2.0 ** math.ceil(math.log2((self.high - self.low) / (2**20 - 1)))


class Enrolment(Part):
    """Who is scored, from when."""

    opt_in_day: int | None = Field(30, ge=0, description="first day on which citizens may join; null: never", json_schema_extra={"unit": "day", "assumed": [0, 365]})
    mandatory_day: int | None = Field(180, ge=0, description="day from which everybody is scored; null: never", json_schema_extra={"unit": "day", "assumed": [90, 720]})
    opt_out: bool = Field(True, description="true: those who joined may leave until it is mandatory")
    cost: Distribution = Field(Uniform(law="uniform", low=0.0, high=0.6), description="what joining costs a citizen", json_schema_extra={"unit": "utility", "assumed": [0, 1]})
    retroactive: bool = Field(False, description="true: acts before joining count, as far back as memory reaches")


class Tier(Part):
    """One consequence of the score: a benefit above an edge, or a sanction below it."""

    name: str
    access: Literal[ACCESS] = Field(description="what is given or taken")  # type: ignore[valid-type]
    effect: Literal["gives", "takes"] = Field(description="gives: a benefit above the edge; takes: a sanction below it")
    edge: float | None = value(None, "score at which it changes; give this or top_share", unit="points", low=-1e6, high=1e6, assumed=(500, 700))
    top_share: float | None = value(None, "relative edge: yesterday's score that this share of the scored exceed", unit="share", low=0, high=1, assumed=(0.05, 0.5))
    width: float = value(20.0, "how uncertain citizens are of the edge (standard deviation; 0: known exactly)", unit="points", low=0, high=1e5, assumed=(0, 60))
    slack: float = value(0.0, "hysteresis: points beyond the edge needed to get back", unit="points", low=0, high=1e5, assumed=(0, 30))
    strength: float = value(0.5, "side effect: internet: share of online occasions lost; jobs: rise of need", unit="share", low=0, high=1, assumed=(0.1, 0.9))
    value: float = value(0.5, "worth of being above the edge to a citizen of need 1", unit="utility", low=0, high=1000, assumed=(0.1, 2))  # last: the name hides value() from here on

    @model_validator(mode="after")
    def _one_edge(self) -> Tier:
        if (self.edge is None) == (self.top_share is None):
            raise ValueError("give either edge (points) or top_share (share of citizens), not both and not neither")
        return self


class Ties(Part):
    """Dropping and making friends."""

    review: float = value(0.2, "chance a day that a citizen thinks one tie over", unit="1/day", low=0, high=1, assumed=(0.02, 0.5))
    drop: Literal["never", "score", "discordant", "random"] = Field("score", description="score: when the points regained are worth more than the tie; discordant: opposite public acts; random")
    drop_chance: float = value(0.1, "chance to drop a reviewed tie (discordant, random)", unit="probability", low=0, high=1, assumed=(0.01, 0.5))
    make: Literal["never", "random", "same_voice", "friend_of_friend", "high_score"] = Field("never", description="how a new friend is found on a day of review")
    make_chance: float = value(0.1, "chance to look for a new friend on a day of review (make other than never)", unit="probability", low=0, high=1, assumed=(0.01, 0.5))


class Dated(Part):
    """A change of policy on a day: from the start of that day the named values are these. No values: a placebo."""

    day: int = Field(ge=0, description="first day on which the changes hold", json_schema_extra={"unit": "day", "assumed": [0, 3650]})
    name: str
    set: dict[str, Any] = Field(default_factory=dict, description="path of a value outside society -> its new value")


class Scenario(Part):
    """Everything that is asked of a run."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="short name: small letters, digits, hyphens")
    label: str = Field(description="what this is, in a line for the reader")
    about: str = ""
    citizens: int = value(4000, "how many people are made up", unit="citizens", low=2, high=1_400_000_000, assumed=(1000, 1_000_000))
    days: int = value(730, "how many days are lived", unit="days", low=1, high=36_500, assumed=(365, 1460))
    seed: int = Field(7, ge=0, lt=2**63, description="the luck of this society")
    society: Society = Society()
    channels: Channels = Channels()
    voice: Voice = Voice()
    watching: Watching = Watching()
    punishment: Punishment = Punishment()
    score: Score = Score()
    enrolment: Enrolment = Enrolment()
    tiers: tuple[Tier, ...] = Field((), max_length=8, description="benefits and sanctions that follow from the score")
    ties: Ties = Ties()
    dates: tuple[Dated, ...] = Field((), description="changes of policy by day, in order")
    sources: dict[str, Source] = Field(default_factory=dict, description="path of a value -> where it comes from")

    @model_validator(mode="after")
    def _consistent(self) -> Scenario:
        from sottovoce.scenario.consistent import problems

        found = problems(self)
        if found:
            raise ValueError("\n".join(found))
        return self

    def on(self, day: int) -> Scenario:
        """The scenario as it stands on a day: dated changes up to and including that day are applied."""
        return _as_of(self, sum(1 for dated in self.dates if dated.day <= day))

    def replace(self, **changes: Any) -> Scenario:
        """A checked copy with values changed by path, written with __ for dots: ``replace(score__spill=0.0)``."""
        from sottovoce.scenario.paths import with_values

        return with_values(self, {path.replace("__", "."): new for path, new in changes.items()})


@functools.lru_cache(maxsize=256)
def _changed(frozen: str, upto: int) -> Scenario:
    from sottovoce.scenario.paths import with_values

    scenario = Scenario.model_validate_json(frozen)
    changes: dict[str, Any] = {}
    for dated in scenario.dates[:upto]:
        for path, new in dated.set.items():
            changes.pop(path, None)  # applied in the order of the dates, whatever was set before
            changes[path] = new
    return with_values(scenario, changes | {"dates": ()})


def _as_of(scenario: Scenario, upto: int) -> Scenario:
    return scenario if upto == 0 else _changed(scenario.model_dump_json(), upto)
