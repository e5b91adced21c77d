"""Sensitivity, noise, power and peaks on functions with known answers, from the points of real designs to indices with intervals."""

import numpy as np
import pytest

from sottovoce.errors import RunError
from sottovoce.experiments import designs
from sottovoce.experiments.analysis import Index, Sensitivity, indices_of
from sottovoce.experiments.coordinate import Coordinate
from sottovoce.experiments.experiment import Experiment, World
from sottovoce.experiments.living import Lived
from sottovoce.experiments.luck import noise, peaks, power
from sottovoce.experiments.results import Study
from sottovoce.experiments.store import Store
from sottovoce.scenario.model import Scenario

PI = np.pi
WAVE = tuple(Coordinate(f"x{k}", 0.0, -PI, PI) for k in range(3))
UNIT = tuple(Coordinate(f"x{k}", 0.5, 0.0, 1.0) for k in range(4))


def ishigami(x):
    """Ishigami & Homma 1990, a = 7, b = .1."""
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


A, B = 7.0, 0.1
V1, V2, V13 = 0.5 * (1 + B * PI**4 / 5) ** 2, A**2 / 8, B**2 * PI**8 * 8 / 225
V = V1 + V2 + V13
FIRST = [V1 / V, V2 / V, 0.0]
TOTAL = [(V1 + V13) / V, V2 / V, V13 / V]
G = np.array([0.0, 1.0, 4.5, 9.0])  # weights of Sobol's g: the first matters most


def sobol_g(x):
    return np.prod((np.abs(4 * x - 2) + G) / (1 + G), axis=1)


def given(design, axes, function, luck=0.0, seeds=2, seed=0):
    """Points, and the function at them with luck of a standard deviation, (point, seed): each seed has luck of its own everywhere, and at
    each point."""
    points = design.points(axes)
    y = function(np.array([[point[axis.name] for axis in axes] for point in points]))[:, None]
    draw = np.random.Generator(np.random.Philox(seed))
    return points, y + luck * (draw.normal(size=(1, seeds)) + draw.normal(size=(len(y), seeds)))


def within(found, truth, slack=0.02):
    return [one.low - slack <= t <= one.high + slack for one, t in zip(found, truth, strict=True)]


def test_ishigami_by_sobol_indices():
    points, y = given(designs.saltelli(1024), WAVE, ishigami)
    found, units = indices_of("saltelli", WAVE, points, y, draws=200)
    assert units == 1024
    assert all(within(found, FIRST))
    assert all(
        one.total_low - 0.02 <= t <= one.total_high + 0.02 for one, t in zip(found, TOTAL, strict=True)
    )
    assert [one.ranks for one in found] == [(1, 1), (2, 2), (3, 3)]
    assert all(one.significant for one in found)


def test_sobols_g_by_sobol_indices():
    part = 1 / (3 * (1 + G) ** 2)
    truth = part / (np.prod(1 + part) - 1)
    points, y = given(designs.saltelli(1024), UNIT, sobol_g)
    found, _ = indices_of("saltelli", UNIT, points, y, draws=200)
    assert all(within(found, truth))
    assert found[0].ranks == (1, 1) and found[1].ranks == (2, 2)


def test_a_linear_function_has_no_spread_of_effects():
    points, y = given(designs.morris(10), UNIT, lambda x: x @ np.array([4.0, 2.0, -1.0, 0.0]))
    found, units = indices_of("morris", UNIT, points, y)
    assert units == 10
    assert [one.value for one in found] == pytest.approx([2.0, 1.0, 0.5, 0.0], abs=1e-9)  # half a range
    assert [one.sigma for one in found] == pytest.approx([0.0] * 4, abs=1e-9)
    assert [one.ranks for one in found] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert [one.significant for one in found] == [True, True, True, False]


