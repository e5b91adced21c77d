"""What all tests share lies in helpers.py; this file is here so that they find it, and says how Hypothesis looks for examples."""

import os
import random
from collections import Counter
from datetime import date
from typing import Any
from zlib import crc32

import pytest
from hypothesis import settings

# No example fails for taking long: a timing is never a test. At home every run looks elsewhere, from one seed that is told if a
# test fails; .ci/run sees the same examples each time, so that a change is judged by what it changes.
CI = bool(os.environ.get("SOTTOVOCE_CI"))
SLOW = 3  # one in three of the slow tests each day
settings.register_profile("home", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if CI else "home")


@pytest.hookimpl(tryfirst=True)  # before Hypothesis reads it
def pytest_configure(config: Any) -> None:
    if not CI and config.option.hypothesis_seed is None:
        drawn = str(random.SystemRandom().randrange(2**32))
        config.option.hypothesis_seed = os.environ.setdefault(
            "SOTTOVOCE_SEED", drawn
        )  # for xdist's workers too
    os.environ.setdefault("SOTTOVOCE_SLICE", str(date.today().toordinal()))


def pytest_report_header(config: Any) -> str:
    return f"slice {os.environ['SOTTOVOCE_SLICE']} of the slow tests; all of them: SOTTOVOCE_SLICE=all"


def pytest_collection_modifyitems(config: Any, items: list[pytest.Item]) -> None:
    """Of slow tests and their cases, those whose turn it is; all where tests are asked for by name. Those of the page come last: what
    drives the browser leaves a loop running, in which others cannot start theirs."""
    items.sort(key=lambda item: "page" in item.path.parts)
    turn = os.environ["SOTTOVOCE_SLICE"]
    if turn == "all" or config.option.keyword or any("::" in arg for arg in config.args):
        return
    kept, left, count = [], [], Counter[str]()
    for item in items:
        name = item.nodeid.partition("[")[0]
        mark = item.get_closest_marker("slow")
        of = mark.args[0] if mark and mark.args else SLOW
        (left if mark and (crc32(name.encode()) + count[name] + int(turn)) % of else kept).append(item)
        count[name] += 1
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def pytest_terminal_summary(terminalreporter: Any, config: Any) -> None:
    if not CI and terminalreporter.stats.get("failed"):
        seed = config.option.hypothesis_seed
        terminalreporter.write_line(
            f"properties: the same command with --hypothesis-seed={seed} looks at the same examples"
        )


@pytest.fixture(autouse=True)
def quick_files(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures as files are drawn in tests that are marked `files` alone: a report has a dozen, half a second each."""
    if request.node.get_closest_marker("files") is None:
        monkeypatch.setattr("sottovoce.report.charts.Chart.files", lambda chart, source: ("<svg/>", b""))
