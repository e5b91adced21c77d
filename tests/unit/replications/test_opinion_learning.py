"""Banisch & Olbrich 2019: opinions learned from answers, beside the paper's own turn, and where one may trip."""

import numpy as np
import pytest

from sottovoce.day.express import WAITING
from sottovoce.errors import ReplicationError
from sottovoce.replications import load
from sottovoce.replications.opinion_learning.check import PACKAGE, connected, opinions, outcome
from sottovoce.replications.stage import people, scenario
from sottovoce.scenario.model import Network
from sottovoce.simulate import days
from sottovoce.society.state import NOTHING
from sottovoce.society.ties import pairs

SOME = {"n": 60, "sweeps": 120, "runs": 8}


def measure(**values):
    return load("opinion-learning").measure(**values)


def papers_turn(radius: float, n: int, sweeps: int, luck: int) -> bool:
    """Whether both opinions last where a friend answers at once with what he holds."""
    ties = next(
        t
        for k in range(500)
        if connected(t := pairs(Network(kind="geometric", radius=radius), n, 1000 * luck + k), n)
    )
    friends: list[list[int]] = [[] for _ in range(n)]
    for a, b in ties.tolist():
        friends[a].append(b)
        friends[b].append(a)
    rng = np.random.default_rng(luck)
    q = (rng.random((n, 2)) - 0.5).tolist()
    for _ in range(sweeps):
        for i, u, tries in zip(
            rng.integers(0, n, n).tolist(), rng.random(n), rng.random(n) < 0.1, strict=True
        ):
            j = friends[i][int(u * len(friends[i]))]
            said = int(q[i][1] > q[i][0]) ^ int(tries)
            answer = 1 if said == int(q[j][1] > q[j][0]) else -1
            q[i][said] = 0.9 * q[i][said] + 0.1 * answer
        if sum(b > a for a, b in q) in (0, n):
            return False
    return True


def test_beside_the_papers_turn():
    """The delayed answer, trials included, makes no other picture: sparse networks stay divided, dense ones do not."""
    ours = [measure(radius=r, n=60, sweeps=100, runs=12)["polarised"] for r in (0.22, 0.55)]
    theirs = [np.mean([papers_turn(r, 60, 100, luck) for luck in range(12)]) for r in (0.22, 0.55)]
    assert ours[0] > 0.6 > 0.4 > ours[1]
    assert theirs[0] > 0.6 > 0.4 > theirs[1]


def test_what_is_tried():
    """The other opinion is said with chance `explore`, silence with an eighth of it."""
    explore = 0.2
    asked = scenario(PACKAGE, {"citizens": 200, "days": 200, "voice.explore": explore * 17 / 8,
                               "voice.learn": 0.0, "voice.unlearn": 0.0, "society.network.radius": 0.2})  # fmt: skip
    society = people(asked)
    held = opinions(society)
    said = np.concatenate([np.where(society.state.said[0] == NOTHING, 7, np.sign(society.state.said[0])) * np.where(held, 1, -1)
                           for _ in days(asked, society)])  # fmt: skip
    said = said[np.abs(said) < 2]
    assert (said == -1).mean() == pytest.approx(explore, abs=0.01)
    assert (said == 0).mean() == pytest.approx(explore / 8, abs=0.004)


def test_only_what_was_said_is_answered():
    """Without trials a value moves by alpha towards the friend's last word, and waits for the next turn."""
    asked = scenario(PACKAGE, {"citizens": 2, "days": 40, "voice.explore": 0.0, "society.network.radius": 2.0, "voice.learn": 0.3,
                               "voice.unlearn": 0.3})  # fmt: skip
    society = people(asked, learned=np.array([[0.2, -0.1], [-0.2, 0.3], [0.0, 0.0]]))
    seen = []
    for _ in days(asked, society):
        seen.append(society.state.learned[:2].T.copy())
        assert set(np.unique(society.state.learned[WAITING])) <= {-1.0, 0.0, 1.0}
    steps = np.diff(np.array([[[0.2, -0.2], [-0.1, 0.3]], *seen]), axis=0)
    assert (np.abs(steps) > 0).any()
    assert np.abs(np.array(seen)).max() <= 1.0


def test_runs_add_up():
    found = measure(radius=0.3, **SOME, seed=4)
    each = [outcome(60, 0.3, 0.1, 0.1, 120, 4 * 1_000_003 + k) for k in range(8)]
    assert found["polarised"] == np.mean([o.polarised for o in each])
    assert found["sweeps_taken"] == np.mean([o.sweeps for o in each])
    assert all((o.minority == 0) == (not o.polarised) for o in each)
    assert all(o.congruent == 1 for o in each if not o.polarised)
    assert found["connected"] == 1


def test_longer_is_never_more_polarised():
    """The same luck: what has agreed by then has agreed."""
    few, many = (measure(radius=0.3, n=60, sweeps=s, runs=8)["polarised"] for s in (20, 200))
    assert many <= few


def test_nobody_knows_anybody():
    found = measure(n=30, radius=0.0, sweeps=20, runs=2)
    assert found["polarised"] == 1
    assert found["congruent"] is None
    assert found["connected"] == 0


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (
            {"explore": 0.5},
            "opinion-learning: explore: 0.5 given; allowed 0 to 0.47 (probability). Choose a value in that range.",
        ),
        ({"radius": -1}, "opinion-learning: radius: -1 given; allowed 0 to 2 (length). Choose a value in that range."),
        ({"sweep": 3}, 'opinion-learning: sweep: unknown parameter. Did you mean "sweeps"?'),
    ],
)  # fmt: skip
def test_what_cannot_be(values, text):
    with pytest.raises(ReplicationError) as caught:
        measure(**values)
    assert str(caught.value) == text
