"""The spiral of silence: who wins by density, all at once or one after another, text or code, fewer or more people."""

import numpy as np

from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.spiral.check import mean
from verify.result import Result, Row

PUBLISHED = {1: 0.704, 10: 0.598}  # section 5.2.2, 1,000 runs
DENSITIES = (1, 2, 10)


def run(runs: int = 150) -> Result:
    """Share of runs that the side of the most central person wins."""
    rows, curves = [], [Curve("paper", list(PUBLISHED), list(PUBLISHED.values()), 0)]
    for pair, order in enumerate(("synchronous", "sequential")):
        hubs = [mean("hub_wins", True, runs, m=m, order=order) for m in DENSITIES]
        room = [1.96 * np.sqrt(p * (1 - p) / runs) for p in hubs]
        beside = [m + 0.1 * pair for m in DENSITIES]
        curves.append(Curve(f"{order}, {runs} runs", beside, hubs, pair, measured=True,
                            low=np.subtract(hubs, room), high=np.add(hubs, room)))  # fmt: skip
        for m, hub, wide in zip(DENSITIES, hubs, room, strict=True):
            known = PUBLISHED.get(m)
            # within three standard errors of the difference, the paper's own among them
            near = (
                None if known is None else abs(hub - known) < 3 * np.hypot(wide / 1.96, np.sqrt(0.24 / 1000))
            )
            rows.append(
                Row(f"{order}, m {m}: hub wins", f"{hub:.3f} +- {wide:.3f}", str(known or "not given"), near)
            )
    for form in ("code", "text"):
        steps = mean("steps", True, runs, form=form)
        rows.append(Row(f"m 1, as the {form} has it: steps", f"{steps:.1f}", "36.0"))
    for n, known in ((300, None), (1000, 0.168)):  # section 5.2.1
        few = mean("minority", True, runs, n=n)
        near = None if known is None else abs(few - known) < 0.012
        rows.append(
            Row(
                f"{n:,} people, m 1: share who speak for the minority",
                f"{few:.3f}",
                str(known or "not given"),
                near,
            )
        )
    picture = Picture("The side of the most central person wins", "m, ties a newcomer makes", "share of runs",
                      tuple(curves), marks=((0.5, ""),), span=(0.35, 0.9))  # fmt: skip
    return Result("silence (Ross et al. 2019)", rows, picture)
