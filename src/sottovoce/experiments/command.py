"""The commands `sweep` and `study`: what they print is in the order of the design."""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from sottovoce.errors import RunError, ScenarioError
from sottovoce.experiments import engine
from sottovoce.experiments.checked import experiment, from_file
from sottovoce.experiments.designs import swept
from sottovoce.experiments.experiment import Experiment, counted
from sottovoce.experiments.notes import notes
from sottovoce.experiments.ramp import of_study, planned
from sottovoce.experiments.results import Study
from sottovoce.experiments.show import short
from sottovoce.experiments.store import Store
from sottovoce.measure.names import MEASURES, named
from sottovoce.scenario.lines import parse
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import plain
from sottovoce.study.estimate import duration
from sottovoce.terminal import Screen, console, escaped, json_text, plain_table

By = Mapping[str, Any]  # who lives the worlds: `workers` or `scheduler`, as in engine.run
EVERY = 10.0  # seconds between two lines where there is no terminal
SHOWN = ("held_back", "voice_gap", "say_so")  # where no measure is asked for
TIMES = {"s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hour": 3600}


def sweep(
    scenario: Scenario,
    paths: Sequence[str],
    measures: Sequence[str],
    seeds: int,
    out: Path | None,
    by: By,
    quiet: bool,
    as_json: bool,
    fixed: Iterable[str] = (),
) -> None:
    """Every combination of some values, with the system and without: a table, a figure where one or two values move, and the study."""
    measures = [named(name) for name in measures]
    levels = [_levels(text) for text in paths]
    names = [name for name, _ in levels]
    for name in names:
        if names.count(name) > 1:
            raise RunError(f"{name}: given twice. Give all its values at once, like {name}=[a, b, c].")
        if name in fixed:
            raise RunError(f"{name}: is swept and also given with --set. Leave one of them out.")
    asked = experiment(
        name="sweep",
        scenario=scenario,
        people={"citizens": scenario.citizens, "days": scenario.days},
        seeds={"first": scenario.seed, "count": seeds},
        space={"values": "none"},
        design={"kind": "grid", "levels": dict(levels)},
        measures=measures,
    )
    file = out or _place(f"sweep-{scenario.name}")
    found, stopped = live(asked, file, by, None, quiet or as_json)
    wanted = list(measures) or [name for name in SHOWN if name in asked.measures]
    if as_json:
        print(json_text(summary(found, wanted)))
    elif not quiet:
        _tables(found, wanted)
        with suppress(RunError):  # what moves has no figure
            drawn = found.plot(wanted[0]).save(file.with_suffix(".svg"))
            console().print(f"{drawn}: {wanted[0]} in a figure")
        console().print(f"{file}: the study (sottovoce study export {file} --to table.csv)")
    _end(found, file, stopped)


def ramp(
    scenario: Scenario, value: str, measure: str, hold: int, before: int, seeds: int, out: Path | None, by: By, as_json: bool
) -> None:  # fmt: skip
    """One value up and down again in one run: the sentence, a table of both ways, a figure, and the study."""
    path, levels = _levels(value)
    name = named(measure)
    asked = planned(
        scenario,
        path,
        levels,
        measure=name,
        hold=hold,
        before=before,
        seeds=seeds,
        citizens=scenario.citizens,
    )
    file = out or _place(f"ramp-{scenario.name}")
    lived, stopped = live(asked, file, by, None, as_json)
    if lived.complete:
        found = of_study(lived, path, levels, hold, name)
        if as_json:
            gaps = {"loop": found.loop, "drift": found.drift, "memory": found.memory}
            rows = found.table().to_dict("records")
            print(
                json_text(
                    {"path": path, "measure": name}
                    | {k: v._asdict() for k, v in gaps.items()}
                    | {"rows": rows}
                )
            )
        else:
            means = found.table().groupby(["way", path], sort=False)[[name, "still"]].mean().reset_index()
            table = plain_table("way", f">{path}", f">{name}", ">value unmoved")
            for row in means.itertuples(index=False):
                table.add_row(*(Text(one if isinstance(one, str) else short(one)) for one in row))
            drawn = found.plot().save(file.with_suffix(".svg"))
            console().print(
                Text(str(found)), Text(), table, Text(f"{drawn}: both ways in a figure"), sep="\n"
            )
    _end(lived, file, stopped)


