"""What was published is what our rules do: the quick targets of the quick replications, and edges where one may trip."""

import math

import numpy as np
import pytest

from sottovoce.errors import ReplicationError
from sottovoce.replications import load

# Quick enough to be checked each time; the others have smaller versions of their own in this folder.
QUICK = ("daymude-population", "kuran", "unravelling", "tournament", "katz")


@pytest.mark.slow(5)
@pytest.mark.parametrize("name", QUICK)
def test_every_quick_target_holds(name):
    check = load(name).check()
    assert [(j.target.claim, j.measured) for j in check.missed] == []


@pytest.mark.slow
def test_what_is_missed_is_named():
    """Two equilibria in a corner of our parameters, and the study says that there is a range."""
    check = load("heckathorn").check()
    assert [j.target.check for j in check.missed] == ["robust"]
    assert {j.target.level for j in check.judged} == {"illustration"}


def refused(name: str, **values) -> str:
    with pytest.raises(ReplicationError) as caught:
        load(name).measure(**values)
    return str(caught.value)


# ---- friend drag and Katz ----


@pytest.mark.slow(3)
@pytest.mark.parametrize("w", [0.0, 0.3, 0.95])
def test_a_dyad(w):
    found = load("friend-drag").measure(network="dyad", w=w)
    assert found["v00"] == pytest.approx(1 / (1 + w), abs=1e-9)
    assert found["v01"] == pytest.approx(w / (1 + w), abs=1e-9)
    assert found["var_ratio"] == pytest.approx(((1 - w) / (1 + w)) ** 2, abs=1e-8)


def test_the_additive_form_amplifies():
    found = load("friend-drag").measure(network="dyad", w=0.5, form="additive")
    assert found["v00"] == pytest.approx(4 / 3, abs=1e-9)
    assert found["v01"] == pytest.approx(2 / 3, abs=1e-9)


@pytest.mark.parametrize("network", ["ring", "complete", "communities"])
def test_the_final_scores_solve_the_equation(network):
    """V, the errors and the ratio from the files and ties that are handed out, by plain algebra."""
    n, w = 12, 0.4
    found = load("friend-drag").measure(network=network, n=n, w=w, seed=4)
    links = np.zeros((n, n))
    ties = {
        "ring": [(i, (i + 1) % n) for i in range(n)],
        "complete": [(i, j) for i in range(n) for j in range(i)],
        "communities": found["ties"],
    }[network]
    for a, b in ties:
        links[a, b] = links[b, a] = 1
    links[links.sum(axis=1) == 0, links.sum(axis=1) == 0] = 1
    matrix = links / links.sum(axis=1)[:, None]
    v = (1 - w) * np.linalg.inv(np.eye(n) - w * matrix)
    base = np.array(found["base"])
    assert found["v00"] == pytest.approx(v[0, 0], abs=1e-9)
    assert found["v01"] == pytest.approx(v[0, 1], abs=1e-9)
    assert found["var_ratio"] == pytest.approx(np.var(v @ base) / np.var(base), abs=1e-8)
    score = base
    for error in found["error_after"]:
        score = (1 - w) * base + w * matrix @ score
        assert error == pytest.approx(np.abs(score - v @ base).max(), abs=2e-6)


def test_errors_shrink_with_every_sweep():
    for w in (0.15, 0.6):
        errors = load("friend-drag").measure(network="ring", n=9, w=w)["error_after"]
        assert all(e <= w**t for t, e in enumerate(errors, 1))


def test_networks_that_cannot_be():
    assert refused("friend-drag", network="ring", n=2) == (
        "friend-drag: n: 2 given; allowed 3 or more where network is ring. Choose dyad, or more citizens."
    )
    assert refused("friend-drag", w=0.96) == (
        "friend-drag: w: 0.96 given; allowed 0 to 0.95 (share). Choose a value in that range."
    )
    assert refused("katz", network="complete", n=5, lam=0.25) == (
        "katz: lam: 0.25 given; allowed below 0.25 in this network, the inverse of its largest eigenvalue: the sum over walks "
        "has no end beyond. Choose a smaller one."
    )


@pytest.mark.parametrize(
    ("values", "centrality"),
    [
        ({"network": "dyad", "lam": 0.9}, [10, 10]),
        ({"network": "ring", "n": 5, "lam": 0.3}, [2.5] * 5),
        ({"network": "complete", "n": 4, "lam": 0.2}, [2.5] * 4),
        ({"network": "star", "n": 5, "lam": 0.25}, [8 / 3] + [5 / 3] * 4),
        ({"network": "star", "n": 4, "lam": 0.0}, [1] * 4),
    ],
)
def test_centrality(values, centrality):
    assert load("katz").measure(**values)["centrality"] == pytest.approx(centrality, rel=1e-8)


# ---- thresholds ----


