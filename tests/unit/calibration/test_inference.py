"""Inference on functions whose posterior is known, and a gate that lets it through and stops wrong ones."""

import math

import numpy as np
import pytest

from sottovoce.calibration import inference
from sottovoce.calibration.inference import Posterior, band, gate, posterior, predicted, published, weighted

ROWS, NOISE = 4000, 0.05


@pytest.fixture(scope="module")
def line():
    """Two coordinates, even; numbers: their mean, and the first again, each with noise. The third coordinate does nothing."""
    luck = np.random.default_rng(1)
    places = luck.random((ROWS, 3))
    means = np.column_stack([places[:, :2].mean(axis=1), places[:, 0]])
    return places, means + luck.normal(0, NOISE, means.shape)


def exact(at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and sd of both coordinates given the numbers, by a fine grid."""
    grid = (np.arange(400) + 0.5) / 400
    a, b = np.meshgrid(grid, grid, indexing="ij")
    log = -(((a + b) / 2 - at[0]) ** 2 + (a - at[1]) ** 2) / (2 * NOISE**2)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    means = np.array([(weight * a).sum(), (weight * b).sum()])
    return means, np.sqrt([(weight * (a - means[0]) ** 2).sum(), (weight * (b - means[1]) ** 2).sum()])


@pytest.mark.parametrize("at", [(0.5, 0.5), (0.4, 0.3), (0.6, 0.75)])
def test_a_known_posterior(line, at):
    """Means and spreads are those of the exact posterior; what does nothing stays as it was."""
    found = posterior(*line, np.array(at))
    means, sds = exact(np.array(at))
    assert found.mean[:2] == pytest.approx(means, abs=0.02)
    assert found.sd[:2] == pytest.approx(sds, rel=0.25)
    assert found.decided[2] == pytest.approx(1.0, abs=0.1)
    assert found.decided[0] < 0.3
    assert found.weights.sum() == pytest.approx(1.0)
    assert ((found.places >= 0) & (found.places <= 1)).all()


def test_without_adjustment_it_is_too_wide(line):
    """The rows by themselves hold what the distance lets in: the lines take it out."""
    found = posterior(*line, np.array([0.5, 0.5]))
    raw = line[0][found.rows]
    assert raw[:, 0].std() > 1.5 * found.sd[0]


def test_the_gate_lets_a_right_posterior_through(line):
    found = gate(*line, 1000)
    assert found.passed
    assert found.counts.shape == (3, inference.BINS)
    assert (found.counts.sum(axis=1) == 1000).all()


def test_some_truths_by_their_rows(line):
    """Those near to a number, for a gate where it counts."""
    rows = posterior(*line, np.array([0.5, 0.5])).rows
    found = gate(*line, rows.tolist())
    assert found.passed
    assert found.counts[0].sum() == len(rows)


def planted(how):
    """A posterior that is wrong in a known way."""

    def infer(places, said, at, near, leave):
        found = posterior(places, said, at, near, leave)
        return Posterior(how(found.places, found.mean), found.weights, found.rows)

    return infer


@pytest.mark.parametrize(
    "how",
    [
        lambda places, mean: mean + 0.6 * (places - mean),
        lambda places, mean: mean + 1.8 * (places - mean),
        lambda places, mean: places + 0.04,
    ],
    ids=["too sure", "not sure enough", "beside it"],
)
def test_the_gate_stops_a_wrong_one(line, how):
    found = gate(*line, 1000, infer=planted(how))
    assert not found.passed
    assert found.out[0]


def test_a_truth_is_not_in_its_own_table(line):
    """A row that is left out is not among the nearest."""
    assert 7 in posterior(*line, line[1][7]).rows
    assert 7 not in posterior(*line, line[1][7], leave=7).rows


def test_the_band_holds_all_bins_at_once():
    """Even ranks leave it in one of a hundred sets of histograms at most."""
    low, high = band(1000, 5)
    luck = np.random.default_rng(3)
    counts = luck.multinomial(1000, np.full(inference.BINS, 1 / inference.BINS), (2000, 5))
    out = ((counts < low) | (counts > high)).any(axis=(1, 2)).mean()
    assert 0.0005 < out < 0.02
    assert band(1000, 50)[0] < low < 50 < high < band(1000, 50)[1]


def test_what_is_published_is_within_its_band():
    numbers = np.zeros((5000, 2))
    said = published(numbers, np.array([0.1, 0.3]))
    assert np.abs(said[:, 0]).max() <= 0.1
    assert said[:, 1].std() == pytest.approx(0.3 / math.sqrt(3), rel=0.05)
    assert np.array_equal(said, published(numbers, np.array([0.1, 0.3])))
    assert abs(np.corrcoef(said.T)[0, 1]) < 0.05


def test_a_withheld_number_is_predicted(line):
    """From the mean of both coordinates follows the first, as far as the second lets it."""
    values, weights = predicted(line[1], np.array([True, False]), np.array([0.5, 9.9]), line[1][:, [1]])
    low, middle, high = weighted(values, weights, (0.025, 0.5, 0.975))[:, 0]
    assert middle == pytest.approx(0.5, abs=0.05)
    assert low < 0.2 < 0.8 < high


def test_quantiles_by_weight():
    values = np.array([[3.0], [1.0], [2.0]])
    assert weighted(values, np.array([0.0, 0.5, 0.5]), (0.25, 0.75))[:, 0] == pytest.approx([1.0, 2.0])
