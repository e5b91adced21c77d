"""The same pair of worlds in a notebook: `sv.look(...)` shows it as the saved page, with no server."""

from collections.abc import Mapping
from html import escape
from typing import Any

from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.web.pair import Pair
from sottovoce.web.replay import html
from sottovoce.web.serve import built

HEIGHT = 860  # pixels


class Look:
    """Two worlds that were lived; shows itself in a notebook. `html` is the page as one file."""

    def __init__(self, pair: Pair):
        self.pair = pair
        self.html = html(pair, pair.day)

    def _repr_html_(self) -> str:
        return (
            f'<iframe title="Two worlds side by side, up to day {self.pair.day}" sandbox="allow-scripts" '
            f'style="width:100%;height:{HEIGHT}px;border:0" srcdoc="{escape(self.html)}"></iframe>'
        )

    def __repr__(self) -> str:
        n, day = self.pair.base.citizens, self.pair.day
        return f"Look({self.pair.base.name}, {n:,} people, days 0 to {day:,}, {self.pair.names[0]} | {self.pair.names[1]})"


def look(
    scenario: Scenario | str = "press-2015",
    *,
    safeguard: str = "none",
    days: int = 365,
    citizens: int | None = None,
    seed: int | None = None,
    set: Mapping[str, Any] | None = None,
) -> Look:
    """Live a scenario and, beside it, the same people with the same luck under a safeguard; to look at in a notebook.

    `safeguard`: none (no system at all), same, or reforms like private-scores or expiry@3+appeal; `set`: values by path. RunError where the page is not
    built, ScenarioError with all problems at once.
    """
    built()
    asked = read(scenario) if isinstance(scenario, str) else scenario
    changes = dict(set or {}) | {k: v for k, v in (("citizens", citizens), ("seed", seed)) if v is not None}
    asked = with_values(asked, changes) if changes else asked
    pair = Pair(asked, keep=safeguard)
    for side in pair.sides:
        while side.day < min(days, asked.days) - 1:
            side.step()
    return Look(pair)
