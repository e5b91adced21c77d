"""What friends tell: our scores beside Bayes' rule, on the societies that are handed out; and who is drawn.

Would be noticed: friends averaged instead of summed; tau for 1 - tau in equations 22 and 23; signs of a friend turned; a friend's
friends counted; one of two directions of a tie left out.
"""

import math

import pytest

from sottovoce.replications import load

from .network_evidence_again import friendship, gain, log_odds

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
    mine = log_odds(theirs["signals"], theirs["ties"], error, same, other, doubt)
    assert theirs["log_odds"] == pytest.approx(mine, abs=2e-9)
    assert theirs["gain"] == pytest.approx(gain(theirs["types"], theirs["signals"], mine, error), abs=1e-9)


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

    assert off(like, pairs[True], met / (n - 1) * friendship(1, 1, same, other, 0)) < 4.5
    assert off(unlike, pairs[False], met / (n - 1) * friendship(1, -1, same, other, 0)) < 4.5
    assert off(wrong, people, error) < 4.5
    assert off(high, people, 0.5) < 4.5


def test_equations_22_and_23():
    tau, p1 = 0.2, 0.3
    p_tau, p_rest = 1 - tau * (1 - p1), 1 - (1 - tau) * (1 - p1)
    same = (1 - tau) ** 2 * p_tau + (1 - (1 - tau) ** 2) * p_rest
    other = tau**2 * p_tau + (1 - tau**2) * p_rest
    assert friendship(1, 1, 1, p1, tau) == pytest.approx(same)
    assert friendship(1, -1, 1, p1, tau) == pytest.approx(other)
