"""The property tests, each with many random seeds: what one run of the tests would meet once in fifty."""

import importlib.util
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hypothesis import Phase, seed, settings

from sottovoce.replications.picture import Curve, Picture
from verify.result import Result, Row

TESTS = Path(__file__).parents[1] / "tests"


def run(minutes: float = 10.0, first: int | None = None) -> Result:
    """Round after round, each property with a seed of its own, until the time is over; the first round is always whole.

    `first`: seed of the seeds, else drawn. A failure is printed with its example and its seed.
    """
    first = random.SystemRandom().randrange(2**32) if first is None else first
    luck, tests = random.Random(first), dict(properties())
    seconds: dict[str, list[float]] = {name: [] for name in tests}  # of each seed
    failed: dict[str, int] = {}
    end = time.monotonic() + 60 * minutes
    while left := [
        name for name in tests if name not in failed and (not seconds[name] or time.monotonic() < end)
    ]:
        for name in left:
            number, begun = luck.randrange(2**32), time.perf_counter()
            if not holds(name, tests[name], number):
                failed[name] = number  # known: the others have the time
            seconds[name].append(time.perf_counter() - begun)
    rows = [
        Row(
            name.rsplit("::", 1)[-1],
            f"{len(times)} seeds, {sum(times) / len(times):.2g} s each"
            if name not in failed
            else f"not with --hypothesis-seed={failed[name]}",
            "holds with every seed",
            name not in failed,
        )
        for name, times in seconds.items()
    ]
    slow = sorted(tests, key=lambda name: -max(seconds[name]))[:6]
    curves = [
        Curve(name.rsplit("::", 1)[-1], range(1, len(seconds[name]) + 1), seconds[name], pair, measured=True)
        for pair, name in enumerate(slow)
    ]
    picture = Picture("Time of a property, the six slowest", "seed", "s", tuple(curves))
    return Result(f"the property tests with random seeds, drawn from {first}", rows, picture)


def holds(name: str, test: Callable[[], None], number: int) -> bool:
    """True if a property holds with a seed; else what pytest would say is printed."""
    try:
        seed(number)(test)()
    except BaseException as error:  # pytest's own outcomes are no Exceptions
        if isinstance(error, KeyboardInterrupt):
            raise
        traceback.print_exc()
        print(f"{name} fails with --hypothesis-seed={number}; the example is printed above", flush=True)
        return False
    return True


def properties() -> Iterator[tuple[str, Any]]:
    """Every property test by its name for pytest. Those of the page need a browser and see the same examples always."""
    found = (
        Phase.explicit,
        Phase.generate,
    )  # pytest makes the example small; here that would take the time of the others
    settings.register_profile("verify", deadline=None, database=None, phases=found, print_blob=True)
    settings.load_profile("verify")  # before the tests are imported: a test takes the profile that it meets
    sys.path.insert(0, str(TESTS))
    for file in sorted(TESTS.rglob("test_*.py")):
        if "page" in file.parts or "hypothesis" not in file.read_text(encoding="utf-8"):
            continue
        spec = importlib.util.spec_from_file_location(f"properties_{file.stem}", file)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for name, test in vars(module).items():
            if name.startswith("test_") and getattr(test, "is_hypothesis_test", False):
                yield f"{file.relative_to(TESTS.parent)}::{name}", test
