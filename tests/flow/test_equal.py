"""--equal: one count of the others is made that of the first, and nothing else is ever aimed at."""

import inspect
import json
import threading

import numpy as np
import pytest

import sottovoce as sv
from helpers import made
from sottovoce.errors import RunError
from sottovoce.machine.cpu import Cpu
from sottovoce.measure.counts import COUNTS, Punished
from sottovoce.reforms import no_system, repeal
from sottovoce.report.compare.facts import equal_sentences
from sottovoce.report.compare.terminal import text
from sottovoce.scenario.paths import get, leaves, with_values
from sottovoce.simulate import days
from sottovoce.society import create
from sottovoce.society.tally import NAMES
from sottovoce.study import equal
from sottovoce.study.compare import live, of_systems
from sottovoce.study.comparison import as_json
from sottovoce.study.equal import INTENSITIES, TOLERANCE, equalised, intensities, most, times
from sottovoce.study.worlds import World

JOBS = {"name": "jobs", "access": "jobs", "effect": "takes", "edge": 560.0, "value": 0.8}
PRESS = made(
    tiers=[JOBS],
    society__aware=1.0,
    watching__learn=0.0,
    ties__make="never",
    channels__conduct={},
    punishment__severity=0.0,
)
DIRECT = with_values(PRESS, {
    "name": "direct", "label": "acts punished directly, no score", "tiers": [], "score.friend_weight": 0.0, "score.spill": 0.0,
    "punishment.severity": 0.05, "punishment.tolerance": 0.0,
    **{f"channels.{c}": {"rate": 0.3, "coverage": 0.05} for c in ("post", "share", "gather")}, "channels.buy.coverage": 0.0, "channels.browse.coverage": 0.0,
})  # fmt: skip
HARDER = with_values(
    DIRECT,
    {
        "name": "harder",
        "channels.post.coverage": 0.004,
        "channels.share.coverage": 0.004,
        "channels.gather.coverage": 0.004,
    },
)
OTHER = with_values(PRESS, {"name": "other", "channels.buy.loss": 9.0})
LIST = {
    "watching.others": 0.1,
    "watching.list_above": 0.0,
    "watching.list_days": 30,
    "punishment.severity": 0.3,
}
FEW = with_values(
    DIRECT, LIST | {"name": "few", **{f"channels.{c}.coverage": 1.0 for c in ("post", "share", "gather")}}
)
ALL = with_values(FEW, {"name": "all", "watching.others": 1.0})
NEVER = threading.Event()


def test_acts_looked_through():
    """As many as coverage says, of those watched; where nobody is on a list, of all alike. What is seen is among them."""
    few, all_ = (lived(scenario).counts for scenario in (FEW, ALL))
    assert 0 < few["seen"] < few["examined"] < all_["examined"] / 2
    none = lived(with_values(FEW, {"watching.list_above": 1.0})).counts
    assert none["examined"] == pytest.approx(all_["examined"] / 10, rel=0.15), "a tenth of all acts"


def test_who_was_punished_directly():
    """On every day as many as the day's own tally says; and over all days each person once."""
    scenario = made(watching__learn=0.0)
    society = create(scenario)
    punished, ever = Punished(scenario.citizens), np.zeros(scenario.citizens, bool)
    for day, events in days(scenario, society, machine=Cpu(1)):
        today = Punished(scenario.citizens)
        today.note(scenario, day, society)
        assert today.ever.sum() == events.tally[:, NAMES.index("punished")].sum()
        punished.note(scenario, day, society)
        ever |= today.ever
    assert 0 < ever.sum() < scenario.citizens
    assert np.array_equal(punished.ever, ever)


def test_only_measured_days_and_only_where_it_is_punished():
    long = made(days=420)
    society = create(long)
    for _day, _ in days(with_values(long, {"days": 420}), society):
        break
    for when, scenario in ((54, long), (0, no_system(made())), (0, made(punishment__severity=0.0))):
        punished = Punished(300)
        punished.note(scenario, when, society)
        assert not punished.ever.any()