def study(
    what: str,
    file: Path | None,
    out: Path | None,
    budget: str | None,
    by: By,
    quiet: bool,
    to: Path | None,
    as_json: bool,
    measures: Sequence[str] = (),
    of: Sequence[str] = (),
) -> None:
    """Live the experiment of a file; or show, export or go on with a study. `measures` and `of`: what is shown, in which worlds."""
    shows = Shows(tuple(measures), tuple(of))
    if what in ("show", "export", "resume") and file is None:
        raise RunError(f"study {what}: no study given. Write: sottovoce study {what} FILE.study")
    if what not in ("show", "export", "resume"):
        if file is not None:
            raise RunError(
                f"study {what}: two files given; allowed one experiment, or show, export or resume with a study."
            )
        asked = from_file(Path(what))
        place = out or _place(asked.name)
        shows.checked(asked)
        found, stopped = live(asked, place, by, seconds(budget), quiet or as_json)
        _said(found, place, quiet, as_json, shows)
        return _end(found, place, stopped)
    assert file is not None
    if what == "export":
        if to is None:
            raise RunError("study export: no name given. Add --to table.csv (or .nc, .parquet).")
        console().print(f"{Study.open(file).export(to)} written")
        return None
    if what == "show":
        return _said(Study.open(file), file, quiet, as_json, shows)
    with Store.open(file) as store:
        asked = store.experiment
    found, stopped = live(asked, file, by, seconds(budget), quiet or as_json)
    _said(found, file, quiet, as_json, shows)
    return _end(found, file, stopped)


def live(asked: Experiment, file: Path, by: By, budget: float | None, quiet: bool) -> tuple[Study, bool]:
    """Live an experiment while showing how far it is; whether it was stopped."""
    stop = threading.Event()
    screen = Screen(stderr=True, quiet=quiet, markup=True)
    worlds = len(asked.points) * len(asked.seeds) * len(asked.worlds)
    screen.print(
        f"[bold]{escaped(asked.name)}[/] on {escaped(asked.scenario.name)}: {counted(len(asked.points), 'point')}, "
        f"{counted(len(asked.seeds), 'seed')}, {counted(worlds, 'world')} of {_span(asked, 'citizens')} made-up citizens and {_span(asked, 'days')} days."
    )

    for note in () if quiet else notes(asked):
        screen.print(f"Note: {escaped(note)}")

    def tell(cost: engine.Cost) -> None:
        if cost.seconds < 2:
            return
        screen.print(
            f"From the first points: all takes about {duration(cost.cpu)} of one core, {duration(cost.seconds)} {cost.where}; fewer "
            "where worlds are equal."
        )

    with _shown(screen) as say:
        found = engine.run(asked, file, **by, budget=budget, stop=stop, say=say, tell=tell)
    return found, stop.is_set()


def _span(asked: Experiment, name: str) -> str:
    """How many citizens or days the worlds have, which may differ between points and between worlds: ``400``, or ``200 to 800``."""
    points = asked.points
    found = {int(point[name]) for point in points if name in point}
    if not found:
        with suppress(ScenarioError):  # a first point that is refused is said later
            found = {getattr(one, name) for one in asked.scenarios(asked.at(points[0])).values()}
    found = found or {getattr(asked.scenario, name)}
    return f"{min(found):,}" if len(found) == 1 else f"{min(found):,} to {max(found):,}"


