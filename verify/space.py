"""The space of every preset: no point of it is refused, and what it lists is at work, and nothing else is (tests/spaces.py); alternatives too."""

import sys
from pathlib import Path

from sottovoce.experiments.space import space
from sottovoce.replications.picture import Curve, Picture
from sottovoce.scenario.read import presets, read
from verify.result import Result, Row

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from spaces import POINTS, early, outside, rare, refused, wrong


def run() -> Result:
    """All presets, with their alternatives."""
    rows, sizes = [], []
    for name in presets():
        asked = space(name)
        found = [*refused(asked), *outside(asked)]
        rows.append(
            Row(f"{name}: points of {POINTS} refused, defaults outside", str(len(found)), "0", not found)
        )
        told = [
            f"{path} {what}" for path, what in wrong(early(read(name)), forks=True) if not rare(name, path)
        ]
        rows.append(Row(f"{name}: values wrongly listed", "; ".join(told) or "0", "0", not told))
        sizes.append(len(asked))
    curve = Curve("assumed numbers at work", range(1, len(sizes) + 1), sizes, 0, measured=True)
    return Result(
        "the space of every preset", rows, Picture("Assumed numbers at work", "preset", "numbers", (curve,))
    )