def lived(scenario):
    world = World("x", 0, scenario, kept=True, counting=True)
    world.live(Cpu(1), lambda: False)
    assert world.error is None
    return world


def test_counts():
    """People: punished directly or under a sanction. Points: taken by own and by friends' acts, in SDs of the day-0 score."""
    world = lived(with_values(PRESS, {"punishment.severity": 0.6}))
    sanctioned = world.society.state.lost_days > 0
    assert 0 < sanctioned.sum() < 300
    assert sanctioned.sum() < world.counts["punished"] <= 300
    lost, spilled = (world.record.sum(name).sum() for name in ("lost", "spilled"))
    assert spilled < 0
    assert world.counts["points"] == pytest.approx((lost - spilled) / PRESS.score.spread / 300)
    gone = lived(no_system(PRESS)).counts
    assert gone == dict.fromkeys(COUNTS, 0.0), "nobody bears a shadow score"
    assert lived(repeal(PRESS, 40)).counts["points"] > 0
    assert np.isnan(lived(with_values(PRESS, {"score.spread": 0.0})).counts["points"])


@pytest.mark.slow(4)
@pytest.mark.parametrize(
    ("first", "other", "count"),
    [
        (PRESS, DIRECT, "punished"),
        (DIRECT, HARDER, "punished"),
        (PRESS, OTHER, "points"),
        (FEW, ALL, "seen"),
        (ALL, FEW, "examined"),
    ],
)
def test_people_punished_are_made_equal(first, other, count):
    """The other is scaled until as many are punished, within the tolerance; nothing but its intensity changes, and the first
    stays as it is."""
    c = live(of_systems([first, other], equal=count, seeds=2), threads=2)
    (scaled,) = c.scaled
    assert scaled.error is None
    assert abs(scaled.difference) <= TOLERANCE
    counts = [row.counts[count] for row in c.rows if row.kind == "system"]
    assert counts == pytest.approx([scaled.target, scaled.reached]), (
        "the worlds that are compared are those that were counted"
    )
    assert c.variants[0].scenario == first
    before, after = leaves(other), leaves(c.variants[2].scenario)
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {path for path, (was, now) in scaled.values.items() if was != now}
    assert changed and changed <= {path for one in INTENSITIES for path in one.paths}
    assert c.variants[3].scenario == no_system(c.variants[2].scenario)


def test_what_was_scaled_is_said():
    c = live(of_systems([PRESS, DIRECT], equal="punished", seeds=1), threads=2)
    first, second = equal_sentences(c)
    assert first == (
        "Equal count: people punished: directly, or under a sanction, on any of the measured days. made: "
        f"{c.scaled[0].target:,.1f} people punished, mean over seeds. The others are scaled until they agree with it within 5%."
    )
    now = f"{c.scaled[0].values['channels.post.coverage'][1]:.3f}".rstrip("0")
    assert (
        f"channels.post.coverage, channels.share.coverage, channels.gather.coverage from 0.05 to {now}"
        in second
    )
    assert "how much of what people do is watched times" in second
    stored = as_json(c)["equal"]
    assert (stored["count"], stored["with"], stored["tolerance"]) == ("punished", "made", 0.05)
    assert stored["scaled"][0]["values"]["channels.post.coverage"]["was"] == 0.05
    json.dumps(stored, allow_nan=False)


def test_what_cannot_be_reached_is_refused_with_the_nearest():
    """A system that takes nothing cannot be made equal: its row says how near it came, and the others go on."""
    harmless = with_values(PRESS, {"name": "harmless", "tiers": []})
    c = live(of_systems([PRESS, harmless, DIRECT], equal="punished", seeds=1), threads=2)
    rows = {row.name: row for row in c.rows}
    aim = c.scaled[0].target
    assert rows["harmless"].error == (
        f"cannot be made equal: the aim is {aim:,.1f} people punished, and the nearest that was reached 0.0 people punished (tried: "
        "how much of what people do is watched, 0 to 2 times what it is; how many points acts cost, 0 to 16 times what it is)"
    )
    assert rows["harmless"].measures == {} and rows["direct"].seeds == 1
    shown = " ".join(text(c, 120).split())
    assert "harmless failed: cannot be made equal" in shown


