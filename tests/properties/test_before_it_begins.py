"""Before anything of a system can reach anybody, a society under it is the one without it."""

import numpy as np
import pytest

from sottovoce.reforms import no_system
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import presets, read
from sottovoce.simulate import live_world
from sottovoce.society.tally import NAMES
from sottovoce.web.words import begins

LATER = {name: day for name in presets() if (day := begins(read(name)))}
SUMS = [NAMES.index(name) for name in ("say_so", "public", "beyond", "loyal", "dissent", "ties", "heard_loyal", "climate", "open")]  # fmt: skip


def said(name: str, days: int) -> list[np.ndarray]:
    """Daily sums of what is said and heard, with the system and without."""
    scenario = with_values(read(name), {"citizens": 150, "days": days})
    return [live_world(one).tally[:, :, SUMS] for one in (scenario, no_system(scenario))]


@pytest.mark.parametrize("name", LATER)
def test_until_the_system_begins_both_worlds_are_the_same(name: str) -> None:
    """Day by day up to the eve."""
    with_, without = said(name, LATER[name])
    assert np.array_equal(with_, without)


def test_and_then_they_are_not() -> None:
    """A month on they differ, so that the sums can tell."""
    with_, without = said("press-2015", LATER["press-2015"] + 30)
    assert not np.array_equal(with_, without)
