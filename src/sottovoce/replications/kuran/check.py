"""Revolution by thresholds: the crowd of `granovetter`, ten people, thresholds in per cent."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sottovoce.replications.granovetter.check import Crowd, needed
from sottovoce.replications.parameters import Quantity, numbers
from sottovoce.replications.picture import Curve, Picture

STAYS = (0.0, 20.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 100.0)
GOES = (0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 100.0)

PARAMETERS = (
    numbers("thresholds", STAYS, "size of the public opposition at which a person joins it, for each person", unit="%",
            most=100, source="the example of the text"),
)  # fmt: skip
QUANTITIES = {
    "final": Quantity("public opposition in the end", "%"),
    "path": Quantity("public opposition after each step", "%"),
}


def measure(thresholds: Sequence[float]) -> dict[str, Any]:
    """One cascade from nobody."""
    n = len(thresholds)
    path = Crowd(n).path(needed(np.asarray(thresholds, float) * n / 100))
    return {"final": 100.0 * path[-1] / n, "path": [100.0 * count / n for count in path]}


def picture(quick: bool) -> Picture:
    """Public opposition by step, for both examples."""
    curves = []
    for pair, (thresholds, name) in enumerate(
        ((STAYS, "second threshold 20"), (GOES, "second threshold 10"))
    ):
        path = measure(thresholds)["path"]
        path += [path[-1]] * (12 - len(path))
        curves.append(Curve(name, range(len(path)), path, pair, measured=True))
    return Picture("Public opposition by step; one person's threshold falls from 20 to 10", "step", "% of the people",
                   tuple(curves), marks=((10.0, "paper: 10"), (90.0, "paper: 90")), span=(0.0, 100.0))  # fmt: skip
