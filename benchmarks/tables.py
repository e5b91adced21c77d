"""Results as Markdown between the markers of README.md, and as pictures."""

import os
from pathlib import Path
from typing import Any

from benchmarks import plots
from benchmarks.targets import curve, rate, rows

BEGIN, END = "<!-- written by python -m benchmarks -->", "<!-- to here -->"
SHORT = "<!-- speed: written by python -m benchmarks -->"
NAMES = {"gather": "gather bound", "ours": "our driver", "full": "full model (press-2015), not score-day", "scipy": "SciPy by hand",
         "numpy": "NumPy by hand", "starsim": "Starsim", "mesa": "Mesa", "card gather": "gather bound of the card",
         "card full": "full model (press-2015) on the card"}  # fmt: skip
THREADED = {"gather", "ours", "full"}


def called(key: str) -> str:
    """What an engine is called in a table."""
    if key in NAMES:
        return NAMES[key]
    name, _, threads = key.partition(" ")
    return NAMES[name] + (f", {threads} thread{'s' * (threads != '1')}" if threads else "")


def table(head: list[str], body: list[list[str]]) -> list[str]:
    """A Markdown table, numbers to the right."""
    line = "| --- |" + " ---: |" * (len(head) - 1)
    return ["| " + " | ".join(head) + " |", line, *("| " + " | ".join(row) + " |" for row in body), ""]


def text(found: dict[str, Any]) -> str:
    """All tables."""
    parts = found["parts"]
    lines: list[str] = []
    if any(part["quick"] for part in parts.values()):
        lines += ["**Tiny sizes, to see that it works: no figures.**", ""]
    lines += ["### Targets", "", *_targets(found)]
    makers = {
        "bound": _bound, "score-day": _score_day, "scaling": _scaling, "registers": _registers, "founding": _founding,
        "ensembles": _ensembles, "starting": _starting, "card": _card,
    }  # fmt: skip
    for name, make in makers.items():
        if name not in parts:
            continue
        part = parts[name]
        versions = ", ".join(f"{k} {v}" for k, v in part["versions"].items())
        lines += [
            f"### {name}",
            "",
            f"{part['date']}; {part['machine']}; Python {part['python']}, {versions}.",
            "",
        ]
        if "error" in part["found"]:
            lines += [f"This part failed: {part['found']['error']}", ""]
        else:
            lines += make(part["found"], found)
    return "\n".join(lines)


def write(found: dict[str, Any], page: Path, pictures: Path) -> None:
    """Draw the plots, and put the tables and them between the markers."""
    pictures.mkdir(parents=True, exist_ok=True)
    shown = [
        f"![{path.stem.removeprefix('bench-')}]({Path(os.path.relpath(path, page.parent)).as_posix()})"
        for path in plots.draw(found, pictures)
    ]
    _between(page, BEGIN, "\n\n".join([*shown, text(found)]))


def write_short(found: dict[str, Any], page: Path) -> None:
    """The few figures that the project's README gives, between its own markers."""
    parts = {name: part["found"] for name, part in found["parts"].items() if "error" not in part["found"]}
    told = [
        f"A day of 100,000 people in press-2015 takes {1e3 * day:.1f} ms"
        for n, day in _curve(parts)
        if n == 100_000
    ]
    told += [
        f"a year of 10,000,000 {365 * day / 60:.0f} minutes per world"
        for n, day in _curve(parts)
        if n == 10_000_000
    ]
    starts = parts.get("starting", {})
    for name, label in (
        ("warm run", "the default run"),
        ("first run after installing", "the first one after installing"),
    ):
        if "wall" in starts.get(name, {}):
            told.append(f"{label} {starts[name]['wall']:.0f} s")
    at = found["parts"].get("scaling", {})
    where = f" ({at['date']}; {at['machine']})" if at else ""
    line = (
        "; ".join(told)
        + f"{where}. Compared with other engines, with the targets missed and why: [benchmarks](benchmarks/README.md)."
    )
    _between(
        page,
        SHORT,
        f"![citizen-days per second, compared with other engines](docs/pictures/bench-speed.svg)\n\n{line}",
    )


def _curve(parts: dict[str, Any]) -> list[tuple[float, float]]:
    return curve(parts.get("scaling", {}), parts.get("score-day", {}).get("sizes", {}))


def _between(page: Path, begin: str, content: str) -> None:
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    if found:
        page.write_text(
            before + "\n\n".join([begin, content, END]) + rest.partition(END)[2], encoding="utf-8"
        )


def _targets(found: dict[str, Any]) -> list[str]:
    told = {True: "met", False: "**missed**", None: "not measured"}
    body = [[row.target, row.measured, row.ratio, told[row.met]] for row in rows(found)]
    lines = table(["target", "measured", "ratio", ""], body)
    missed = dict.fromkeys(row.why for row in rows(found) if row.met is False and row.why)
    if missed:
        lines += ["Why some were missed, and what was tried:", "", *(f"- {why}" for why in missed), ""]
    return lines


def _bound(found: dict[str, Any], _: dict[str, Any]) -> list[str]:
    return [
        f"Copying 512 MiB: {found['copy_one'] / 1e9:.1f} GB/s on one thread, {found['copy_all'] / 1e9:.1f} on all, read and written "
        "together. The bound of random reads stands beside `score-day` below.",
        "",
    ]


