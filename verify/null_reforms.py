"""A reform that has nothing to change changes nothing: every preset and every reform, the difference of every measure exactly 0.

A reform that applies is applied twice, against once; one that does not apply (it says why) is applied all the same, against the preset
as it is. Values may change that nothing reads there, like the share of cases that a court allows where no account can be frozen.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sottovoce.machine.cpu import Cpu
from sottovoce.measure.names import MEASURES
from sottovoce.reforms.registry import REFORMS, Asked
from sottovoce.replications.picture import Curve, Picture
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import leaves, with_values
from sottovoce.scenario.read import presets, read
from sottovoce.study.worlds import World
from verify.result import Result, Row

SIZE = {"citizens": 150, "days": 240}


class Null(NamedTuple):
    """A preset before and after a reform that has nothing to change there; `moved`: values that it changes all the same."""

    preset: str
    reform: str
    before: Scenario
    after: Scenario
    moved: tuple[str, ...]


def nulls() -> Iterator[Null]:
    """One for each preset and reform."""
    for preset in presets():
        small = with_values(read(preset), SIZE)
        for name, reform in REFORMS.items():
            asked = Asked(reform, None)
            before = small if asked.why_not(small) else asked.change(small)
            after = asked.change(before)
            old, new = leaves(before), leaves(after)
            moved = tuple(path for path in old | new if old.get(path) != new.get(path))
            yield Null(preset, name, before, after, moved)


def differs(null: Null) -> list[str]:
    """Measures that differ between the worlds before and after, by so little as a bit."""
    found = []
    for scenario in (null.before, null.after):
        world = World("with", 0, scenario, kept=True)
        world.live(Cpu(1), lambda: False)
        assert world.error is None, world.error
        found.append(world.measures)
    one, other = found
    return [name for name in one if not np.array_equal(one[name], other[name], equal_nan=True)]


def run() -> Result:
    """All of them; equal scenarios are equal worlds (tests/properties/test_drivers.py), and are not lived again."""
    found = list(nulls())
    rows, lived = [], []
    for reform in REFORMS:
        mine = [null for null in found if null.reform == reform]
        idle = [null for null in mine if null.moved]
        wrong = [f"{null.preset}: {', '.join(names)}" for null in idle if (names := differs(null))]
        lived.append(len(idle))
        told = "; ".join(wrong) or f"0 in {len(MEASURES)} measures"
        rows.append(
            Row(
                f"{reform}: {len(mine)} presets, {len(idle)} with idle values",
                told,
                "0 everywhere",
                not wrong,
            )
        )
    curve = Curve("idle values moved", range(1, len(REFORMS) + 1), lived, 0, measured=True)
    picture = Picture(
        "Presets in which a reform moves values that nothing reads", "reform", "presets", (curve,)
    )
    return Result("a reform that has nothing to change changes nothing", rows, picture)
