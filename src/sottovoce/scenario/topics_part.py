"""Topics: what occasions are about."""

from __future__ import annotations

from pydantic import Field

from sottovoce.scenario.values import Part, value


class Shares(Part):
    """Share of the occasions of each channel."""

    post: float = value(0.0, "of posts", unit="share", low=0, high=1, assumed=(0, 1))
    share: float = value(0.0, "of what is shared", unit="share", low=0, high=1, assumed=(0, 1))
    gather: float = value(0.0, "of meetings in person", unit="share", low=0, high=1, assumed=(0, 1))
    buy: float = value(0.0, "of purchases", unit="share", low=0, high=1, assumed=(0, 1))
    browse: float = value(0.0, "of visits to pages", unit="share", low=0, high=1, assumed=(0, 1))


class Topic(Part):
    """What an occasion is about. What people happen to talk of is no part of the system: it is the same in both worlds, with the same luck.
    Its points are: they multiply those of the channel."""

    name: str = Field(min_length=1, description="what it is called, like: a picture of the square")
    shares: Shares = Field(
        default=Shares(),
        description="share of occasions by channel on days without a surge; in a channel that has topics they add up to 1",
    )
    gain: float = value(
        1.0,
        "multiplies the channel's points for loyalty, on this topic",
        unit="ratio",
        low=0,
        high=1000,
        assumed=(0, 10),
    )
    loss: float = value(
        1.0,
        "multiplies the channel's points off for dissent, on this topic",
        unit="ratio",
        low=0,
        high=1000,
        assumed=(0, 10),
    )
    permitted: float = value(
        0.0,
        "chance that a citizen who is scored and knows it, and is to act on this topic, has asked for permission and was given it: then dissent on it costs no points (0: nobody)",
        unit="probability",
        low=0,
        high=1,
        assumed=(0, 0.5),
    )
    asking: float = value(
        0.0,
        "what asking for it costs, in proportion to the dissent that is then said: who asks is seen, and is answerable for it",
        unit="utility",
        low=0,
        high=1000,
        assumed=(0, 0.5),
    )
    feeling: float = value(
        1.0,
        "how much people feel about it: multiplies the private view on this topic, and the wish with it (no further than 1)",
        unit="ratio",
        above=0,
        high=100,
        assumed=(0.5, 2),
    )
    day: int | None = value(
        None,
        "first day of a surge: an anniversary, a crash; null: there is none",
        unit="day",
        low=0,
        high=36_500,
        assumed=(0, 3650),
    )
    every: int = value(
        0,
        "days after which the surge comes again (365: an anniversary); 0: it comes once",
        unit="days",
        low=0,
        high=36_500,
        assumed=(0, 365),
    )
    surge: float = value(
        1.0,
        "weight of the topic among all on the first day of a surge, against its weight on other days (1: there is no surge)",
        unit="ratio",
        low=0,
        high=1_000_000,
        assumed=(1, 20),
    )
    half_life: float = value(
        0.0,
        "days in which what a surge adds halves; 0: it lasts the one day",
        unit="days",
        low=0,
        high=3650,
        assumed=(0, 60),
    )
