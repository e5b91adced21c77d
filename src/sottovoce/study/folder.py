"""A study on disk: write what is there, at any time; read it back to go on."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sottovoce.errors import RunError
from sottovoce.measure.daily import lost_by_kind
from sottovoce.measure.groupings import mean_who
from sottovoce.measure.why import why
from sottovoce.record.citizens import citizens
from sottovoce.record.folder import provenance, read_json, save_arrays, write_json, write_tables
from sottovoce.record.ledger import Ledger
from sottovoce.record.netcdf import Variable, write_netcdf
from sottovoce.record.record import Record
from sottovoce.scenario.read import dump, read
from sottovoce.society import State, create
from sottovoce.society.tally import TERMS
from sottovoce.study.replicates import KNOCKOUTS, TERMS_OUT, Study, plan
from sottovoce.study.worlds import World

MAIN = ("with", "without")


def write(study: Study, folder: Path, command: str) -> None:
    """Write everything but the report. An interrupted study also leaves a checkpoint of every world begun."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scenario.yaml").write_text(dump(study.scenario, full=True), encoding="utf-8")
    write_json(folder / "measures.json", summary(study))
    write_netcdf(folder / "record.nc", *record(study))
    _tables(study, folder)
    facts = {
        "scenario": study.scenario.name,
        "label": study.scenario.label,
        "citizens": study.scenario.citizens,
        "days": study.scenario.days,
        "seed": study.scenario.seed,
        "replicates": study.replicates,
        "ledger": any(w.ledgered for w in study.worlds),
        "extras": any(w.name not in MAIN for w in study.worlds),
        "complete": not study.interrupted,
        "worlds": [
            {"name": w.name, "seed": w.scenario.seed, "lived": w.lived, "error": w.error}
            for w in study.worlds
        ],
    }
    write_json(folder / "provenance.json", provenance(command, **facts))
    place = folder / "checkpoint"
    if study.interrupted:
        place.mkdir(exist_ok=True)
        for number, world in enumerate(study.worlds):
            if world.record is not None and not world.error:
                save_arrays(place / f"{number}.npz", _frozen(world))
    elif place.is_dir():
        for file in place.glob("*.npz"):
            file.unlink()
        place.rmdir()


def summary(study: Study) -> dict[str, Any]:
    """Effects, by name; knock-outs against the world with the system; what is noise; of how many occasions it was
    asked why less than the wish was said, and the standard error of that sample in a world (quadratic mean over worlds)."""
    effects = {name: _effect(e) for name, e in study.effects().items()}
    found: dict[str, Any] = {"measures": effects, "finished_pairs": len(study.pairs())}
    found["by_seed"] = [
        {"seed": a.scenario.seed, "with": a.measures, "without": b.measures} for a, b in study.pairs()
    ]
    found["knockouts"] = {
        name: {m: _effect(e) for m, e in study.effects(name, "with").items()}
        for name in (*KNOCKOUTS, *TERMS_OUT.values())
        if study.pairs(name, "with")
    }
    floors = study.of("noise floor")
    if floors:
        found["noise_floor"] = {
            name: float(np.mean([w.measures[name] for w in floors]))
            for name in ("voice_gap", "self_censoring")
        }
    found["near_edges"] = {name: _effect(e) for name, e in study.near_edges().items()}
    found["persons"] = persons(study)
    for name in MAIN:
        worlds = study.of(name)
        if worlds:
            asked = [why(w.record) for w in worlds if w.record]
            found[f"why_{name}"] = {
                "times": float(np.mean([each.times for each in asked])),
                "of": float(np.mean([each.of for each in asked])),
                "error": {term: rms([each.error[term] for each in asked]) for term in TERMS},
            }
            found[f"who_{name}"] = mean_who([w.who for w in worlds])
            found[f"groups_{name}"] = found[f"who_{name}"]["wealth"]
    with_ = study.of("with")
    if with_:
        found["access_lost_by_tier"] = _means([lost_by_kind(w.record) for w in with_ if w.record])
    return found


def persons(study: Study) -> dict[str, float]:
    """Mean absolute difference of a person's voiced dissent between two worlds of the first seed: with and without, and with
    and the same with other luck for everybody."""
    by_name = {w.name: w.voices for w in study.worlds if w.replicate == 0 and w.voices is not None}
    result = {}
    for label, name in (("system", "without"), ("luck", "other luck")):
        if name in by_name and "with" in by_name:
            result[label] = float(np.nanmean(np.abs(by_name["with"] - by_name[name])))
    return result


def record(study: Study) -> tuple[dict[str, np.ndarray], dict[str, Variable], dict[str, str]]:
    """Daily sums of all pairs as coordinates, variables with dimensions world and replicate before those of a record, and attributes;
    what was not lived is NaN."""
    parts = {(w.name, w.replicate): w.record for w in study.worlds if w.name in MAIN and w.record is not None}
    if not parts:
        return {}, {}, {}
    names, seeds = sorted({name for name, _ in parts}), sorted({seed for _, seed in parts})
    longest = max(parts.values(), key=lambda part: part.lived)
    coords = {"world": np.array(names, object), "replicate": np.array(seeds), **longest.coords()}
    columns = {
        (names.index(name), seeds.index(seed)): part.variables() for (name, seed), part in parts.items()
    }
    variables = {}
    for key, first in longest.variables().items():
        values = np.full((len(names), len(seeds), *first.values.shape), np.nan)
        for place, column in columns.items():
            here = column[key].values
            values[(*place, *map(slice, here.shape))] = here
        if not np.isnan(values).any():
            values = values.astype(first.values.dtype)
        variables[key] = Variable(("world", "replicate", *first.dims), values, first.unit)
    note = "Everyone is made up by a program."
    return coords, variables, {"scenario": study.scenario.name, "note": note, "unit": "see variables"}


