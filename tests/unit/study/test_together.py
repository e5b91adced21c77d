"""Pairs of reforms: what both give back less what each does, on planted numbers and on worlds of their own."""

from itertools import combinations

import numpy as np
import pytest

import sottovoce as sv
from sottovoce.errors import ScenarioError
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.study.compare import planned
from sottovoce.study.comparison import Comparison, Lived, Variant
from sottovoce.study.together import combined, pairs, sentence


def planted(interaction, noise=1.0, seeds=8):
    """The system makes people hold back 100 times more; one reform gives back 30, the other 20, and both 50 and the interaction."""
    luck = np.random.default_rng(5).normal(0, noise, (5, seeds))
    means = {"with": 200, "without": 100, "a": 170, "b": 180, "a+b": 150 - interaction}
    kinds = ("with", "without", "reform", "reform", "reform")
    variants = [
        Variant(name, kind, name.upper(), "", None, 0) for name, kind in zip(means, kinds, strict=True)
    ]
    lived = {
        (v, k): Lived({"held_back": mean + luck[v, k]})
        for v, mean in enumerate(means.values())
        for k in range(seeds)
    }
    return Comparison((read("press-2015"),), variants, seeds, lived=lived, by="held_back")


@pytest.mark.parametrize(
    ("interaction", "said"),
    [(20, "1 gives back"), (-20, "1 gives back"), (0, "none gives back more or less")],
)
def test_a_pair_is_what_both_give_back_less_its_parts(interaction, said):
    (one,) = pairs(planted(interaction))
    assert one.first == "A" and one.second == "B"
    assert one.more == pytest.approx(interaction / 100, abs=0.03)
    assert one.low is not None and one.high is not None
    assert one.low < interaction / 100 < one.high
    assert (one.low <= 0 <= one.high) == (interaction == 0)
    assert said in sentence([one], "held back")
    assert one.both == pytest.approx(sum(x or 0 for x in one.alone) + (one.more or 0))


def test_many_pairs_find_nothing_by_luck():
    """Ten pairs without any interaction: some pair's interval leaves 0 out in one comparison of twenty, not in one of three."""
    names = ["a", "b", "c", "d", "e"]
    both = list(combinations(names, 2))
    means = {"with": 200.0, "without": 100.0} | {name: 180.0 for name in names} | {f"{x}+{y}": 160.0 for x, y in both}  # fmt: skip
    kinds = ["with", "without"] + ["reform"] * (len(means) - 2)
    variants = [Variant(n, k, n.upper(), "", None, 0) for n, k in zip(means, kinds, strict=True)]
    found = 0
    for trial in range(200):
        luck = np.random.default_rng(trial).normal(0, 2, (len(means), 8))
        lived = {(v, k): Lived({"held_back": m + luck[v, k]}) for v, m in enumerate(means.values()) for k in range(8)}  # fmt: skip
        told = pairs(Comparison((read("press-2015"),), variants, 8, lived=lived, by="held_back"))
        assert len(told) == 10
        found += any(one.low is not None and one.high is not None and not one.low <= 0 <= one.high for one in told)  # fmt: skip
    assert 1 <= found <= 16


def test_without_a_harm_or_a_part_there_is_no_pair():
    found = planted(0)
    found.lived = {key: Lived({"held_back": 5.0}) for key in found.lived}
    assert pairs(found) == [] and sentence([], "held back") == ""
    found = planted(10)
    found.variants.pop(2)
    assert pairs(found) == [], "a was not lived by itself"


def test_pairs_that_are_no_world_of_their_own_are_said():
    """Rewards only takes away all sanctions, so no-sanctions adds nothing to it; a reform is not paired with itself."""
    base = with_values(read("press-2015"), {"days": 400})
    found, gone = combined(
        base, ["private-scores", "own-acts-only", "no-sanctions", "rewards-only", "expiry@3", "expiry@6"]
    )
    assert "private-scores+own-acts-only" in found
    assert "twice" in gone["expiry@3+expiry@6"]
    assert gone["no-sanctions+rewards-only"] == "both at once are the same as rewards-only by itself"
    assert set(found).isdisjoint(gone)


@pytest.mark.slow
def test_pairs_from_python(tmp_path):
    """Both worlds are lived beside the two, and the page, the terminal and the data tell of them."""
    dates = {"enrolment.opt_in_day": 0, "enrolment.mandatory_day": 5}
    found = sv.compare(
        "press-2015",
        reforms=["private-scores", "own-acts-only"],
        pairs=True,
        citizens=150,
        days=60,
        seeds=3,
        values=dates,
    )
    table = found.pairs()
    assert list(table["first"]) == ["Private scores"] and list(table["second"]) == ["Own acts only"]
    assert table["more"][0] == pytest.approx(
        table["both"][0] - table["alone_first"][0] - table["alone_second"][0]
    )
    assert "Pairs of reforms" in str(found) and "Pairs: more than their parts" in found.report().html
    assert found.json()["pairs"][0]["more"] == table["more"][0]
    again = sv.open(found.save(tmp_path / "c"))
    assert again.pairs().equals(table), "a comparison of a folder has its pairs again"


def test_pairs_are_of_one_scenario():
    with pytest.raises(ScenarioError, match="2 scenarios with reforms given"):
        planned([read("press-2015")] * 2, [], False, [], False, None, 2, None, True)
