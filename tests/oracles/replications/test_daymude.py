"""Optimal dissent: the program's choice rule beside a plain search for the best act.

Would be noticed: `>` for `>=` at tau; P(a) = nu + a; the proportional punishment counted from 0; the best of equals the
smallest; d_pro not held inside [tau, delta]; a menu that leaves the bend at tau or d_pro out.
"""

import math
import random

import pytest

from sottovoce.replications import load

from .daymude_again import measure

GRAIN = 2.0**-16  # wishes and tau are counted in these when a choice is made

# beta, delta, nu, tau, psi: one end or equality each
EDGES = [
    (0, 0.5, 0.5, 0.25, 0),  # everything is worth the same: all of the wish
    (0, 0.5, 0.5, 0.25, 1),  # no boldness
    (0, 0.5, 0, 0, 1),  # nothing to gain, silence is never seen
    (1, 0.5, 0.5, 0.5, 2),  # wish equal to tolerance
    (1, 0.5 + GRAIN, 0.5, 0.5, 2),
    (1, 0.5 - GRAIN, 0.5, 0.5, 2),
    (1, 1, 1, 0.25, 0.5),  # seen for sure
    (1, 1, 1, 0.25, 1),  # seen for sure and beta = psi
    (1, 1, 1, 0.25, 2),
    (1, 1, 0, 0, 4),  # nothing is tolerated, silence never seen
    (1, 1, 0, 0.25, 1),  # beta = (1 - nu) psi
    (0.125, 1, 0.5, 0, 1000),
    (3, 0, 0.5, 0, 1),  # no wish
    (3, 1, 0.5, 1, 1),  # everything is tolerated
    (1, 0.75, 0.2, 0.25, 0),
    (2**-20, 0.75, 0.25, 0.25, 2**-21),
    (100, 1, 0.25, 0.25, 50),
]


def drawn(number: int) -> list[tuple]:
    """Settings on the program's grid: wishes and tau in 1/65536, beta, nu and psi in 1/4096."""
    luck = random.Random(2025)
    out = []
    while len(out) < number:
        delta, tau = (luck.randrange(65537) / 65536 for _ in range(2))
        beta, psi = luck.randrange(12289) / 4096, luck.randrange(12289) / 4096
        out.append((beta, delta, luck.randrange(4097) / 4096, tau, psi))
    return out


def near_a_boundary(beta, delta, nu, tau, psi, punishment) -> bool:
    """Where the declaration lets the choice fall on either side, tau apart (there the grid is exact)."""
    if punishment == "uniform":
        if abs(beta - (1 - nu) * psi) <= 1e-6 * max(beta, 1e-9) and psi > 0:
            return True
        d = measure(beta, delta, nu, tau, psi, punishment)["d_critical"]
        return math.isfinite(d) and abs(delta - d) <= GRAIN
    return False


@pytest.mark.slow(4)
@pytest.mark.parametrize("punishment", ["uniform", "proportional"])
@pytest.mark.parametrize("setting", EDGES + drawn(60))
def test_the_act_and_where_it_turns(setting, punishment):
    names = ("beta", "delta", "nu", "tau", "psi")
    given = {**dict(zip(names, setting, strict=True)), "punishment": punishment}
    theirs, mine = load("daymude").measure(**given), measure(**given)
    if math.isinf(mine["d_critical"]):
        assert theirs["d_critical"] == mine["d_critical"]
    else:
        assert theirs["d_critical"] == pytest.approx(mine["d_critical"], rel=1e-9, abs=1e-12)
    if near_a_boundary(**given):
        return
    assert theirs["act"] == pytest.approx(mine["act"], abs=1e-12)
    assert theirs["phase"] == mine["phase"]


def test_off_the_grid_too():
    luck = random.Random(8)
    for _ in range(30):
        given = {name: luck.random() for name in ("delta", "nu", "tau")}
        given |= {
            "beta": luck.expovariate(1),
            "psi": luck.expovariate(0.7),
            "punishment": luck.choice(["uniform", "proportional"]),
        }
        if near_a_boundary(**given) or abs(given["delta"] - given["tau"]) < 2 * GRAIN:
            continue
        theirs, mine = load("daymude").measure(**given), measure(**given)
        assert theirs["act"] == pytest.approx(mine["act"], abs=1e-12), given
        assert theirs["phase"] == mine["phase"], given


def test_the_published_figures():
    at = {"beta": 1, "tau": 0.25}
    assert measure(**at, nu=0.2, psi=0.6)["d_critical"] == pytest.approx(0.7115, abs=5e-5)
    for delta, act in ((0.2, 0.2), (0.3, 0.25), (0.7115, 0.25), (0.7116, 0.7116), (1, 1)):
        assert measure(**at, delta=delta, nu=0.2, psi=0.6)["act"] == pytest.approx(act)
    assert {measure(**at, delta=k / 20, nu=0.2, psi=2)["act"] for k in (5, 6, 12, 20)} == {0.25}
    for delta in (0.5, 0.7, 1):
        assert measure(**at, delta=delta, nu=0.2, psi=1, punishment="proportional")["act"] == pytest.approx(
            min(delta, 0.625)
        )
        assert measure(**at, delta=delta, nu=1, psi=0.6, punishment="proportional")["act"] == delta
        assert measure(**at, delta=delta, nu=1, psi=2, punishment="proportional")["act"] == 0.25
