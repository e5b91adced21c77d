"""`check_system`: the properties that every part of this program has, asked of a part of your own, in one call.

assert check_system("mine.yaml").ok            # a scenario
assert check_system("half-spill").ok           # a registered reform, measure, observer or network
"""

import functools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sottovoce import registered
from sottovoce.errors import SottovoceError, nearest
from sottovoce.experiments.space import space
from sottovoce.explain.causes import causes_of
from sottovoce.explain.gather import relived
from sottovoce.extend.measures import measured
from sottovoce.extend.observers import noted
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.host import Host
from sottovoce.machine.plain import Plain
from sottovoce.record.record import Record
from sottovoce.reforms import REFORMS, no_system
from sottovoce.reforms.registry import Asked as AskedReform
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import leaves, plain, with_values
from sottovoce.scenario.read import Asked, presets, scenario_of
from sottovoce.simulate import days
from sottovoce.society import Society, create
from sottovoce.study.worlds import World, small

BEGIN, DATE = 5, 0.5  # the day on which joining and tiers begin; the share of the run before dated changes
PLAIN_SIZE = {"citizens": 40, "days": 8}  # plain Python takes a while
NEAR = 1e-9  # of a measure: sums in another order round otherwise

Problems = Iterator[str]


@dataclass
class Findings:
    """What was asked of a part, and what did not hold. `problems`: a line each, empty where all held."""

    part: str
    held: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everything held."""
        return not self.problems

    def __repr__(self) -> str:
        lines = [f"{self.part}: " + ("everything held" if self.ok else f"{len(self.problems)} did not hold")]
        return "\n".join([*lines, *(f"  did not hold: {one}" for one in self.problems), *(f"  held: {one}" for one in self.held)])  # fmt: skip

    def ask(self, what: str, problems: Callable[[], Problems]) -> None:
        """Ask for a property; what goes wrong on the way is a problem too."""
        try:
            found = list(problems())
        except SottovoceError as error:
            found = [str(error)]
        self.problems += [f"{what}: {one}" for one in found]
        if not found:
            self.held.append(what)


def check_system(
    part: Asked | Callable[..., Any],
    *,
    on: Asked = "press-2015",
    citizens: int = 150,
    days: int = 60,
    values: int = 3,
    seed: int = 1,
) -> Findings:
    """Ask a part for the properties of the house. `part`: a scenario (a name, a file, a dict or an object), or a registered measure, reform, observer,
    network or rule for ties, by its name or as the function. It is lived in small worlds of `on` (a scenario is lived itself): so many `citizens` and `days`, where everything that begins
    begins early. `values`: how many assumed values are moved in search of a dead one, drawn by `seed`.

    Of a scenario: no dead value; a reform that has nothing to change gives exactly 0; other names for the same people change nothing; the ledger adds up for everybody;
    plain Python and compiled rules agree to the bit; stopped and resumed is straight through. Of a reform: all of these of the reformed scenario, and that it moves nothing where
    there is no system. Of a measure: a finite number, the same again, whatever people are called. Of an observer: the columns it declares, and a world that is the same without it.
    Of a network: pairs of citizens, the same with the same luck; and all of the above of a scenario that has it. Of a rule for ties: all of the above of a scenario that has it.
    """
    one = _registered(part)
    size = {"citizens": citizens, "days": days}
    if one is None and isinstance(part, str) and part in REFORMS:
        return _reform(part, _early(scenario_of(on), size), values, seed)
    if one is None:
        scenario = _early(scenario_of(part), size)  # type: ignore[arg-type]
        return _scenario(Findings(f"scenario {scenario.name}"), scenario, values, seed)
    world = _early(scenario_of(on), size)
    if one.kind == "network":
        world = with_values(
            world,
            {"society.network.file": None, "society.network.kind": "own", "society.network.own": one.name},
        )
        return _scenario(Findings(f"network {one.name}"), world, values, seed)
    if one.kind in ("drop", "make"):
        ties = {f"ties.{one.kind}": "own", f"ties.{one.kind}_own": one.name, "ties.calm_drop": 0.0}
        return _scenario(Findings(f"{one.kind} rule {one.name}"), with_values(world, ties), values, seed)
    if one.kind == "reform":
        return _reform(one.name, world, values, seed)
    found = Findings(f"{one.kind} {one.name}")
    if one.kind == "measure":
        for name, scenario in {"with": world, "without": no_system(world)}.items():
            found.ask(
                f"a number, the same for the same world, whatever people are called ({name} the system)",
                lambda s=scenario: _measure(one.name, s),
            )
        return found
    for name, scenario in {"with": world, "without": no_system(world)}.items():
        found.ask(
            f"reads what it declares, and leaves the world as it is ({name} the system)",
            lambda s=scenario: _observer(one.name, s),
        )
    return found


def _registered(part: Any) -> registered.Extension | None:
    """The registered part that is meant; None for a scenario. RunError for a function that is not registered."""
    if callable(part):
        mine = [one for one in registered.everything() if one.function is part]
        return mine[0] if mine else registered.find("measure", getattr(part, "__name__", str(part)))
    if (
        not isinstance(part, str)
        or part in presets()
        or (part in REFORMS and not registered.there("reform", part))
    ):
        return None
    mine = [one for one in registered.everything() if one.name == part]
    if not mine and not Path(part).suffix and not Path(part).exists():
        known = [*presets(), *REFORMS, *(one.name for one in registered.everything())]
        raise SottovoceError(
            f"{part}: neither a scenario nor registered.{nearest(part, known)} {registered.HOW}"
        )
    return mine[0] if mine else None


def _early(scenario: Scenario, size: dict[str, int]) -> Scenario:
    """A scenario in a small world, in which everything that begins on a day begins early."""
    rule = scenario.enrolment
    found = (
        small(with_values(scenario, {"citizens": size["citizens"]}))
        if scenario.society.network.kind == "communities"
        else small(scenario)
    )
    changes: dict[str, Any] = {"days": size["days"], "citizens": min(size["citizens"], found.citizens)}
    if rule.opt_in_day is not None:
        changes["enrolment.opt_in_day"] = min(rule.opt_in_day, BEGIN)
    if rule.mandatory_day is not None:
        changes["enrolment.mandatory_day"] = min(rule.mandatory_day, 2 * BEGIN)
    changes |= {
        f"tiers.{k}.from_day": BEGIN for k, tier in enumerate(scenario.tiers) if tier.from_day > BEGIN
    }
    latest = int(DATE * size["days"])
    changes["dates"] = [
        plain(dated) | {"day": min(dated.day, latest + k)} for k, dated in enumerate(scenario.dates)
    ]
    if found.society.network.kind == "torus":
        changes["citizens"] = found.citizens
    return with_values(found, changes)


def _scenario(found: Findings, scenario: Scenario, values: int, seed: int) -> Findings:
    found.ask("no dead value", lambda: _dead(scenario, values, seed))
    found.ask("a reform that has nothing to change gives exactly 0", lambda: _null(scenario))
    found.ask("other names for the same people change nothing", lambda: _renamed(scenario))
    found.ask("the ledger adds up for everybody", lambda: _ledger(scenario))
    found.ask("plain Python and compiled rules agree", lambda: _plain(scenario))
    found.ask("stopped and resumed is straight through", lambda: _resumed(scenario))
    return found


def _reform(name: str, scenario: Scenario, values: int, seed: int) -> Findings:
    found, asked = Findings(f"reform {name}"), AskedReform(REFORMS[name], None)
    found.ask("moves nothing where there is no system", lambda: _without_a_system(asked, no_system(scenario)))
    found.ask("says why, or changes something", lambda: _acts(asked, scenario))
    try:
        reformed = asked.change(scenario)
    except SottovoceError as error:
        found.problems.append(f"a scenario comes out: {error}")
        return found
    return _scenario(found, reformed, values, seed)


def _without_a_system(asked: AskedReform, without: Scenario) -> Problems:
    if moved := _unlike(without, asked.change(without)):
        changed = ", ".join(
            p for p, v in leaves(asked.change(without)).items() if leaves(without).get(p) != v
        )
        yield f"{moved[0]} differs in the world without a system, where a reform has nothing to change: it moves {changed}"


def _acts(asked: AskedReform, scenario: Scenario) -> Problems:
    reformed = asked.change(scenario)
    if not asked.why_not(scenario) and not _unlike(scenario, reformed):
        yield "it changes values of the scenario, and no measure of its world: dead here, or too rare for so few people and days"


def _dead(scenario: Scenario, values: int, seed: int) -> Problems:
    if not values:
        return
    there = space(scenario)
    for one in random.Random(seed).sample(list(there.coordinates), min(values, len(there))):
        others = [end for end in (one.low, one.high) if end != one.default]
        if not any(_unlike(scenario, there.at({one.name: end})) for end in others):
            yield (
                f"{one.name}: at neither end of its range ({one.low:g} to {one.high:g}) is any measure another: dead, or too rare for "
                f"{scenario.citizens:,} citizens and {scenario.days:,} days"
            )


def _null(scenario: Scenario) -> Problems:
    """A reform that says that it has nothing to change, applied all the same."""
    for name, reform in REFORMS.items():
        asked = AskedReform(reform, None)
        if registered.there("reform", name) or not asked.why_not(scenario):
            continue
        after = asked.change(scenario)
        if after != scenario and (moved := _unlike(scenario, after)):
            yield f"{name} says that it has nothing to change ({asked.why_not(scenario)}), and {moved[0]} differs"


def _unlike(scenario: Scenario, other: Scenario) -> list[str]:
    """Measures that differ between the worlds of two scenarios, by so little as a bit."""
    if scenario == other:
        return []
    one, two = (_measures(each.model_dump_json()) for each in (scenario, other))
    return [name for name in one if not np.array_equal(one[name], two[name], equal_nan=True)]


@functools.lru_cache(maxsize=16)
def _measures(text: str) -> dict[str, float]:
    """Measures of the world of a scenario, which is asked for again and again. Those of a user's own are not in it: they are asked by themselves."""
    scenario = Scenario.model_validate_json(text)
    world = World("with", 1, scenario)
    world.live(Cpu(1), lambda: False)
    if world.error:
        raise SottovoceError(f"{scenario.name}: {world.error}")
    return {name: value for name, value in world.measures.items() if not registered.there("measure", name)}


