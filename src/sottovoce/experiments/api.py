"""`sv.experiment`: an experiment from Python, which can be lived."""

import sys
from pathlib import Path
from typing import Any

from sottovoce.experiments import checked, engine
from sottovoce.experiments import experiment as experiments
from sottovoce.experiments.command import live
from sottovoce.experiments.notes import notes
from sottovoce.experiments.results import Study


class Experiment(experiments.Experiment):
    """An experiment that can be lived."""

    @property
    def notes(self) -> list[str]:
        """What is to be known before the first day: values that move nothing or leave their assumed range, worlds that are equal, a design
        too small to say anything of luck."""
        return notes(self)

    def run(self, out: str | Path, *, progress: bool | None = None, **how: Any) -> Study:
        """Live it into the file `out`, or go on with that file; see engine.run. Returns the study. `progress`: say the notes first, then how far it is (default:
        in a terminal)."""
        quiet = not (sys.stderr.isatty() if progress is None else progress)
        if how.keys() - {"workers", "scheduler", "budget"}:
            return engine.run(self, Path(out), **how)
        by = {name: how.get(name) for name in ("workers", "scheduler")}
        return live(self, Path(out), by, how.get("budget"), quiet)[0]


def experiment(file: str | Path | None = None, /, **asked: Any) -> Experiment:
    """An experiment from a YAML file, or from keywords of the same names (a `design` may be one of sv.designs, a `scenario` an object).

    ``.run("mine.study")`` lives it: `workers` (processes) or `scheduler` (a Dask cluster), `budget` (seconds). ScenarioError with every problem, each with
    its line.
    """
    found = checked.experiment(file, **asked)
    return Experiment(**{name: getattr(found, name) for name in found.__dataclass_fields__})
