"""What people do in a scenario: channels, voice, how acts are noticed and punished."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from sottovoce.scenario.values import Part, value

CHANNELS = ("post", "share", "gather", "buy", "browse")  # channels with a choice, in the order of a day
PUBLIC = CHANNELS[:3]  # friends notice acts here; the others are private
PRIVATE = tuple(name for name in CHANNELS if name not in PUBLIC)


LEVELS: Any = [  # menus to sweep: of 5, 7 and 11 levels
    [-1.0, -0.5, 0.0, 0.5, 1.0],
    [-1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0],
    [-1.0, -0.75, -0.5, -0.25, 0.0, 0.15, 0.3, 0.45, 0.6, 0.8, 1.0],
]


class Channel(Part):
    """One way of acting. An occasion comes, the citizen chooses a level: dissent (> 0), silence (0), loyalty (< 0)."""

    rate: float = value(
        0.0, "occasions a day of a citizen of activity 1", unit="1/day", low=0, high=1, assumed=(0.05, 0.5)
    )
    coverage: float = value(
        1.0,
        "multiplies the probability that an act here is seen by the authority",
        unit="probability",
        low=0,
        high=1,
        assumed=(0.3, 1),
    )
    gain: float = value(
        0.0, "points for a seen act of full loyalty", unit="points", low=0, high=10_000, assumed=(0.1, 4)
    )
    loss: float = value(
        0.0, "points off for a seen act of full dissent", unit="points", low=0, high=10_000, assumed=(1, 20)
    )
    exposure: float = value(
        0.0,
        "what voicing a full opinion here costs by who may be listening, whatever the opinion; in proportion to its level (0 among friends face to face; online the audience is not known: Marwick & boyd 2011)",
        unit="utility",
        low=0,
        high=1000,
        assumed=(0, 1),
    )


class Gathering(Channel):
    """A channel in which people meet. No score of the articles sees it, so that its ranges begin at nothing."""

    coverage: float = value(
        0.0,
        "multiplies the probability that an act here is seen by the authority",
        unit="probability",
        low=0,
        high=1,
        assumed=(0, 1),
    )
    gain: float = value(
        0.0, "points for a seen act of full loyalty", unit="points", low=0, high=10_000, assumed=(0, 4)
    )
    loss: float = value(
        0.0, "points off for a seen act of full dissent", unit="points", low=0, high=10_000, assumed=(0, 20)
    )


class Conduct(Part):
    """Lawful and unlawful events that are not speech. Hazards follow trustworthiness; there is no choice."""

    bad_rate: float = value(
        0.0,
        "unlawful or late events a day at average trustworthiness and need",
        unit="1/day",
        low=0,
        high=0.5,
        assumed=(0, 0.02),
    )
    good_rate: float = value(
        0.0, "honours a day at average trustworthiness", unit="1/day", low=0, high=0.5, assumed=(0, 0.02)
    )
    coverage: float = value(
        1.0, "probability that an event is recorded", unit="probability", low=0, high=1, assumed=(0.3, 1)
    )
    loss: float = value(
        10.0, "points off for a bad event", unit="points", low=0, high=10_000, assumed=(5, 50)
    )
    gain: float = value(10.0, "points for a good event", unit="points", low=0, high=10_000, assumed=(5, 50))


class Channels(Part):
    """post, share and gather are public (friends notice); buy and browse are private; gather is not online."""

    post: Channel = Channel(rate=0.3, gain=0.5, loss=4.0)
    share: Channel = Channel(rate=0.3, gain=0.5, loss=4.0)
    gather: Gathering = Gathering(rate=0.1)
    buy: Channel = Channel(rate=0.2, gain=0.25, loss=2.0)
    browse: Channel = Channel(rate=0.4, gain=0.25, loss=1.0)
    conduct: Conduct = Conduct()


class Shock(Part):
    """An event that stirs some people for a while, in both worlds alike: a random share wishes to dissent more than before."""

    day: int | None = value(
        None, "first day of it; null: nothing happens", unit="day", low=0, high=36_500, assumed=(0, 3650)
    )
    share: float = value(
        0.1, "share of citizens whom it strikes", unit="share", low=0, high=1, assumed=(0.01, 0.5)
    )
    rise: float = value(
        0.5, "rise of their wish to dissent while it lasts", unit="view", low=0, high=2, assumed=(0.1, 1)
    )
    days: int = value(1, "days that it lasts", unit="days", low=1, high=3650, assumed=(1, 30))


class Voice(Part):
    """How a citizen chooses what to say."""

    levels: tuple[float, ...] = Field(
        default=(-1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0),
        min_length=1,
        max_length=16,
        description="fixed levels on the menu, ascending, in [-1, 1]; the citizen's own wish is always added",
        json_schema_extra={"unit": "level", "assumed": LEVELS},
    )
    sharpness: float = value(
        8.0,
        "inverse noise of the choice; .inf chooses the best level always",
        unit="1/utility",
        above=0,
        assumed=(3, 20),
    )
    effort: float = value(
        0.05, "c0: cost of any act but silence", unit="utility", low=0, high=100, assumed=(0, 0.2)
    )
    hear_days: int = value(
        7, "days for which friends notice a public act", unit="days", low=1, high=3650, assumed=(3, 30)
    )
    climate: Literal["mean", "share", "balance", "enforcement"] = Field(
        default="mean",
        description="what a citizen takes from friends' acts: mean act of those heard, share acting (own included), (agree - disagree)/speaking turned so that dissent is positive, or mean enforcement by friends",
        json_schema_extra={
            "assumed": ["mean", "share", "balance"]
        },  # without enforcement there is none to take
    )
    climate_shape: Literal["linear", "sign"] = Field(
        default="linear", description="g(a) of the climate term: a, or the sign of a"
    )
    backlash: float = value(
        0.0,
        "rise of the wish to dissent per share of friends punished (Zhu & Fu 2021 find a positive sign)",
        unit="view",
        low=0,
        high=1,
        assumed=(0, 0.3),
    )
    shock: Shock = Shock()
    express: Literal["utility", "gate", "average"] = Field(
        default="utility",
        description="how a public act is found: utility: weighed and chosen; gate: the private view is said if and only if confidence exceeds the threshold, else nothing (Ross et al. 2019); average: expressiveness times the private view plus the rest times the mean of what friends say (Ye et al. 2019)",
    )
    views: Literal["fixed", "average", "copy"] = Field(
        default="fixed",
        description="what private views do: stay; average: move towards the mean of what friends say (Friedkin & Johnsen 1990); copy: become what one friend said, drawn anew each day (voter model)",
    )
    self_weight: float = value(
        0.5,
        "weight of the own view beside the mean of what friends say (views: average)",
        unit="share",
        low=0,
        high=1,
        assumed=(0.1, 0.9),
    )
    reward: Literal["none", "balance", "reply"] = Field(
        default="none",
        description="what the value of speaking is learned from: none: it is not; balance: what friends say, added up, by how much they say, every day (Ross et al. 2019); reply: +1 for a friend who says the same, -1 for one who says the opposite, after an act of one's own (Banisch & Olbrich 2019)",
    )
    attend: Literal["all", "one"] = Field(
        default="all",
        description="whose acts the reward is made of: all friends, or one, drawn anew each day",
    )
    learn: float = value(
        0.1,
        "alpha: how far a reward moves the learned value of speaking (reward other than none)",
        unit="utility",
        low=0,
        high=1000,
        assumed=(0.01, 1),
    )
    unlearn: float = value(
        0.1,
        "omega: share of the learned value of speaking lost whenever it is learned anew (reward other than none)",
        unit="share",
        low=0,
        high=1,
        assumed=(0, 0.5),
    )
    reply_cost: float = value(
        0.0,
        "cost of speaking, taken from each reply (reward: reply)",
        unit="reward",
        low=-10,
        high=10,
        assumed=(0, 0.5),
    )
    explore: float = value(
        0.0,
        "chance that a level is tried at random, each of the fixed levels up to the wish and the wish alike",
        unit="probability",
        low=0,
        high=1,
        assumed=(0, 0.2),
    )
    enforce: bool = Field(
        default=False,
        description="true: citizens press friends to act as they do themselves, out of conviction or to hide that they lack it (Centola, Willer & Macy 2005)",
    )
    enforce_cost: float = value(
        0.125,
        "K: what enforcing costs (enforce: true)",
        unit="utility",
        low=0,
        high=1000,
        assumed=(0.05, 0.3),
    )


class Watching(Part):
    """How likely an act is noticed: P(a) = nu + (1 - nu)|a|, times the channel's coverage."""

    nu: float = value(
        0.3,
        "probability that the faintest act is seen",
        unit="probability",
        low=0,
        high=1,
        assumed=(0.05, 0.8),
    )
    learn: float = value(
        0.0,
        "how far the believed nu moves towards 1 on punishment or loss seen (0: nu is known)",
        unit="1/day",
        low=0,
        high=1,
        assumed=(0, 0.1),
    )
    fade: float = value(
        0.01,
        "how fast the believed nu falls back (with learn > 0), and heed of the watching with it (rest < 1)",
        unit="1/day",
        low=0,
        high=1,
        assumed=(0.003, 0.1),
    )
    rest: float = value(
        1.0,
        "share of the believed chance of being seen that citizens still heed when news of watching and of punishment has faded (1: it does not fade)",
        unit="share",
        low=0,
        high=1,
        assumed=(0, 1),
    )
    others: float = value(
        1.0,
        "share of the channels' coverage that falls on citizens who are neither on the watch list nor of a sensitive group (1: everybody is watched alike)",
        unit="share",
        low=0,
        high=1,
        assumed=(0, 1),
    )
    feared: float | None = value(
        None,
        "share of it that they themselves reckon with; null: what is so",
        unit="share",
        low=0,
        high=1,
        assumed=(0, 1),
    )
    list_above: float = value(
        0.25,
        "a public act of dissent above this level that is seen puts its author on the watch list (others < 1)",
        unit="level",
        low=0,
        high=1,
        assumed=(0, 0.5),
    )
    list_days: int = value(
        365,
        "days after the last such act for which its author stays on the watch list",
        unit="days",
        low=1,
        high=36_500,
        assumed=(30, 3650),
    )


class Punishment(Part):
    """Direct punishment of a seen act beyond what is tolerated (Daymude, Axelrod & Forrest 2025)."""

    severity: float = value(0.0, "psi", unit="utility", low=0, high=1000, assumed=(0, 2))
    tolerance: float = value(
        0.25, "tau: acts up to this level go unpunished", unit="level", low=0, high=1, assumed=(0, 0.5)
    )
    form: Literal["uniform", "proportional"] = Field(
        default="uniform", description="psi for any act above tau, or psi times the excess"
    )
    by_law: bool = Field(
        default=False,
        description="true: part of the law, exists without the system too; false: belongs to the system",
    )
    executed: bool = Field(
        default=True,
        description="false: people reckon with it, and nobody is ever punished: a threat, or what watching alone makes them think of",
    )

    @property
    def is_given(self) -> bool:
        """Whether anybody can be punished, where punishment is in force."""
        return self.severity > 0 and self.executed
