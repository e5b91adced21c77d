"""`sottovoce explain RUN [CITIZEN]`: story, causes in both worlds, what if they had not known a friend."""

import math
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from sottovoce.errors import RunError
from sottovoce.explain.causes import Causes, causes
from sottovoce.explain.gather import WORLDS, last_day, scenario_of
from sottovoce.explain.person import given, taken
from sottovoce.explain.story import story
from sottovoce.explain.whatif import WithoutTie, without_tie
from sottovoce.record.folder import read_table
from sottovoce.terminal import json_text


def command(run: Path, citizen: int | None, day: int | None, without: int | None, as_json: bool) -> None:
    """Print the explanation. citizen None: who lost most without ever dissenting; day None: the last one that
    both worlds lived; `without`: a friend of day 0 never met. RunError says what to do."""
    chosen = ""
    if citizen is None:
        citizen, chosen = interesting(run)
    last = min(last_day(run, world) for world in WORLDS)
    if day is None:
        day = last
    elif 0 <= day < last and not as_json:
        print(f"Living days 0 to {day:,} of both worlds again ...", file=sys.stderr)
    sides = [causes(run, citizen, world, day) for world in WORLDS]
    told = story(sides[0], sides[1])
    found = None
    if without is not None:
        if not as_json:
            print(f"Living days 0 to {day:,} again with and without the tie ...", file=sys.stderr)
        found = without_tie(run, citizen, without, day=day)
    if as_json:
        print(json_text(_plain(as_data(sides, chosen, told, found))))
        return
    from sottovoce.explain.show import table, what_if
    from sottovoce.terminal import console

    out = console()
    out.print(sides[0].evidence.scenario.label, style="dim", markup=False)
    for line in [chosen, *told] if chosen else told:
        out.print(line, markup=False)
    out.print()
    out.print(table(sides))
    if found is not None:
        out.print()
        out.print(what_if(found))
        out.print(sentence(found), markup=False)


def interesting(folder: Path) -> tuple[int, str]:
    """The citizen who lost most points without ever dissenting in the world with the system, and a sentence
    that says so; where there is none, who lost most; where nobody is scored, citizen 0."""
    scenario_of(folder, "with")
    people = read_table(folder, "citizens.parquet")
    people = people.filter(np.array(people["world"].to_pylist()) == "with")
    if not len(people):
        raise RunError(f'{folder}: citizens.parquet has nobody of the world "with". Run the scenario again.')
    scored = people["enrolled"].to_numpy()
    if not scored.any():
        return 0, "Nobody is scored; here is the first citizen."
    loss = np.where(scored, people["base"].to_numpy() - people["score"].to_numpy(), -np.inf)
    innocent = np.where(people["dissented"].to_numpy(), -np.inf, loss)
    if innocent.max() > 0:
        return int(
            people["citizen"][int(innocent.argmax())].as_py()
        ), "Of all who never dissented, this citizen lost most points."
    return int(
        people["citizen"][int(loss.argmax())].as_py()
    ), "Of all who are scored, this citizen lost most points."


def sentence(found: WithoutTie) -> str:
    """What the missing tie changes, in a sentence."""
    score = next(row for row in found.of_citizen if row.name == "score")
    others = f"The scores or files of {found.others:,} others are not the same either."
    if score.difference is None:
        return f"Citizen {found.citizen} is not scored in both. {others}"
    if abs(score.difference) < 0.005:
        return f"Had they never met, the score of citizen {found.citizen} would be the same. {others}"
    way = "higher" if score.difference > 0 else "lower"
    return (
        f"Had they never met, the score of citizen {found.citizen} on day {found.day:,} would be "
        f"{abs(score.difference):.2f} {way}. {others}"
    )


def as_data(sides: list[Causes], chosen: str, told: list[str], found: WithoutTie | None) -> dict[str, Any]:
    """Everything that the command prints, for programs. Points; NaN is None."""
    return {
        "citizen": sides[0].citizen,
        "day": sides[0].day,
        "chosen": chosen or None,
        "story": told,
        "worlds": {side.world: _side(side) for side in sides},
        "without_tie": asdict(found) if found else None,
    }


def _side(side: Causes) -> dict[str, Any]:
    return {
        "score": side.score,
        "file": side.file,
        "start": side.start,
        "acts": [asdict(acts) for acts in side.acts],
        "friends": [asdict(f) | {"ties": [tie._asdict() for tie in f.ties]} for f in side.friends],
        "clip": side.clip,
        "rounding": side.rounding,
        "total": side.total,
        "grain": side.grain,
        "taken": taken(side),
        "given": given(side),
        "person": side.evidence.person(side.citizen),
    }


def _plain(content: Any) -> Any:
    if isinstance(content, dict):
        return {name: _plain(value) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    return None if isinstance(content, float) and not math.isfinite(content) else content
