"""What the state can do without a score: a number that links records, freezing accounts, a public list."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sottovoce.scenario.values import Part, value

SPHERES = ("tax", "bank", "health", "licences")


class Identity(Part):
    """One number for every citizen, and the records it links.

    Events of conduct are spread evenly over the four spheres: each linked sphere records its quarter of them for the share
    of citizens who are linked. A linked bank shows purchases too, and says where an account is when one is to be frozen.
    """

    linked: tuple[Literal["tax", "bank", "health", "licences"], ...] = Field(
        default=(), max_length=4, description="spheres linked to the number; none: there is no such number"
    )
    share: float = value(
        1.0, "share of citizens whose records are linked", unit="share", low=0, high=1, assumed=(0.1, 1)
    )


class Freeze(Part):
    """Freezing the account of a citizen who dissents aloud."""

    power: bool = Field(default=False, description="true: somebody may freeze accounts")
    threshold: float = value(
        0.5, "public acts above this level can bring it", unit="level", low=0, high=1, assumed=(0, 1)
    )
    chance: float = value(
        0.2,
        "chance that such an act, once seen, brings it",
        unit="probability",
        low=0,
        high=1,
        assumed=(0.001, 1),
    )
    court: float = value(
        1.0,
        "chance that a court allows it (1: no court is asked)",
        unit="probability",
        low=0,
        high=1,
        assumed=(0, 1),
    )
    days: int = value(14, "days an account stays frozen", unit="days", low=1, high=3650, assumed=(7, 90))
    strength: float = value(
        0.5, "rise of need while it is frozen", unit="share", low=0, high=10, assumed=(0.1, 2)
    )
    value: float = value(
        2.0,
        "what a frozen account costs a citizen of need 1",
        unit="utility",
        low=0,
        high=1000,
        assumed=(0.2, 10),
    )  # last: the name hides value() from here on


class Blacklist(Part):
    """A list without a score: on it or not. Entered by a recorded bad event of conduct, left by paying or when it lapses."""

    entry: float = value(
        0.0,
        "chance that a recorded bad event puts a citizen on the list",
        unit="probability",
        low=0,
        high=1,
        assumed=(0, 0.5),
    )
    cure: float = value(
        0.0, "chance a day to pay, and leave the list", unit="1/day", low=0, high=1, assumed=(0, 0.01)
    )
    days: int = value(
        730, "days after which an entry lapses", unit="days", low=1, high=36_500, assumed=(180, 1825)
    )
    public: bool = Field(default=True, description="true: friends can see who is on it")
