"""The space of assumed values: every preset's, a rotating slice of them where worlds are lived; `python -m verify space` takes all."""

import os
import random
from itertools import pairwise

import pytest

from helpers import LIVELY
from sottovoce.errors import ScenarioError
from sottovoce.experiments.space import TIMETABLE, space
from sottovoce.experiments.work import idle
from sottovoce.reforms import no_system
from sottovoce.scenario.fields import describe, places
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import get, leaves, with_values
from sottovoce.scenario.read import presets, read
from sottovoce.scenario.sources import provenance, sourceable
from sottovoce.scenario.values import scale_of
from spaces import POINTS, early, outside, rare, refused, wrong

SEED = (
    1 if os.environ.get("SOTTOVOCE_CI") else int(os.environ.get("SOTTOVOCE_SEED", "1"))
)  # one for all workers: tests/conftest.py
LUCK = random.Random(SEED)
SOME = sorted({"press-2015", *LUCK.sample(presets(), 3)})
LIVED = LUCK.choice([name for name in presets() if name != "press-2015"])  # press-2015 has 300 worlds: verify
PRESS = space("press-2015")


@pytest.mark.slow(4)
@pytest.mark.parametrize("name", SOME)
def test_no_point_of_a_space_is_refused(name):
    assert refused(space(name), POINTS, SEED) == [], f"seed {SEED}"


@pytest.mark.slow(4)
@pytest.mark.parametrize("name", presets())
def test_every_assumed_value_is_swept_or_says_why_not(name):
    """Each is a coordinate, part of one, a fork, kept or not at work; and none that is at work lacks a range or alternatives."""
    scenario, found = read(name), space(name)
    swept = {path for one in (*found.coordinates, *found.forks) for path in one.sets}
    left = [*found.kept, *found.idle]
    assumed = {p for p in leaves(scenario) if sourceable(p) and provenance(scenario, p).tag == "A"}
    assert swept | {one.path for one in left} == assumed
    assert not swept & {one.path for one in left}
    assert all(one.why for one in left)
    lacking = [one.path for one in found.kept if "no range" in one.why or "no alternatives" in one.why]
    assert lacking == [], (
        "give each a range or alternatives: value(..., assumed=...), or `inside` of a distribution"
    )
    assert outside(found) == [], "a default has to lie in its range"


@pytest.mark.slow(8)
def test_what_the_space_says_of_which_values_are_at_work_is_so():
    """Every listed value changes a bit of a measure at one of its ends, no other one does."""
    told = [each for each in wrong(early(read(LIVED))) if not rare(LIVED, each.path)]
    assert told == [], f"{LIVED}: experiments/work.py says when a value is at work"


def test_every_place_that_work_speaks_of_exists():
    """No stale line: each rule matches some place of a scenario."""
    import re

    from sottovoce.experiments.work import RULES

    known = [place.replace(".N", ".0") for place in places()]
    known += [f"{place}.x" for place in known if describe(place).kind == "distribution"]
    stale = [rule.places for rule in RULES if not any(re.fullmatch(rule.places, place) for place in known)]
    assert stale == []


@pytest.mark.parametrize(
    "low, high, scale",
    [(1, 10, "log"), (1, 9.9, "linear"), (0, 10, "linear"), (-1, 10, "linear"), (0.3, 3, "log")],
)
def test_the_rule_of_scales(low, high, scale):
    assert scale_of(low, high) == scale


def test_ends_and_places():
    """0 is the low end, 1 the high one; in between by steps or by factors; whole numbers are whole."""
    for one in PRESS:
        assert one.value(0.0) == pytest.approx(one.low) and one.value(1.0) == pytest.approx(one.high)
        assert one.value(one.place(one.default)) == pytest.approx(one.default)
        assert not one.whole or isinstance(one.value(0.37), int)
    assert PRESS["channels.post.loss"].value(0.5) == pytest.approx((1 * 20) ** 0.5)
    order = PRESS["order"]
    assert [order.value(u) for u in (0.0, 0.34, 0.99, 1.0)] == ["synchronous", "sequential", "drawn", "drawn"]


def test_the_default_point_is_the_scenario():
    """Coupled coordinates at their defaults give back the values that they stand for."""
    back = leaves(PRESS.at({one.name: one.default for one in (*PRESS.coordinates, *PRESS.forks)}))
    for path, value in leaves(PRESS.scenario).items():
        assert back[path] == (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value), path


