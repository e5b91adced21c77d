"""Units and names carry no meaning: only ratios of utilities, differences of points and who knows whom matter."""

import numpy as np
import pytest

from helpers import LIVELIER, friends, lived, livelier, unlike
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.scenario.paths import get, with_values
from sottovoce.simulate import days
from sottovoce.society import State, create
from sottovoce.society.state import FIXED
from sottovoce.society.tally import NAMES

UTILITIES = (  # every value whose unit is utility, or utility a point
    "society.boldness.median",
    "society.climate_weight.value",
    "society.tie_value",
    "voice.effort",
    *(f"channels.{name}.exposure" for name in CHANNELS),
    "punishment.severity",
    "score.point_value",
    "score.status_value",
    "score.reproach",
    "score.standing.pride",
    "score.standing.face",
    "enrolment.cost.low",
    "enrolment.cost.high",
    "freeze.value",
    "jobs.value",
)
FELT = {
    "score.lookup": "public",
    "score.standing": {"pride": 0.01, "face": 0.03, "friends": 0.2, "strangers": 0.1, "felt_days": 5},
}  # standing among friends is worth something
HUNTED = {
    "jobs": {"hunts": 2.0, "finds": 0.5, "lookback_days": 30},
    "tags.chance": 0.05,
}  # employers look back
ASKED = [
    {"name": "the square", "shares": {"post": 0.6, "gather": 1.0}, "permitted": 0.5, "asking": 0.2},
    {"name": "goods", "shares": {"post": 0.4, "buy": 1.0}, "permitted": 0.3, "asking": 0.1},
]  # permission is asked for
ROWS = ("drop", "make")  # columns that name citizens by their row


def other_columns(a: State, b: State, apart: set[str] | frozenset[str]) -> list[str]:
    return [name for name in unlike(a, b) if name not in apart]


@pytest.mark.parametrize("c", [0.25, 4.0])
@pytest.mark.parametrize("form", ["uniform", "proportional"])
def test_the_unit_of_utility(c, form):
    """All utilities c times larger, sharpness c times smaller: the same acts, ties and scores to the last bit.

    c is a power of two, so that no product is rounded otherwise.
    """
    scenario = livelier(
        FELT | HUNTED,
        punishment__form=form,
        punishment__severity=1.1,
        channels__post__exposure=0.3,
        topics=ASKED,
    )
    changes = {path: c * get(scenario, path) for path in UTILITIES}
    changes |= {f"tiers.{k}.value": c * tier.value for k, tier in enumerate(scenario.tiers)}
    changes |= {f"topics.{k}.asking": c * topic.asking for k, topic in enumerate(scenario.topics)}
    society, sums = lived(scenario)
    scaled, others = lived(
        with_values(scenario, {**changes, "voice.sharpness": scenario.voice.sharpness / c})
    )
    assert other_columns(society.state, scaled.state, {"boldness", "climate_weight", "cost"}) == []
    count = [
        k for k, name in enumerate(NAMES[: sums.shape[2]]) if name != "outside_worth"
    ]  # itself a utility
    assert np.array_equal(sums[:, :, count], others[:, :, count])
    assert not np.array_equal(sums, others)
    assert society.state.cut.any()


def test_every_utility_is_scaled():
    """The test above knows every value of the scenario that is measured in utility."""
    from sottovoce.scenario.fields import describe, places

    units = {path: describe(path.replace(".N.", ".0.")).unit for path in places()}
    asked = {path for path, unit in units.items() if unit.startswith("utility")}
    known = {path.removesuffix(part) for path in UTILITIES for part in (".median", ".value", ".low", ".high")}
    learned = {path for path in asked - known if path.startswith(("voice.", "society.confidence"))}
    assert asked - known - learned == {"tiers.N.value", "topics.N.asking"}, learned
    assert units["voice.sharpness"] == "1/utility"


@pytest.mark.slow
def test_one_utility_alone_is_not_a_unit():
    """The test above can fail: one utility scaled alone changes what people do."""
    scenario = livelier(FELT | HUNTED, topics=ASKED)
    for path in (*UTILITIES, *(f"topics.{k}.asking" for k in range(len(ASKED)))):
        other = with_values(scenario, {path: 4.0 * get(scenario, path) + 0.01})
        assert not np.array_equal(lived(scenario)[1], lived(other)[1]), path


