"""Ye et al. 2019: private and expressed opinions, against the recursion written out here, and where one may trip."""

import numpy as np
import pytest

from sottovoce.errors import ReplicationError
from sottovoce.replications import load
from sottovoce.replications.private_expressed.check import subject


def measure(**values):
    return load("private-expressed").measure(**values)


def recursion(ties, start, lam, phi, own, times):
    """y and z after a number of days."""
    n = len(start)
    links = np.zeros((n, n))
    for a, b in ties:
        links[a, b] = links[b, a] = 1
    degree = links.sum(axis=1)
    y, z = start.copy(), start.copy()
    for _ in range(times):
        mean = links @ z / np.maximum(degree, 1)
        y = np.where(degree == 0, start, lam * (own * y + (1 - own) * mean) + (1 - lam) * start)
        z = np.where(degree == 0, y, phi * y + (1 - phi) * mean)
    return y, z


@pytest.mark.parametrize("network", ["complete", "ring", "communities"])
@pytest.mark.parametrize(
    ("n", "lam", "phi", "own"), [(2, 0.4, 0.3, 0.5), (9, 0.8, 0.6, 0.2), (12, 0.1, 0.95, 0.9)]
)
def test_the_limit(network, n, lam, phi, own):
    """Where our rules come to rest, the recursion does; the ordering of the theorem holds."""
    found = measure(network=network, n=n, lam=lam, phi=phi, self_weight=own, seed=3)
    y, z = recursion(found["ties"], np.array(found["start"]), lam, phi, own, 3000)
    assert found["private"] == pytest.approx(y, abs=1e-10)
    assert found["expressed"] == pytest.approx(z, abs=1e-10)
    assert (found["max_private"], found["min_expressed"]) == (max(found["private"]), min(found["expressed"]))
    if found["connected"]:
        assert found["max_private"] > found["max_expressed"] > found["min_expressed"] > found["min_private"]
    f, _ = recursion(found["ties"], np.array(found["start"]), lam, 1.0, own, 3000)
    assert found["distance_to_friedkin"] == pytest.approx(np.abs(y - f).max(), abs=1e-10)


def test_many_people_live_compiled():
    found = measure(network="communities", n=60, seed=2)
    y, _ = recursion(found["ties"], np.array(found["start"]), 0.5, 0.5, 0.5, 500)
    assert found["private"] == pytest.approx(y, abs=1e-10)
    assert len(set(found["start"])) == 60


def test_friedkin_is_phi_one():
    assert measure(phi=1.0, n=10)["distance_to_friedkin"] < 1e-10
    assert measure(phi=0.2, n=10)["distance_to_friedkin"] > 1e-4


def test_nobody_listens():
    """lam = 0: what is held stays; what is said still bends."""
    found = measure(lam=0.0, n=8)
    assert found["private"] == pytest.approx(found["start"], abs=1e-15)
    assert found["max_expressed"] < found["max_private"]


def test_consensus():
    """lam = phi = 1 is DeGroot's model: all agree in the end."""
    found = measure(lam=1.0, phi=1.0, n=6)
    assert found["max_private"] == pytest.approx(found["min_private"], abs=1e-10)
    assert found["max_private"] == pytest.approx(np.mean(found["start"]), abs=1e-9)
    assert found["distance_to_friedkin"] < 1e-9


def test_the_subject_of_asch():
    assert subject(0.5, 0.5, 0.5) == pytest.approx((2 / 3, 1 / 3), abs=1e-10)
    assert subject(0.0, 0.25, 0.5) == pytest.approx((1.0, 0.25), abs=1e-10)


def test_the_seed_draws_the_opinions():
    assert measure(n=5, seed=1)["start"] == measure(n=5, seed=1, phi=0.9)["start"]
    assert measure(n=5, seed=1)["start"] != measure(n=5, seed=2)["start"]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"lam": 1.2}, "private-expressed: lam: 1.2 given; allowed 0 to 1 (share). Choose a value in that range."),
        ({"phii": 1}, 'private-expressed: phii: unknown parameter. Did you mean "phi"?'),
        (
            {"n": 6000},
            "private-expressed: n: 6,000 given; allowed 2 to 5,000 where network is complete. Choose fewer people.",
        ),
        (
            {"n": 2, "phi": 0.0, "lam": 0.5},
            "private-expressed: lam, phi: 0.5, 0 given; opinions still move after 2,000 times in this network. "
            "Choose a smaller lam or a larger phi.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be(values, text, monkeypatch):
    from sottovoce.replications.private_expressed import check

    old = check.setting
    monkeypatch.setattr(check, "setting", lambda *a: old(*a).model_copy(update={"days": 2000}))
    with pytest.raises(ReplicationError) as caught:
        measure(**values)
    assert str(caught.value) == text
