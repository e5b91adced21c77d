"""Who watches besides the machine: informers, provocateurs, and people who report or rate one another."""

from __future__ import annotations

from sottovoce.scenario.values import Part, value


class Informers(Part):
    """Hidden helpers of the authority among friends. They belong to the system: without it they are citizens like others.

    Nobody knows who is one; all a citizen has is a belief about how many there are.
    """

    share: float = value(
        0.0, "share of citizens who are asked to inform", unit="share", low=0, high=1, assumed=(0, 0.1)
    )
    refusal: float = value(
        0.0,
        "share of those asked who refuse, and stay as they are",
        unit="share",
        low=0,
        high=1,
        assumed=(0, 0.5),
    )
    clustered: float = value(
        0.0,
        "correlation of being asked inside a community (0: anybody anywhere)",
        unit="correlation",
        low=0,
        high=1,
        assumed=(0, 0.5),
    )
    report: float = value(
        0.5,
        "chance that an informer reports a friend's public dissent",
        unit="probability",
        low=0,
        high=1,
        assumed=(0.1, 1),
    )
    believed: float = value(
        0.0,
        "share of friends whom a citizen takes for informers",
        unit="share",
        low=0,
        high=1,
        assumed=(0, 0.2),
    )
    provocateurs: float = value(
        0.0,
        "share of citizens planted to dissent aloud, so that those who answer show themselves",
        unit="share",
        low=0,
        high=0.5,
        assumed=(0, 0.01),
    )
    answer_days: int = value(
        7,
        "days after a provocateur's public act within which a friend's public dissent is an answer, and seen",
        unit="days",
        low=1,
        high=365,
        assumed=(1, 30),
    )


class Reports(Part):
    """What people tell the system about one another."""

    rate: float = value(
        0.0,
        "chance that a friend reports a public act of dissent",
        unit="probability",
        low=0,
        high=1,
        assumed=(0, 0.1),
    )
    malice: float = value(
        0.0,
        "chance a day of being reported for what one never did",
        unit="1/day",
        low=0,
        high=1,
        assumed=(0, 0.01),
    )
    points: float = value(
        10.0,
        "points off for a false report that is believed",
        unit="points",
        low=0,
        high=10_000,
        assumed=(1, 50),
    )
    ratings_rate: float = value(
        0.0, "chance a day of being rated by somebody", unit="1/day", low=0, high=1, assumed=(0, 1)
    )
    ratings_validity: float = value(
        0.3,
        "correlation of ratings with trustworthiness",
        unit="correlation",
        low=0,
        high=0.99,
        assumed=(0, 0.8),
    )
    ratings_malice: float = value(
        0.0, "share of ratings that are bad out of malice", unit="share", low=0, high=1, assumed=(0, 0.2)
    )
    ratings_gain: float = value(
        1.0, "points for a good rating", unit="points", low=0, high=10_000, assumed=(0.1, 10)
    )
    ratings_loss: float = value(
        1.0, "points off for a bad rating", unit="points", low=0, high=10_000, assumed=(0.1, 20)
    )


class Survey(Part):
    """A survey in the model: on one day citizens are asked whether they agree, and have to say yes or no. It is no part of the system."""

    day: int | None = value(
        None,
        "day on which people are asked; null: nobody is",
        unit="day",
        low=0,
        high=36_500,
        assumed=(0, 3650),
    )
    share: float = value(
        1.0, "share of citizens who are asked", unit="share", low=0, high=1, assumed=(0.01, 1)
    )
    coverage: float = value(
        0.0,
        "chance that the authority learns of an answer, as those asked believe: 0 asked in confidence, 1 as openly as a post",
        unit="probability",
        low=0,
        high=1,
        assumed=(0, 1),
    )