def _lived(
    scenario: Scenario, ids: np.ndarray | None = None, machine: Host | None = None
) -> tuple[Society, Record]:
    society = create(scenario, ids)
    record = Record.blank(scenario, society.groups)
    for day, events in days(scenario, society, machine=machine or Cpu(1)):
        record.note(day, society, events.tally, events.ties)
    return society, record


def _other_names(scenario: Scenario) -> np.ndarray:
    return np.random.default_rng(1).permutation(scenario.citizens)


def _renamed(scenario: Scenario) -> Problems:
    (one, record), (two, other) = _lived(scenario), _lived(scenario, _other_names(scenario))
    if day := _first_unlike(record, other):
        yield f"with people in another order, day {day - 1} has other sums"
    elif not np.array_equal(one.state.points, two.state.points[two.state.place]):
        yield "with people in another order, somebody has other points"


def _first_unlike(one: Record, two: Record) -> int:
    """The number, from 1, of the first day whose sums differ; 0 where none does."""
    same = (one.tally == two.tally).all(axis=(1, 2)) & (one.ties == two.ties).all(axis=1)
    return 0 if same.all() else int(np.argmin(same)) + 1


def _ledger(scenario: Scenario) -> Problems:
    last = scenario.days - 1
    if any(now.score.update == "monthly" for _, _, now in scenario.periods()):
        last = last // 30 * 30  # the day on which the score was made
    evidence = relived(scenario, "with", last)
    for citizen in range(scenario.citizens):
        why, kept = causes_of(evidence, citizen), evidence.person(citizen)
        parts = why.start + why.own + why.spill + why.pull + why.held + why.clip + why.rounding
        if (
            abs(parts - (kept["score"] if kept["enrolled"] else kept["points"])) > 1e-6
            or abs(why.file - kept["points"]) > 1e-6
        ):
            yield f"what moved the points of citizen {citizen} does not add up to them"
            return


