"""`sottovoce serve RUN`: the page shows the stored run, and says loudly where what is lived again is not what was stored."""

from pathlib import Path

import pytest
import xarray as xr

DAYS = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that `sottovoce run` would have written."""
    import sottovoce as sv
    from sottovoce.scenario.paths import with_values
    from sottovoce.study.folder import write

    scenario = with_values(sv.read("press-2015"), {"citizens": 300, "days": DAYS, "enrolment.opt_in_day": 10})
    path = tmp_path_factory.mktemp("runs") / "stored-run"
    write(sv.run(scenario, seeds=1), path, "test")
    return path


@pytest.mark.slow
def test_a_stored_run_is_shown_with_its_own_numbers(folder: Path, serve, another) -> None:
    """What the page shows on the last day is what lies in record.nc, and it says so; a lever moved is said too."""
    with xr.open_dataset(folder / "record.nc", engine="h5netcdf") as data:
        first = data.isel(seed=0).load()
    with serve(str(folder)) as address:
        one = another(address=address).open("#v1;view=lab;day=59")
        for side, world in (("a", "with"), ("b", "without")):
            shown, kept = one.day(side, DAYS - 1), first.sel(world=world)
            for name in ("disagree", "say_so", "enrolled"):
                there = 0 if (world, name) == ("without", "enrolled") else int(kept[name].sum("group")[-1])
                assert round(shown[name] * 300 / 1000) == there, (world, name)
            assert shown["cut"] == int(kept["ties_dropped"].sum())
        told = one.tab.inner_text("[data-testid=stored]")
        assert "stored-run" in told and "each of its days 0 to 59 the numbers are the stored ones" in told
        one.close()


@pytest.mark.slow
def test_a_run_that_is_no_longer_the_same_is_said_loudly(folder: Path, serve, another) -> None:
    """As after a change of the program: one number of day 30 is another."""
    with xr.open_dataset(folder / "record.nc", engine="h5netcdf") as data:
        data.load()
    data["say_so"].loc[
        {"world": "with", "seed": data["seed"].to_numpy()[0], "day": 30, "group": data["group"].to_numpy()[0]}
    ] += 2
    data.to_netcdf(folder / "record.nc", engine="h5netcdf")
    (folder / "manifest.json").unlink()  # else the folder is refused: its file is not what the run wrote
    with serve(str(folder)) as address:
        one = another(address=address).open("#v1;view=lab;day=40")
        told = one.tab.inner_text("[role=alert][data-testid=stored]")
        assert (
            "This is not what the run folder stored-run holds." in told
            and "On day 30, with the score" in told
        )
        one.close()