def test_nothing_to_be_equal_to():
    gentle = with_values(PRESS, {"tiers": []})
    with pytest.raises(RunError) as caught:
        live(of_systems([gentle, DIRECT], equal="punished", seeds=1))
    assert str(caught.value) == (
        "equal punished: made has no punished at all (people punished: directly, or under a sanction, on any of the measured "
        "days), so nothing can be made equal to it."
    )
    with pytest.raises(RunError) as caught:
        live(of_systems([with_values(PRESS, {"score.spread": 0.0}), DIRECT], equal="points", seeds=1))
    assert (
        str(caught.value)
        == "equal points: made has no count of points: its day-0 score has no spread (score.spread 0)."
    )
    plain = with_values(DIRECT, {"score.spread": 0.0})
    c = live(of_systems([PRESS, plain], equal="points", seeds=1))
    assert c.scaled[0].error == "has no count of points (score.spread 0)"


def coverage(scenario) -> float:
    return scenario.channels.post.coverage


@pytest.mark.parametrize(
    ("law", "target", "reached"),
    [
        (lambda x: 1000 * x, 20.0, True),  # scaled down
        (lambda x: 1000 * x, 900.0, True),  # scaled up
        (lambda x: 1000 * x * (1.2 - x), 300.0, True),  # rises and falls again, as where people fall silent
        (lambda x: 0.0 if x < 0.3 else 500.0, 250.0, False),  # jumps over it
        (lambda x: 10.0, 250.0, False),  # does not move
    ],
)
def test_halving(law, target, reached):
    """Whatever the count does, it ends: at a value that agrees, or with a refusal that names the nearest."""
    one = with_values(DIRECT, {"channels.post.coverage": 0.05})
    scaled, found = equalised("x", one, target, "punished", lambda s: law(coverage(s)), NEVER)
    assert found.tried <= 2 * equal.STEPS
    if reached:
        assert found.error is None
        assert abs(law(coverage(scaled)) - target) <= TOLERANCE * target
        assert found.reached == law(coverage(scaled))
    else:
        assert found.error.startswith(f"cannot be made equal: the aim is {target:.1f} people punished")
        assert scaled == one


def test_intensities():
    """Each system is scaled by what makes it work; values stop where they may not go further."""
    assert [one.paths[0] for one in intensities(PRESS)] == ["channels.post.coverage", "channels.post.loss"]
    rich = made(
        blacklist__entry=0.1,
        informers__share=0.01,
        informers__believed=0.05,
        reports__rate=0.1,
        freeze__power=True,
    )
    assert [one.paths[0] for one in intensities(rich)][:4] == [
        "blacklist.entry", "informers.share", "reports.rate", "freeze.chance",
    ]  # fmt: skip
    informers = intensities(rich)[1]
    doubled = times(rich, informers, 2.0)
    assert (doubled.informers.share, doubled.informers.believed) == (0.02, 0.1)
    watched = intensities(DIRECT)[0]
    assert most(DIRECT, watched) == 20.0
    assert times(DIRECT, watched, 1e9).channels.post.coverage == 1.0
    assert all(get(PRESS, path) >= 0 for one in INTENSITIES for path in one.paths)


def test_the_aim_is_only_ever_a_count_of_another_scenario():
    """No number, no measure and no effect can be asked for: only the name of a count, and two scenarios."""
    assert set(COUNTS) == {"punished", "points", "seen", "examined"}
    for asked in (500, "voice_gap", "say_so", "punished=500"):
        with pytest.raises(RunError, match="no such count"):
            sv.compare(PRESS, DIRECT, equal=asked)
    assert not {"target", "aim", "goal", "toward", "scale"} & set(inspect.signature(sv.compare).parameters)
    with pytest.raises(RunError, match="Give two scenarios or more"):
        sv.compare(PRESS, equal="punished")
    calls = inspect.getsource(equal)
    assert "measures" not in calls and "effects" not in calls, (
        "what a system does to voices is never looked at"
    )
