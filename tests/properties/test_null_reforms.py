"""A reform that has nothing to change gives a difference of exactly 0 in every measure: some a day, all of them in `make verify`."""

import importlib
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

FEW = 3


@pytest.fixture(scope="module")
def null_reforms() -> Iterator:
    """The module of that name; `verify` is not installed, it lies beside the package."""
    sys.path.insert(0, str(Path(__file__).parents[2]))
    try:
        yield importlib.import_module("verify.null_reforms")
    finally:
        sys.path.pop(0)


@pytest.mark.slow
def test_a_reform_that_has_nothing_to_change_changes_nothing(null_reforms):
    """The seed of the property tests chooses; where a reform moves nothing at all the scenario is the same."""
    seed = os.environ.get("SOTTOVOCE_SEED", "0")
    found = list(null_reforms.nulls())
    idle = [null for null in found if null.moved]
    assert len(found) > 300 and len(idle) > 50
    for null in random.Random(seed).sample(idle, FEW):
        assert null_reforms.differs(null) == [], (
            null.preset,
            null.reform,
            null.moved,
            f"SOTTOVOCE_SEED={seed}",
        )


@pytest.mark.slow
def test_a_reform_that_changes_something_is_found(null_reforms):
    """The test above can fail: the same comparison with a reform that acts."""
    null = next(n for n in null_reforms.nulls() if (n.preset, n.reform) == ("press-2015", "own-acts-only"))
    press = null_reforms.with_values(null_reforms.read("press-2015"), null_reforms.SIZE)
    assert "score_mean" in null_reforms.differs(null._replace(before=press))