def checked(figures: dict[str, float] | None) -> str:
    """Means by which two engines are seen to do the same work."""
    if not figures or "mean_s" not in figures:
        return ""
    return f"{figures['mean_s']:.3f}, {figures['mean_p']:.3f}, {figures['ties']:,.0f}"


def _score_day(found: dict[str, Any], _: dict[str, Any]) -> list[str]:
    lines = ["Peers: " + ", ".join(f"{k} {v}" for k, v in found["versions"].items()) + ".", ""]
    for n, size in found["sizes"].items():
        scipy = size.get("scipy", {}).get("wall_ns", [None])[0]
        body = []
        for key, e in size.items():
            if "error" in e:
                body.append([called(key), f"failed: {e['error'][:80]}", "", "", "", "", "", ""])
                continue
            wall, low, high = e["wall_ns"]
            f = e["figures"]
            body.append([
                called(key), rate(wall), f"{wall:.3g} ({low:.3g} to {high:.3g})", f"{e['cpu_ns'][0]:.3g}",
                f"{scipy / wall:.2f}" if scipy else "",
                f"{f['bytes']:.0f}" if "bytes" in f else "", f"{e['peak_bytes'] / 2**20:,.0f}",
                checked(e.get("check")),
            ])  # fmt: skip
        lines += [f"**{int(n):,} citizens**", ""]
        lines += table(["engine", "citizen-days", "ns a citizen-day, clock", "ns, processor", "times SciPy", "bytes a citizen", "peak MiB",
                        "mean s, p, ties after 34 days"], body)  # fmt: skip
    return lines


def _scaling(found: dict[str, Any], whole: dict[str, Any]) -> list[str]:
    sizes = whole["parts"].get("score-day", {}).get("found", {}).get("sizes", {})
    body = [
        [f"{n:,.0f}", f"{1e3 * s:.3g}", f"{1e9 * s / n:.1f}", f"{365 * s:.3g}"]
        for n, s in curve(found, sizes)
    ]
    return table(["citizens", "ms a day", "ns a citizen-day", "s a year"], body)


def _founding(found: dict[str, Any], _: dict[str, Any]) -> list[str]:
    body = [
        [
            f"{int(n):,}",
            f"{e['wall']:.2f}",
            f"{e['cpu']:.2f}",
            f"{e['bytes']:.0f}",
            f"{e['peak_bytes'] / 2**20:,.0f}",
        ]
        if "wall" in e
        else [f"{int(n):,}", f"failed: {e['error'][:80]}", "", "", ""]
        for n, e in found.items()
    ]
    return table(["citizens", "s", "processor s", "bytes a citizen", "peak MiB"], body)


def _registers(found: dict[str, Any], _: dict[str, Any]) -> list[str]:
    lines = [
        "The full model's day, compiled for the processor at hand and for an older one, both run on the one at hand.",
        "",
    ]
    for n, size in found["sizes"].items():
        body = []
        for name, e in size.items():
            if "error" in e:
                body.append([name, f"failed: {e['error'][:80]}", ""])
            else:
                (wall, low, high), cpu = e["wall_ns"], e["cpu_ns"][0]
                body.append([name, f"{wall:.0f} ({low:.0f} to {high:.0f})", f"{cpu:.0f}"])
        lines += [f"**{int(n):,} citizens**", ""]
        lines += table(["compiled for", "ns a citizen-day, clock", "processor"], body)
    return lines


def _ensembles(found: dict[str, Any], _: dict[str, Any]) -> list[str]:
    note = f"measured with {found['runs']} and scaled" if found["scaled"] else "measured in full"
    return [
        f"1,000 runs of one world, 2,000 citizens, 365 days: {found['core_seconds_of_1000']:.0f} core-seconds, "
        f"{found['wall_of_1000']:.0f} s on the clock ({note}; founding and measures included); "
        f"{found['ns_citizen_day']:.0f} ns of processor a citizen-day.",
        "",
    ]


def _starting(found: dict[str, Any], _: dict[str, Any]) -> list[str]:
    body = []
    for name, e in found.items():
        if "error" in e:
            body.append([name, f"failed: {e['error'][:80]}", "", ""])
        else:
            body.append([name, f"{e['wall']:.2f}", f"{e['least']:.2f} to {e['most']:.2f}", f"{e['cpu']:.2f}"])
    return table(["", "s", "from, to", "processor s"], body)


def _card(found: dict[str, Any], _: dict[str, Any]) -> list[str]:
    if "none" in found:
        return [f"No card was at hand, so nothing is claimed: {found['none']}", ""]
    lines = [f"{found['card']}.", ""]
    for n, size in found["sizes"].items():
        body = []
        for key, e in size.items():
            if "error" in e:
                body.append([called(key), f"failed: {e['error'][:80]}", "", ""])
            else:
                wall, low, high = e["wall_ns"]
                body.append(
                    [
                        called(key),
                        rate(wall),
                        f"{wall:.3g} ({low:.3g} to {high:.3g})",
                        f"{e['figures']['bytes']:.0f}",
                    ]
                )
        lines += [f"**{int(n):,} citizens**", ""]
        lines += table(["", "citizen-days", "ns a citizen-day, clock", "bytes a citizen"], body)
    return lines