@contextmanager
def _shown(screen: Screen) -> Iterator[Any]:
    """Progress in a terminal as a bar, else as a line now and then."""
    if not screen.is_terminal or screen.quiet:
        last = [time.monotonic()]

        def say(now: engine.Progress) -> None:
            if time.monotonic() - last[0] >= EVERY:
                last[0] = time.monotonic()
                screen.print(_line(now))

        yield say
        return
    columns = (
        BarColumn(bar_width=28),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda now: bar.update(
            task, total=max(now.worlds, 1), completed=now.done, description=_line(now)
        )


def _line(now: engine.Progress) -> str:
    left = f", {duration(now.left)} left" if now.left is not None and now.done < now.worlds else ""
    wrong = f", {now.failed} failed" if now.failed else ""
    wrong += f", {counted(now.refused, 'point')} refused" if now.refused else ""
    if now.note:
        return now.note
    return f"{now.done:,} of {now.worlds:,} worlds ({now.shared:,} equal to others{wrong}){left}"


def summary(found: Study, measures: Sequence[str], of: Sequence[str] = ()) -> dict[str, Any]:
    """Points in the order of the design, with what came out in two worlds (`of`; default: the first two)."""
    asked = found.experiment
    names = list(of if len(of) == 2 else asked.worlds)
    rows = []
    cells = {name: found.cells(name, names[:2]) for name in measures} if len(names) > 1 else {}
    for k in range(len(found.outcomes)):
        row: dict[str, Any] = {"point": k, "values": plain(asked.points[k]), "measures": {}}
        if k in found.refused:
            row["refused"] = found.refused[k]
        for name, each in cells.items():
            cell = each[k]
            row["measures"][name] = {
                names[0]: _known(cell.first), names[1]: _known(cell.second), "difference": _known(cell.difference), "low": cell.low, "high": cell.high,
            }  # fmt: skip
        rows.append(row)
    failed = [
        {"point": f.point, "seed": f.seed, "world": f.world, "state": f.state, "error": f.error}
        for f in found.failed
    ]
    return {
        "name": asked.name, "scenario": asked.scenario.name, "citizens": asked.scenario.citizens, "days": asked.scenario.days,
        "seeds": list(asked.seeds), "complete": found.complete, "points": rows, "failed": failed,
    }  # fmt: skip


def _tables(found: Study, measures: Sequence[str]) -> None:
    screen, asked = console(), found.experiment
    moving = [axis.name for axis in asked.axes]
    names = list(asked.worlds)
    if len(names) < 2:
        return
    lost = {one.point: f"{one.state}: {one.error.splitlines()[0]}" for one in reversed(found.failed)}
    none = "one seed: none" if len(asked.seeds) == 1 else "none"
    for measure in measures:
        unit = MEASURES[measure.split("@")[0]].unit
        screen.print(
            Text(
                f"\n{measure} ({unit}): {names[0]}, {names[1]}, and the difference with its 95% interval over seeds"
            )
        )
        table = plain_table(*moving, f">{names[0]}", f">{names[1]}", ">difference", "interval")
        for k, cell in enumerate(found.cells(measure)):
            ends = (
                f"{cell.low:.4g} to {cell.high:.4g}"
                if cell.low is not None and cell.high is not None
                else lost.get(k, none)
            )
            point = [short(asked.points[k].get(name)) for name in moving]
            table.add_row(
                *(
                    Text(text)
                    for text in (*point, short(cell.first), short(cell.second), short(cell.difference), ends)
                )
            )
        screen.print(table)


class Shows(NamedTuple):
    """What of a study is shown: measures, and one world or two to be compared."""

    measures: tuple[str, ...] = ()
    of: tuple[str, ...] = ()

    def checked(self, asked: Experiment) -> tuple[list[str], list[str]]:
        """Measures and worlds of this experiment; those that are usual where none is asked for. RunError for what it does not have."""
        empty = Study(asked, np.empty((0, len(asked.seeds), len(asked.worlds), len(asked.outcomes))), [])
        usual = [name for name in SHOWN if name in asked.measures] or list(asked.measures[:1])
        worlds = list(self.of) or list(asked.worlds)[:2]
        for measure in self.measures:
            empty.values(measure, worlds)
        for world in worlds:
            empty.values(usual[0], world)
        return [empty.measure(name) for name in self.measures] or usual, worlds


def _said(found: Study, file: Path, quiet: bool, as_json: bool, shows: Shows) -> None:
    asked = found.experiment
    measures, worlds = shows.checked(asked)
    if as_json:
        print(json_text(summary(found, measures, worlds)))
        return
    if quiet:
        return
    screen = console()
    there, failed = len(found.outcomes), [f for f in found.failed if f.state == "failed"]
    refused = [f for f in found.failed if f.state == "refused"]
    screen.print(
        f"{file}: {asked.name} on {asked.scenario.name}, {there:,} of {counted(len(asked.points), 'point')} begun, {counted(len(asked.seeds), 'seed')}, worlds "
        f"{', '.join(asked.worlds)}; {counted(len(failed), 'world')} failed, {counted(len(refused), 'point')} refused."
    )
    for one in [*failed, *refused][:3]:
        screen.print(
            f"  point {one.point}{f', {one.world}, seed {one.seed}' if one.world else ''}: {one.error.splitlines()[0]}"
        )
    for measure in measures:
        try:
            screen.print(Text(f"\n{found.sensitivity(measure, worlds)}"))
        except RunError as error:
            screen.print(Text(f"\n{measure}: {error}"))
            continue
        screen.print(Text(f"  outcomes: {found.peaks(measure, worlds)}"))


def _end(found: Study, file: Path, stopped: bool) -> None:
    if not found.complete:
        print(f"Not complete. To go on: sottovoce study resume {file}", file=sys.stderr)
    if stopped:
        raise SystemExit(130)
    if found.failed and np.isnan(found.outcomes).all():
        print(f"Nothing was lived: {found.failed[0].error.splitlines()[0]}", file=sys.stderr)
        raise SystemExit(1)


def _levels(text: str) -> tuple[str, list[Any]]:
    """``score.spill=0:1:5`` or ``order=[synchronous, sequential]``."""
    path, equals, values = text.partition("=")
    if not equals or not path.strip() or not values.strip():
        raise RunError(
            f"{text}: no values given; allowed path=low:high:count or path=[a, b]. Write it like score.spill=0:1:5."
        )
    data = (
        values.strip()
        if ":" in values and not values.strip().startswith("[")
        else parse(values, path.strip()).data
    )
    return path.strip(), swept(path.strip(), data)


def seconds(budget: str | None) -> float | None:
    """``10 min`` as seconds."""
    if budget is None:
        return None
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+?)s?\s*", budget)
    if not found or found.group(2) not in TIMES or not float(found.group(1)):
        raise RunError(f"--budget {budget}: allowed a time like 90 s, 10 min or 2 h. Write it like that.")
    return float(found.group(1)) * TIMES[found.group(2)]


def _place(name: str) -> Path:
    """A new file under runs/."""
    Path("runs").mkdir(exist_ok=True)
    for number in count(1):
        place = Path("runs") / (f"{name}.study" if number == 1 else f"{name}-{number}.study")
        if not place.exists():
            return place
    raise AssertionError


def _known(value: float) -> float | None:
    return value if value == value else None
