"""The driver for graphics cards: in Numba's simulator of a card it is the plain day to the last bit, and it says what is missing."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sottovoce.errors import RunError
from sottovoce.machine import gpu

TESTS = Path(__file__).parents[2]
DAYS = """
import sys, warnings
warnings.simplefilter("ignore")  # 64-bit overflow is meant; the simulator's threads do not know that
import numpy as np
from helpers import livelier, spread, unlike
from sottovoce.machine.gpu import Gpu
from sottovoce.machine.plain import Plain
from sottovoce.society import create
from sottovoce.simulate import days

small = {"citizens": 18, "days": 6, "society.network.mean_degree": 4.0, "society.network.community_size": 6}
early = {"enrolment.opt_in_day": 1, "enrolment.mandatory_day": 3}
moves = {"ties.move": "random", "ties.rewire_share": 0.5, "society.network.spare": 3}
changed = set()
for more, threads, block, every in (
    ({}, 5, 4, 1), ({}, 18, 32, 4), ({"ties.drop": "random", "ties.drop_chance": 0.9}, 4, 2, 3),
    ({"order": "sequential"}, 7, 3, 1), (moves, 7, 3, 2),
):
    scenario = livelier({**small, **early, **more})
    stays_there = more is not moves and "order" not in more
    plain, card = create(scenario, ledger=True), create(scenario, ledger=True)
    both = zip(
        days(scenario, plain, machine=Plain(), ledger=True),
        days(scenario, card, machine=Gpu(threads, block), ledger=True, looks=lambda day: day % every == every - 1),
        strict=True,
    )
    for (day, a), (_, b) in both:
        changed |= set(a.ties[:, 2].tolist())
        if day % every == every - 1 or not stays_there:
            assert unlike(plain.state, card.state) == [], (more, day, unlike(plain.state, card.state))
        else:
            assert unlike(plain.state, card.state), "columns were brought though nobody looked"
        assert np.array_equal(a.tally, b.tally) and a.tally.any(), (more, day)
        assert np.array_equal(a.ties, b.ties), (more, day)
    assert plain.state.enrolled.all()
    assert unlike(plain.state, card.state) == [], "at the end everything is at home"
assert changed == {0, 1}, "ties were dropped and made"
print("same")
"""


@pytest.mark.slow
def test_the_simulated_card_lives_the_plain_day():
    """Threads in blocks of any size, each with sums of its own: state, tallies and ties of every day, to the last bit."""
    done = subprocess.run(
        [sys.executable, "-c", DAYS],
        env=os.environ | {"NUMBA_ENABLE_CUDASIM": "1"},
        cwd=TESTS,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "same"


def test_waves_meet_nobody_twice_and_keep_everybodys_order():
    """Changes of ties on a card: pairs with nobody in common at once, those of one citizen one after another."""
    pairs = np.random.default_rng(1).integers(0, 40, (200, 2))
    found = gpu.waves(pairs)
    assert sorted(np.concatenate(found).tolist()) == list(range(200))
    wave_of = {int(number): k for k, wave in enumerate(found) for number in wave}
    for wave in found:
        met = [who for number in wave for who in set(pairs[number].tolist())]
        assert len(met) == len(set(met))
    for who in range(40):
        mine = [wave_of[k] for k in range(200) if who in pairs[k]]
        assert mine == sorted(mine) and len(set(mine)) == len(mine)
    assert gpu.waves(np.empty((0, 2), np.int64)) == []


def test_without_numba_cuda_it_says_what_to_install(monkeypatch):
    """A clear sentence before anything is founded."""
    monkeypatch.delenv("NUMBA_ENABLE_CUDASIM", raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RunError) as error:
        gpu.Gpu()
    assert str(error.value) == (
        "--device gpu: numba-cuda is not installed. Install it with `pip install 'sottovoce[gpu]'`, on a machine with an NVIDIA "
        "card and its driver. `--device cpu` needs none."
    )


def test_without_a_card_it_says_so(monkeypatch):
    """numba-cuda is there, but no card answers."""
    none = type("NoCard", (), {"is_available": staticmethod(lambda: False)})
    monkeypatch.delenv("NUMBA_ENABLE_CUDASIM", raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(gpu.importlib, "import_module", lambda name: none)
    with pytest.raises(RunError) as error:
        gpu.Gpu()
    assert str(error.value) == (
        f"--device gpu: no NVIDIA card answers on this {sys.platform} machine. See that `nvidia-smi` lists one, and that its driver "
        "knows CUDA 12 or newer. `--device cpu` needs none."
    )


@pytest.mark.slow
def test_the_command_refuses_in_one_line(tmp_path, monkeypatch):
    """`sottovoce run --device gpu` without a card: exit code 2, nothing written."""
    env = {k: v for k, v in os.environ.items() if k != "NUMBA_ENABLE_CUDASIM"} | {"CUDA_VISIBLE_DEVICES": ""}
    command = "from sottovoce.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "run", "--device", "gpu", "--citizens", "100", "--days", "2", "--out", str(tmp_path / "run")],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("--device gpu: n")
    assert not (tmp_path / "run").exists()
