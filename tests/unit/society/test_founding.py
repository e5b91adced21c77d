"""Founding a society: traits have the laws asked for, and people do not depend on their order."""

import time

import numpy as np
import pytest
from scipy import stats

from helpers import LAWS, distribution, made, unlike
from sottovoce.chance import Purpose
from sottovoce.scenario.values import Exponential, LogitNormal, Lognormal, Normal, Uniform
from sottovoce.society import State, create
from sottovoce.society.people import bend, trait
from sottovoce.society.state import GRID, NEVER, NOTHING

MANY = np.arange(20_000)
EXACT = {
    "normal": (Normal(law="normal", mean=2.0, sd=0.5), stats.norm(2.0, 0.5).cdf),
    "lognormal": (Lognormal(law="lognormal", median=2.0, sigma=0.5), stats.lognorm(0.5, scale=2.0).cdf),
    "exponential": (Exponential(law="exponential", mean=3.0), stats.expon(scale=3.0).cdf),
    "uniform": (Uniform(law="uniform", low=-1.0, high=3.0), stats.uniform(-1.0, 4.0).cdf),
    "logit_normal": (
        LogitNormal(law="logit_normal", mean=-0.7, sd=1.3, low=-0.75, high=1.25),
        lambda x: stats.norm(-0.7, 1.3).cdf(np.log((x + 0.75) / (1.25 - x))),
    ),
}


@pytest.mark.parametrize("law", EXACT)
@pytest.mark.parametrize("how", ["drawn", "bent"])
def test_laws(law, how):
    """Drawn directly or bent from a normal score (as views are), a trait has the law asked for."""
    asked, share = EXACT[law]
    z = stats.norm.ppf((MANY + 0.5) / len(MANY))
    values = trait(asked, 5, Purpose.NEED, MANY) if how == "drawn" else bend(asked, z)
    assert stats.kstest(values, share).pvalue > 1e-3
    if how == "bent":
        assert (np.diff(values) > 0).all(), "a higher score is a higher value"


def test_constant():
    """A constant is the same for everybody."""
    assert set(trait(made(society__risk=1.5).society.risk, 5, Purpose.RISK, MANY)) == {1.5}


def test_every_law_for_every_trait():
    """Each law founds a society, with its column changed and no other."""
    plain = create(made(citizens=100)).state
    for name, column in {
        "boldness": "boldness",
        "climate_weight": "climate_weight",
        "threshold": "threshold",
    }.items():
        for law in LAWS:
            other = create(made({f"society.{name}": distribution(law, 0.1, 0.9)}, citizens=100)).state
            assert unlike(plain, other) == [column], (name, law)


def test_traits_are_independent():
    """Nobody is bold because he is needy: traits have luck of their own."""
    spread = {"law": "lognormal", "median": 1.0, "sigma": 0.5}
    names = (
        "boldness",
        "climate_weight",
        "threshold",
        "risk",
        "activity",
        "trust",
        "cost",
        "opinion",
        "base",
    )
    scenario = made(
        citizens=20_000, society__climate_weight=spread, society__risk=spread, score__validity=0.0
    )
    state = create(scenario).state
    columns = np.array([getattr(state, name).astype(float) for name in names])
    assert np.abs(np.corrcoef(columns) - np.eye(len(names))).max() < 0.03


def test_groups():
    """Groups have the shares asked for, and multiply need."""
    scenario = made(citizens=20_000)
    state = create(scenario).state
    shares = np.bincount(state.group) / 20_000
    assert shares == pytest.approx([g.share for g in scenario.society.groups], abs=0.015)
    medians = [np.median(state.need[state.group == k]) for k in range(3)]
    assert medians == pytest.approx([g.need for g in scenario.society.groups], rel=0.05)


def test_aware_and_validity():
    """The share of the aware, and the correlation of the first score with trust, are as asked."""
    state = create(made(citizens=20_000, society__aware=0.11, score__validity=0.6)).state
    assert state.aware.mean() == pytest.approx(0.11, abs=0.01)
    assert np.corrcoef(state.base, state.trust)[0, 1] == pytest.approx(0.6, abs=0.02)


def test_first_scores():
    """Mean and spread as asked, inside the scale, and the file begins at the base."""
    state = create(made(citizens=20_000)).state
    assert state.base.mean() == pytest.approx(600, abs=1)
    assert state.base.std() == pytest.approx(40, rel=0.03)
    wide = create(made(citizens=2000, score__spread=400.0)).state
    assert (wide.base.min(), wide.base.max()) == (350.0, 950.0)
    assert np.array_equal(wide.base, wide.points)
    assert wide.base is not wide.points


def test_views():
    """Views are levels of the grid inside [-1, 1], with the law asked for, clipped."""
    state = create(made(citizens=20_000, society__homophily=0.0)).state
    assert state.opinion.dtype == np.int32
    assert np.abs(state.opinion).max() == GRID, "the law reaches beyond 1 and is clipped there"
    law = EXACT["logit_normal"]
    assert made().society.view == law[0]
    for level in (-0.5, 0.0, 0.5, 0.9):
        assert (state.opinion / GRID <= level).mean() == pytest.approx(float(law[1](level)), abs=0.015)


