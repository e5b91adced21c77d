"""How ties between people change: dropped, made, moved."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from sottovoce.scenario.values import Part, value


def _own(field: str) -> str | None:
    return Field(
        default=None,
        pattern=r"^[a-z][a-z0-9_-]{0,59}$",
        description=f"name under which your rule is registered in Python, or by --allow-code FILE.py, for {field}: own; nothing is run by naming it",
    )


class Ties(Part):
    """Dropping and making friends."""

    review: float = value(
        0.2,
        "chance a day that a citizen thinks one tie over",
        unit="1/day",
        low=0,
        high=1,
        assumed=(0.02, 0.5),
    )
    drop: Literal["never", "score", "discordant", "random", "own"] = Field(
        default="score",
        description="score: when the points regained are worth more than the tie; discordant: opposite public acts; random; own: by a rule that you registered (sottovoce.extend)",
        json_schema_extra={"assumed": ["never", "score", "discordant", "random"]},
    )
    drop_own: str | None = _own("drop")
    drop_chance: float = value(
        0.1,
        "chance to drop a reviewed tie (discordant, random)",
        unit="probability",
        low=0,
        high=1,
        assumed=(0.01, 0.5),
    )
    calm_drop: float = value(
        0.0,
        "chance to drop a reviewed tie if one of the two was heard to dissent and the other to be loyal, whatever the score, with a system and without",
        unit="probability",
        low=0,
        high=1,
        assumed=(0, 0.1),
    )
    make: Literal["never", "random", "same_voice", "friend_of_friend", "high_score", "own"] = Field(
        default="never",
        description="how a new friend is found on a day of review; own: a citizen drawn at random, if a rule that you registered agrees (sottovoce.extend)",
        json_schema_extra={"assumed": ["never", "random", "same_voice", "friend_of_friend", "high_score"]},
    )
    make_own: str | None = _own("make")
    make_chance: float = value(
        0.1,
        "chance to look for a new friend on a day of review (make other than never)",
        unit="probability",
        low=0,
        high=1,
        assumed=(0.01, 0.5),
    )
    move: Literal["never", "random", "discordant", "double", "multigraph"] = Field(
        default="never",
        description="whether a tie may be moved from one friend to a citizen who says the same as oneself: random: whatever the friend says; discordant: only if friend and self say different things (Vazquez, Eguiluz & San Miguel 2008); double: as random, and to a friend too, who is then tied twice; multigraph: as double, and to oneself too (Holme & Newman 2006)",
        json_schema_extra={
            "assumed": ["never", "random", "discordant"]
        },  # the others go with no other change of ties
    )
    rewire_share: float = value(
        0.2,
        "chance a day that the tie to the friend attended to is moved (move other than never); whoever moves a tie copies no view",
        unit="probability",
        low=0,
        high=1,
        assumed=(0.01, 0.9),
    )

    @model_validator(mode="after")
    def _single(self) -> Ties:
        changed = (self.drop, self.calm_drop, self.make) != ("never", 0, "never")
        if self.move in ("double", "multigraph") and changed:
            raise ValueError(
                f"move {self.move} makes double ties, which are neither dropped nor made; write drop: never, calm_drop: 0 and make: never"
            )
        return self