def test_a_value_that_works_only_through_another_has_sigma_as_large_as_its_effect():
    points, y = given(designs.morris(40), UNIT, lambda x: (x[:, 0] - 0.5) * (x[:, 1] - 0.5))
    found, _ = indices_of("morris", UNIT, points, y)
    assert all(found[k].sigma > found[k].value > 0.05 for k in (0, 1))
    assert not found[2].significant and not found[3].significant


def test_a_random_design_gives_signed_ranks():
    points, y = given(designs.sobol(256), UNIT, lambda x: np.exp(3 * x[:, 0]) - 2 * x[:, 1])
    found, _ = indices_of("given", UNIT, points, y)
    assert found[0].low > 0.5 and found[1].high < 0
    assert [one.significant for one in found] == [True, True, False, False]


DESIGNS = {
    "morris": [designs.morris(n, seed=k) for k in range(20) for n in (8, 40)],
    "saltelli": [designs.saltelli(n, seed=k) for k in range(20) for n in (24, 64)],
    "given": [designs.random(n, seed=k) for k in range(20) for n in (24, 96)],
}


@pytest.mark.parametrize("method", DESIGNS)
@pytest.mark.parametrize("seeds", [2, 3])
def test_what_does_nothing_is_not_significant(method, seeds):
    """One value of four is at work, in luck: it is found, and of the three that do nothing hardly any is, at any size."""
    told = []
    for k, design in enumerate(DESIGNS[method]):
        points, y = given(design, UNIT, lambda x: x[:, 0], 0.1, seeds, k)
        told.append([one.significant for one in indices_of(method, UNIT, points, y, draws=100, seed=k)[0]])
    work, *nothing = np.mean(told, axis=0)
    assert work >= 0.9
    assert np.mean(nothing) <= 0.05 and max(nothing) <= 0.1


@pytest.mark.parametrize("method", DESIGNS)
def test_luck_alone_has_no_order_and_no_shares(method):
    points, y = given(DESIGNS[method][1], UNIT, lambda x: 0 * x[:, 0], 1.0)
    found, _ = indices_of(method, UNIT, points, y)
    assert not any(one.significant for one in found)
    assert min(one.ranks[1] - one.ranks[0] for one in found) >= 1
    if method == "saltelli":
        assert all(np.isnan([one.value, one.total]).all() for one in found)
        assert "nothing to share out" in str(
            Sensitivity("voice_gap", "with", "level", method, 64, found, None)
        )


@pytest.mark.parametrize("method", ["morris", "saltelli"])
def test_with_one_seed_nothing_is_significant(method):
    points, y = given(DESIGNS[method][0], UNIT, lambda x: x[:, 0], 0.1, 1)
    found, _ = indices_of(method, UNIT, points, y)
    assert not any(one.significant for one in found)
    assert all(one.size is None for one in found)
    said = str(Sensitivity("voice_gap", "with", "level", method, 8, found, None))
    assert "One seed: an effect may be luck, so nothing counts as significant." in said


def test_the_size_of_an_effect_holds_no_luck():
    """Effects 2, 1, .5 and 0 of half a range, in luck as large: mu* of what does nothing is luck, its size without luck is not."""
    points, y = given(designs.morris(200), UNIT, lambda x: x @ np.array([4.0, 2.0, -1.0, 0.0]), 0.5)
    found, _ = indices_of("morris", UNIT, points, y)
    assert found[3].low > 0.2 and not found[3].significant
    assert all(one.size_low <= t <= one.size_high for one, t in zip(found, [2.0, 1.0, 0.5, 0.0], strict=True))
    assert [one.size for one in found] == pytest.approx([2.0, 1.0, 0.5, 0.0], abs=0.15)
    assert [one.significant for one in found] == [True, True, True, False]


