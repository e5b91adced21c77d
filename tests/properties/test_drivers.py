"""One rule, many machines: whoever runs the day, however often it is stopped, the world is the same to the last bit."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from helpers import LIVELY, OWN, After, lived, livelier, made, spread, taken, unlike
from sottovoce.day.rules import rules
from sottovoce.machine import cpu
from sottovoce.machine.cpu import BLOCK, Cpu
from sottovoce.machine.lanes import LANES
from sottovoce.machine.plain import Plain
from sottovoce.machine.rule import rare_off, switches
from sottovoce.scenario.fields import describe, places
from sottovoce.scenario.model import Conduct
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.simulate import days
from sottovoce.society import create
from sottovoce.study.folder import read_study, write
from sottovoce.study.study import live, plan
from sottovoce.study.summary import summary

LEAN = {
    "punishment.severity": 0.0,
    "channels.conduct": Conduct(),
    "voice.backlash": 0.0,
    "tiers": [{**tier, "width": 10.0} for tier in LIVELY["tiers"]],
}  # what the lively society has of the rare switches, off
COUNT = 18  # scenarios lived by both drivers


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """A network of 26 citizens with a hub and with four citizens whom nobody knows."""
    path = tmp_path_factory.mktemp("network") / "hub.txt"
    pairs = [(0, k) for k in range(1, 22)] + [(k, k + 1) for k in range(3, 20, 2)]
    pairs += [(k, k) for k in range(22, 26)]
    path.write_text("# a hub and a few pairs\n" + "\n".join(f"{a} {b}" for a, b in pairs))
    return path


def test_the_scenarios_take_every_option(network):
    """A new option that no scenario of this file takes would be compared by nobody."""
    seen = taken([spread(k, COUNT, network) for k in range(COUNT)])
    missing = []
    for path in places():
        info = describe(path.replace(".N.", ".0."))
        if info.kind == "choice":
            missing += [f"{path}: {choice}" for choice in info.choices if choice not in seen.get(path, ())]
            missing = [one for one in missing if one not in OWN]
        if info.kind == "switch":
            missing += [f"{path}: {choice}" for choice in (True, False) if choice not in seen.get(path, ())]
        if info.kind == "distribution":
            laws = describe(path + ".law").choices
            missing += [f"{path}: {law}" for law in laws if law not in seen.get(path + ".law", ())]
    assert not missing


@pytest.mark.slow(3)
@pytest.mark.parametrize("number", range(COUNT))
def test_plain_is_compiled(number, network):
    """The compiled day does what the rules say as plain Python, every day, for everybody."""
    scenario = spread(number, COUNT, network)
    plain, compiled = create(scenario, ledger=True), create(scenario, ledger=True)
    slow = days(scenario, plain, machine=Plain(), ledger=True)
    quick = days(scenario, compiled, machine=Cpu(), ledger=True)
    for (day, a), (_, b) in zip(slow, quick, strict=True):
        assert unlike(plain.state, compiled.state) == [], f"day {day}"
        assert np.array_equal(a.tally, b.tally), f"day {day}"
        assert np.array_equal(a.ties, b.ties), f"day {day}"
    assert a.tally.any()


@pytest.mark.slow(8)
def test_a_day_compiled_without_rare_switches_is_the_same_day(monkeypatch):
    """Where every rare switch is off, the day compiled without them gives the bits of the day that has them all."""
    scenario = made(LEAN, citizens=300, days=12)
    assert rare_off(rules(scenario, 0))
    lean, sums = lived(scenario)
    for section in rules(scenario, 0):
        if hasattr(section, "RARE"):
            monkeypatch.setattr(type(section), "RARE", {})
            for inside in filter(lambda each: hasattr(each, "RARE"), section):
                monkeypatch.setattr(type(inside), "RARE", {})
    monkeypatch.setattr(type(rules(scenario, 0).channels.conduct), "RARE", {})
    assert not rare_off(rules(scenario, 0))
    full, again = lived(scenario)
    assert unlike(lean.state, full.state) == []
    assert np.array_equal(sums, again)


@pytest.mark.parametrize("name", ["press-2015", "no-system"])
def test_plain_is_compiled_without_rare_switches(name):
    """The day compiled without rare switches does what the rules say as plain Python; also where a date switches one on."""
    on = {"day": 30, "name": "fear", "set": {"punishment.severity": 0.5, "punishment.by_law": True}}
    scenario = with_values(read(name), {"citizens": 60, "days": 40, "dates": [on]})
    assert [rare_off(rules(scenario, day)) for day in (29, 30)] == [True, False]
    plain, compiled = create(scenario, ledger=True), create(scenario, ledger=True)
    slow = days(scenario, plain, machine=Plain(), ledger=True)
    quick = days(scenario, compiled, machine=Cpu(), ledger=True)
    for (day, a), (_, b) in zip(slow, quick, strict=True):
        assert unlike(plain.state, compiled.state) == [], f"day {day}"
        assert np.array_equal(a.tally, b.tally), f"day {day}"


SWITCHES = [path for path, _, _ in switches(rules(made(LEAN), 0))]


def turned_on(content, path: tuple[str, ...]):
    """The same rules with one switch at another value."""
    name, *rest = path
    value = getattr(content, name)
    return content._replace(**{name: turned_on(value, tuple(rest)) if rest else value + 1})


@pytest.mark.parametrize("path", SWITCHES, ids=".".join)
def test_one_rare_switch_on_and_the_whole_day_is_compiled(path):
    """A switch left on is never compiled away."""
    off = rules(made(LEAN), 0)
    assert len(SWITCHES) > 25
    assert rare_off(off)
    assert not rare_off(turned_on(off, path))


def test_threads_change_nothing():
    """More than three blocks of citizens shared among one, two and three threads."""
    scenario = livelier(citizens=20_000, days=15, enrolment__opt_in_day=2, enrolment__mandatory_day=8)
    assert scenario.citizens > 3 * BLOCK
    founded = create(scenario)
    (one, sums), *others = [lived(scenario, founded.copy(), machine=Cpu(k)) for k in (1, 2, 3)]
    for society, tallies in others:
        assert unlike(one.state, society.state) == []
        assert np.array_equal(sums, tallies)
    assert one.state.cut.any()
    assert sums[-1].any()


@pytest.mark.parametrize("order", ["synchronous", "sequential"])
def test_block_size_changes_nothing(order, monkeypatch):
    """How many citizens share a row of sums, and so how they are cut among threads, is nobody's business."""
    scenario = livelier(
        citizens=700, days=12, order=order, enrolment__opt_in_day=2, enrolment__mandatory_day=6
    )
    founded = create(scenario)
    one, sums = lived(scenario, founded.copy(), machine=Cpu())
    for block, threads in ((LANES, 2), (64, 1), (64, 3), (336, 2)):
        monkeypatch.setattr(cpu, "BLOCK", block)
        assert Cpu().blocks(700) == -(-700 // block)
        society, tallies = lived(scenario, founded.copy(), machine=Cpu(threads))
        assert unlike(one.state, society.state) == [], (block, threads)
        assert np.array_equal(sums, tallies), (block, threads)
    assert one.state.cut.any()


def test_equal_scenarios_give_equal_worlds():
    """A scenario is all there is: nothing of an earlier run, of a clock or of the machine gets in."""
    first, sums = lived(livelier())
    lived(livelier(seed=12))
    second, again = lived(livelier())
    assert unlike(first.state, second.state) == []
    assert np.array_equal(sums, again)


def test_another_seed_is_another_world():
    """Luck and people follow the seed."""
    assert not np.array_equal(lived(livelier())[1], lived(livelier(seed=12))[1])


@pytest.mark.parametrize("last", [0, 3, 16, 29, 30])
def test_stopped_and_resumed_in_memory(last):
    """Stopped after day `last` (before joining opens, on a change of policy, at the end of a month) and gone on."""
    scenario = livelier(
        dates=[{"day": 17, "name": "milder", "set": {"score.spill": 0.1, "tiers.0.edge": 600.0}}]
    )
    straight, sums = lived(scenario)
    society = create(scenario)
    tallies = []
    for day, events in days(scenario, society):
        tallies.append(events.tally)
        if day == last:
            break
    for _, events in days(scenario, society, last + 1, yesterday=tallies[-1]):
        tallies.append(events.tally)
    assert unlike(straight.state, society.state) == []
    assert np.array_equal(sums, np.array(tallies))


def test_stopped_and_resumed_on_disk(tmp_path):
    """A study stopped in the middle of a world, written, read back and lived on is the study lived straight."""
    scenario = livelier(citizens=120, days=50)
    straight = live(plan(scenario, 2), threads=1)
    stopped = plan(scenario, 2)
    live(stopped, threads=1, stop=After(130))
    assert stopped.interrupted
    assert 0 < sum(world.lived for world in stopped.worlds) < sum(world.lived for world in straight.worlds)
    assert any(0 < world.lived < 50 for world in stopped.worlds)
    write(stopped, tmp_path, "test")
    resumed = live(read_study(tmp_path), threads=1)
    assert not resumed.interrupted
    assert repr(summary(resumed)) == repr(summary(straight))
    for a, b in zip(straight.worlds, resumed.worlds, strict=True):
        assert a.record and b.record
        assert np.array_equal(a.record.tally, b.record.tally), a.name
        assert np.array_equal(a.record.ties, b.record.ties), a.name
        assert a.record.portraits.keys() == b.record.portraits.keys()
        if a.society and b.society:
            assert unlike(a.society.state, b.society.state) == [], a.name
        if a.ledger and b.ledger:
            assert a.ledger.table().to_pandas().equals(b.ledger.table().to_pandas()), a.name
            assert a.ledger.changes_table().equals(b.ledger.changes_table()), a.name
            assert a.ledger.joins_table().equals(b.ledger.joins_table()), a.name


@pytest.mark.slow(8)
def test_an_older_processor_lives_the_same_world(tmp_path):
    """Compiled without the instructions of this one, with narrower registers and nothing that gathers words."""
    code = """
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from helpers import LIVELY, livelier, lived
society, sums = lived(livelier(citizens=61, days=12))
digest = hashlib.sha256(sums.tobytes())
for column in society.state:
    digest.update(np.ascontiguousarray(column).tobytes())
print(digest.hexdigest())
"""

    def digest(**more: str) -> str:
        places = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
        env = os.environ | {"PYTHONPATH": places} | more
        done = subprocess.run(
            [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    assert digest() == digest(NUMBA_CPU_NAME="generic", NUMBA_CPU_FEATURES="", SOTTOVOCE_CACHE=str(tmp_path))
