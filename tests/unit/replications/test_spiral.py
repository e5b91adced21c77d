"""Ross et al. 2019: the spiral of silence, against the recursion written out here on the same network, and where one may trip."""

import math

import numpy as np
import pytest

from sottovoce.errors import ReplicationError
from sottovoce.replications import load
from sottovoce.replications.spiral.check import ALWAYS, luck, outcome, setting, society_of
from sottovoce.society.state import GRID


def measure(**values):
    return load("spiral").measure(**values)


def confidence(c):
    return max(2 / (1 + math.exp(-c)) - 1, 0)


@pytest.mark.parametrize(
    ("c", "supporters", "opponents", "threshold"),
    [(1.5, 1, 3, 0.5), (0.2, 0, 0, 0.05), (0.0, 5, 0, 0.4), (2.0, 0, 7, 0.3), (-3.0, 2, 1, 0.0), (0.4, 3, 3, 0.19)],
)  # fmt: skip
def test_one_citizen(c, supporters, opponents, threshold):
    found = measure(c=c, supporters=supporters, opponents=opponents, threshold=threshold)
    heard = supporters + opponents
    after = c + ((supporters - opponents) / heard if heard else 0)
    assert found["confidence_before"] == pytest.approx(confidence(c), abs=1e-12)
    assert found["confidence_after"] == pytest.approx(confidence(after), abs=1e-12)
    assert found["speaks"] is (confidence(after) > threshold)
    assert found["hub_wins"] is None


def test_equal_is_silent():
    assert measure(c=0.0, supporters=1, opponents=1, threshold=0.0)["speaks"] is False
    assert measure(c=0.1, supporters=1, opponents=1, threshold=0.0)["speaks"] is True


def test_the_figure_of_the_paper():
    """c 1.5, one for and three against: 1."""
    assert measure(c=1.5)["confidence_after"] == pytest.approx(2 / (1 + math.exp(-1)) - 1, abs=1e-12)


@pytest.mark.parametrize(("form", "stop"), [("code", 1e-4), ("text", 1e-3), ("code", 0.02)])
@pytest.mark.parametrize(("m", "bots", "weight"), [(1, 0, 1.0), (2, 12, 1.0), (3, 20, 0.25), (1, 8, 4.0)])
def test_a_society_follows_the_recursion(m, bots, weight, form, stop):
    """The same ties, thresholds and starts: the same end after the same number of steps."""
    n, seed = 120, luck(5, 2)
    asked = setting(n, m, bots, seed, 2.5, "synchronous")
    state = society_of(asked, n, weight).state
    side, loud = np.sign(state.opinion), np.abs(state.opinion) / GRID
    assert (loud[:n] / loud[n:].max(initial=0) == pytest.approx(1 / weight)) if bots else (loud == 1).all()
    assert (state.threshold[n:] == ALWAYS).all()
    assert (side[n:] == -1).all()
    c = np.where(side > 0, state.learned[0], state.learned[1])
    links = np.zeros((n + bots, n + bots))
    for i in range(n + bots):
        links[i, state.friend[state.first[i] : state.first[i + 1]]] = 1
    shown = np.array([confidence(x) for x in c])
    steps = 0
    for steps in range(1, 4000):  # noqa: B007
        speaks = shown > state.threshold
        said, volume = links @ (side * loud * speaks), links @ (loud * speaks)
        c = c + np.divide(side * said, volume, out=np.zeros(len(c)), where=volume > 0)
        if form == "text":
            c = np.maximum(c, 0)
        new = np.array([confidence(x) for x in c])
        moved, shown = np.abs(new - shown)[:n].max(), new
        if moved <= stop:
            break
    speaks = (shown > state.threshold)[:n]
    plus, minus = (int((speaks & (side[:n] == s)).sum()) for s in (1, -1))
    hub = side[links[:n].sum(axis=1).argmax()]
    winner = np.sign(plus - minus)
    wins = (0.5, 0.5) if winner == 0 else (float(winner == hub), float(winner == -1))
    found = outcome(n, m, bots, weight, seed, 2.5, form, stop, "synchronous")
    assert found == (*wins, max(plus, minus), min(plus, minus), steps, True)


def test_a_fixed_point():
    """One after another: other steps, and an end at which everybody stands still under the same rule."""
    a = outcome(80, 2, 0, 1.0, 9, 2.5, "code", 1e-4, "sequential")
    assert a.settled
    assert 0 <= a.smaller <= a.larger <= 80
    assert a != outcome(80, 2, 0, 1.0, 9, 2.5, "code", 1e-4, "synchronous")


def test_bots_do_win():
    few, many = (measure(n=100, m=2, bots=bots, runs=12)["bots_win"] for bots in (0, 40))
    assert few < 0.9 < many


def test_quantities_of_many_runs():
    found = measure(n=60, m=2, runs=4, seed=3)
    each = [outcome(60, 2, 0, 1.0, luck(3, k), 2.5, "code", 1e-4, "synchronous") for k in range(4)]
    steps = sorted(o.steps for o in each)
    assert found["steps"] == pytest.approx(np.mean(steps))
    assert found["steps_low"] == pytest.approx(0.85 * steps[0] + 0.15 * steps[1])  # at .05 of 3 gaps
    assert found["steps_high"] == pytest.approx(0.85 * steps[3] + 0.15 * steps[2])
    assert found["hub_wins"] == pytest.approx(np.mean([o.hub for o in each]))
    assert found["minority"] == pytest.approx(np.mean([o.smaller for o in each]) / 60)
    assert found["dominance"] == pytest.approx(np.mean([o.larger / (o.larger + o.smaller) for o in each]))
    assert found["unsettled"] == 0
    assert found["speaks"] is None


def test_a_smaller_stop_comes_later():
    """The same societies, lived on; who speaks for what is settled before."""
    strict, loose = (measure(n=80, m=2, runs=5, stop=stop) for stop in (1e-5, 1e-2))
    assert strict["steps"] > loose["steps"] + 4


def test_steps_are_judged_over_many_runs_or_not_at_all():
    """Heavy tails: no quick target is about steps."""
    for target in load("spiral").paper.targets:
        if "steps" in target.claim:
            assert target.slow, target.claim
            assert target.settings["runs"] == 1000, target.claim


def test_the_smallest_society():
    found = measure(n=2, m=1, runs=5)
    assert found["unsettled"] == 0


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"n": 3, "m": 3}, "spiral: n: 3 given; allowed m + 1 = 4 or more. Choose more people or a smaller m."),
        (
            {"exponent": 2.0},
            "spiral: exponent: 2 given; allowed above 2 to 100 (exponent). Choose a value in that range.",
        ),
        (
            {"n": 50, "c": 0.1},
            "spiral: n, c given together; allowed n, m, bots, weight, runs, seed, exponent, form, stop, order; or c, supporters, opponents, "
            "threshold. Leave out what belongs to the other way.",
        ),
        ({"form": "txt"}, 'spiral: form: "txt" given; allowed "code", "text". Did you mean "text"?'),
    ],
)  # fmt: skip
def test_what_cannot_be(values, text):
    with pytest.raises(ReplicationError) as caught:
        measure(**values)
    assert str(caught.value) == text
