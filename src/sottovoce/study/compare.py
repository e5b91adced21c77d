"""Compare: a scenario with its reforms, or several scenarios, on the same people with the same luck.

A *variant* is one world that is lived for every seed. Of one scenario: the world with the system, the same people
without it, and one world a reform or knock-out. Of several scenarios: each with its system, and each without.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sottovoce.errors import RunError, ScenarioError, nearest
from sottovoce.measure.counts import COUNTS, Count
from sottovoce.reforms import applicable, apply, asked, no_system, nothing_left
from sottovoce.reforms.knockouts import called, features, lacking, path_of, without, without_not
from sottovoce.scenario.fields import number
from sottovoce.scenario.model import Scenario, never
from sottovoce.scenario.paths import leaves, with_values
from sottovoce.society.shape import placed
from sottovoce.study.asked import seeds as seeds_asked
from sottovoce.study.checkpoint import scenario_digest
from sottovoce.study.comparison import Comparison, Lived, Variant, harm
from sottovoce.study.equal import aim, equalised, mean
from sottovoce.study.study import default_seeds, live_worlds
from sottovoce.study.together import combined
from sottovoce.study.worlds import World

SHOWN = 4  # values that a note names
PEOPLE_TOO = (
    "voice",
    "ties",
)  # parts beside the society that say how people are, and may differ between scenarios


def of_reforms(
    scenario: Scenario,
    reforms: Sequence[str] = (),
    *,
    each: bool = False,
    without_paths: Sequence[str] = (),
    seeds: int | None = None,
    pairs: bool = False,
) -> Comparison:
    """One scenario with reforms and knock-outs, none lived yet. ``a+b`` is both reforms in one world; `each`: every reform
    that applies, by itself; `pairs`: every two of them too; a path "all": every mechanism that can be taken away. Raises ScenarioError for what does
    not apply and was asked for by name."""
    scenario = placed(scenario)
    problems: list[str] = []
    gone: dict[str, str] = {}
    found: list[Variant] = []
    notes = never(scenario)
    wanted = list(dict.fromkeys(reforms))
    if each:
        names, gone = applicable(scenario)
        wanted += [name for name in names if name not in {text.partition("@")[0] for text in wanted}]
    if pairs:
        more, apart = combined(scenario, wanted)
        wanted, gone = list(dict.fromkeys([*wanted, *more])), gone | apart
    for text in wanted:
        parts = text.split("+")
        try:
            reformed = apply(scenario, *parts)
        except ScenarioError as error:
            problems += error.problems
            continue
        together = [asked(part) for part in parts]
        what = " ".join(one.reform.what for one in together)
        name = "+".join(one.called(scenario) for one in together)
        late = [why for one in together if (why := one.cannot_act(scenario))]
        apart = f"It cannot act in this run: {late[0]}." if len(late) == len(together) else ""
        title = " + ".join(one.title(scenario) for one in together)
        found.append(Variant(name, "reform", title, what, reformed, 0, apart=apart))
    paths = [path if path == "all" else path_of(scenario, path) for path in without_paths]
    if "all" in paths:
        known, idle = features(scenario)
        paths = [*[path for path in paths if path != "all"], *known]
        gone |= {f"without:{lacking(scenario, path)}": why for path, why in idle.items()}
    for path in dict.fromkeys(paths):
        try:
            why = without_not(scenario, path)
        except ScenarioError as error:
            problems += error.problems
            continue
        if why:
            problems.append(f"without {path}: {why}")
            continue
        found.append(
            Variant(
                f"without:{path}",
                "knock-out",
                lacking(scenario, path),
                called(scenario, path),
                without(scenario, path),
                0,
            )
        )
    if problems:
        raise ScenarioError(problems)
    if not found:
        reasons = "; ".join(f"{name}: {why}" for name, why in gone.items())
        raise ScenarioError([
            f"{scenario.name}: nothing to compare it with. Give another scenario, a reform (like private-scores), each of them (each), "
            "or a feature to do without (like without score.spill)." + (f" Nothing applies ({reasons})." if reasons else "")
        ])  # fmt: skip
    for place, one in enumerate(found):
        if one.scenario is not None and (why := nothing_left(scenario, one.scenario)):
            found[place] = replace(one, apart=f"It takes the whole system away: {why}.")
    base = [
        Variant(scenario.name, "with", scenario.name, "the whole system", scenario, 1),
        Variant(
            "without", "without", "without the system", "the same people, no system", no_system(scenario)
        ),
    ]
    count = seeds_asked(seeds, default_seeds(scenario.citizens))
    return Comparison((scenario,), base + found, count, gone, notes)


def of_systems(
    scenarios: Sequence[Scenario],
    *,
    own_society: bool = False,
    equal: Count | None = None,
    seeds: int | None = None,
) -> Comparison:
    """Several scenarios side by side, none lived yet, each against its own world without. All have the society, size,
    days and seed of the first, unless `own_society` (then only days and seed). `equal`: the others are scaled until this
    count agrees with that of the first (study.equal)."""
    first = scenarios[0]
    count = seeds_asked(seeds, default_seeds(first.citizens))
    variants: list[Variant] = []
    used: list[Scenario] = []
    for name, scenario in zip(_names(scenarios), scenarios, strict=True):
        shared = {"days": first.days, "seed": first.seed}
        if not own_society:
            shared |= {"citizens": first.citizens, "society": first.society}
        scenario = placed(with_values(scenario, shared))
        used.append(scenario)
        here = len(variants)
        variants.append(Variant(name, "system", name, scenario.label, scenario, here + 1))
        variants.append(
            Variant(
                f"{name}:without",
                "without",
                f"{name}, without",
                "the same people, no system",
                no_system(scenario),
            )
        )
    notes = [] if own_society else [*_moved_in(first, scenarios[1:]), *_unlike(first, used[1:])]
    return Comparison(tuple(used), variants, count, notes=notes, equal=equal)


def planned(
    scenarios: Sequence[Scenario],
    reforms: Sequence[str],
    each: bool,
    without: Sequence[str],
    own_society: bool,
    equal: Any,
    seeds: int | None,
    by: str | None = None,
    pairs: bool = False,
) -> Comparison:
    """The worlds to live, none lived yet: reforms of one scenario, or several scenarios. `by`: the harm to rank by. Raises ScenarioError where
    reforms are asked for of several."""
    by = harm(by)
    if equal is not None and equal not in COUNTS:
        raise RunError(f"equal: {equal} given; no such count.{nearest(str(equal), COUNTS)}")
    if equal is not None and len(scenarios) == 1:
        raise RunError(
            "equal: compares systems. Give two scenarios or more, the first being the one the others are held to."
        )
    asked = {
        "reforms": list(reforms),
        "each": each,
        "without": list(without),
        "own_society": own_society,
        "equal": equal,
    }
    if pairs:
        asked["pairs"] = True
    if len(scenarios) == 1:
        each = each or (pairs and not reforms)
        found = of_reforms(scenarios[0], reforms, each=each, without_paths=without, seeds=seeds, pairs=pairs)
    elif reforms or each or without or pairs:
        raise ScenarioError([
            f"{len(scenarios)} scenarios with reforms given; allowed one scenario with reforms, or several scenarios. "
            "Leave out reforms, each, pairs and without, or all scenarios but one."
        ])  # fmt: skip
    else:
        found = of_systems(scenarios, own_society=own_society, equal=equal, seeds=seeds)
    return replace(found, asked=asked | {"seeds": found.seeds, "by": by}, by=by)


def live(
    comparison: Comparison,
    *,
    threads: int | None = None,
    stop: threading.Event | None = None,
    after: Callable[[int, int], None] = lambda variant, repetition: None,
) -> Comparison:
    """Live every world that is not lived yet. `stop`: set it to end at the close of the day; then `interrupted` is true,
    and what was finished counts. `after` is called with the place in `lived` of each world that is done. A world that fails is a row with its error, and never the end."""
    stop = stop or threading.Event()
    if comparison.equal and not comparison.scaled:
        _equalise(comparison, comparison.equal, threads, stop)
    if not stop.is_set():
        begin(comparison)
        live_worlds(comparison.worlds, threads, stop, _keeper(comparison, after))
    comparison.__dict__.pop("order", None)  # of what was lived before
    comparison.interrupted = len(comparison.lived) < comparison.seeds * sum(
        variant.scenario is not None for variant in comparison.variants
    )
    return comparison


def begin(comparison: Comparison) -> None:
    """Set up the worlds that are not lived yet, seed by seed, so that the people of a seed are founded once."""
    comparison.worlds, comparison.stage = [], "living the worlds"
    for k in range(comparison.seeds):
        for place, variant in enumerate(comparison.variants):
            if variant.scenario is not None and (place, k) not in comparison.lived:
                seeded = seeded_as(variant.scenario, k)
                digest, left = comparison.stored.get((place, k), ("", None))
                if left is not None and digest == scenario_digest(seeded):
                    comparison.lived[place, k] = left
                    continue
                comparison.worlds.append(World(str(place), k, seeded, counting=comparison.of_systems))


def seeded_as(scenario: Scenario, repetition: int) -> Scenario:
    """The scenario of a variant at one of its seeds."""
    return with_values(scenario, {"seed": scenario.seed + repetition})


def _equalise(comparison: Comparison, count: Count, threads: int | None, stop: threading.Event) -> None:
    """Scale the other systems until their count is that of the first. Where it cannot be, the row says so."""

    def counter(scenario: Scenario) -> float:
        seeds = [scenario.seed + k for k in range(comparison.seeds)]
        comparison.worlds = [
            World("count", k, with_values(scenario, {"seed": s}), counting=True) for k, s in enumerate(seeds)
        ]
        live_worlds(comparison.worlds, threads, stop)
        return mean([world.counts[count] for world in comparison.worlds if world.counts])

    first, *others = (n for n, v in enumerate(comparison.variants) if v.kind == "system" and v.scenario)
    named = comparison.variants[first]
    assert named.scenario is not None
    comparison.stage = f"counting in {named.name}"
    target = counter(named.scenario)
    if stop.is_set():
        return
    if problem := aim(named.name, count, target):
        raise RunError(f"equal {count}: {problem}")
    for place in others:
        variant = comparison.variants[place]
        assert variant.scenario is not None
        comparison.stage = f"making {variant.name} equal"
        scenario, scaled = equalised(variant.name, variant.scenario, target, count, counter, stop)
        comparison.scaled.append(scaled)
        without = comparison.variants[place + 1]
        lives = None if scaled.error else scenario
        none = None if lives is None else no_system(lives)
        comparison.variants[place] = replace(variant, scenario=lives, error=scaled.error)
        comparison.variants[place + 1] = replace(without, scenario=none, error=scaled.error)


def _keeper(comparison: Comparison, after: Callable[[int, int], None]) -> Callable[[World], None]:
    def keep(world: World) -> None:
        kept = Lived(world.measures, world.who, world.counts, world.error, world.trace)
        comparison.lived[int(world.name), world.repetition] = kept
        world.let_go()
        after(int(world.name), world.repetition)

    return keep


def _names(scenarios: Sequence[Scenario]) -> list[str]:
    """Names of the scenarios, each once: the second of a name is called ``name-2``."""
    found: list[str] = []
    for scenario in scenarios:
        times = sum(1 for before in scenarios[: len(found)] if before.name == scenario.name)
        found.append(scenario.name if times == 0 else f"{scenario.name}-{times + 1}")
    return found


def _moved_in(first: Scenario, others: Sequence[Scenario]) -> list[str]:
    """Sentences on scenarios that have people of their own, and live here among those of the first."""
    mine = leaves(first)
    found: dict[str, list[str]] = {}
    for other in others:
        theirs = leaves(other)
        unlike = [p for p in mine | theirs if p.startswith("society.") and mine.get(p) != theirs.get(p)]
        if unlike:
            told = ", ".join(f"{p} {_told(theirs, p)} in place of {_told(mine, p)}" for p in unlike[:SHOWN])
            more = f", and {len(unlike) - SHOWN} more" if len(unlike) > SHOWN else ""
            found.setdefault(told + more, []).append(other.name)
    return [
        f"Among the people of {first.name} and not their own live {', '.join(names)}; their own have {told}. With own-society (Python: own_society=True) "
        "each has its own."
        for told, names in found.items()
    ]


def _unlike(first: Scenario, others: Sequence[Scenario]) -> list[str]:
    """Sentences on what differs between the scenarios although it is no part of a system."""
    mine = leaves(first)
    found: dict[str, list[str]] = {}
    for other in others:
        unlike = [
            path for path, value in leaves(other).items() if _of_people(path) and mine.get(path) != value
        ]
        if unlike:
            found.setdefault(", ".join(unlike), []).append(other.name)
    return [
        f"How people act differs from {first.name}, too, in {', '.join(names)}: {paths}."
        for paths, names in found.items()
    ]


def _of_people(path: str) -> bool:
    top, _, rest = path.partition(".")
    return top in PEOPLE_TOO or (top == "channels" and rest.endswith("rate"))


def _told(values: dict[str, Any], path: str) -> str:
    value = values.get(path)
    return "none" if value is None else number(value) if isinstance(value, int | float) else str(value)