@pytest.mark.parametrize(
    ("thresholds", "final"),
    [
        (range(100), 100),
        ([0, 2, *range(2, 100)], 1),
        ([0], 1),
        ([1], 0),
        ([0, 0, 0, 3], 4),  # equal is enough
        ([0, 0, 0, 4], 3),  # a share of everybody is never reached without the last one
        ([5, 5, 5], 0),
        ([-1, 1, 200], 2),
        ([0.5, 0, 1.5], 3),  # 1.5 people are two
        ([0, 1, 1, 1, 5, 5], 4),
        ([0.0, 1.0000000001, 3], 2),
    ],
)
def test_cascades(thresholds, final):
    assert load("granovetter").measure(thresholds=thresholds)["final"] == final


def test_a_law_of_thresholds():
    g = load("granovetter")
    still = g.measure(mean=25, sd=0, n=100, draws=2)
    assert (still["final"], still["p_above_90"], still["sd_critical"]) == (0.0, 0.0, None)
    wide = g.measure(mean=25, sd=1e5, n=1000, draws=2)
    assert wide["final"] == pytest.approx(50, abs=5)
    everybody = g.measure(mean=-5, sd=0, n=7, draws=1)
    assert (everybody["final"], everybody["p_above_90"]) == (100.0, 1.0)
    assert g.measure(mean=25, sd=12.2, n=50, draws=8, seed=3) == g.measure(
        mean=25, sd=12.2, n=50, draws=8, seed=3
    )
    assert refused("granovetter", thresholds=[1], mean=3) == (
        "granovetter: thresholds, mean given together; allowed thresholds; or mean, sd, n, draws, seed. Leave out what belongs "
        "to the other way."
    )


def test_the_jump_for_infinitely_many():
    """Smallest root of r = F(r) on both sides of the jump."""
    from sottovoce.replications.granovetter.check import FINE, Crowd, equilibrium, needed, quantiles

    crowd = Crowd(FINE)
    for sd in (8.0, 12.0, 12.6, 30.0):
        found = 100 * crowd.path(needed(quantiles(25, sd, FINE)))[-1] / FINE
        assert found == pytest.approx(equilibrium(25, sd), abs=0.05)


def test_a_crowd_is_a_complete_network():
    """The count that is handed to the choice rule is the one that a complete network sums, tie by tie."""
    from sottovoce.machine.plain import Plain
    from sottovoce.replications.granovetter.check import PACKAGE, Crowd, needed
    from sottovoce.replications.stage import people, scenario
    from sottovoce.simulate import days

    luck = np.random.default_rng(2)
    for _ in range(4):
        n = int(luck.integers(5, 18))
        wanted = needed(luck.normal(0.35 * n, 0.3 * n, n))
        asked = scenario(PACKAGE, {"citizens": n, "days": n + 2, "society.network.kind": "complete"})
        society = people(asked, threshold=(np.clip(wanted, 0, n + 1) - 0.5) / n)
        path = [int((society.state.said[0] > 0).sum()) for _ in days(asked, society, machine=Plain())]
        assert path[-1] == Crowd(n).path(wanted)[-1]


def test_kuran_goes_by_the_exact_share():
    k = load("kuran")
    assert k.measure(thresholds=[0, 33.4, 66])["final"] == pytest.approx(100 / 3)
    assert k.measure(thresholds=[0, 33.3, 66.6])["final"] == 100.0
    assert k.measure(thresholds=[0, 10, 20, 30, 40, 50, 60, 70, 80, 90])["final"] == 100.0
    assert k.measure()["path"] == [0.0, 10.0]


# ---- opting in, gaming ----


@pytest.mark.parametrize(
    ("values", "final"),
    [
        ({"cost": 0.5}, 0.0),
        ({"cost": 0.7}, 0.0),
        ({"cost": 0.0, "n": 10, "rounds": 12}, 0.9),  # the last gains nothing
        ({"cost": 0.1, "rounds": 1, "n": 1000}, 0.4),
        ({"cost": 0.1, "n": 1}, 0.0),
        ({"cost": 0.1, "law": "exponential", "rounds": 1}, math.exp(-1.2)),
    ],
)
def test_who_opts_in(values, final):
    found = load("unravelling").measure(**values)
    assert found["final"] == pytest.approx(final, abs=1.1e-4)
    assert len(found["share_by_round"]) == values.get("rounds", 20)


@pytest.mark.parametrize(
    ("theta", "kappa", "bunching", "rewarded"),
    [
        (0.7, 5.0, 0.2, 0.5),
        (0.1, 5.0, 0.1, 1.0),
        (1.2, 2.5, 0.0, 0.2),
        (0.5, 1e5, 0.0, 0.5),
        (2.0, 0.6, 0.0, 0.0),
    ],
)
def test_gaming(theta, kappa, bunching, rewarded):
    """Where the cut-off is above every type, those within reach of it are rewarded and bunch there too."""
    found = load("cutoff-gaming").measure(theta=theta, kappa=kappa, n=1500)
    wanted = rewarded if theta > 1 else bunching
    assert found["bunching"] == pytest.approx(wanted, abs=0.045)
    assert found["rewarded"] == pytest.approx(rewarded, abs=0.045)
    assert found["mean_type"] is None or found["mean_type"] > 1 - 0.6 * rewarded - 0.1


