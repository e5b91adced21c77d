"""What to cite for a scenario: the software, the models that its settings use, the sources of its values."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from typing import NamedTuple

from sottovoce.scenario.catalogue import source
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import leaves
from sottovoce.scenario.sources import cited, provenance, sourceable


class Model(NamedTuple):
    """A published model, and when a scenario uses it."""

    used: Callable[[Scenario], bool]
    of: str
    reference: str


MODELS = (
    Model(lambda s: True, "choice with luck that stays the same between worlds",
          "Oberst & Sontag 2019, Counterfactual off-policy evaluation with Gumbel-max structural causal "
          "models, ICML"),
    Model(lambda s: s.score.in_force and s.score.friend_weight > 0, "friends' scores",
          "Friedkin & Johnsen 1990, Social influence and opinions, Journal of Mathematical Sociology 15:193"),
    Model(lambda s: s.punishment.severity > 0, "direct punishment",
          "Daymude, Axelrod & Forrest 2025, PNAS; arXiv 2509.03731"),
    Model(lambda s: s.score.in_force and bool(s.tiers), "acting up to an edge",
          "Hardt, Megiddo, Papadimitriou & Wootters 2016, Strategic classification, ITCS"),
    Model(lambda s: s.ties.drop == "score" and s.score.in_force, "dropping friends for a score",
          "Wei, Yildirim, Van den Bulte & Dellarocas 2016, Marketing Science 35:234"),
    Model(lambda s: s.ties.drop == "discordant", "dropping friends who disagree",
          "Vazquez, Eguiluz & San Miguel 2008, Physical Review Letters 100:108702"),
    Model(lambda s: s.voice.express == "average" or s.voice.views == "average", "private and expressed opinions",
          "Ye, Qin, Govaert, Anderson & Cao 2019, An influence network model to study discrepancies in expressed and private "
          "opinions, Automatica 107:371"),
    Model(lambda s: s.voice.views == "copy", "copied views",
          "Holley & Liggett 1975, Ergodic theorems for weakly interacting infinite systems and the voter model, Annals of "
          "Probability 3:643"),
    Model(lambda s: s.voice.reward == "reply", "learned value of speaking",
          "Banisch & Olbrich 2019, Opinion polarization by learning from social feedback, Journal of Mathematical Sociology "
          "43:76; Gaisbauer, Olbrich & Banisch 2020, Physical Review E 102:042303"),
    Model(lambda s: s.voice.enforce, "enforcement by friends",
          "Centola, Willer & Macy 2005, The emperor's dilemma, American Journal of Sociology 110:1009"),
    Model(lambda s: s.ties.move in ("random", "double", "multigraph"), "ties moved to the like-minded",
          "Holme & Newman 2006, Physical Review E 74:056108"),
    Model(lambda s: s.ties.move == "discordant", "ties moved to the like-minded",
          "Vazquez, Eguiluz & San Miguel 2008, Physical Review Letters 100:108702"),
    Model(lambda s: "balance" in (s.voice.climate, s.voice.reward) or s.voice.express == "gate", "climate of opinion as a balance",
          "Ross et al. 2019, European Journal of Information Systems 28:394"),
    Model(lambda s: s.voice.backlash > 0, "backlash",
          "Zhu & Fu 2021, New Media & Society, doi 10.1177/1461444820959016"),
    Model(lambda s: s.society.network.kind == "small_world", "network",
          "Watts & Strogatz 1998, Collective dynamics of small-world networks, Nature 393:440"),
    Model(lambda s: s.society.network.kind == "communities", "network",
          "Holland, Laskey & Leinhardt 1983, Stochastic blockmodels: first steps, Social Networks 5:109"),
    Model(lambda s: s.society.network.kind == "scale_free", "network",
          "Barabasi & Albert 1999, Emergence of scaling in random networks, Science 286:509"),
    Model(lambda s: s.society.network.kind == "geometric", "network",
          "Gilbert 1961, Random plane networks, Journal of the Society for Industrial and Applied Mathematics 9:533"),
)  # fmt: skip


def software() -> str:
    """How to cite this program, from its own metadata."""
    about = metadata.metadata("sottovoce").json
    text = f"{about['author']}: Sottovoce {about['version']}. {about['summary']}."
    return f"{text} Licence {about['license_expression']}."


def citation(scenario: Scenario | None = None) -> str:
    """What to cite, as plain text: the software; for a scenario its models and the sources of its values."""
    parts = ["Software", f"  {software()}"]
    if scenario is None:
        return "\n".join(parts)
    parts += ["", f"Models behind {scenario.name}"]
    parts += [f"  {model.reference} ({model.of})" for model in MODELS if model.used(scenario)]
    places: dict[str, list[str]] = {}
    assumed = unsourced = 0
    for path in filter(sourceable, leaves(scenario)):
        tag, text, _ = provenance(scenario, path)
        assumed, unsourced = assumed + (tag == "A"), unsourced + (tag == "none")
        for key in cited([text])[1]:
            places.setdefault(key, []).append(path)
    parts += ["", "Sources of its values"]
    for key, paths in places.items():
        parts.append(f"  {key}: {source(key).text} ({', '.join(paths)})")
    parts += [
        "",
        f"{assumed} values are assumed; {unsourced} are yours and unsourced (`sottovoce show` lists them).",
    ]
    return "\n".join(parts)
