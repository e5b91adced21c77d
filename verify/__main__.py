"""``python -m verify [NAME ...] [--out FOLDER]``: run verifications, print their rows, write tables and plots."""

import argparse
import importlib
import json
import os
import pkgutil
import sys
import time
from pathlib import Path

import verify
from sottovoce.replications.picture import write
from verify.result import Result


def main() -> int:
    """Exit code 1 where a verification does not hold."""
    known = sorted(
        m.name for m in pkgutil.iter_modules(verify.__path__) if m.name not in ("__main__", "result")
    )
    parser = argparse.ArgumentParser(prog="python -m verify", description=verify.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: all of {', '.join(known)}")
    parser.add_argument("--out", type=Path, default=Path("runs/verify"), help="folder for tables and plots")
    parser.add_argument(
        "--page", type=Path, help="write all of it as a page (Markdown), its plots beside --out"
    )
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in known]
    if unknown:
        parser.error(f"{', '.join(unknown)}: unknown; known are {', '.join(known)}")
    asked.out.mkdir(parents=True, exist_ok=True)
    wrong, parts = 0, []
    for name in asked.names or known:
        begun = time.perf_counter()
        result: Result = importlib.import_module(f"verify.{name}").run()
        wrong += report(name, result, time.perf_counter() - begun)
        write(result.picture, asked.out / f"{name}.svg", name)
        parts.append(section(name, result, asked))
        rows = [row._asdict() for row in result.rows]
        (asked.out / f"{name}.json").write_text(
            json.dumps(rows, indent=1, ensure_ascii=False, default=bool), encoding="utf-8"
        )
    if asked.page:
        asked.page.write_text("\n".join([HEAD, *parts]), encoding="utf-8")
    return 1 if wrong else 0


HEAD = """# Verified with many replicates

Written by `python -m verify --out docs/pictures/verify --page docs/understand/verified.md`; do not edit. Intervals are 95%.
"""


def section(name: str, result: Result, asked: argparse.Namespace) -> str:
    """One verification as Markdown."""
    lines = [f"## {result.title[:1].upper()}{result.title[1:]}", ""]
    if asked.page:
        plot = os.path.relpath(asked.out / f"{name}.svg", asked.page.parent)
        lines += [f"![{result.picture.title}]({plot})", ""]
    lines += ["| what | found | expected | |", "| --- | --- | --- | --- |"]
    told = {True: "holds", False: "**does not hold**", None: ""}
    lines += [f"| {r.what} | {r.found} | {r.expected} | {told[r.holds]} |" for r in result.rows]
    return "\n".join([*lines, ""])


def report(name: str, result: Result, seconds: float) -> int:
    """Print the rows; how many do not hold."""
    print(f"\n{name}: {result.title} ({seconds:.0f} s)")
    for row in result.rows:
        sign = {True: "holds", False: "DOES NOT HOLD", None: ""}[row.holds]
        print(f"  {row.what:<66} {row.found:<34} {row.expected:<30} {sign}")
    return sum(row.holds is False for row in result.rows)


if __name__ == "__main__":
    sys.exit(main())
