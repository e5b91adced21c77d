"""A study on disk: write what is there, at any time; read it back to go on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sottovoce.errors import RunError
from sottovoce.extend.measures import recall
from sottovoce.record.citizens import citizens
from sottovoce.record.folder import finished, known, provenance, read_json, whole
from sottovoce.record.ledger import Ledger
from sottovoce.record.netcdf import CF, Variable, netcdf
from sottovoce.record.record import Record
from sottovoce.record.store import CHECKPOINT, FORMAT, Store
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import dump, read
from sottovoce.society.shape import shape
from sottovoce.society.tally import NAMES, per
from sottovoce.study.checkpoint import RESULTS, frozen, scenario_digest, thaw
from sottovoce.study.study import Study, plan
from sottovoce.study.summary import MAIN, summary
from sottovoce.study.worlds import World

NETWORK = "network.txt"


def begin(study: Study, store: Store, command: str) -> None:
    """Write what is asked, before anything is lived: from then on the run can be resumed."""
    _asked(study.scenario, store)
    store.json("provenance.json", _facts(study, command, False))


def keep(study: Study, store: Store) -> Callable[[World], None]:
    """Keeps each world that is finished, as soon as it is."""

    def kept(world: World) -> None:
        if world.record is not None and world.error is None:
            arrays = frozen(world)
            store.keep(_file(study, world), lambda file: np.savez(file, **arrays))  # type: ignore[arg-type]

    return kept


def _file(study: Study, world: World) -> str:
    return f"{next(k for k, one in enumerate(study.worlds) if one is world)}.npz"


def fill(study: Study, store: Store, command: str) -> None:
    """Write everything but the report. Of an interrupted study also a checkpoint of every world begun."""
    if study.interrupted:
        for world in study.worlds:
            if not world.done or not (store.folder / CHECKPOINT / _file(study, world)).is_file():
                keep(study, store)(world)
    _asked(study.scenario, store)
    store.json("measures.json", summary(study))
    store.json("worlds.json", {"worlds": [_left(world) for world in study.worlds]})
    store.write("record.nc", lambda file: file.write(netcdf(*record(study))))
    _tables(study, store)
    store.json("provenance.json", _facts(study, command, not study.interrupted))


def write(study: Study, folder: Path, command: str = "", *, replace: bool = False) -> None:
    """Write the folder of a study but for its report. A folder that holds a finished run is refused, unless `replace`."""
    begun = (folder / "provenance.json").is_file() and not finished(folder)
    with Store.again(folder) if begun else Store.new(folder, replace=replace) as store:
        fill(study, store, command)
        if not study.interrupted:
            store.finish()


def _asked(scenario: Scenario, store: Store) -> None:
    """The scenario, and of a network from a file its pairs beside it, so that the folder needs nothing else."""
    if scenario.society.network.kind == "file":
        pairs = shape(scenario.society.network.file, scenario.citizens)
        alone = np.setdiff1d(np.arange(scenario.citizens), pairs)
        lines = np.concatenate([pairs, np.column_stack([alone, alone])]).tolist()
        store.text(NETWORK, "".join(f"{a} {b}\n" for a, b in lines))
        scenario = with_values(scenario, {"society.network.file": NETWORK})
    store.text("scenario.yaml", in_full(scenario))


_dumped: list[tuple[Scenario, str]] = []  # the last one


def in_full(scenario: Scenario) -> str:
    """YAML of a scenario with every value. The last one is remembered: a run writes its own four times, and making it takes a while."""
    for known_, text in _dumped:
        if known_ is scenario:
            return text
    _dumped[:] = [(scenario, dump(scenario, full=True))]
    return _dumped[0][1]


def provenance_of(study: Study, command: str) -> dict[str, Any]:
    """Where a study comes from: as stored, or as it would be stored now."""
    return _facts(study, command, not study.interrupted) if study.origin is None else study.origin


def _facts(study: Study, command: str, complete: bool) -> dict[str, Any]:
    if study.origin is not None:  # it was opened, and is saved again: where it comes from stays
        return study.origin | {"saved_again": provenance(command)["written"]}
    return provenance(
        study.resumed[0] if study.resumed else command,
        resumed=[*study.resumed[1:], command] if study.resumed else [],
        trusted=study.trusted,
        **({} if study.extensions is None else {"extensions": study.extensions}),
        **({"forked": study.forked} if study.forked else {}),
        loaded=[f"{w.name}, seed {w.scenario.seed}: {w.loaded} days" for w in study.worlds if w.loaded],
        scenario=study.scenario.name,
        scenario_digest=scenario_digest(study.scenario),
        scenario_file=in_full(study.scenario),
        label=study.scenario.label,
        citizens=study.scenario.citizens,
        days=study.scenario.days,
        seed=study.scenario.seed,
        seeds=study.seeds,
        ledger=any(w.ledgered for w in study.worlds),
        record=study.record,
        extras=any(w.name not in MAIN for w in study.worlds),
        complete=complete,
        worlds=[
            {"name": w.name, "seed": w.scenario.seed, "lived": w.lived, "error": w.error}
            for w in study.worlds
        ],
    )


def _left(world: World) -> dict[str, Any]:
    """What is left of a world beside its daily sums."""
    about = {"name": world.name, "seed": world.scenario.seed, "lived": world.lived, "error": world.error}
    counts = {name: column.tolist() for name, column in vars(world.edges).items()}
    return about | {name: getattr(world, name) for name in RESULTS} | {"edges": counts}


def record(study: Study) -> tuple[dict[str, np.ndarray], dict[str, Variable], dict[str, str]]:
    """Daily sums of all pairs as coordinates, variables with dimensions world and seed before those of a record, and attributes;
    what was not lived is NaN."""
    parts = {
        (w.name, w.repetition): w.record for w in study.worlds if w.name in MAIN and w.record is not None
    }
    if not parts:
        return {}, {}, {}
    names, seeds = sorted({name for name, _ in parts}), sorted({seed for _, seed in parts})
    longest = max(parts.values(), key=lambda part: part.lived)
    first = study.scenario.seed
    coords = {"world": np.array(names, object), "seed": first + np.array(seeds), **longest.coords()}
    columns = {
        (names.index(name), seeds.index(seed)): part.variables() for (name, seed), part in parts.items()
    }
    variables = {}
    for key, one in longest.variables().items():
        values = np.full((len(names), len(seeds), *one.values.shape), np.nan)
        for place, column in columns.items():
            here = column[key].values
            values[(*place, *map(slice, here.shape))] = here
        if not np.isnan(values).any():
            values = values.astype(one.values.dtype)
        variables[key] = Variable(("world", "seed", *one.dims), values, one.unit, one.about)
    note = "Everyone is made up by a program."
    return coords, variables, CF | {"scenario": study.scenario.name, "note": note}


def read_study(folder: Path, *, trust: bool = False) -> Study:
    """The study of a run folder that is not finished, with every world where it stopped, ready to be lived on. Small worlds are lived again and have to arrive at
    what is stored, unless `trust`. RunError where the folder is finished, damaged or of another program."""
    facts = read_json(folder / "provenance.json")
    if finished(folder):
        raise RunError(
            f"{folder} is complete: all {facts.get('days')} days were lived. Nothing is left to resume."
        )
    if facts.get("format") != FORMAT:
        raise RunError(
            f"{folder} is of format {facts.get('format')!r}; this program resumes {FORMAT}. Start again: sottovoce run {folder / 'scenario.yaml'}"
        )
    study = _planned(folder, facts)
    if facts.get("scenario_digest") != scenario_digest(study.scenario):
        raise RunError(
            f"{folder / 'scenario.yaml'} is not the scenario that this run began with: it was changed since. Start again: "
            f"sottovoce run {folder / 'scenario.yaml'}"
        )
    study.resumed = [facts.get("command", ""), *facts.get("resumed", [])]
    study.trusted = trust or bool(facts.get("trusted"))
    for number, world in enumerate(study.worlds):
        path = folder / CHECKPOINT / f"{number}.npz"
        if path.is_file():
            thaw(world, path, trust=trust)
    return study


def _planned(folder: Path, facts: dict[str, Any]) -> Study:
    """The study that a folder says was asked for, none of it lived."""
    scenario = read(str(whole(folder, "scenario.yaml")))
    how = {name: facts.get(name) for name in ("extras", "ledger", "record")}
    study = plan(scenario, facts.get("seeds"), **how)
    study.forked = facts.get("forked")
    return study


@contextmanager
def going_on(folder: Path, *, trust: bool = False) -> Iterator[tuple[Study, Store]]:
    """The study of a folder that is not finished, and the folder, locked. As `read_study`."""
    with Store.again(folder) as store:
        yield read_study(folder, trust=trust), store


def opened(folder: Path) -> Study:
    """The study of a run folder, finished or not, as far as it was stored: measures of every world, daily sums of those with and without the system."""
    facts = read_json(folder / "provenance.json")
    if facts.get("format") != FORMAT:
        raise RunError(
            f"{folder} is of format {facts.get('format')!r}; this program opens {FORMAT}. Run the scenario again."
        )
    try:
        return _opened(folder, facts)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OSError) as error:
        raise RunError(f"{folder} cannot be read: {str(error)[:200]}. Run the scenario again.") from None


def _opened(folder: Path, facts: dict[str, Any]) -> Study:
    study = _planned(folder, facts)
    study.interrupted = not facts.get("complete")
    recall(facts.get("extensions", ()))
    study.folder = folder
    study.origin, study.stored = facts, read_json(folder / "measures.json")
    records = _records(study, whole(folder, "record.nc"))
    for world, left in zip(study.worlds, read_json(folder / "worlds.json")["worlds"], strict=True):
        world.record, world.over, world.error = (
            records.get((world.name, world.scenario.seed)),
            left["lived"],
            left["error"],
        )
        for name in RESULTS:
            setattr(world, name, known(left[name]))
        for name, counts in left["edges"].items():
            setattr(world.edges, name, np.array(counts, np.int64))
    return study


def _records(study: Study, path: Path) -> dict[tuple[str, int], Record]:
    """Records by world and seed, from daily sums."""
    import xarray as xr  # takes half a second: not before it is wanted

    with xr.open_dataset(path, engine="h5netcdf") as opened_:
        data = opened_.load()
    found = {}
    if "world" not in data.dims:
        return found
    groups = tuple(str(group) for group in data["group"].values)
    for world in study.worlds:
        there = world.name in data["world"] and world.scenario.seed in data["seed"]
        if world.name not in MAIN or not there:
            continue
        one = data.sel(world=world.name, seed=world.scenario.seed)
        lived = int(one["people"].notnull().any("group").sum())
        record = Record.blank(world.scenario, groups)
        for place, name in enumerate(NAMES[: record.tally.shape[2]]):
            sums = one[name].values[:lived] * per(name)
            record.tally[:lived, :, place] = np.rint(sums).astype(np.int64)
        for place, name in enumerate(("ties_dropped", "ties_made")):
            record.ties[:lived, place] = one[name].values[:lived]
        for name, series in one.data_vars.items():
            if series.dims == ("day",) and name not in ("ties_dropped", "ties_made"):
                values = np.append(series.values, np.full(world.scenario.days - len(series), np.nan))
                record.own[str(name)] = Variable(
                    ("day",), values, series.attrs["units"], series.attrs["long_name"]
                )
        days = [int(day) for day in one["portrait_day"].values if day < lived]
        record.portraits = {day: one["scores"].sel(portrait_day=day).values.astype(np.int64) for day in days}
        record.lived = lived
        found[world.name, world.scenario.seed] = record
    return found


def _tables(study: Study, store: Store) -> None:
    panels = {}
    for name in MAIN:
        tables = [w.panel.table().append_column("seed", pa.array([w.scenario.seed] * sum(map(len, w.panel.tables)), pa.int64()))
                  for w in study.worlds if w.name == name and w.panel and w.panel.tables]  # fmt: skip
        if tables:
            panels[name] = pa.concat_tables(tables, promote_options="permissive")
    if panels:
        store.tables("panel.parquet", panels)
    first = {name: world for name in MAIN if (world := study.first(name)) and world.kept and world.society}
    kept = {name: world for name, world in first.items() if world.lived}
    if not kept:
        return
    store.tables(
        "citizens.parquet",
        {n: citizens(w.scenario.on(w.lived - 1), w.society) for n, w in kept.items() if w.society},
    )
    if not all(world.ledger for world in kept.values()):
        return
    for file, table in (
        ("ledger", Ledger.table),
        ("changes", Ledger.changes_table),
        ("joins", Ledger.joins_table),
    ):
        store.tables(f"{file}.parquet", {n: table(w.ledger) for n, w in kept.items() if w.ledger})
    society = next(iter(kept.values())).society
    assert society is not None
    store.table("ties.parquet", pa.table({"citizen": society.ties[:, 0], "friend": society.ties[:, 1]}))