def test_a_step_that_rounds_to_none_leaves_the_others_alone():
    """The second value never moves: the effect of the first, 1, is not written over by its 0."""
    still = (UNIT[0], Coordinate("whole", 1, 1, 2), *UNIT[2:])
    points, y = given(designs.morris(6), still, lambda x: 2 * x[:, 0])
    for point in points:
        point["whole"] = 1
    found, _ = indices_of("morris", still, points, y)
    assert [one.value for one in found] == pytest.approx([1.0, 0.0, 0.0, 0.0])


@pytest.mark.parametrize("rows", [5, 37, 100])
def test_any_number_of_rows_gives_sobol_indices(rows):
    points, y = given(designs.saltelli(rows), WAVE, ishigami, 0.5)
    y[8] = np.nan  # a world of the second row failed
    found, units = indices_of("saltelli", WAVE, points, y, draws=100)
    assert units == rows - 1
    if rows > 36:
        assert all(within(found, FIRST))


def test_intervals_of_sobol_indices_hold_the_truth():
    """40 designs of 48 rows with luck: an interval meant to hold 95% holds no fewer than 85% (six values)."""
    held = []
    for k in range(40):
        points, y = given(designs.saltelli(48, seed=k), WAVE, ishigami, 1.5, 2, k)
        found, _ = indices_of("saltelli", WAVE, points, y, draws=100, seed=k)
        held.append(within(found, FIRST, 0))
        held.append([one.total_low <= t <= one.total_high for one, t in zip(found, TOTAL, strict=True)])
    assert np.mean(held) >= 0.92 and np.min([np.mean(held[::2], axis=0), np.mean(held[1::2], axis=0)]) >= 0.85


def test_every_row_fits_a_terminal():
    one = Index("society.network.community_size", 1.23e-4, 4.56e-4, 7.89e-4, (10, 31), False)
    one = one._replace(sigma=4.56e-4, size=1.23e-4, total=-0.12, total_low=-0.34, total_high=0.56)
    luck = noise(np.array([[1.0, 2.0], [3.0, 5.0], [-1.0, 1.0]]))
    for method in DESIGNS:
        for noises in (luck, None):
            found = Sensitivity(
                "voice_gap@late", "with less without", "level", method, 20, (one,) * 3, noises
            )
            assert max(map(len, str(found).splitlines())) <= 80
            assert "Unit: level. Worked out from 20 " in str(found) and "assumed value" in str(found)


def test_too_few_and_incomplete_units_are_said():
    points, y = given(designs.morris(6), UNIT, lambda x: x[:, 0])
    y[7] = np.nan  # a world of the second trajectory failed
    assert indices_of("morris", UNIT, points, y)[1] == 5
    with pytest.raises(RunError, match="1 complete trajectories are there; at least 4"):
        indices_of("morris", UNIT, points[:10], y[:10] * 0)


@pytest.mark.slow
def test_ishigami_with_noise_through_the_whole_pipeline(tmp_path):
    """Design, file, table and indices: points are stored as they would be, out of order, with three seeds of noise."""
    asked = Experiment(
        "ishigami",
        Scenario(name="x", label="x", days=9),
        (1, 2, 3),
        WAVE,
        designs.saltelli(256),
        {"with": World()},
        ("voice_gap",),
    )
    luck = np.random.Generator(np.random.Philox(2))
    truth = ishigami(np.array([[p[a.name] for a in WAVE] for p in asked.points]))
    with Store.begin(tmp_path / "i.study", asked) as store:
        worlds, runs = [], []
        for k in luck.permutation(len(truth)):
            for seed in asked.seeds:
                digest = f"{k} {seed}".encode()
                worlds.append(Lived(digest, np.array([truth[k] + luck.normal(0, 1.5)]).tobytes(), 0.1))
                runs.append((int(k), seed, "with", digest))
        store.keep(worlds, runs)
    study = Study.open(tmp_path / "i.study")
    assert study.complete
    found = study.sensitivity("voice_gap", "with", draws=100)
    assert all(within(found.indices, FIRST, 0.04))  # luck takes nothing from them
    assert all(
        one.total_low - 0.02 <= t <= one.total_high + 0.02
        for one, t in zip(found.indices, TOTAL, strict=True)
    )
    assert found.noise.within == pytest.approx(1.5**2, rel=0.1)
    assert found.noise.share == pytest.approx(1.5**2 / (1.5**2 + V), rel=0.15)
    assert "of what differs from run to run is luck" in str(found)