@pytest.mark.parametrize("homophily", [0.0, 0.3, 0.9])
def test_homophily(homophily):
    """Views inside a community are correlated as asked (normal views, so that nothing is bent)."""
    view = {"law": "normal", "mean": 0.0, "sd": 0.2}
    society = create(
        made(
            {"society.view": view},
            citizens=20_000,
            society__homophily=homophily,
            society__network__community_size=20,
        )
    )
    blocks = society.state.opinion.reshape(-1, 20) / GRID / 0.2
    between = blocks.mean(axis=1).var()  # homophily + (1 - homophily)/20
    assert between == pytest.approx(homophily + (1 - homophily) / 20, abs=0.05)
    assert np.array_equal(society.community, np.repeat(np.arange(1000), 20))


def test_equal_scenarios_equal_people():
    """Founded twice, or copied, to the last bit."""
    scenario = made()
    one = create(scenario)
    assert unlike(one.state, create(scenario).state) == []
    assert unlike(one.state, one.copy().state) == []


def test_the_worlds_of_a_pair_have_the_same_people():
    """Nothing that the system does is known when people are made up."""
    from sottovoce.reforms import (
        no_sanctions,
        no_system,
        noise_floor,
        own_acts_only,
        private_scores,
    )

    one = create(made()).state
    for reform in (no_system, own_acts_only, no_sanctions, private_scores):
        assert unlike(one, create(reform(made())).state) == [], reform.__name__
    assert unlike(one, create(noise_floor(made())).state) == ["climate_weight", "wished"]  # no backlash there


def test_a_copy_lives_its_own_life():
    """Columns that days change are the copy's own; the others are shared."""
    society = create(made())
    copy = society.copy()
    copy.state.points[0] += 1.0
    copy.state.friend[0] = 7
    assert society.state.points[0] != copy.state.points[0]
    assert copy.state.opinion is society.state.opinion


def test_ids_are_names():
    """Rows in another order hold the same people, known by their ids."""
    scenario = made()
    ids = np.random.default_rng(1).permutation(scenario.citizens)
    one, two = create(scenario).state, create(scenario, ids).state
    assert np.array_equal(two.id, ids)
    assert np.array_equal(two.place[two.id], np.arange(scenario.citizens))
    for name in State._fields[2:]:
        if name in (
            "signal",
            "next_signal",
            "first",
            "friend",
            "months",
            "earned",
            "drop",
            "make",
            "role",
            "dates",
            "disputed",
            "fine_signal",
            "next_fine_signal",
        ) or getattr(one, name).shape[-1] != len(ids):  # one place where a scenario has no use for it
            continue
        assert np.array_equal(getattr(one, name)[..., ids], getattr(two, name)), name


def test_eve_of_day_0():
    """Nobody has said, joined, lost or dropped anything."""
    state = create(made()).state
    for name in (
        "enrolled",
        "score",
        "voice",
        "stirred",
        "punished",
        "deed",
        "occasions",
        "cut",
        "lost_days",
    ):
        assert not getattr(state, name).any(), name
    assert (state.access == 0xFFFF).all(), "above every tier"
    assert (state.spoke == NEVER).all()
    assert (state.said == NOTHING).all()
    assert (state.drop == -1).all()
    assert (state.make == -1).all()
    assert np.allclose(state.nu, 0.3)


def test_room_for_new_ties_only_where_ties_are_made():
    """Empty places cost memory: none where nobody makes friends."""
    without = create(made(ties__make="never"))
    assert len(without.state.friend) == 2 * len(without.ties)
    with_ = create(made(ties__make="random", society__network__spare=3))
    assert len(with_.state.friend) == 2 * len(with_.ties) + 3 * 300


def test_network_from_a_file(tmp_path):
    """Citizens whom nobody knows are allowed where they are named; communities are found in the shape and do not depend on the order."""
    path = tmp_path / "two.txt"
    cliques = [(a, b) for base in (0, 10) for a in range(base, base + 8) for b in range(base, a)]
    path.write_text("\n".join(f"{a} {b}" for a, b in [*cliques, (8, 8), (9, 9), (18, 18), (19, 19)]))
    scenario = made({"society.network.kind": "file", "society.network.file": str(path)}, citizens=20)
    society = create(scenario)
    assert set(map(tuple, society.ties.tolist())) == {(b, a) for a, b in cliques}
    assert np.diff(society.state.first)[[8, 9, 18, 19]].tolist() == [2, 2, 2, 2], "only empty places"
    community = society.community
    assert len(set(community[:8].tolist())) == len(set(community[10:18].tolist())) == 1
    assert community[0] != community[10]
    ids = np.arange(20)[::-1]
    assert np.array_equal(create(scenario, ids).community, community[ids])


def test_a_hundred_thousand_are_founded_quickly():
    """People are columns: a large society is founded in seconds."""
    start = time.perf_counter()
    society = create(made(citizens=100_000, society__network__community_size=100))
    assert time.perf_counter() - start < 10
    assert society.citizens == 100_000
    assert len(society.ties) == 300_000
