"""By what citizens gain and lose points in a scenario."""

from __future__ import annotations

from sottovoce.reforms.hold import scored, states
from sottovoce.scenario.acts_part import PRIVATE, PUBLIC
from sottovoce.scenario.model import Scenario


def dimensions(now: Scenario, *kinds: str) -> set[str]:
    """Dimensions of the score by which somebody can gain or lose points; `kinds`: "gain", "loss", both if none is given.

    `now`: the scenario as it holds on a day. Demotion counts as a loss.
    """
    kinds = kinds or ("gain", "loss")
    loss = "loss" in kinds
    conduct, reports = now.channels.conduct, now.reports

    def acts(names: tuple[str, ...]) -> bool:
        channels = [getattr(now.channels, name) for name in names]
        return any(one.rate > 0 and getattr(one, kind) > 0 for one in channels for kind in kinds)

    moved = {
        "speech": acts(PUBLIC),
        "consumption": acts(PRIVATE),
        "conduct": (loss and conduct.bad_rate > 0 and (conduct.loss > 0 or now.score.demotion.chance > 0))
        or ("gain" in kinds and conduct.good_rate > 0 and conduct.gain > 0),
        "reports": (loss and reports.malice > 0 and reports.points > 0)
        or (reports.ratings_rate > 0 and any(getattr(reports, f"ratings_{kind}") > 0 for kind in kinds)),
    }
    return {name for name, moves in moved.items() if moves and getattr(now.score.weights, name) > 0}


def nothing_left(before: Scenario, after: Scenario) -> str | None:
    """Why nothing of the score that scenario `before` has is left in `after`; None where something is, or there was none."""
    if not scored(before):
        return None
    if not scored(after):
        return f"nobody is scored in its {after.days:,} days"
    if any(map(dimensions, states(before))) and not any(map(dimensions, states(after))):
        return "nothing is left that a score is made of: nobody gains or loses a point"
    return None
