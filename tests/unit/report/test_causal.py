"""No sentence of the report explains a measured effect by what no run tested."""

import math
import re

import numpy as np
import pytest

from sottovoce import figures
from sottovoce.measure.names import MEASURES
from sottovoce.measure.pairs import Effect
from sottovoce.record.record import bins
from sottovoce.report.build import html
from sottovoce.report.facts import Facts
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.read import read
from sottovoce.study.study import KNOCKOUTS

CAUSAL = re.compile(
    r"\b(because|therefore|which is why|so that|due to|owing to|thanks to|outweighs?|cushions?|long way round|comes? through)\b"
    r"|\bso (less|more|fewer|nobody|friends|being|sanctions)\b",
    re.I,
)
TESTED = re.compile(r"Take it away|held back|cut off")  # a knock-out, or a row of the account
OTHERS = (
    "values-h",
    "claims-h",
    "rights-h",
)  # sources, articles and law in their own words: no effect of a run
PRESS = read("press-2015")
SCENARIOS = (
    PRESS,
    PRESS.replace(score__drag="additive", voice__backlash=0.2),
    PRESS.replace(score__lookup="friends", days=1000),
    read("no-system"),
    read("weibo-2012"),
)
KINDS = {
    "more": (20.0, 10.0, 30.0),
    "less": (-20.0, -30.0, -10.0),
    "unclear": (2.0, -5.0, 9.0),
    "same": (0.0, 0.0, 0.0),
    "alone": (-20.0, None, None),
    "none": (math.nan, None, None),
}


def made(scenario: Scenario, kind: str) -> Facts:
    """Facts of a run that was never lived, with every effect of this kind."""
    change, low, high = KINDS[kind]
    effects = {
        name: Effect(300.0 + change, 300.0, change, low, high, measure.unit)
        for name, measure in MEASURES.items()
    }
    bars = {world: np.ones((2, len(bins(scenario)) - 1)) for world in ("with", "without")}
    worlds = [{"name": world, "seed": 7, "lived": 60, "error": None} for world in bars]
    summary = {
        "finished_pairs": 2,
        "persons": {"system": 0.04, "luck": {"more": 0.01, "less": 0.05}.get(kind, 0.0)},
        "noise_floor": {"self_censoring": 0.1, "voice_gap": 0.1},
    }
    return Facts(
        scenario, kind != "alone", worlds, summary, {"versions": {"sottovoce": "0"}}, [7, 8], scenario.days,
        tuple(g.name for g in scenario.society.groups),
        lambda world, name: np.full((2, scenario.days, len(scenario.society.groups)), 2.0 if name.startswith("could") else 0.5),
        bars, 59, effects, dict.fromkeys(KNOCKOUTS, effects),
    )  # fmt: skip


def told(page: str) -> list[str]:
    """The sentences of a report, without its tables' sources, articles and law."""
    for name in OTHERS:
        page = re.sub(rf'<section aria-labelledby="{name}">.*?</section>', " ", page, flags=re.S)
    page = re.sub(r"<(style|svg)\b.*?</\1>", " ", page, flags=re.S)
    text = " ".join(re.sub(r"<[^>]*>", " . ", page).split())
    return re.split(r"(?<=[.;?])\s+", text)


@pytest.mark.slow(4)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: f"{s.name}-{s.score.drag}-{s.score.lookup}")
def test_an_explanation_names_what_tested_it(scenario: Scenario, kind: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(figures, "svg", lambda *_, **__: "<svg></svg>")
    sentences = told(html(made(scenario, kind)))
    assert len(sentences) > 100
    assert [s for s in sentences if CAUSAL.search(s) and not TESTED.search(s)] == []
