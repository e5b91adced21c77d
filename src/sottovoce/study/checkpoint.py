"""Where a world stopped, on disk: what is kept of it, and what is believed of that when it is read back.

A checkpoint is sealed with what it belongs to (format, version, scenario, world, seed, day) and a digest of every array. Whoever wants to can make
another seal, so a seal only finds damage. What keeps other people's data out is this: columns that creating a society makes are created again and
never loaded; and a world of up to LIVED_AGAIN citizen-days is not loaded at all, it is lived again, and has to arrive at the digests of the
seal. Of larger worlds the evolving columns are loaded, once every number is in the range that compiled code relies on.
"""

import hashlib
import json
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from sottovoce.errors import RunError
from sottovoce.extend.measures import keeps_days, used
from sottovoce.record.folder import known
from sottovoce.record.ledger import COLUMNS, KINDS, Ledger
from sottovoce.record.record import BINS, Record
from sottovoce.record.store import FORMAT, plain
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import leaves
from sottovoce.society import Society, State, create
from sottovoce.society.shape import shape
from sottovoce.society.state import FIXED, GRID, NOTHING, PLACES
from sottovoce.society.tally import width
from sottovoce.study.worlds import World

LIVED_AGAIN = 5_000_000  # citizen-days, under a second
RESULTS = ("measures", "who", "counts")
COMPARED = (
    "record.",
    "portrait.",
    "state.",
    "ledger.",
    "edges.",
)  # has to be the same when it is lived again; the rest follows from it
REMOVE = "Remove the file to run that world from day 0."
LARGE = 1 << 40  # beyond every whole number in a column

# Smallest and largest value of evolving columns; n stands for the number of citizens. What is not here is finite, if a real number.
RANGES: dict[str, tuple[int, int | str]] = {
    "friend": (0, "n"), "drop": (-1, "n-1"), "make": (-1, "n-1"), "moved_from": (-1, "n-1"), "moved_to": (-1, "n-1"), "tagged": (-1, "n-1"),
    "enrolled": (0, 1), "punished": (0, 1), "dissented": (0, 1), "acted": (0, 31), "enforcing": (-1, 1), "topic": (0, PLACES),
    "score": (0, (1 << 20) - 1), "voice": (-GRID, GRID), "said": (NOTHING, GRID), "occasions": (0, LARGE), "lost_days": (0, LARGE),
}  # fmt: skip


_KNOWN = {"record.tally", "record.ties", "portrait.days", "portrait.scores", "yesterday", "voices", "results"}


def frozen(world: World) -> dict[str, np.ndarray]:
    """A world as sealed arrays."""
    arrays = _columns(world)
    if world.voices is not None:
        arrays["voices"] = world.voices
    arrays["results"] = np.array(json.dumps(plain({name: getattr(world, name) for name in RESULTS})))
    seal = belongs_to(world) | {
        "lived": world.lived,
        "arrays": {name: _digest(column) for name, column in arrays.items()},
    }
    return arrays | {"seal": np.array(json.dumps(seal))}


def belongs_to(world: World) -> dict[str, Any]:
    """What a checkpoint of this world has to be of."""
    return {
        "format": FORMAT,
        "version": version("sottovoce"),
        "scenario": scenario_digest(world.scenario),
        "world": world.name,
        "seed": world.scenario.seed,
        "ledger": world.ledgered,
        "luck": world.luck,
        **(
            {"extensions": own}
            if (
                own := {f"{one.kind} {one.name}": one.sha256 for one in used(world.scenario, world.observers)}
            )
            else {}
        ),
    }


def scenario_digest(scenario: Scenario) -> str:
    """SHA-256 of all values of a scenario. A network from a file counts by its pairs, not by where they lie."""
    values = leaves(scenario)
    if scenario.society.network.kind == "file":
        pairs = shape(scenario.society.network.file, scenario.citizens)
        values["society.network.file"] = hashlib.sha256(pairs.tobytes()).hexdigest()
    for later in ("society.network.own", "ties.drop_own", "ties.make_own"):
        if values[later] is None:  # so that what was stored before there was such a thing can be resumed
            del values[later]
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()


