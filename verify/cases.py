"""Every slow test with all its cases: `make test` takes some of them each day."""

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from collections import defaultdict
from pathlib import Path

from sottovoce.replications.picture import Curve, Picture
from verify.result import Result, Row

ROOT = Path(__file__).parents[1]


def run(files: tuple[str, ...] = ("tests",)) -> Result:
    """pytest prints the cases that fail; a row here is a test with the number of its cases."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "cases.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-m",
            "slow",
            "-p",
            "no:cacheprovider",
            f"--junitxml={report}",
        ]
        subprocess.run(
            [*command, *files], cwd=ROOT, env={**os.environ, "SOTTOVOCE_SLICE": "all"}, check=False
        )
        cases = list(xml.parse(report).iter("testcase"))
    seconds, failed = defaultdict[str, list[float]](list), defaultdict[str, list[str]](list)
    for case in cases:
        name = f"{case.attrib['classname'].rsplit('.', 1)[-1]}::{case.attrib['name'].partition('[')[0]}"
        seconds[name].append(float(case.attrib["time"]))
        if case.find("failure") is not None or case.find("error") is not None:
            failed[name].append(case.attrib["name"])
    rows = [
        Row(name, f"{len(failed[name])} of {len(times)} fail", "none fails", not failed[name])
        for name, times in sorted(seconds.items())
    ]
    slow = sorted(seconds, key=lambda name: -sum(seconds[name]))[:6]
    curves = [
        Curve(name, range(1, len(seconds[name]) + 1), sorted(seconds[name]), pair, measured=True)
        for pair, name in enumerate(slow)
    ]
    picture = Picture("Time of a case, the six slowest tests", "case", "s", tuple(curves))
    return Result("every slow test, with all its cases", rows, picture)