def test_coupled_values_fit():
    """Shares add up to 1, mandatory is not before opt-in, edges keep their order, and no tier has two edges."""
    scenario = PRESS.scenario
    order = sorted(
        (k for k, t in enumerate(scenario.tiers) if t.edge is not None),
        key=lambda k: scenario.tiers[k].edge or 0,
    )
    for values in PRESS.drawn(200, SEED):
        point = PRESS.at(values)
        assert sum(group.share for group in point.society.groups) == pytest.approx(1, abs=1e-12)
        opens, closes = point.enrolment.opt_in_day, point.enrolment.mandatory_day
        assert closes - opens == values["enrolment.mandatory_after"]
        edges = [(scenario.tiers[k].edge, point.tiers[k].edge) for k in order]
        assert all(b[1] >= a[1] for a, b in pairwise(edges) if b[0] > a[0])
        assert all(t.edge is None or t.top_share is None for t in point.tiers)
        middle, width = values["society.threshold.middle"], values["society.threshold.width"]
        law = point.society.threshold
        assert (law.low, law.high) == (pytest.approx(middle - width / 2), pytest.approx(middle + width / 2))


def test_a_network_of_lattices_has_an_even_number_of_ties():
    point = PRESS.at({"society.network.kind": "small_world", "society.network.mean_degree": 12.9})
    assert point.society.network.mean_degree == 12.0


def test_asking_for_what_is_no_coordinate_says_why():
    for name, why in {
        "ties.drop_chance": "nobody is dropped by chance (ties.drop)",
        "enrolment.mandatory_day": "is swept as enrolment.mandatory_after",
        "tiers.0.top_share": "null: there is none",
        "score.in_force": "the world without",
        "score.spil": 'Did you mean "score.spill"?',
    }.items():
        with pytest.raises(ScenarioError) as error:
            PRESS[name]
        assert why in str(error.value)


def test_the_days_of_a_run_cut_what_can_matter():
    """A memory of months does nothing in a run of days; dates after the last day are never."""
    short = space(
        with_values(read("press-2015"), {"days": 25, "enrolment.opt_in_day": 3, "enrolment.mandatory_day": 9})
    )
    assert "score.memory_months" in {left.path for left in short.idle}
    assert all(one.high <= max(24, one.default) for one in short if one.group == TIMETABLE)


def test_the_world_without_does_not_see_the_system():
    """So that it need not be lived again where only the system changes."""
    scenario = read("press-2015")
    blind = set(idle(no_system(scenario))) - set(idle(scenario))
    assert len(blind & {path for one in PRESS for path in one.sets}) >= 60
    assert {"score.spill", "tiers.0.value", "channels.post.loss", "enrolment.cost.low"} <= blind
    assert not {"society.homophily", "voice.effort", "channels.post.rate", "ties.calm_drop"} & blind


def test_a_new_field_is_at_work_until_a_rule_says_otherwise():
    """The space finds fields by their tags: one that no rule knows is listed, and the test above names it if it moves nothing."""
    scenario = with_values(Scenario(name="x", label="x"), LIVELY)
    found = space(scenario)
    assert {"voice.effort", "voice.sharpness", "society.homophily"} <= set(found.names)
    assert get(scenario, "society.aware") == 0.9  # no default and no source: nobody assumed it
    assert "society.aware" not in found.names


@pytest.mark.slow
def test_topic_shares_are_one_part_in_each_channel():
    """At every random point the shares of a channel that has topics add up to 1, and every topic keeps a share where it has one."""
    here = PRESS.scenario.topics
    assert {"topics.0.of_rest.post", "topics.0.of_rest.share", "topics.0.of_rest.buy"} <= set(PRESS.names)
    assert not [one.path for one in PRESS.kept if ".shares." in one.path and one.value > 0]
    for values in PRESS.drawn(1000, SEED):
        topics = PRESS.at(values).topics  # none is refused
        for channel in ("post", "share", "buy"):
            assert sum(getattr(t.shares, channel) for t in topics) == pytest.approx(1, abs=1e-9)
        assert all(bool(a.shares.post) == bool(b.shares.post) for a, b in zip(here, topics, strict=True))
    ends = {one.name: one.low for one in PRESS if ".of_rest." in one.name}
    assert min(t.shares.buy for t in PRESS.at(ends).topics if t.shares.buy) > 0


@pytest.mark.parametrize(
    "path, why",
    [
        ("voice.shock.rise", "nothing happens"),
        ("topics.0.every", "no surge in the days of the run"),
        ("topics.0.half_life", "no surge in the days of the run"),
        ("topics.0.surge", "no surge in the days of the run"),
        ("topics.0.asking", "nobody is given permission"),
        ("watching.list_days", "everybody is watched alike"),
        ("score.standing.felt_days", "friends do not see a score"),
    ],
)
def test_what_has_no_day_or_no_use_is_not_at_work(path, why):
    where = with_values(read("press-2015"), {"score.lookup": "own"}) if "standing" in path else PRESS.scenario
    assert why in idle(where)[path]