def thaw(world: World, path: Path, *, trust: bool = False) -> None:
    """Bring a world to where it stopped; or, if living it again is cheap and it is not to be trusted, note what it has to arrive at. RunError where
    the file is damaged or of something else."""
    kept, seal = _read(path)
    _refuse_others(seal, belongs_to(world), path)
    damaged = [name for name, column in kept.items() if seal["arrays"].get(name) != _digest(column)]
    if damaged or set(seal["arrays"]) != set(kept):
        raise _damaged(path, f"{damaged[0] if damaged else 'an array'} is not what was written")
    lived = int(seal["lived"])
    if not 0 < lived <= world.scenario.days or len(kept.get("record.tally", ())) != lived:
        raise _damaged(path, "the days lived are not those of its record")
    if (
        world.panel is not None
        or world.observers
        or keeps_days()
        or (not trust and world.scenario.citizens * lived <= LIVED_AGAIN)
    ):
        wanted = {name: seal["arrays"][name] for name in kept if name.startswith(COMPARED)}
        world.stored = lived
        world.arrives = partial(agrees, lived=lived, wanted=wanted, path=str(path))
        return
    try:
        _load(world, kept, lived, path)
    except RunError:
        raise
    except Exception as error:
        raise _damaged(path, str(error)[:200] or type(error).__name__) from None
    world.loaded = world.stored = lived


def agrees(world: World, lived: int, wanted: dict[str, str], path: str) -> str | None:
    """Why a world that is lived again is not at what its checkpoint says of this day; None where it is, or where that is of another day."""
    if world.lived != lived:
        return None
    here = _columns(world)
    other = [name for name, digest in wanted.items() if name not in here or _digest(here[name]) != digest]
    if not other:
        return None
    return (
        f"{path}: lived again, this world is not what is stored ({', '.join(other[:3])}). The file was changed, or written by another program. "
        f"{REMOVE}"
    )


def _columns(world: World) -> dict[str, np.ndarray]:
    assert world.record is not None
    record, days = world.record, sorted(world.record.portraits)
    arrays = {
        "record.tally": record.tally[: record.lived],
        "record.ties": record.ties[: record.lived],
        "portrait.days": np.array(days, np.int64),
        "portrait.scores": np.array([record.portraits[day] for day in days], np.int64).reshape(-1, BINS),
    }
    if world.society is not None:
        arrays |= {f"state.{name}": column for name, column in world.society.state._asdict().items()}
    if world.yesterday is not None:
        arrays["yesterday"] = world.yesterday
    if world.ledger is not None:
        arrays |= {f"ledger.{name}": rows for name, rows in world.ledger.state().items()}
    return arrays | {f"edges.{name}": counts for name, counts in vars(world.edges).items()}


def _digest(column: np.ndarray) -> str:
    whole = np.ascontiguousarray(column)
    head = f"{whole.dtype.str} {whole.shape} ".encode()
    return hashlib.blake2b(head + whole.tobytes(), digest_size=16).hexdigest()


def _read(path: Path) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    try:
        with np.load(path, allow_pickle=False) as file:
            kept = {name: file[name] for name in file.files}
        seal = json.loads(str(kept.pop("seal")))
        assert (
            isinstance(seal, dict)
            and isinstance(seal.get("arrays"), dict)
            and isinstance(seal.get("lived"), int)
        )
    except Exception as error:
        raise _damaged(path, "it has no seal" if isinstance(error, KeyError) else str(error)[:200]) from None
    return kept, seal


def _refuse_others(seal: dict[str, Any], wanted: dict[str, Any], path: Path) -> None:
    for name, value in wanted.items():
        if seal.get(name) != value:
            told = (
                "another scenario" if name == "scenario" else f"{name} {seal.get(name)!r}; wanted {value!r}"
            )
            raise RunError(f"{path} belongs to {told}. It cannot be resumed here. {REMOVE}")


def _damaged(path: Path, why: str) -> RunError:
    return RunError(f"{path} is damaged: {why}. {REMOVE}")


