"""Measures made from people: on hand-made values, against sums done another way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helpers import BEST, JOBS, LOAN, friends, lived, made
from sottovoce.measure.people import _ranks, gini, live_ties, people, people_by_group, voices, wishes
from sottovoce.simulate import days
from sottovoce.society import create
from sottovoce.society.state import GRID, NOTHING


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 1, 1, 1], 0.0),
        ([0, 0, 0, 1], 0.75),
        ([1, 3], 0.25),
        ([0, 0], 0.0),
        ([5], 0.0),
        ([1, 2, 3, 4], 0.25),
    ],
)
def test_gini(values, expected):
    """Known values; 0 where all are equal, (n - 1)/n where one has everything."""
    assert gini(np.array(values)) == pytest.approx(expected)


def test_gini_of_nobody():
    """No value where there is nobody."""
    assert np.isnan(gini(np.array([])))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30), st.integers(1, 9))
def test_gini_by_pairs(values, factor):
    """Half the mean difference of all pairs over the mean; the unit does not matter, nor the order."""
    x = np.array(values, float)
    if x.sum() > 0:
        by_pairs = np.abs(x[:, None] - x[None, :]).mean() / 2 / x.mean()
        assert gini(x) == pytest.approx(by_pairs, abs=1e-12)
        assert gini(x[::-1] * factor) == pytest.approx(by_pairs, abs=1e-12)


@pytest.fixture(scope="module")
def world():
    scenario = made(enrolment__mandatory_day=None, voice__backlash=0.0)
    society, _ = lived(scenario)
    return scenario, society, people(scenario, society)


def test_people_by_hand(world):
    """The measures of a lived society, citizen by citizen in plain Python."""
    scenario, society, found_ = world
    s = society.state
    everybody = range(society.citizens)
    scored = [i for i in everybody if s.enrolled[i]]
    assert 0 < len(scored) < society.citizens
    score = [scenario.score.low + s.score[i] * scenario.score.grain for i in everybody]

    def mean(values):
        return sum(values) / len(values)

    innocent = [i for i in everybody if not s.dissented[i]]
    talkers = [i for i in everybody if s.opinion[i] > 0 and s.occasions[i] >= 5]
    change = [score[i] - s.base[i] if s.enrolled[i] else 0.0 for i in innocent]
    assert 0 < sum(x < 0 for x in change) < len(change) and any(x > 0 for x in change)
    assert found_["loss_without_dissent"] == pytest.approx(mean([max(-x, 0.0) for x in change]))
    assert found_["gain_without_dissent"] == pytest.approx(mean([max(x, 0.0) for x in change]))
    assert found_["net_without_dissent"] == pytest.approx(
        found_["gain_without_dissent"] - found_["loss_without_dissent"]
    )
    assert found_["self_censoring"] == pytest.approx(
        mean([s.chosen[i] / s.occasions[i] < 0.5 * s.opinion[i] for i in talkers])
    )
    assert found_["access_without_dissent"] == pytest.approx(
        mean([s.lost_days[i] for i in innocent]) * 365 / 60
    )
    assert found_["cut_someone"] == pytest.approx(mean([s.dropped[i] > 0 for i in everybody]))
    assert found_["lost_someone"] == pytest.approx(mean([s.cut[i] > s.dropped[i] for i in everybody]))
    assert s.cut.sum() == 2 * s.dropped.sum() > 0, "each tie is dropped by one of two"
    assert found_["isolated"] == pytest.approx(mean([not row for row in friends(s)]))
    assert found_["score_mean"] == pytest.approx(mean([score[i] for i in scored]))
    assert found_["points_mean"] == pytest.approx(mean([s.points[i] for i in scored]))
    assert found_["points_sd"] == pytest.approx(np.std([s.points[i] for i in scored]))
    assert found_["at_low_end"] == pytest.approx(mean([score[i] == scenario.score.low for i in scored]))
    ranks = stats.spearmanr([s.base[i] for i in scored], [score[i] for i in scored]).statistic
    assert found_["mobility"] == pytest.approx(1 - ranks, abs=1e-3)
    validity = np.corrcoef([score[i] for i in scored], [s.trust[i] for i in scored])[0, 1]
    assert found_["score_validity"] == pytest.approx(validity)
    ends = [(i, int(s.place[j])) for i in scored for j in friends(s)[i] if s.enrolled[s.place[j]]]
    assortativity = np.corrcoef([score[i] for i, _ in ends], [score[j] for _, j in ends])[0, 1]
    assert found_["score_assortativity"] == pytest.approx(assortativity)


def test_the_wish_is_that_of_the_act():
    """Under backlash the wish of a day is not that of day 0: all measures of openness use the wish at the act, added up here in plain
    Python. (By the wish of day 0 the shares, the gap and the loss are others.)"""
    scenario = made(
        voice__backlash=0.5,
        punishment__severity=0.2,
        punishment__tolerance=0.0,
        society__view={"law": "uniform", "low": -0.5, "high": 0.6},
        tiers=[LOAN, JOBS, BEST],  # nothing is cut off: what is said is what is chosen
        days=120,
    )
    society = create(scenario)
    n = society.citizens
    acts, times, wish, voiced, ever = np.zeros((5, n))
    for day, _ in days(scenario, society):
        s = society.state
        x = np.rint(np.clip(s.opinion / GRID + s.stirred.astype(float), 0.0, 1.0) * GRID)
        ever[x > 0] = 1
        if day >= scenario.measured_from:
            for said in s.said[:3]:
                there = said != NOTHING
                acts += there
                times += there & (x > 0)
                wish += there * x
                voiced += np.where(there, np.maximum(said, 0), 0)
    assert np.array_equal(np.array(wishes(scenario, society)), np.array([times, wish, ever]))
    found = people(scenario, society)
    quiet = (times >= 5) & (voiced < 0.5 * wish)
    assert found["self_censoring"] == pytest.approx(quiet[times >= 5].mean())
    assert found["self_censoring_of_all"] == pytest.approx(quiet[acts >= 5].mean())
    group = people_by_group(scenario, society)["poor"]
    mine = (s.group == 0) & (times > 0)
    assert group["voice_gap"] == pytest.approx((wish - voiced)[mine].sum() / times[mine].sum() / GRID)
    then = np.maximum(s.opinion, 0)
    before = voiced[(then > 0) & (acts >= 5)] < 0.5 * (then * acts)[(then > 0) & (acts >= 5)]
    assert before.mean() != pytest.approx(found["self_censoring"], abs=0.01)


def test_who_disagrees_and_who_does_not_count_among_all(world):
    """Of all: the silent share of those who disagree times their share among people with enough occasions."""
    _, society, found_ = world
    s = society.state
    enough = s.occasions >= 5
    share = (enough & (s.opinion > 0)).sum() / enough.sum()
    assert 0 < share < 1
    assert found_["self_censoring_of_all"] == pytest.approx(share * found_["self_censoring"])


def test_by_group_adds_up(world):
    """Group figures, weighted by their people, are those of everybody."""
    scenario, society, found_ = world
    s = society.state
    groups = people_by_group(scenario, society)
    assert list(groups) == ["poor", "middle", "rich"]
    sizes = np.bincount(s.group, minlength=3)
    everybody = (
        sum(groups[name]["cut_someone"] * size for name, size in zip(groups, sizes, strict=True))
        / sizes.sum()
    )
    assert everybody == pytest.approx(found_["cut_someone"])
    scored = np.bincount(s.group[s.enrolled == 1], minlength=3)
    mean = (
        sum(groups[name]["score_mean"] * size for name, size in zip(groups, scored, strict=True))
        / scored.sum()
    )
    assert mean == pytest.approx(found_["score_mean"])


def test_live_ties(world):
    """Each tie that is left, from both ends."""
    _, society, _ = world
    rows, others = live_ties(society)
    mine = [(i, int(society.state.place[j])) for i, row in enumerate(friends(society.state)) for j in row]
    assert sorted(zip(rows.tolist(), others.tolist(), strict=True)) == sorted(mine)
    assert society.state.cut.sum() > 0


def test_voices_are_by_id():
    """Mean dissent chosen, in the order of ids whatever the order of rows; nobody's silence is invented."""
    scenario = made(days=3, channels__post={"rate": 0.1}, channels__share={"rate": 0.1}, ties__make="never")
    ids = np.random.default_rng(2).permutation(scenario.citizens)
    one, two = lived(scenario)[0], lived(scenario, create(scenario, ids))[0]
    assert np.array_equal(voices(one), voices(two), equal_nan=True)
    s = one.state
    assert np.isnan(voices(one)[s.occasions == 0]).all()
    assert (s.occasions == 0).any()
    spoke = s.occasions > 0
    assert np.array_equal(voices(one)[spoke], s.chosen[spoke] / GRID / s.occasions[spoke])