def test_everybody_within_reach_stands_exactly_on_the_edge():
    from sottovoce.replications.cutoff_gaming.check import exactly

    assert exactly(True) == 0


# ---- the authority ----


def small(**values):
    return load("daymude-authority").measure(**{"n": 200, "rounds": 60, "mean_beta": 1.0} | values)


def test_three_rules_of_acceptance_differ():
    """Same people, same luck of moves: what a change is compared with decides where the authority goes."""
    ends = [small(accept=accept, seed=3) for accept in ("last", "incumbent", "fresh")]
    assert len({(e["tau"], e["psi"], e["nu"]) for e in ends}) == 3
    assert small(accept="last", seed=3) == ends[0]


def test_an_authority_that_cannot_move_stays():
    end = small(step=1e-12)
    assert (end["tau"], end["psi"], end["nu"]) == pytest.approx((0.25, 0.1, 0.1), abs=1e-9)
    assert end["suppressed"] is False
    assert end["suppression_round"] is None


def test_suppression_is_judged_over_a_window():
    from sottovoce.replications.daymude_authority.check import suppression

    assert suppression(np.array([4.0, 4, 0, 0, 0]), 2, 1.0) == 4
    assert suppression(np.array([4.0, 4, 4]), 2, 1.0) is None
    assert suppression(np.array([0.0, 9]), 2, 1.0) is None


def test_the_strictest_authority_silences():
    end = small(start_tau=0.0, start_psi=1000.0, start_nu=1.0, step=1e-9, window=10)
    assert end["expressed_share"] < 0.01
    assert (end["suppressed"], end["suppression_round"]) == (True, 10)


# ---- beside the count ----


def test_what_friends_tell_by_hand():
    """Two friends of low signal, and one of high: own signal and friends' are summed, whoever else there is."""
    from sottovoce.replications.network_evidence.check import friend, log_odds, own

    signals, ties = np.array([1, -1, -1, 1]), np.array([[0, 1], [0, 2], [0, 3]])
    mine, theirs = own(0.3), friend(0.3, 1.0, 0.3)
    assert (mine, theirs) == pytest.approx((math.log(7 / 3), math.log((0.7 + 0.3 * 0.3) / (0.3 + 0.7 * 0.3))))
    found = log_odds(signals, ties, mine, theirs)
    assert found == pytest.approx([mine - theirs, -mine + theirs, -mine + theirs, mine + theirs], abs=1e-9)
    assert log_odds(signals, ties[:0], mine, theirs) == pytest.approx(mine * signals, abs=1e-12)


def test_friends_tell_something_where_alike_find_each_other():
    from sottovoce.replications.network_evidence.check import expectation

    assert expectation(0.3, 1.0, 1.0, 100, 8.0) == pytest.approx(0, abs=1e-15)
    gains = [expectation(0.3, 1.0, p1, 100, 8.0) for p1 in (0.9, 0.6, 0.3, 0.0)]
    assert 0 < gains[0] < gains[1] < gains[2] < gains[3] < 0.21  # .3 x .7 is what there is to gain
    assert refused("network-evidence", other=0.6, same=0.5) == (
        "network-evidence: other: 0.6 given; allowed up to same, here 0.5. Choose a smaller one."
    )
    assert refused("network-evidence", same=0.5, doubt=0.1) == (
        "network-evidence: same: 0.5 given; allowed 1 where doubt is above 0. Leave out one of them."
    )


def test_friends_are_dropped_for_the_score():
    w = load("wei-2016")
    none, some = (w.measure(value=v, n=200, days=60, seed=2) for v in (0.0, 20.0))
    assert none["ties"] == 1.0
    assert none["difference"] == 1.0
    assert some["ties"] < 0.8
    assert some["largest"] <= some["largest_start"]


def test_the_search_of_the_authority_stays_in_its_replication():
    """No other module knows it: it is reached by the name of the replication alone."""
    from pathlib import Path

    import sottovoce

    root = Path(sottovoce.__file__).parent
    knows = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if "daymude_authority" in path.read_text(encoding="utf-8")
    ]
    assert knows == []


def test_how_we_know_has_every_paper():
    """The page is written by docs/how_we_know.py; `make how-we-know` after a paper was added."""
    import re
    from pathlib import Path

    from sottovoce.replications import names

    docs = Path(__file__).parents[3] / "docs"
    page = (docs / "understand" / "how-we-know.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)$", page, re.M) == list(names())
    for name in names():
        assert (docs / "pictures" / "replications" / f"{name}.svg").is_file()
        assert f"](#{name})" in page
    for link in re.findall(r"\]\((?!#)([^)]+)\)", page):
        assert (docs / "understand" / link).exists(), link
