"""The way out of machine.compiler: Numba as it comes compiles the same rules to the same bits."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import hashlib
import numpy as np
from helpers import lived, livelier
from sottovoce.machine.plain import Plain
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.loops import PLAIN_NUMBA
scenario = livelier(citizens=61, days=12)
for machine in (Plain(), Cpu()):
    society, sums = lived(scenario, machine=machine)
    digest = hashlib.sha256(sums.tobytes())
    for column in society.state:
        digest.update(np.ascontiguousarray(column).tobytes())
    print(PLAIN_NUMBA, digest.hexdigest())
"""


@pytest.mark.slow(8)
@pytest.mark.skipif(
    not os.environ.get("SOTTOVOCE_CI"),
    reason="SOTTOVOCE_CI is not set: compiling with Numba as it comes takes more than a minute; .ci/run does it",
)
def test_numba_as_it_comes_gives_the_same_bits(tmp_path):
    """A lively society, its columns and sums, in a process with a folder of its own for what is compiled."""
    places = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    env = os.environ | {"PYTHONPATH": places, "SOTTOVOCE_PIPELINE": "numba", "SOTTOVOCE_CACHE": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", CODE], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    plain, compiled = done.stdout.split("\n")[:2]
    assert plain == compiled and plain.startswith("True")