def test_points_are_not_held_inside_the_scale():
    """What is lost below the low end of the scale is in the points, and not in the published score."""
    losing = {"rate": 1.0, "coverage": 1.0, "loss": 60.0}
    scenario = made(days=60, channels__post=losing, score__memory_months=0, enrolment__mandatory_day=4)
    society, _ = lived(scenario)
    measured = people(scenario, society)
    s, low = society.state, scenario.score.low
    published = low + s.score[s.enrolled == 1] * scenario.score.grain
    assert measured["at_low_end"] > 0 and s.points.min() < low
    assert measured["points_mean"] < measured["score_mean"]
    assert measured["points_sd"] > published.std()


def test_nobody_scored():
    """Where nobody has a score, measures of scores have no value, and nothing breaks."""
    scenario = made(score__in_force=False, enrolment__mandatory_day=None, enrolment__opt_in_day=None)
    society, _ = lived(scenario)
    measured = people(scenario, society)
    for name in ("score_mean", "points_mean", "points_sd", "at_low_end", "mobility"):
        assert np.isnan(measured[name]), name
    assert measured["access_without_dissent"] == measured["loss_without_dissent"] == 0.0


def test_equal_starts_have_no_rank():
    """Who is before whom among equals is nobody's change of rank."""
    assert _ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [2.5, 0.0, 2.5, 1.0]
    scenario = made(score__spread=0.0, days=30, enrolment__mandatory_day=5)
    society, _ = lived(scenario)
    assert np.isnan(people(scenario, society)["mobility"])


