"""A stored run on the page: lived again it is the stored one, day by day; where it is not, that is said with the first day."""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import sottovoce as sv
from sottovoce.errors import RunError
from sottovoce.scenario.paths import with_values
from sottovoce.study.folder import write
from sottovoce.web.pair import Pair
from sottovoce.web.serve import to_show
from sottovoce.web.stored import Stored, stored
from sottovoce.web.telling import some

DAYS = 45


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run on disk."""
    early = {"citizens": 200, "days": DAYS, "enrolment.opt_in_day": 5, "enrolment.mandatory_day": 20}
    scenario = with_values(sv.read("press-2015"), early)
    path = tmp_path_factory.mktemp("runs") / "a-run"
    write(sv.run(scenario, seeds=1), path, "test")
    return path


@pytest.fixture(scope="module")
def run(folder: Path) -> Stored:
    """The same, read."""
    return stored(folder)


def lived(run: Stored, upto: int = DAYS - 1, **how: object) -> Pair:
    """Its worlds on a page."""
    pair = Pair(run.scenario, **how)  # type: ignore[arg-type]
    some(pair.sides, upto)
    return pair


@pytest.mark.slow
def test_what_is_lived_again_is_what_was_stored(folder: Path, run: Stored) -> None:
    """In both worlds, every day; the folder is opened by its path."""
    told = run.beside(lived(run))
    assert (
        told and told["differs"] is None and told["upto"] == DAYS - 1 and not told["moved"] and told["both"]
    )
    assert (
        run.sums["with"]["say_so"].max() > 0 and run.sums["with"]["cut"][-1] > run.sums["without"]["cut"][-1]
    )
    assert (told["folder"], told["version"], told["now"]) == ("a-run", told["version"], told["version"])
    scenario, again = to_show(str(folder))
    assert scenario == run.scenario and again is not None and again.folder == "a-run"
    assert to_show("press-2015")[1] is None
    assert (run.beside(lived(run, 9)) or {})["upto"] == 9


@pytest.mark.slow
@pytest.mark.parametrize(
    ("world", "name", "what"), [("with", "say_so", "people who say so"), ("without", "ties_dropped", "friendships cut so far")]
)  # fmt: skip
def test_another_number_is_found_with_its_first_day(
    folder: Path, tmp_path: Path, world: str, name: str, what: str
) -> None:
    """One sum of one world, off by one on day 30 (a tie more stays in the sum of all days after)."""
    copy = tmp_path / "changed"
    copy.mkdir()
    for file in ("scenario.yaml", "provenance.json"):
        (copy / file).write_bytes((folder / file).read_bytes())
    with xr.open_dataset(folder / "record.nc", engine="h5netcdf") as data:
        data.load()
    place = {"world": world, "seed": 7, "day": 30} | (
        {"group": data["group"].to_numpy()[0]} if "group" in data[name].dims else {}
    )
    data[name].loc[place] += 1
    data.to_netcdf(copy / "record.nc", engine="h5netcdf")
    run = stored(copy)
    told = run.beside(lived(run))
    assert told and told["differs"]
    assert (told["differs"]["day"], told["differs"]["world"], told["differs"]["what"]) == (30, world, what)
    assert told["differs"]["stored"] == told["differs"]["here"] + 1


def test_only_the_stored_worlds_are_compared(run: Stored) -> None:
    """Not a world with levers moved, not one under safeguards, not other people."""
    moved = lived(run, 20)
    moved.move({"friends": 0.6})
    some(moved.sides, DAYS - 1)
    told = run.beside(moved)
    assert told and told["moved"] and told["differs"] is None
    kept = run.beside(lived(run, keep="private-scores"))
    assert kept and not kept["both"] and kept["differs"] is None and kept["upto"] == DAYS - 1
    assert run.beside(Pair(with_values(run.scenario, {"seed": 8}))) is None


def test_a_folder_without_daily_sums_is_shown_without_a_comparison(folder: Path, tmp_path: Path) -> None:
    """As is said in the file: nothing was kept to compare with; a folder that is none is refused."""
    for file in ("scenario.yaml", "provenance.json"):
        (tmp_path / file).write_bytes((folder / file).read_bytes())
    run = stored(tmp_path)
    assert run.sums == {} and run.beside(Pair(run.scenario)) is None
    (tmp_path / "provenance.json").unlink()
    with pytest.raises(RunError, match=r"provenance\.json is missing"):
        stored(tmp_path)


def test_days_that_were_not_lived_are_not_compared(run: Stored) -> None:
    """NaN in a run that was stopped early."""
    cut = {
        world: {name: np.where(np.arange(DAYS) < 10, column, np.nan) for name, column in sums.items()}
        for world, sums in run.sums.items()
    }
    short = Stored(run.scenario, run.folder, run.version, run.written, cut)
    told = short.beside(lived(run))
    assert told and told["upto"] == 9 and told["differs"] is None
