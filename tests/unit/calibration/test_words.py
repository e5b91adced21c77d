"""What the page of calibration says is decided by what came out."""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from helpers import script
from sottovoce.calibration.calibrate import Reach
from sottovoce.calibration.inference import Gate
from sottovoce.calibration.patterns import targets

sys.path.append(str(Path(__file__).parents[3] / "docs"))  # what scripts of docs share
PAGE = script("calibration")


def found(shares, together, counts=50):
    reach = [Reach(one, share, 0.1, 0.2, 0.3) for one, share in zip(targets(1), shares, strict=True)]
    gate = Gate(np.full((3, 20), counts), 23, 83)
    table = SimpleNamespace(numbers=np.zeros((1000, 5)), axes=(1, 2, 3))
    return SimpleNamespace(
        reach=[SimpleNamespace(**r._asdict(), reached=r.reached) for r in reach], narrowed=False, together=together, gate=gate, near_gate=gate, all_but=lambda: {"a": 0.5, "b": 0.25},
        table=table, truths=1000, targets=targets(1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("shares", "together", "says", "says_not"),
    [
        ((0.3, 0.3, 0.0, 0.3, 0.1), 0.0, ["Out of reach by itself: in person", "No point reproduces all"], ["Hardly"]),
        ((0.3, 0.3, 0.02, 0.3, 0.1), 0.0, ["Each pattern is reproduced somewhere", "Hardly anywhere, though: in person (2.0%)"], ["Out of reach"]),
        ((0.3, 0.3, 0.2, 0.3, 0.1), 0.01, ["1.00% of points reproduce all of them at once"], ["No point reproduces", "Hardly"]),
    ],
)  # fmt: skip
def test_what_the_prior_makes(shares, together, says, says_not):
    text = PAGE.told_of_reach(found(shares, together), None)
    assert all(part in text for part in says) and not any(part in text for part in says_not)


def test_where_few_values_move():
    text = PAGE.told_of_reach(found((0.3,) * 5, 0.1), found((0.0, 0.3, 0.3, 0.3, 0.3), 0.0))
    assert "no point reproduces held back of all" in text


@pytest.mark.parametrize(("counts", "says"), [(50, "**passed**"), (90, "**not passed**")])
def test_the_gate(counts, says):
    text = PAGE.told_of_gate(found((0.1,) * 5, 0.0, counts))
    assert text.count(says) == 2, "all truths, and those nearest to what was published"


def test_a_table_has_all_targets():
    text = PAGE.reach({"one": found((0.3, 0.2, 0.0, 0.3, 0.1), 0.0), "other": found((0.1,) * 5, 0.25)})
    assert text.count("\n") == 2 + 5 + 1 + 2
    assert "| all but (b) |  | 250 | 250 |" in text
    assert "0 of 1,000 | 250 of 1,000" in text


@pytest.mark.parametrize(
    ("middle", "says"), [(0.5, "outside the band of in person (0.50)"), (0.8, "inside each band")]
)
def test_draws_lived_again(middle, says):
    lived = found((0.1,) * 5, 0.004)
    for one in lived.reach:
        one.middle = middle if one.target.name == "in person" else one.target.centre
    assert says in PAGE.told_of_again(lived)
    assert PAGE.told_of_again(lived).startswith("4 of 1000 draws")
