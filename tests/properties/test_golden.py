"""What every preset lives is what is written in golden.txt: all of them compiled, some in other ways, all ways in `make verify`."""

import importlib
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import presets

FEW = 2


@pytest.fixture(scope="module")
def golden() -> Iterator:
    """The module of that name; `verify` is not installed, it lies beside the package."""
    sys.path.insert(0, str(Path(__file__).parents[2]))
    try:
        yield importlib.import_module("verify.golden")
    finally:
        sys.path.pop(0)


@pytest.mark.slow(3)
@pytest.mark.parametrize("preset", presets())
def test_every_preset(golden, preset):
    """Straight, compiled for this processor, on one thread."""
    assert not golden.problem(golden.lived(preset, "compiled"), golden.kept(), "compiled")


def test_every_line_is_of_a_preset_and_a_size(golden):
    assert set(golden.kept()) == {(preset, size) for preset in presets() for size in golden.SIZES}


@pytest.mark.slow(3)
@pytest.mark.parametrize(
    "way", ["plain", "plain, resumed", "resumed", "processes", "large, 2 threads", "large, resumed"]
)
def test_some_presets_in_other_ways(golden, way):
    """The seed of the property tests chooses which."""
    seed = os.environ.get("SOTTOVOCE_SEED", "0")
    for preset in random.Random(f"{seed} {way}").sample(presets(), 1 if "plain" in way else FEW):
        assert not golden.problem(golden.lived(preset, way), golden.kept(), f"{way} (SOTTOVOCE_SEED={seed})")


def test_a_changed_preset_is_told_from_a_changed_engine(golden):
    kept = golden.kept()
    line = golden.lived("fico", "compiled")
    assert "the preset is the same" in golden.problem(line._replace(system="0" * 16), kept, "compiled")
    assert "(measures)" in golden.problem(line._replace(measures="0" * 16), kept, "compiled")
    changed = golden.values_digest(with_values(golden.hurried("fico", "small"), {"score.spill": 0.123}))
    assert changed != line.scenario
    assert "the preset's values have changed" in golden.problem(
        line._replace(scenario=changed), kept, "compiled"
    )
    assert "no line" in golden.problem(line._replace(preset="new"), kept, "compiled")


def test_what_is_0_throughout_does_not_count(golden):
    """A mechanism that is off leaves its columns at 0, and its values as every scenario has them; one bit of what was lived counts."""
    world = golden.World("with", 0, golden.hurried("fico", "small"), kept=True, ledgered=True)
    golden.straight([world])
    before, state = golden.world_digest(world), world.society.state
    idle = next(name for name, column in state._asdict().items() if not column.any())
    world.society.state = state._replace(**{idle: np.zeros(7, np.int64)})
    assert golden.world_digest(world) == before
    state.points[0] += 2.0**-20
    assert golden.world_digest(world) != before
