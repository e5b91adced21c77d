"""A stored run beside the worlds on the page: are the days that are lived again the days that were stored?

A run folder keeps sums, not people. The page lives its scenario again with the same luck, which gives the same numbers as
long as the program is the same; this says so, or says loudly where it is not so.
"""

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from sottovoce.record.folder import read_json, whole
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.read import read
from sottovoce.web.pair import Pair
from sottovoce.web.view import NUMBERS

COUNTED = ("disagree", "say_so", "enrolled", "frozen", "listed")  # people; on the page of 1,000
TIES = "cut"  # ties dropped so far
WORDS = {
    "disagree": "people who disagree", "say_so": "people who say so", "enrolled": "people enrolled",
    "frozen": "frozen accounts", "listed": "people on the list", "cut": "friendships cut so far",
}  # fmt: skip


@dataclass(frozen=True)
class Stored:
    """Daily sums of the first pair of a run folder: (day,) by world and name, NaN on days that were not lived."""

    scenario: Scenario
    folder: str
    version: str  # of the program that wrote it
    written: str
    sums: dict[str, dict[str, np.ndarray]]  # "with" and "without" -> name -> (day,)

    def beside(self, pair: Pair) -> dict[str, Any] | None:
        """What the page says of the stored run; None where these are other people, or nothing was stored."""
        if pair.base != self.scenario or not self.sums:
            return None
        upto = -1
        found: dict[str, Any] = {
            "folder": self.folder, "version": self.version, "now": version("sottovoce"), "written": self.written,
            "moved": bool(pair.marks), "both": pair.kept.key == "none", "differs": None,
        }  # fmt: skip
        for world, side in (("with", pair.a), ("without", pair.b)):
            if (
                world not in self.sums
                or (world == "with" and pair.marks)
                or (world == "without" and not found["both"])
            ):
                continue
            here = (
                {name: column for name, column in zip(NUMBERS, np.array(side.stats).T, strict=True)}
                if side.stats
                else {}
            )
            for name, column in self.sums[world].items():
                lived = min(len(column), side.day + 1)
                stored = column[:lived]
                again = here[name][:lived].astype(np.float64) if lived else stored
                again = again if name == TIES else np.rint(again * self.scenario.citizens / 1000.0)
                known = ~np.isnan(stored)
                upto = max(upto, int(np.count_nonzero(known)) - 1)
                wrong = np.flatnonzero(known & (stored != again))
                if len(wrong) and (found["differs"] is None or wrong[0] < found["differs"]["day"]):
                    day = int(wrong[0])
                    found["differs"] = {"day": day, "world": world, "what": WORDS[name], "stored": int(stored[day]), "here": int(again[day])}  # fmt: skip
        return found | {"upto": upto}


def stored(folder: Path) -> Stored:
    """The run of a folder; its sums are empty where the folder keeps none. RunError where it is no run folder."""
    facts = read_json(folder / "provenance.json")  # says what to do where this is no run folder
    scenario = read(str(whole(folder, "scenario.yaml")))
    sums = _sums(whole(folder, "record.nc")) if (folder / "record.nc").is_file() else {}
    versions = facts.get("versions", {})
    return Stored(
        scenario, folder.name, str(versions.get("sottovoce", "unknown")), str(facts.get("written", "")), sums
    )


def _sums(path: Path) -> dict[str, dict[str, np.ndarray]]:
    with xr.open_dataset(path, engine="h5netcdf") as data:
        if "seed" not in data.dims or "say_so" not in data:
            return {}
        first = data.isel(seed=0)
        found = {}
        for world in ("with", "without"):
            if world in first["world"].to_numpy():
                of = first.sel(world=world)
                names = [
                    name for name in COUNTED if world == "with" or name != "enrolled"
                ]  # a shadow score enrols nobody
                sums = {name: of[name].sum("group", skipna=False).to_numpy() for name in names}
                found[world] = sums | {TIES: of["ties_dropped"].cumsum("day", skipna=False).to_numpy()}
        return found
