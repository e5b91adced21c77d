"""What friends tell: our scores beside Bayes' rule, on the societies that are handed out; who is drawn; and the gain to be expected.

Would be noticed: friends averaged instead of summed; tau for 1 - tau in equations 22 and 23; signs of a friend turned; a friend's
friends counted; one of two directions of a tie left out; an expected gain over half of those whom a person meets.
"""

import math
from itertools import product

import pytest

from sottovoce.replications import load

from .alike import SIGMAS, apart
from .network_evidence_again import chances, expected_gain, measure

SETTINGS = [  # error, same, other, doubt, n, met
    (0.3, 1.0, 0.3, 0.0, 200, 8.0), (0.05, 1.0, 0.0, 0.0, 60, 12.0), (0.45, 0.4, 0.1, 0.0, 120, 30.0), (0.2, 1.0, 1.0, 0.0, 50, 5.0),
    (0.3, 1.0, 0.3, 0.2, 200, 8.0), (0.1, 1.0, 0.7, 0.45, 100, 20.0), (0.4, 1.0, 0.0, 0.1, 90, 15.0), (0.3, 0.2, 0.05, 0.0, 2, 1.0),
    (0.3, 1.0, 0.3, 0.0, 30, 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("error", "same", "other", "doubt", "n", "met"), SETTINGS)
@pytest.mark.parametrize("seed", [1, 2])
def test_scores(error, same, other, doubt, n, met, seed):
    theirs = load("network-evidence").measure(
        error=error, same=same, other=other, doubt=doubt, n=n, met=met, seed=seed
    )
    mine = measure(theirs["types"], theirs["signals"], theirs["ties"], error, same, other, doubt)
    assert theirs["log_odds"] == pytest.approx(mine["log_odds"], abs=2e-9)
    assert theirs["gain"] == pytest.approx(mine["gain"], abs=1e-9)
    assert theirs["friend"] == pytest.approx(mine["friend"], abs=1e-12)


def test_who_is_drawn():
    """Ties, wrong signals and types, in standard errors."""
    error, same, other, n, met = 0.2, 0.9, 0.3, 400, 12.0
    like = unlike = wrong = high = people = 0
    pairs = {True: 0, False: 0}
    for seed in range(1, 13):
        found = load("network-evidence").measure(error=error, same=same, other=other, n=n, met=met, seed=seed)
        types = found["types"]
        alike = [types[a] == types[b] for a, b in found["ties"]]
        like, unlike = like + sum(alike), unlike + len(alike) - sum(alike)
        up = types.count(1)
        pairs[True] += math.comb(up, 2) + math.comb(n - up, 2)
        pairs[False] += up * (n - up)
        wrong += sum(x != y for x, y in zip(types, found["signals"], strict=True))
        high, people = high + up, people + n

    def off(count: int, of: int, chance: float) -> float:
        return abs(count - of * chance) / math.sqrt(of * chance * (1 - chance))

    assert off(like, pairs[True], met / (n - 1) * same) < SIGMAS
    assert off(unlike, pairs[False], met / (n - 1) * other) < SIGMAS
    assert off(wrong, people, error) < SIGMAS
    assert off(high, people, 0.5) < SIGMAS


@pytest.mark.parametrize(("other", "doubt"), [(0.0, 0.0), (0.3, 0.2), (0.6, 0.45)])
def test_equations_22_and_23(other, doubt):
    """They are what they say: a tie is made where its worth exceeds doubt, if both take the other for one of their own type, else 1 - doubt."""
    q = []
    for alike in (True, False):
        chance = 0.0
        for wrong in product((False, True), repeat=2):
            both = all(alike != w for w in wrong)
            needed = doubt if both else 1 - doubt
            chance += (1 - needed * (1 - other)) * math.prod(doubt if w else 1 - doubt for w in wrong)
        q.append(chance)
    if doubt:
        assert chances(1.0, other, doubt) == pytest.approx(q)
    else:
        assert chances(1.0, other) == (1.0, other) == pytest.approx(q)


@pytest.mark.slow(5)
@pytest.mark.parametrize(
    "given",
    [{}, {"other": 0.7}, {"other": 0.3, "doubt": 0.2}, {"error": 0.1, "n": 60, "met": 20.0}, {"same": 0.5, "other": 0.1}],
    ids=str,
)  # fmt: skip
def test_the_gain_to_be_expected(given):
    """Mean gain of the societies that are handed out, beside a sum over own signal and friends by signal."""
    gains = [load("network-evidence").measure(seed=k, **given)["gain"] for k in range(1, 41)]
    assert abs(apart(expected_gain(**given), 10**9, gains)) < SIGMAS


def test_the_gain_that_the_check_expects():
    """The sum that the target rests on is mine; it is 0 where types do not matter."""
    from sottovoce.replications.network_evidence.check import befriends, expectation

    for error, other, doubt, n, met in [
        (0.3, 0.3, 0.0, 200, 8.0),
        (0.1, 0.5, 0.2, 50, 6.0),
        (0.3, 0.0, 0.0, 5, 4.0),
    ]:
        theirs = expectation(error, *befriends(1.0, other, doubt), n, met)
        assert theirs == pytest.approx(expected_gain(error, 1.0, other, doubt, n, met), abs=1e-12)
    assert expected_gain(other=1.0) == pytest.approx(0, abs=1e-15)