def _load(world: World, kept: dict[str, np.ndarray], lived: int, path: Path) -> None:
    wanted = {f"state.{name}" for name in State._fields} | {f"edges.{name}" for name in vars(world.edges)}
    if strange := [name for name in kept if name not in wanted | _KNOWN and not name.startswith("ledger.")]:
        raise _damaged(path, f"it holds {', '.join(strange[:3])}, which no run keeps")
    groups = tuple(group.name for group in world.scenario.society.groups)
    tally = _whole_numbers(kept, "record.tally", (lived, len(groups), width(world.scenario)), path)
    ties = _whole_numbers(kept, "record.ties", (lived, 2), path)
    days = _whole_numbers(kept, "portrait.days", (None,), path)
    scores = _whole_numbers(kept, "portrait.scores", (len(days), BINS), path)
    if any(name.startswith("state.") for name in kept):
        world.society = _society(world, kept, path)
    record = Record.blank(world.scenario, groups)
    record.tally[:lived], record.ties[:lived], record.lived = tally, ties, lived
    record.portraits = dict(zip(days.tolist(), scores, strict=True))
    world.record = record
    if "yesterday" in kept:
        world.yesterday = _whole_numbers(kept, "yesterday", (len(groups), width(world.scenario)), path)
    if "voices" in kept:
        world.voices = _demand(kept["voices"], (world.scenario.citizens,), np.float64, path, "voices")
    for name, counts in vars(world.edges).items():
        setattr(world.edges, name, _whole_numbers(kept, f"edges.{name}", counts.shape, path))
    results = json.loads(str(kept["results"]))
    for name in RESULTS:
        setattr(world, name, known(results.get(name, {})))
    ledger = {name.removeprefix("ledger."): rows for name, rows in kept.items() if name.startswith("ledger.")}
    if ledger:
        _check_ledger(ledger, world, path)
        world.ledger = Ledger.restored(ledger, world.scenario.topic_names)


def _society(world: World, kept: dict[str, np.ndarray], path: Path) -> Society:
    """The people of a world: created again, then with the columns that days change."""
    society = create(world.scenario, ledger=world.ledgered)
    n = society.citizens
    columns = {}
    for name, made in society.state._asdict().items():
        left = _demand(kept.get(f"state.{name}"), made.shape, made.dtype, path, name)
        if name in FIXED:
            if not np.array_equal(left, made):
                raise RunError(
                    f"{path}: the column {name!r} is not that of the people of this scenario and seed. Everybody here is made up by the program, "
                    f"and nobody comes from a file. {REMOVE}"
                )
            columns[name] = made
            continue
        low, high = RANGES.get(name, (-LARGE, LARGE))
        top = {"n": n, "n-1": n - 1}.get(high, high) if isinstance(high, str) else high
        real = left.dtype.kind == "f"
        if left.size and not (
            np.isfinite(left).all()
            if real
            else left.dtype == np.uint64 or (left.min() >= low and left.max() <= top)
        ):
            raise _damaged(
                path,
                f"the column {name!r} has values out of range (allowed {low} to {top})"
                if not real
                else f"the column {name!r} has values that are not finite",
            )
        columns[name] = np.ascontiguousarray(left)
    society.state = State(**columns)
    return society


def _check_ledger(ledger: dict[str, np.ndarray], world: World, path: Path) -> None:
    n, days = world.scenario.citizens, world.scenario.days
    tops = {"days": days, "ids": n, "kinds": len(KINDS), "topics": len(world.scenario.topics)}
    lengths = {len(ledger[name]) for name in COLUMNS if name in ledger}
    if len(lengths) > 1 or set(ledger) - {"enrolled", *COLUMNS, "changes", "joins"}:
        raise _damaged(path, "the ledger has columns of unequal length")
    for name, top in tops.items():
        rows = ledger.get(name)
        least = -1 if name == "topics" else 0  # -1: about none
        if rows is not None and rows.size and not (rows.min() >= least and rows.max() < max(top, least + 1)):
            raise _damaged(path, f"the ledger's {name} are out of range")
    for name, columns in (("changes", 4), ("joins", 3)):
        rows = ledger.get(name)
        if rows is not None and not (rows.ndim == 2 and rows.shape[1] == columns and rows.dtype == np.int64):
            raise _damaged(path, f"the ledger's {name} are of another shape")


def _whole_numbers(
    kept: dict[str, np.ndarray], name: str, shape: tuple[int | None, ...], path: Path
) -> np.ndarray:
    """An array of counts that is of this shape and in range."""
    column = _demand(kept.get(name), shape, np.int64, path, name)
    if column.size and (column.min() < -LARGE or column.max() > LARGE):
        raise _damaged(path, f"{name} is out of range")
    return column


def _demand(
    column: np.ndarray | None, shape: tuple[int | None, ...], dtype: Any, path: Path, name: str
) -> np.ndarray:
    """The column, if it is there with this shape (None: any length) and type."""
    if (
        column is not None
        and column.dtype == dtype
        and len(column.shape) == len(shape)
        and all(want is None or have == want for have, want in zip(column.shape, shape, strict=True))
    ):
        return column
    there = "not there" if column is None else f"{column.dtype} of shape {column.shape}"
    raise RunError(
        f"{path}: the column {name!r} is {there}; this program keeps {np.dtype(dtype)} of shape {shape}. {REMOVE}"
    )