def read_study(folder: Path) -> Study:
    """The study of a run folder with every world where it stopped, ready to be lived on."""
    facts = read_json(folder / "provenance.json")
    if facts.get("complete"):
        raise RunError(
            f"{folder} is complete: all {facts['days']} days were lived. Nothing is left to resume."
        )
    asked = {"extras": facts.get("extras"), "ledger": facts.get("ledger")}
    study = plan(read(str(folder / "scenario.yaml")), facts["replicates"], **asked)
    for number, world in enumerate(study.worlds):
        path = folder / "checkpoint" / f"{number}.npz"
        if path.is_file():
            with np.load(path, allow_pickle=False) as kept:
                _thaw(world, dict(kept), path)
    return study


def _tables(study: Study, folder: Path) -> None:
    first = {name: world for name in MAIN if (world := study.first(name)) and world.kept and world.society}
    kept = {name: world for name, world in first.items() if world.lived}
    if not kept:
        return
    write_tables(
        folder / "citizens.parquet",
        {n: citizens(w.scenario.on(w.lived - 1), w.society) for n, w in kept.items() if w.society},
    )
    if not all(world.ledger for world in kept.values()):
        return
    for file, table in (
        ("ledger", Ledger.table),
        ("changes", Ledger.changes_table),
        ("joins", Ledger.joins_table),
    ):
        write_tables(folder / f"{file}.parquet", {n: table(w.ledger) for n, w in kept.items() if w.ledger})
    society = next(iter(kept.values())).society
    assert society is not None
    ties = pa.table({"citizen": society.ties[:, 0], "friend": society.ties[:, 1]})
    pq.write_table(ties, folder / "ties.parquet", compression="zstd")


def _effect(effect: Any) -> dict[str, Any]:
    return {
        "with": effect.with_,
        "without": effect.without,
        "difference": effect.difference,
        "low": effect.low,
        "high": effect.high,
        "unit": effect.unit,
    }


def rms(values: list[float]) -> float:
    """Quadratic mean."""
    return float(np.sqrt(np.mean(np.square(values))))


def _means(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]} if rows else {}


def _frozen(world: World) -> dict[str, np.ndarray]:
    """A world as arrays. A finished one keeps its record and its results only where it must."""
    assert world.record is not None
    arrays = {
        "record.tally": world.record.tally[: world.record.lived],
        "record.ties": world.record.ties[: world.record.lived],
    }
    arrays["portrait.days"] = np.array(sorted(world.record.portraits), np.int64)
    arrays["portrait.scores"] = np.array([world.record.portraits[d] for d in sorted(world.record.portraits)])
    if world.society is not None:
        arrays |= {f"state.{name}": column for name, column in world.society.state._asdict().items()}
    if world.yesterday is not None:
        arrays["yesterday"] = world.yesterday
    if world.ledger is not None:
        arrays |= {f"ledger.{name}": rows for name, rows in world.ledger.state().items()}
    if world.voices is not None:
        arrays["voices"] = world.voices
    arrays |= {f"edges.{name}": counts for name, counts in vars(world.edges).items()}
    arrays["results"] = np.array(_results(world))
    return arrays


def _results(world: World) -> str:
    return json.dumps({"measures": world.measures, "harms": world.harms, "who": world.who})


def _kind(column: np.ndarray | None) -> str:
    return "not there" if column is None else f"{column.dtype} of shape {column.shape}"


def _thaw(world: World, kept: dict[str, np.ndarray], path: Path) -> None:
    if any(name.startswith("state.") for name in kept):
        society = create(world.scenario, ledger=world.ledgered)
        for name, column in society.state._asdict().items():
            left = kept.get(f"state.{name}")
            if left is None or (left.shape, left.dtype) != (column.shape, column.dtype):
                raise RunError(
                    f"{path}: the column {name!r} is {_kind(left)}; this program keeps {_kind(column)}. Another version stopped there. "
                    f"Begin anew: sottovoce run {path.parents[1] / 'scenario.yaml'}"
                )
        society.state = State(*(np.ascontiguousarray(kept[f"state.{name}"]) for name in State._fields))
        world.society = society
    groups = tuple(group.name for group in world.scenario.society.groups)
    record = Record.blank(world.scenario, groups)
    lived = len(kept["record.tally"])
    record.tally[:lived], record.ties[:lived], record.lived = kept["record.tally"], kept["record.ties"], lived
    record.portraits = dict(zip(kept["portrait.days"].tolist(), kept["portrait.scores"], strict=True))
    world.record = record
    world.yesterday = kept.get("yesterday")
    world.voices = kept.get("voices")
    for name in vars(world.edges):
        setattr(world.edges, name, kept[f"edges.{name}"])
    results = json.loads(str(kept["results"]))
    world.measures, world.harms, world.who = (results[name] for name in ("measures", "harms", "who"))
    ledger = {name.removeprefix("ledger."): rows for name, rows in kept.items() if name.startswith("ledger.")}
    if ledger:
        world.ledger = Ledger.restored(ledger)
