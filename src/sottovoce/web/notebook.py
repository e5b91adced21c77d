"""The same pair of worlds in a notebook: `sv.look(...)` shows it live where anywidget is installed, and else as the saved page. There is no server."""

import functools
from collections.abc import Mapping
from html import escape
from importlib.util import find_spec
from typing import Any

import numpy as np

from sottovoce.errors import RunError
from sottovoce.figures.notebook import in_notebook
from sottovoce.measure.account import Account, account_of
from sottovoce.scenario.model import MEASURED
from sottovoce.scenario.read import Asked
from sottovoce.society.tally import TERMS
from sottovoce.study.api import asked_for
from sottovoce.study.asked import renamed
from sottovoce.web.pair import Pair
from sottovoce.web.replay import html
from sottovoce.web.serve import built
from sottovoce.web.side import Side
from sottovoce.web.view import NUMBERS

HEIGHT = 860  # pixels


class Look:
    """Two worlds that were lived; shows itself in a notebook. `html` is the page as one file, `live` the page with its worlds in the kernel."""

    def __init__(self, pair: Pair):
        self.pair = pair
        self.html = html(pair, pair.day)

    @functools.cached_property
    def live(self) -> Any:
        """The live page, an anywidget that opens on what was lived; its worlds are its own. RunError where anywidget is not installed."""
        if not can_live():
            raise RunError("look: the live page needs anywidget. pip install 'sottovoce[notebook]'")
        from sottovoce.web.widget import Live

        return Live(self.pair.base, f"#v1;view=lab;day={self.pair.day};B={self.pair.kept.key}")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Live where the notebook can; the saved page where a notebook is read without its kernel."""
        bundle = {"text/plain": repr(self), "text/html": self._repr_html_()}
        if not (in_notebook() and can_live()):
            return bundle
        shown = {"version_major": 2, "version_minor": 0, "model_id": self.live.model_id}
        return bundle | {"application/vnd.jupyter.widget-view+json": shown}

    def _repr_html_(self) -> str:
        return (
            f'<iframe title="Two worlds side by side, up to day {self.pair.day}" sandbox="allow-scripts" '
            f'style="width:100%;height:{HEIGHT}px;border:0" srcdoc="{escape(self.html)}"></iframe>'
        )

    def __repr__(self) -> str:
        n, day = self.pair.base.citizens, self.pair.day
        return f"{self.sentence}\nLook({self.pair.base.name}, {n:,} people, days 0 to {day:,}, {self.pair.names[0]} | {self.pair.names[1]})"

    @property
    def accounts(self) -> tuple[Account, Account]:
        """What became of every 1,000 times that people who disagree could have spoken, in both worlds, over the last year lived."""
        return of(self.pair.a), of(self.pair.b)

    @property
    def sentence(self) -> str:
        """The account in a sentence: the first one of the page, and of a report."""
        a, b = self.accounts
        if not a.times:
            return "Nobody here disagrees and could have spoken."
        spoke, held, cut = a.in_thousand
        unheard = f", and {a.unheard:.0f} of those spoken no friend could hear" if a.unheard >= 0.5 else ""
        return (
            f"Of every 1,000 times that people who disagree could have spoken, they did so {b.in_thousand[0]} times "
            f"{self.pair.names[1]}; {self.pair.names[0]} {spoke} times: {held} were held back "
            f"({b.in_thousand[1]} {self.pair.names[1]}), {cut} had been cut off{unheard}."
        )

    @property
    def why(self) -> tuple[dict[str, float], dict[str, float]]:
        """What each term of the choice held back, as a share of the wish, in both worlds, over the measured days lived (Shapley values on sampled
        occasions; measure.why). Empty where nothing was sampled."""
        return shares(self.pair.a), shares(self.pair.b)


def can_live() -> bool:
    """Whether what the live page needs is installed."""
    return find_spec("anywidget") is not None


def of(side: Side) -> Account:
    """The account of a world over the last year lived."""
    places = {
        kind: NUMBERS.index(name)
        for kind, name in (("could", "could"), ("spoke", "spoke"), ("cut", "cut_off"), ("unheard", "unheard"))
    }
    rows = side.stats[-MEASURED:]
    return account_of(lambda kind: sum(float(row[places[kind]]) for row in rows) if kind in places else 0.0)


def shares(side: Side) -> dict[str, float]:
    """Term -> share of the wish that it held back over the last year lived."""
    rows = np.array(side.stats[-MEASURED:], float).reshape(-1, len(NUMBERS)).sum(axis=0)
    wish = rows[NUMBERS.index("why_wish")]
    return {term: float(rows[NUMBERS.index(f"why_{term}")] / wish) for term in TERMS} if wish else {}


@renamed(set="values")
def look(
    scenario: Asked = "press-2015",
    *,
    safeguard: str = "none",
    days: int = 365,
    citizens: int | None = None,
    seed: int | None = None,
    values: Mapping[str, Any] | None = None,
) -> Look:
    """Live a scenario and, beside it, the same people with the same luck under a safeguard; to look at in a notebook.

    `safeguard`: none (no system at all), same, or reforms like private-scores or expiry@3+appeal; `values`: by path. RunError where the page is not
    built, ScenarioError with all problems at once.
    """
    built()
    asked = asked_for(scenario, citizens, None, seed, values)
    pair = Pair(asked, keep=safeguard)
    for side in pair.sides:
        while side.day < min(days, asked.days) - 1:
            side.step()
    return Look(pair)
