"""Draws: points of values in a small file, to be lived by whoever asks how much of an answer hangs on what is not known."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sottovoce.errors import RunError
from sottovoce.scenario.values import Part

MOST = 100_000


class Draws(Part):
    """What the file holds: values by coordinate of a space (sottovoce space), and how they came about."""

    synthetic: str = "Values of a model of made-up people. No real person's data was used."
    scenario: str
    patterns: tuple[str, ...]  # letters of the joint set that they were fitted to; none: from the prior
    said: str
    points: tuple[dict[str, float | int], ...]


def write(file: Path, found: Draws) -> Path:
    """Write the file; one that is there is not replaced. RunError where it cannot be written."""
    try:
        with file.open("x", encoding="utf-8") as out:
            json.dump(found.model_dump(), out, indent=1)
    except FileExistsError:
        raise RunError(f"{file} is there already. Give another name.") from None
    except OSError as error:
        raise RunError(f"{file} cannot be written ({error.strerror}). Give another place.") from None
    return file


def read(file: str | Path) -> Draws:
    """The draws of a file. RunError with what is wrong."""
    try:
        data = json.loads(Path(file).read_text(encoding="utf-8"))
        found = Draws.model_validate(data, strict=False)
    except OSError as error:
        raise RunError(
            f"{file}: cannot be read ({error.strerror}). Give a file that sottovoce calibrate --write wrote."
        ) from None
    except ValueError:
        raise RunError(
            f"{file}: holds no draws; allowed what sottovoce calibrate --write wrote: points with values by name. Give another file."
        ) from None
    if not 0 < len(found.points) <= MOST or any(
        not math.isfinite(value) for point in found.points for value in point.values()
    ):
        raise RunError(
            f"{file}: {len(found.points):,} points given; allowed 1 to {MOST:,}, with finite numbers."
        )
    return found


def points(given: str | Path | Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Points of values, from a file of draws or as given."""
    if isinstance(given, str | Path):
        return [dict(point) for point in read(given).points]
    return [dict(point) for point in given]
