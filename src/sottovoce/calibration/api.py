"""`sv.calibrate` and `sv.patterns`, from Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sottovoce.calibration import table as tables
from sottovoce.calibration.calibrate import Calibration
from sottovoce.calibration.draws import points as points_of
from sottovoce.calibration.patterns import targets as targets_of
from sottovoce.errors import RunError
from sottovoce.experiments import engine
from sottovoce.experiments.experiment import Experiment
from sottovoce.experiments.results import Study
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.read import read

DESIGN = 3  # luck of the places of the first round
AGAIN = 5_000_000  # luck of the first draw that is lived again: no point of a table has it
Live = Callable[[Experiment, Path], Study]


def calibrate(
    scenario: str | Scenario = "press-2015",
    *,
    out: str | Path,
    patterns: Sequence[str] = (),
    values: Sequence[str] = (),
    rounds: int = 1,
    points: int = tables.POINTS,
    citizens: int = tables.CITIZENS,
    days: int = tables.DAYS,
    truths: int = 1000,
    live: Live | None = None,
    **how: Any,
) -> Calibration:
    """Values of the world without a system under which the model reproduces published patterns (stage 1).

    `patterns`: letters of the joint set; none: all of stage 1. `values`: which assumed values of people move, by name or group; none: all. `points`: of the first
    round; each later round has half as many, drawn from what the round before left, and its number in the file's name. There is none where the gate was not
    passed. `out`: the file of the study; what is in it is not lived again. `truths`: known truths that the method has to find again (the gate). `how`: workers or
    scheduler, and budget (seconds), as for an experiment. RunError for what cannot be asked.
    """
    base = read(scenario) if isinstance(scenario, str) else scenario
    wanted = targets_of(1, patterns)
    if not 1 <= rounds <= 5:
        raise RunError(f"calibrate: {rounds} rounds given; allowed 1 to 5. Choose one of these.")
    file, cut, found = Path(out), None, None
    for number in range(1, rounds + 1):
        asked = tables.first_stage(
            base,
            targets_of(1),
            values=values,
            points=points if number == 1 else -(-points // 2),
            citizens=citizens,
            days=days,
            cut=cut,
            seed=DESIGN + number - 1,
        )  # all numbers of the stage are kept, whichever are fitted
        study = _lived(asked, file if number == 1 else file.with_suffix(f".{number}{file.suffix}"), live, how)
        found = Calibration(base.name, tables.Table.of(study, wanted), truths=truths)
        if number == rounds or not found.passed:
            break
        cut = found.cut()
    assert found is not None
    return found


def again(
    found: Calibration,
    scenario: str | Scenario = "press-2015",
    *,
    out: str | Path,
    count: int = 200,
    values: Sequence[str] = (),
    citizens: int = tables.CITIZENS,
    days: int = tables.DAYS,
    live: Live | None = None,
    **how: Any,
) -> Calibration:
    """Draws of a posterior of stage 1, lived with fresh luck: what they make of the patterns (`reach`, `together`) says whether lines through
    the table led where they should."""
    base = read(scenario) if isinstance(scenario, str) else scenario
    asked = tables.first_stage(
        base, targets_of(1), values=values, citizens=citizens, days=days, listed=found.draws(count)
    )
    study = _lived(replace(asked, seeds=(AGAIN,)), Path(out), live, how)
    return Calibration(base.name, tables.Table.of(study, found.targets), truths=found.truths)


def lever(
    letter: str,
    *,
    draws: str | Path | Sequence[dict[str, Any]] = (),
    out: str | Path,
    points: int = 1024,
    citizens: int = tables.CITIZENS,
    days: int = tables.DAYS,
    truths: int = 1000,
    live: Live | None = None,
    **how: Any,
) -> Calibration:
    """Stage 2: one lever, in its natural experiment, at draws of stage 1 (a file or points; none: at the preset's own values)."""
    (target,) = targets_of(2, [letter])
    asked = tables.second_stage(
        target, points_of(draws) if draws else [], points=points, citizens=citizens, days=days
    )
    study = _lived(asked, Path(out), live, how)
    axes = [one for one in asked.axes if one.name in target.levers]
    assert target.preset is not None
    return Calibration(target.preset, tables.Table.of(study, [target], axes), truths=truths)


def draws(file: str | Path) -> list[dict[str, Any]]:
    """Points of values from a file of draws, for whatever takes points: `sv.designs.listed(sv.draws(file))` is a design of them."""
    return points_of(file)


def _lived(asked: Experiment, file: Path, live: Live | None, how: dict[str, Any]) -> Study:
    return live(asked, file) if live else engine.run(asked, file, **how)
