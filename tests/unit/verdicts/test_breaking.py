"""The search for our own errors: what it finds, what it does not find where there is nothing, and every door that stays shut."""

import dataclasses
import zlib

import numpy as np
import pytest

from sottovoce.errors import RunError
from sottovoce.experiments.coordinate import Coordinate
from sottovoce.experiments.space import space
from sottovoce.verdicts import declared
from sottovoce.verdicts.breaking import break_, movable, search, why_not

NUMBERS = [Coordinate(f"society.x{k}", 0.4, 0.0, 1.0, sets=(f"society.x{k}",)) for k in range(20)]
AXES = (
    *NUMBERS,
    Coordinate("order", "synchronous", alternatives=("synchronous", "sequential"), sets=("order",)),
)
SEARCHED = {
    "system-silences", "drag-silences", "drag-silences-added", "spill-silences", "reproach-silences", "bystanders-lose", "look-up-silences",
    "seeing-who-hurts-silences", "friends-are-dropped", "people-compete", "edges-silence", "last-years-comment", "frozen-account",
    "docile-in-voice", "docile-in-private", "prevents-resistance", "silence-outlives-repeal", "silence-outlives-repeal-learned",
}  # fmt: skip


def claim(name="system-silences"):
    return declared.read().claim(name)


def lived(rule, noise=15.0):
    """A function in the place of worlds, with the luck of seeds."""

    def measure(points, number):
        rows = []
        for point in points:
            seed = zlib.crc32(repr((sorted(point.items()), number)).encode())
            rows.append(
                rule(point) + noise * np.random.default_rng(seed).standard_normal(2 if number == 0 else 8)
            )
        return np.array(rows)

    return measure


def false_there(point):
    """For nearly everywhere, and against where one value is high and another low: a twenty-fifth of the space, far from the defaults."""
    high, low = point.get("society.x3", 0.4), point.get("society.x7", 0.4)
    return -60.0 if high > 0.8 and low < 0.2 else 80.0


@pytest.mark.slow
def test_a_planted_false_claim_is_broken():
    """In 19 of 20 seeds at least, each time where it really is false, with few values moved that have nothing to do with it."""
    broken, moved = 0, []
    for seed in range(20):
        found = search(lived(false_there), AXES, claim(), seed=seed)
        if found.moved:
            assert false_there({name: value for name, (_, value) in found.moved.items()}) < 0
            assert found.value[0] <= -20 and found.value[2] < 0
            broken += 1
            moved.append(len(found.moved))
    assert broken >= 19
    assert np.mean(moved) < 2.5, "two values make it false"


@pytest.mark.slow
def test_a_planted_true_claim_survives():
    """Whatever the luck, also where the effect is as large as the luck of a point."""
    for seed in range(20):
        found = search(
            lived(lambda point: 15.0 * point.get("society.x1", 0.4)), AXES, claim(), seed=seed, steps=8
        )
        assert found.moved is None
        assert found.searched > 100


def test_a_structure_that_makes_it_false_is_found():
    def rule(point):
        return -80.0 if point.get("order") == "sequential" else 80.0

    found = search(lived(rule), AXES, claim(), seed=1)
    assert found.moved == {"order": ("synchronous", "sequential")}
    assert found.distance == 1.0


def test_it_comes_nearer():
    """Of all places beyond a half in one value it tells one near the half."""
    found = search(lived(lambda p: 200.0 * (0.5 - p.get("society.x3", 0.4)) - 20, 1.0), AXES, claim(), seed=2)
    assert set(found.moved) == {"society.x3"}
    assert 0.5 <= found.moved["society.x3"][1] < 0.75


def test_it_stops_when_it_is_told_to():
    found = search(lived(false_there), AXES, claim(), over=lambda: True)
    assert (found.moved, found.searched) == (None, 0)


@pytest.mark.slow
def test_ctrl_c_ends_it(monkeypatch):
    """The engine notes the signal; nothing more is begun, and nothing is told of points that were not confirmed."""
    lives = []

    def stopped(asked, out, *, workers, stop):
        lives.append(out)
        stop.set()
        return Nothing()

    monkeypatch.setattr("sottovoce.verdicts.breaking.engine.run", stopped)
    found = break_(declared.read(), "system-silences", workers=1)
    assert (found.moved, len(lives)) == (None, 1)


class Nothing:
    """A study of which no world was lived."""

    outcomes = np.zeros((0, 2, 2, 1))

    def values(self, outcome, world):
        return np.zeros((0, 2))


# the doors


def test_which_claims_are_searched():
    """Those whose other sign is less silence or less harm, and no comparison of two systems."""
    found = declared.read()
    assert {one.name for one in found.claims if why_not(found, one) is None} == SEARCHED


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("placebo", "placebo"),
        ("mandate-adds-little", "no sign to turn round"),
        ("more-than-informers", "two systems against each other"),
        ("watching-everybody", "another system"),
        ("sanctions-over-rewards", "another system"),
        ("fear-over-friction", "not less silence"),
    ],
)
def test_a_claim_that_is_not_searched(name, why):
    with pytest.raises(RunError, match=why):
        break_(declared.read(), name)


def test_a_claim_of_a_user_is_not_searched(tmp_path):
    """Not even a copy of our own, and whatever it is called."""
    mine = tmp_path / "claims.yaml"
    mine.write_text(declared.SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(RunError, match="does not come with the program"):
        break_(declared.read(mine), "system-silences")


@pytest.mark.parametrize("sign", ["-", "0"])
def test_never_towards_more_silence(sign):
    """A claim that something makes people hold back less is not searched: its other sign is more silence."""
    found = declared.read()
    one = found.claim("system-silences")
    turned = dataclasses.replace(one, asked=one.asked.model_copy(update={"sign": sign}))
    assert why_not(found, turned)
    with pytest.raises(RunError, match="not less silence"):
        search(lived(false_there), AXES, turned)


def test_never_towards_less_resistance():
    found = declared.read()
    one = found.claim("prevents-resistance")
    assert why_not(found, dataclasses.replace(one, asked=one.asked.model_copy(update={"sign": "+"})))


@pytest.mark.parametrize("preset", ["press-2015", "stasi-informers", "sensitive-groups"])
def test_no_setting_of_a_system_moves(preset):
    """Of any preset: nothing but people, voice and the structure of the model."""
    for one in movable(space(preset)):
        assert one.name.startswith(("society.", "voice.")) or one.name == "order", one.name
        assert all(path.startswith(("society.", "voice.")) or path == "order" for path in one.sets), one.name
        assert not one.name.endswith(".sensitive"), "who is watched more closely is a setting of the system"


@pytest.mark.parametrize(
    "name",
    [
        "score.spill",
        "tiers.2.value",
        "watching.nu",
        "enrolment.mandatory_after",
        "topics.1.loss",
        "informers.share",
    ],
)
def test_a_setting_of_the_system_is_refused(name):
    with pytest.raises(RunError, match="is a setting of the system and does not move here"):
        search(lived(false_there), (*AXES, Coordinate(name, 0.4, 0.0, 1.0, sets=(name,))), claim())


def test_a_coordinate_that_also_moves_a_setting_is_refused():
    """Under a name of people."""
    both = Coordinate("society.x", 0.4, 0.0, 1.0, sets=("society.x", "score.spill"))
    with pytest.raises(RunError, match="does not move here"):
        search(lived(false_there), (both,), claim())
