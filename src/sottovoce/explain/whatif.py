"""What if I had not known her: the same people with the same luck, less one tie, lived again from day 0."""

import math
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from sottovoce.errors import RunError
from sottovoce.explain.gather import known_citizen, known_day, scenario_of
from sottovoce.machine.cpu import Cpu
from sottovoce.record.citizens import citizens, with_shadow
from sottovoce.scenario.model import Scenario
from sottovoce.simulate import days
from sottovoce.society import Society, create

YES = "yes 1, no 0"
NAMED = 12  # friends named in an error


@dataclass(frozen=True)
class Then:
    """One value of a citizen in both histories; None where there is none (no score, nothing said)."""

    name: str
    unit: str
    known: float | None  # they know each other from day 0
    unknown: float | None  # they do not

    @property
    def difference(self) -> float | None:
        """`unknown` - `known`."""
        return None if self.known is None or self.unknown is None else self.unknown - self.known


@dataclass(frozen=True)
class WithoutTie:
    """Two citizens at the end of a day, and what they would be had they never known each other."""

    world: str
    day: int
    citizen: int
    friend: int
    of_citizen: tuple[Then, ...]
    of_friend: tuple[Then, ...]
    others: int  # other citizens whose file of points or published score is not the same


def without_tie(
    folder: Path, citizen: int, friend: int, world: str = "with", day: int | None = None
) -> WithoutTie:
    """Live a world of the first seed again twice, as it was and without one tie, up to the end of a day
    (None: the last one lived). The tie is taken out before day 0; its place in both rows stays empty, as that
    of a dropped tie; the network's mean degree, by which reach is scaled, stays what it was.

    RunError where the two were not friends on day 0.
    """
    scenario = scenario_of(folder, world)
    known_citizen(scenario, citizen)
    day = known_day(folder, world, day)
    society = create(scenario)
    friends_on_day_0(society, citizen, friend)
    apart = society.copy()
    part(apart, citizen, friend)
    known, unknown = lived(scenario, society, day), lived(scenario, apart, day)
    rows = {who: _rows(scenario, day, known, unknown, who) for who in (citizen, friend)}
    same = alike(known, unknown)
    same[[citizen, friend]] = True
    return WithoutTie(world, day, citizen, friend, rows[citizen], rows[friend], int((~same).sum()))


def alike(one: pa.Table, other: pa.Table) -> np.ndarray:
    """Whether the file and the score of each citizen are the same in both tables, bool (citizen,)."""
    columns = [(one[name].to_numpy(), other[name].to_numpy()) for name in ("points", "score")]
    return np.all([(a == b) | (np.isnan(a) & np.isnan(b)) for a, b in columns], axis=0)


def friends_on_day_0(society: Society, citizen: int, friend: int) -> None:
    """RunError, with the friends there are, where two citizens do not know each other on day 0."""
    ties = society.ties.astype(np.int64)
    met = np.unique(np.concatenate([ties[ties[:, 0] == citizen, 1], ties[ties[:, 1] == citizen, 0]])).tolist()
    if friend in met:
        return
    if not met:
        raise RunError(
            f"friend: {friend:,} given; citizen {citizen} has no friend on day 0. Choose another citizen."
        )
    near = sorted(sorted(met, key=lambda other: (abs(other - friend), other))[:NAMED])
    some = "its friends" if len(met) <= NAMED else f"{NAMED} of its {len(met)} friends"
    raise RunError(
        f"friend: {friend:,} given; allowed are those whom citizen {citizen} knows on day 0, {some}: "
        f"{', '.join(map(str, near))}. Choose one of these."
    )


def part(society: Society, one: int, other: int) -> None:
    """Empty the places of a tie in both rows, as if the two had never met."""
    state = society.state
    a, b = int(state.place[one]), int(state.place[other])
    for row, friend in ((a, b), (b, a)):
        places = state.friend[state.first[row] : state.first[row + 1]]
        places[places == friend] = society.citizens  # a view: the ghost of an empty place


def lived(scenario: Scenario, society: Society, day: int) -> pa.Table:
    """Live a society from day 0 to the end of `day`, and its people then, by citizen."""
    for today, _ in days(scenario, society, machine=Cpu(os.cpu_count() or 1)):
        if today == day:
            break
    return with_shadow(citizens(scenario.on(day), society))


def _rows(scenario: Scenario, day: int, known: pa.Table, unknown: pa.Table, who: int) -> tuple[Then, ...]:
    sides = [table.slice(who, 1).to_pylist()[0] for table in (known, unknown)]

    def then(name: str, unit: str, value) -> Then:
        a, b = (value(side) for side in sides)
        return Then(name, unit, *(None if x is None or math.isnan(x) else float(x) for x in (a, b)))

    found = [
        then("score", "points", lambda p: p["score"] if p["enrolled"] else None),
        then("file", "points", lambda p: p["points"]),
        then("dissent chosen", "level", lambda p: p["chosen"]),
        then("friends", "citizens", lambda p: p["friends"]),
        then("days under a sanction", "days", lambda p: p["lost_days"]),
    ]
    now = scenario.on(day)
    for tier in now.tiers if now.score.in_force else ():
        name = f"above_{tier.name}"
        found.append(
            then(
                f"above the edge of {tier.name}", YES, lambda p, name=name: p[name] if p["enrolled"] else None
            )
        )
    return tuple(found)
