"""``python -m benchmarks [PART ...]``: measure, save after each part, write the tables of benchmarks/README.md and the plots."""

import argparse
import os
import time
import traceback
from pathlib import Path

from benchmarks import results, tables
from benchmarks.bench import HERE
from benchmarks.parts import PARTS, Plan, set_up


def arguments() -> argparse.Namespace:
    """The command line."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("part", nargs="*", metavar="PART", help=f"default: all, {', '.join(PARTS)}")
    parser.add_argument(
        "--quick", action="store_true", help="small societies; only to see that it works; no figures"
    )
    parser.add_argument("--full", action="store_true", help="the ensemble in full, 1,000 runs")
    parser.add_argument("--most", type=int, metavar="N", help="no society larger than this")
    parser.add_argument("--rounds", type=int, help="rounds of timings")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="default: all cores")
    parser.add_argument(
        "--cache", type=Path, default=home / "sottovoce-benchmarks", help="networks, environments, kernels"
    )
    parser.add_argument(
        "--results", type=Path, help="JSON to read and write; default: benchmarks/results.json"
    )
    parser.add_argument(
        "--no-tables", action="store_true", help="leave benchmarks/README.md and the plots as they are"
    )
    parser.add_argument(
        "--tables", action="store_true", help="only write tables and plots again from the results"
    )
    given = parser.parse_args()
    wrong = [name for name in given.part if name not in PARTS]
    if wrong:
        parser.error(f"no part {', '.join(wrong)}; there are {', '.join(PARTS)}")
    return given


def plan(given: argparse.Namespace) -> Plan:
    """What is measured, and how large."""
    if given.quick:
        made = Plan(given.cache, (2_000, 10_000), (2_000, 10_000), (2_000, 10_000), rounds=2, seconds=0.1, registers=(2_000,),
                    ensemble=2 * given.threads, starts=2, cold=False,
                    warm_run=("--citizens", "300", "--days", "40", "--seeds", "2"))  # fmt: skip
    else:
        sizes = (10_000, 100_000, 1_000_000, 10_000_000)
        made = Plan(
            given.cache,
            sizes,
            (10_000, 31_623, 100_000, 316_228, 1_000_000, 3_162_278),
            (100_000, 1_000_000, 10_000_000),
            card=(1_000_000, 10_000_000, 100_000_000),
            registers=(100_000, 1_000_000),
        )
    made.threads = given.threads
    if given.full:
        made.ensemble = 1_000
    if given.rounds:
        made.rounds = given.rounds
    if given.most:
        for name in ("sizes", "scaling", "founding", "card", "registers"):
            setattr(made, name, tuple(n for n in getattr(made, name) if n <= given.most))
    return made


def main() -> None:
    """Measure what is asked for."""
    given = arguments()
    path = given.results or (given.cache / "results-quick.json" if given.quick else HERE / "results.json")
    found = results.read(path)
    if not given.tables:
        wanted = plan(given)
        wanted.cache.mkdir(parents=True, exist_ok=True)
        set_up(wanted)
        begun = time.perf_counter()
        for name in given.part or PARTS:
            print(f"{name} ({time.perf_counter() - begun:.0f} s so far)", flush=True)
            at = time.perf_counter()
            try:
                content = PARTS[name](wanted)
            except Exception as error:
                traceback.print_exc()
                content = {"error": f"{type(error).__name__}: {error}"}
            results.keep(found, name, content, time.perf_counter() - at, quick=given.quick)
            results.write(path, found)
        print(f"done in {time.perf_counter() - begun:.0f} s; {path}", flush=True)
    text = tables.text(found)
    if given.quick or given.no_tables:
        print(text)
        return
    tables.write(found, HERE / "README.md", HERE.parent / "docs" / "pictures")
    tables.write_short(found, HERE.parent / "README.md")


if __name__ == "__main__":
    main()