def test_power_says_how_many_seeds():
    """A margin of .5 at a standard deviation of 1 needs 18 seeds (t); twice the margin 7."""
    values = np.array([[-1.0, 1.0]] * 3) / np.sqrt(2)
    assert power(values, 0.5).needed == 18
    assert power(values, 1.0).needed == 7
    assert power(values, 0.5).freedom == 1  # both seeds do the same at every point: the points add nothing
    for margin in (0, -1, float("nan"), None):
        with pytest.raises(RunError, match="the smallest size that would be of interest"):
            power(values, margin)
    with pytest.raises(RunError, match="two seeds or more"):
        power(values[:, :1], 0.5)


def test_power_with_two_seeds_pools_the_points():
    """Standard deviation 1 from two seeds at 40 points each: 18 seeds, nearly every time, and `most` is no lower."""
    luck = np.random.Generator(np.random.Philox(3))
    found = [power(luck.normal(size=(40, 2)), 0.5) for _ in range(40)]
    assert np.mean([abs(one.needed - 18) <= 6 for one in found]) >= 0.9
    assert np.mean([one.most >= 18 for one in found]) >= 0.9
    assert np.mean([one.freedom for one in found]) == pytest.approx(39, rel=0.1)


def test_noise_knows_that_seeds_are_shared_over_points():
    """Variances .25 of points, 1 of seeds, .09 of the rest, told without bias from two seeds."""
    luck = np.random.Generator(np.random.Philox(4))
    found = [
        noise(0.5 * luck.normal(size=(20, 1)) + luck.normal(size=(1, 2)) + 0.3 * luck.normal(size=(20, 2)))
        for _ in range(400)
    ]
    assert np.mean([one.between for one in found]) == pytest.approx(0.25, abs=0.02)
    assert np.mean([one.within for one in found]) == pytest.approx(1.09, abs=0.2)


def test_a_seed_is_compared_with_the_others_for_its_sign():
    """Luck alone: half of the runs have another sign than the other seed; compared with a mean of both it would be a quarter."""
    luck = np.random.Generator(np.random.Philox(5)).normal(size=(4000, 2))
    assert noise(luck).wrong_sign == pytest.approx(0.5, abs=0.03)
    assert noise(luck + 9).wrong_sign == 0


def test_noise_with_one_seed_is_not_told():
    with pytest.raises(RunError, match="two seeds or more"):
        noise(np.ones((5, 1)))


def test_two_peaks():
    luck = np.random.Generator(np.random.Philox(1))
    apart = np.concatenate([luck.normal(0, 1, 150), luck.normal(7, 1, 50)])
    found = peaks(apart)
    assert (
        found.two
        and found.at == pytest.approx((0, 7), abs=0.5)
        and found.share == pytest.approx(0.25, abs=0.03)
    )
    assert "the mean describes neither" in str(found)
    for one in (luck.normal(0, 1, 200), luck.uniform(0, 1, 200), np.zeros(50), apart[:10]):
        assert not peaks(one).two


def test_two_seeds_are_not_two_peaks():
    """Two seeds that differ everywhere are luck; points in two heaps are two peaks under any seeds."""
    luck = np.random.Generator(np.random.Philox(2)).normal(size=(60, 2))
    seeds = np.array([0.0, 9.0])
    assert not peaks(luck + seeds).two
    heaps = np.where(np.arange(60) < 30, 0.0, 9.0)[:, None]
    found = peaks(luck + heaps + seeds)
    assert found.two and found.share == pytest.approx(0.5)
