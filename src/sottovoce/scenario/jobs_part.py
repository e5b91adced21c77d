"""Tags and the hunt for a job: whom a friend's act names, and an employer who looks back."""

from __future__ import annotations

from pydantic import Field

from sottovoce.scenario.values import Part, value


class Tags(Part):
    """A public act may tag a friend: a picture in which he is seen, a comment that names him. Who is tagged has a part in what follows."""

    chance: float = value(
        0.0,
        "chance that a public act that says something tags a friend, for each tie; one friend at most",
        unit="probability",
        low=0,
        high=1,
        assumed=(0, 0.02),
    )
    weight: float = value(
        0.5,
        "share of the points of an act the authority sees that falls on the friend tagged in it",
        unit="share",
        low=0,
        high=100,
        assumed=(0, 1),
    )


class Jobs(Part):
    """Citizens hunt for jobs, and an employer looks back at what they said in public and at what they were tagged in. It is not the score's
    memory, and needs no score; where anybody may see scores, the employer looks at the score too."""

    hunts: float = value(0.0, "job hunts of a citizen", unit="1/year", low=0, high=365, assumed=(0, 3))
    lookback_days: int = value(
        365,
        "days over which an employer looks back, the day of the hunt included",
        unit="days",
        low=1,
        high=36_500,
        assumed=(30, 3650),
    )
    finds: float = value(
        0.05,
        "chance that a public act of dissent at level 1 leaves something that an employer finds and refuses for; at level a, a times that",
        unit="probability",
        low=0,
        high=1,
        assumed=(0.005, 0.5),
    )
    value: float = value(
        2.0,
        "what people reckon that a refusal costs, at need 1",
        unit="utility",
        low=0,
        high=1000,
        assumed=(0.1, 10),
    )
    without_score: bool = Field(
        default=True,
        description="false: employers look back only while a score is in force and one can come under it; true: with one and without",
    )