def _plain(scenario: Scenario) -> Problems:
    size: dict[str, Any] = {name: min(most, getattr(scenario, name)) for name, most in PLAIN_SIZE.items()}
    if scenario.society.network.kind == "torus":
        del size["citizens"]
    if scenario.society.network.kind in ("communities", "small_world", "ring"):
        size["society.network.mean_degree"] = min(scenario.society.network.mean_degree, 8.0)
    dates = [
        plain(dated) | {"day": min(dated.day, size["days"] // 2 + k)}
        for k, dated in enumerate(scenario.dates)
    ]
    tiny = with_values(
        scenario,
        size
        | {
            "dates": dates,
            "enrolment.opt_in_day": scenario.enrolment.opt_in_day and 1,
            "enrolment.mandatory_day": scenario.enrolment.mandatory_day and 2,
        },
    )
    (one, record), (two, other) = _lived(tiny), _lived(tiny, machine=Plain())
    if day := _first_unlike(record, other):
        yield f"day {day - 1} has other sums in plain Python"
    yield from (f"the column {name} differs" for name in _columns_unlike(one, two))


def _columns_unlike(one: Society, two: Society) -> list[str]:
    return [
        n
        for n, column in one.state._asdict().items()
        if not np.array_equal(column, getattr(two.state, n), equal_nan=column.dtype.kind == "f")
    ]


def _resumed(scenario: Scenario) -> Problems:
    straight, record = _lived(scenario)
    society, middle = create(scenario), scenario.days // 2
    other = Record.blank(scenario, society.groups)
    yesterday = None
    for first, end in ((0, middle), (middle, scenario.days)):
        for day, events in days(scenario, society, first, machine=Cpu(1), yesterday=yesterday):
            other.note(day, society, events.tally, events.ties)
            yesterday = events.tally
            if day == end - 1:
                break
    if day := _first_unlike(record, other):
        yield f"stopped after day {middle - 1} and gone on with, day {day - 1} has other sums"
    yield from (f"the column {name} differs" for name in _columns_unlike(straight, society))


def _measure(name: str, scenario: Scenario) -> Problems:
    (one, record), (two, other) = _lived(scenario), _lived(scenario, _other_names(scenario))
    again, third = _lived(scenario)
    first, renamed, same = (
        measured(r, s, (name,))[name] for r, s in ((record, one), (other, two), (third, again))
    )
    if not np.array_equal(first, same, equal_nan=True):
        yield f"the same world lived again gives {same:g}, and gave {first:g}: it depends on something else"
    if not np.isclose(first, renamed, rtol=NEAR, atol=NEAR, equal_nan=True):
        yield f"with people in another order it gives {renamed:g}, and gave {first:g}: it depends on who stands where"


def _observer(name: str, scenario: Scenario) -> Problems:
    society = create(scenario)
    record, seen = Record.blank(scenario, society.groups), Record.blank(scenario, society.groups)
    for day, events in days(scenario, society, machine=Cpu(1)):
        seen.note(day, society, events.tally, events.ties)
        noted(name, day, society, seen)
    _, record = _lived(scenario)
    if day := _first_unlike(record, seen):
        yield f"day {day - 1} has other sums with the observer than without it: it changes the world"