@pytest.mark.parametrize("drag", ["average", "additive"])
def test_the_origin_of_points(drag):
    """Start, ends of the scale, edges and ceilings moved by a constant: every file and score moves by it, and nobody acts
    otherwise.

    The weights are odd numbers, so that no score lies half-way between two grains but for rounding errors.
    """
    constant = 1024.0  # a multiple of the grain
    scenario = livelier(
        score__drag=drag, score__friend_weight=0.37313, score__spill=0.61379, repair__to=590.0
    )
    scenario = with_values(scenario, {"tiers.0.width": 0.0, "tiers.1.width": 0.0})
    assert (constant / scenario.score.grain).is_integer()
    changes = {f"score.{name}": getattr(scenario.score, name) + constant for name in ("low", "high", "start")}
    changes |= {
        f"tiers.{k}.edge": t.edge + constant for k, t in enumerate(scenario.tiers) if t.edge is not None
    }
    changes |= {path: get(scenario, path) + constant for path in ("score.demotion.to", "repair.to")}
    moved = with_values(scenario, changes)
    one, two = create(scenario), create(moved)
    for (day, a), (_, b) in zip(days(scenario, one), days(moved, two), strict=True):
        assert other_columns(one.state, two.state, {"base", "points", "months"}) == [], f"day {day}"
        assert np.array_equal(a.tally, b.tally), f"day {day}"
        assert np.abs(one.state.points + constant - two.state.points).max() < 1e-9
        assert np.abs(one.state.months - two.state.months).max() < 1e-9
    low = scenario.score.low, moved.score.low
    published = [low[k] + society.state.score * scenario.score.grain for k, society in enumerate((one, two))]
    assert np.array_equal(published[0] + constant, published[1])
    assert one.state.score.std() > 0


def relabelled(scenario: Scenario, seed: int) -> None:
    """Live the scenario with its citizens in another order; by id everything is the same to the last bit."""
    ids = np.random.default_rng(seed).permutation(scenario.citizens)
    plain, mixed = create(scenario, ledger=True), create(scenario, ids, ledger=True)
    assert not np.array_equal(plain.state.id, mixed.state.id)
    for (day, a), (_, b) in zip(
        days(scenario, plain, ledger=True), days(scenario, mixed, ledger=True), strict=True
    ):
        assert np.array_equal(a.tally, b.tally), f"day {day}"
        back = mixed.state.place.astype(np.int64)  # row of each id
        for name, column in plain.state._asdict().items():
            other = getattr(mixed.state, name)
            if name in ("place", "first", "friend"):
                continue
            if column.shape[-1] == 1:  # nothing in this scenario needs it
                assert np.array_equal(column, other), f"day {day}: {name}"
            elif name in ROWS:
                named = np.where(other >= 0, mixed.state.id[other].astype(np.int64), -1)
                assert np.array_equal(column, named[back]), f"day {day}: {name}"
            else:
                taken = other[:-1][back] if name in ("signal", "next_signal") else other[..., back]
                ours = column[:-1] if name in ("signal", "next_signal") else column
                assert np.array_equal(ours, taken), f"day {day}: {name}"
        theirs = friends(mixed.state)
        assert friends(plain.state) == [theirs[row] for row in back], f"day {day}"
    assert plain.state.cut.any()


@pytest.mark.parametrize("make", ["random", "same_voice", "friend_of_friend", "high_score"])
def test_names(make):
    """Citizens in another order are the same citizens: the same traits, luck, friends, acts and scores."""
    relabelled(livelier({**LIVELIER, "ties.make": make, "days": 40}), seed=3)


def test_names_without_months():
    """The same where no months are kept, ties are dropped by voice and climates are shares."""
    relabelled(
        livelier(score__memory_months=0, ties__drop="discordant", voice__climate="share", days=40), seed=4
    )


def test_founding_does_not_know_the_days():
    """The fixed columns are what they are, whatever is done to people afterwards."""
    scenario = livelier()
    society, before = create(scenario), create(scenario)
    lived(scenario, society)
    assert FIXED.isdisjoint(unlike(society.state, before.state))
