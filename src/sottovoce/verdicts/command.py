"""The commands `claims` and `claim`."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from sottovoce import files
from sottovoce.errors import RunError
from sottovoce.experiments.command import By, live, seconds
from sottovoce.experiments.experiment import Experiment
from sottovoce.experiments.living import engine
from sottovoce.experiments.show import short
from sottovoce.experiments.store import Store
from sottovoce.terminal import console, json_text
from sottovoce.verdicts import api, declared
from sottovoce.verdicts.breaking import FRESH, break_
from sottovoce.verdicts.seal import seal


def claims(
    names: Sequence[str],
    quick: bool,
    forks: bool,
    out: Path | None,
    budget: str | None,
    by: By,
    points: int | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Live what is not lived yet, and print a verdict for each claim; of a file of one's own where a name ends in .yaml."""
    files = [name for name in names if name.endswith((".yaml", ".yml"))]
    if len(files) > 1:
        raise RunError(f"claims: {len(files)} files given; allowed one. Put all claims into it.")
    asked = declared.read(Path(files[0]) if files else None)
    wanted = [name for name in names if name not in files]
    chosen = asked.chosen(wanted)
    if forks and not asked.asked.forks:
        raise RunError(f"claims --forks: {asked.place.name} names no forks. Leave --forks out, or name some.")
    if forks and points:
        raise RunError("claims --forks: the variants are the points. Leave --points out.")
    lived = asked.experiment(
        chosen,
        quick=quick,
        points=points,
        draws=asked.points_of_variants() if forks else None,
        safeguards=not wanted and not forks,
    )
    kind = "-".join(["claims", *(["forks"] if forks else []), *(["quick"] if quick else [])])
    place = out or _place(kind, lived)
    study, stopped = live(lived, place, by, seconds(budget), quiet or as_json)
    try:
        found = api.judge(asked, chosen, study)
        if as_json:
            print(json_text(found.as_json()))
        elif not quiet:
            _said(found, place, forks)
    finally:
        if not study.complete:
            print("Not complete. The same command goes on from here.", file=sys.stderr)
    if stopped:
        raise SystemExit(130)


def _said(found: api.Found, place: Path, forks: bool) -> None:
    from sottovoce.verdicts.show import curve, page, poster

    screen = console()
    screen.print(curve(found) if forks else page(found))
    if not forks:
        drawn = place.with_suffix(".svg")
        files.save(drawn, poster(found)[0])
        screen.print(f"{drawn}: all of them in one figure")
    screen.print(f"{place}: the study (sottovoce study export {place} --to table.csv)")
    if failed := [one for one in found.study.failed if one.state == "failed"]:
        screen.print(
            f"{len(failed)} worlds failed; the first: {failed[0].world}, {failed[0].error.splitlines()[0]}"
        )


def claim(what: str, name: str, quick: bool, budget: str | None, by: By, as_json: bool) -> None:
    """`seal FILE`: write a record before the first world is lived. `break NAME`: look for the nearest point where one of our own claims is wrong."""
    if what == "seal":
        place = seal(declared.read(Path(name)), quick=quick)
        console().print(
            f"{place}: sealed. Publish its digest where the date is not yours to set; then: sottovoce claims {name}"
        )
        return
    if what != "break":
        raise RunError(f"claim {what}: allowed seal and break. Write: sottovoce claim seal FILE")
    if name.endswith((".yaml", ".yml")):
        raise RunError(
            f"claim break {name}: a file given; allowed the name of a claim that comes with the program. Claims of your own are not searched."
        )
    until = time.monotonic() + (seconds(budget or "5 min") or 0.0)
    stop = threading.Event()
    found = break_(declared.read(), name, over=lambda: time.monotonic() >= until, stop=stop, **by)
    if stop.is_set():
        print(f"Stopped after {found.searched:,} points; nothing is said.", file=sys.stderr)
        raise SystemExit(130)
    if as_json:
        print(json_text(found._asdict()))
        return
    screen = console()
    if found.moved is None or found.value is None:
        screen.print(
            f"{name}: not broken. At none of {found.searched:,} points of people and structure did its sign turn round beyond its margin"
            + (
                f"; {found.unconfirmed} looked so, and did not with fresh seeds."
                if found.unconfirmed
                else "."
            )
        )
        return
    mean, low, high = found.value
    one = declared.read().claim(name)
    screen.print(f"{name}: broken. {one.asked.hypothesis} At this point it is the other way round:")
    for path, (default, value) in found.moved.items():
        screen.print(f"  {path}: {short(value)} (default {short(default)})")
    screen.print(
        f"{mean:.4g} {one.unit} ({low:.4g} to {high:.4g}, 99%, {FRESH} fresh seeds); margin {one.margin:g}; {found.searched:,} points looked at; "
        f"moved by {found.distance:.2f} in units of their ranges."
    )


def _place(kind: str, asked: Experiment) -> Path:
    """The study of these claims that was begun under runs/, or a new file there."""
    Path("runs").mkdir(exist_ok=True)
    for number in count(1):
        place = Path("runs") / (f"{kind}.study" if number == 1 else f"{kind}-{number}.study")
        if not place.exists() or _same(place, asked):
            return place
    raise AssertionError


def _same(place: Path, asked: Experiment) -> bool:
    try:
        with Store.open(place) as store:
            return store.experiment.text == asked.text and store.engine() == engine()
    except RunError:
        return False
