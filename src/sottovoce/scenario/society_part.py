"""Who lives in a scenario: the network, social groups, and the distributions of traits."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sottovoce.scenario.values import Constant, Distribution, LogitNormal, Lognormal, Part, Uniform, value


class Network(Part):
    """Who knows whom on day 0. Ties are undirected and carry nothing but themselves."""

    kind: Literal[
        "communities", "small_world", "ring", "complete", "file", "scale_free", "geometric", "torus", "own"
    ] = Field(
        default="communities",
        description="communities: block model; ring and small_world: lattice, rewired or not; file: integer pairs; scale_free: newcomers choose by degree; geometric: who lives near; torus: the eight neighbours on a grid without edges; own: one that you registered (sottovoce.extend)",
        json_schema_extra={
            "assumed": ["communities", "small_world", "scale_free"]
        },  # with ties of the same mean number
    )
    mean_degree: float = value(
        10.0,
        "mean number of ties of a citizen (communities, small_world, ring; scale_free: twice the ties of a newcomer)",
        unit="ties",
        low=0,
        high=500,
        assumed=(5, 20),
    )
    community_size: int = value(
        100,
        "citizens of one community; also the block that shares views",
        unit="citizens",
        low=2,
        high=100_000,
        assumed=(50, 150),
    )
    within: float = value(
        0.8,
        "share of ties inside the community (communities)",
        unit="share",
        low=0,
        high=1,
        assumed=(0.6, 0.95),
    )
    rewired: float = value(
        0.1,
        "share of lattice ties rewired at random (small_world, torus; Watts & Strogatz 1998)",
        unit="share",
        low=0,
        high=1,
        assumed=(0.01, 0.3),
    )
    file: str | None = Field(
        default=None,
        description="path of a text file of integer pairs, for kind: file; begins at the folder of the scenario file; names every citizen (4 4: 4 knows nobody); any other column is refused",
    )
    own: str | None = Field(
        default=None,
        pattern=r"^[a-z][a-z0-9_-]{0,59}$",
        description="name under which your network is registered in Python, or by --allow-code FILE.py, for kind: own; nothing is run by naming it",
    )
    spare: int = value(
        2,
        "empty places for new ties kept for each citizen (when ties can be made)",
        unit="ties",
        low=0,
        high=64,
        assumed=(1, 8),
    )
    exponent: float = value(
        3.0,
        "gamma: exponent of the tail of numbers of ties (scale_free; Dorogovtsev, Mendes & Samukhin 2000)",
        unit="exponent",
        above=2,
        high=100,
        assumed=(2.1, 3.5),
    )
    radius: float = value(
        0.03,
        "citizens live at random places in a unit square and know all who are not farther than this (geometric)",
        unit="length",
        low=0,
        high=2,
        assumed=(0.01, 0.2),
    )
    width: int = value(
        40,
        "citizens in a row of the grid; citizens has to be a multiple of it (torus)",
        unit="citizens",
        low=1,
        high=100_000,
        assumed=(10, 100),
    )


class Group(Part):
    """A social group: a name and how its members' need differs."""

    name: str
    share: float = value(
        ..., "share of citizens in this group", unit="share", low=0, high=1, assumed=(0.1, 0.6)
    )
    need: float = value(
        1.0,
        "multiplies the value of points and access to its members",
        unit="ratio",
        low=0,
        high=100,
        assumed=(0.5, 2),
    )
    sensitive: bool = Field(
        default=False,
        description="true: its members are watched like those on the watch list, where not everybody is watched alike (watching.others)",
    )


class Society(Part):
    """Who lives here. Traits are drawn once, from chance; nobody is real."""

    network: Network = Network()
    homophily: float = value(
        0.5,
        "correlation of private views inside a community",
        unit="correlation",
        low=0,
        high=1,
        assumed=(0.2, 0.7),
    )
    groups: tuple[Group, ...] = Field(
        default=(
            Group(name="poor", share=0.4, need=1.25),
            Group(name="middle", share=0.4, need=1.0),
            Group(name="rich", share=0.2, need=0.75),
        ),
        min_length=1,
        max_length=8,
        description="social groups; shares add up to 1",
    )
    view: Distribution = Field(
        default=LogitNormal(law="logit_normal", mean=-0.7, sd=1.3, low=-0.75, high=1.25),
        description="private view y, clipped to [-1, 1]: agrees (below 0) ... disagrees (above 0)",
        json_schema_extra={
            "unit": "view",
            "assumed": ["in the default 44% disagree; 12% to 78% by its mean"],
            "inside": {"mean": [-2.0, 0.5], "sd": [0.7, 2.0], "low": [-1.0, -0.5], "high": [1.0, 1.5]},
        },
    )
    boldness: Distribution = Field(
        default=Lognormal(law="lognormal", median=1.0, sigma=0.5),
        description="B: what hiding a full wish costs",
        json_schema_extra={"unit": "utility", "assumed": [0.5, 2], "inside": {"sigma": [0.2, 0.9]}},
    )
    climate_weight: Distribution = Field(
        default=Constant(value=0.6),
        description="E: how much friends' public acts weigh",
        json_schema_extra={"unit": "utility", "assumed": [0.3, 1.5]},
    )
    threshold: Distribution = Field(
        default=Uniform(law="uniform", low=0.0, high=1.8),
        description="h: climate at which speaking costs nothing (above 1: it always costs)",
        json_schema_extra={"unit": "view", "assumed": [0, 2]},
    )
    risk: Distribution = Field(
        default=Constant(value=1.0),
        description="R: weight of direct punishment",
        json_schema_extra={"unit": "ratio", "assumed": [0.5, 2]},
    )
    need: Distribution = Field(
        default=Lognormal(law="lognormal", median=1.0, sigma=0.5),
        description="need and status seeking: multiplies the value of points and access",
        json_schema_extra={"unit": "ratio", "assumed": [0.5, 2], "inside": {"sigma": [0.2, 0.9]}},
    )
    activity: Distribution = Field(
        default=Lognormal(law="lognormal", median=1.0, sigma=0.4),
        description="multiplies the citizen's rate of occasions",
        json_schema_extra={"unit": "ratio", "assumed": [0.5, 2], "inside": {"sigma": [0.1, 0.8]}},
    )
    susceptibility: Distribution = Field(
        default=Constant(value=0.5),
        description="lam: weight of what friends say against the view of day 0, clipped to 0 ... 1; 1 - lam is stubbornness (voice.views: average)",
        json_schema_extra={"unit": "share", "assumed": [0, 1]},
    )
    expressiveness: Distribution = Field(
        default=Constant(value=0.5),
        description="phi: weight of the private view in what is said, clipped to 0 ... 1 (voice.express: average)",
        json_schema_extra={"unit": "share", "assumed": [0, 1]},
    )
    confidence: Distribution = Field(
        default=Constant(value=0.0),
        description="Q: learned value of speaking on day 0, one draw for dissent and one for loyalty (voice.express: gate, or voice.reward other than none)",
        json_schema_extra={"unit": "utility", "assumed": [-1, 1]},
    )
    aware: float = value(
        1.0,
        "share of citizens who know of the system; the others do not react to it",
        unit="share",
        low=0,
        high=1,
        assumed=(0.11, 1),
    )
    tie_value: float = value(
        1.0,
        "mean value of a tie (exponential, one draw a pair)",
        unit="utility",
        low=0,
        high=1000,
        assumed=(0.3, 3),
    )
