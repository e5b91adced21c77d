"""``python -m verify [NAME ...] [--out FOLDER] [--page FILE]``: run verifications, print their rows, write tables and plots."""

import argparse
import importlib
import json
import os
import pkgutil
import sys
import time
from pathlib import Path
from typing import Any

import verify
from sottovoce.replications.picture import write
from verify.result import Result

HEAD = """# Verified with many seeds

Written by `python -m verify --out docs/pictures/verify --page docs/understand/verified.md`; do not edit. Intervals are 95%.
"""


def main() -> int:
    """Exit code 1 where a verification does not hold."""
    known = sorted(
        m.name for m in pkgutil.iter_modules(verify.__path__) if m.name not in ("__main__", "result")
    )
    parser = argparse.ArgumentParser(prog="python -m verify", description=verify.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: all of {', '.join(known)}")
    parser.add_argument("--out", type=Path, default=Path("runs/verify"), help="folder for tables and plots")
    parser.add_argument("--page", type=Path, help="write everything that is in --out as a page (Markdown)")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in known]
    if unknown:
        parser.error(f"{', '.join(unknown)}: unknown; known are {', '.join(known)}")
    asked.out.mkdir(parents=True, exist_ok=True)
    wrong = 0
    for name in asked.names or known:
        begun = time.perf_counter()
        result: Result = importlib.import_module(f"verify.{name}").run()
        wrong += report(name, result, time.perf_counter() - begun)
        write(result.picture, asked.out / f"{name}.svg", name)
        kept = {
            "title": result.title,
            "picture": result.picture.title,
            "rows": [row._asdict() for row in result.rows],
        }
        text = json.dumps(kept, indent=1, ensure_ascii=False, default=bool)
        (asked.out / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    if asked.page:
        parts = [section(file, asked.page) for file in sorted(asked.out.glob("*.json"))]
        asked.page.write_text("\n".join([HEAD, *parts]), encoding="utf-8")
    return 1 if wrong else 0


def report(name: str, result: Result, seconds: float) -> int:
    """Print the rows; how many do not hold."""
    print(f"\n{name}: {result.title} ({seconds:.0f} s)")
    for row in result.rows:
        sign = {True: "holds", False: "DOES NOT HOLD", None: ""}[row.holds]
        print(f"  {row.what:<66} {row.found:<34} {row.expected:<30} {sign}", flush=True)
    return sum(row.holds is False for row in result.rows)


def section(file: Path, page: Path) -> str:
    """One verification as Markdown, from what was kept of it."""
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    plot = os.path.relpath(file.with_suffix(".svg"), page.parent)
    lines = [f"## {kept['title'][:1].upper()}{kept['title'][1:]}", "", f"![{kept['picture']}]({plot})", ""]
    lines += ["| what | found | expected | |", "| --- | --- | --- | --- |"]
    told = {True: "holds", False: "**does not hold**", None: ""}
    lines += [f"| {r['what']} | {r['found']} | {r['expected']} | {told[r['holds']]} |" for r in kept["rows"]]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