def test_a_start_at_the_end_of_the_scale_is_no_loss():
    """Nobody starts beyond the high end, and where nothing happens nobody has lost or won."""
    calm = {"rate": 0.0}
    scenario = made(
        days=20, dates=[], enrolment__opt_in_day=0, enrolment__mandatory_day=0, score__start=940.0, score__spread=40.0,
        score__friend_weight=0.0, reports__malice=0.0, reports__ratings_rate=0.0, channels__conduct={"bad_rate": 0.0, "good_rate": 0.0},
        **{f"channels__{name}": calm for name in ("post", "share", "gather", "buy", "browse")},
    )  # fmt: skip
    society, _ = lived(scenario)
    s = society.state
    assert s.enrolled.all() and s.base.max() == scenario.score.high
    found = people(scenario, society)
    for part in ("loss", "gain", "net"):
        assert found[f"{part}_without_dissent"] == pytest.approx(0.0, abs=scenario.score.grain)


def test_days_under_a_sanction_are_of_the_measured_days():
    """A run of 400 days is measured over 365: who was under a sanction on 73 of them, as all were, was so on 73 days a year."""
    scenario = made(days=400, citizens=40, dates=[])
    society = create(scenario)
    society.state.lost_days[:] = 73
    there = [row for row in people_by_group(scenario, society).values() if row["people"] > 0]
    assert [row["access_lost"] for row in there] == [pytest.approx(73.0)] * len(there)
