"""The main job: both worlds, over several seeds, with the worlds that tell what does what and what is only noise.

For each seed the world *with* the system and the same people, with the same luck, *without*. Beside them, for some seeds:
*knock-outs* (with, less one feature, or less one term of the choice), the *noise floor* (nothing but authenticity; short) and *other luck* (with,
the same people, from day 0 with other luck for everybody: how far single persons differ by chance alone).
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sottovoce import registered
from sottovoce.errors import RunError, nearest
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.gpu import Gpu
from sottovoce.measure.account import by_topic
from sottovoce.measure.edges import near
from sottovoce.measure.pairs import Effect, Effects, effect, effects
from sottovoce.record.citizens import citizens
from sottovoce.record.panel import USUAL, Panel, known
from sottovoce.reforms import (
    no_sanctions,
    no_system,
    noise_floor,
    not_weighed,
    own_acts_only,
    private_scores,
)
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.texts import given
from sottovoce.society import Society, create
from sottovoce.society.create import Recipe
from sottovoce.society.shape import placed
from sottovoce.study.asked import record as record_asked
from sottovoce.study.asked import seeds as seeds_asked
from sottovoce.study.asked import threads as threads_asked
from sottovoce.study.curves import Curves, curves
from sottovoce.study.processes import live_in_processes, worth_while
from sottovoce.study.worlds import FLOOR_DAYS, World, small

KNOCKOUTS: dict[str, Callable[[Scenario], Scenario]] = {
    "own-acts-only": own_acts_only,
    "private-scores": private_scores,
    "no-sanctions": no_sanctions,
}
# Terms of the choice that only the system brings: the world without what each of them weighs, to be held against its share of what is
# held back (measure.why).
TERMS_OUT = {term: f"{term}-not-weighed" for term in ("score", "reproach", "punishment")}
SIDE_BY_SIDE = 200_000  # up to this many citizens whole worlds run beside one another, one a thread
KNOCKOUT_MOST = 10_000  # up to this many citizens knock-outs, floor and other luck are lived too
KNOCKOUT_SEEDS = 4
OTHER_LUCK = 1 << 62  # the bit of a seed that is turned round
LEDGER_MOST = 50_000  # up to this many citizens every change of points is kept


def default_seeds(citizens: int) -> int:
    """8 up to 4,000 citizens, falling to 2 at 1e5, 1 from 1e6 on (then there is no interval)."""
    if citizens <= 4_000:
        return 8
    if citizens <= 20_000:
        return 4
    return 2 if citizens < 1_000_000 else 1


ALL_WORLDS = ("with", "without", *KNOCKOUTS, *TERMS_OUT.values(), "noise-floor", "other-luck")


@dataclass(repr=False)
class Study:
    """A scenario, its worlds, and what came out."""

    scenario: Scenario
    seeds: int
    worlds: list[World] = field(default_factory=list)
    interrupted: bool = False
    resumed: list[str] = field(
        default_factory=list
    )  # the command that began it and those that went on, if it was resumed
    origin: dict[str, Any] | None = None  # provenance of the folder that it was opened from
    stored: dict[str, Any] | None = None  # its summary (measures.json) there
    record: dict[str, Any] = field(default_factory=dict)  # what was asked to be kept (study.asked.record)
    folder: Path | None = None  # where it is stored
    trusted: bool = False  # what was stored was loaded without living it again
    extensions: list[dict[str, Any]] | None = (
        None  # what was not ours when it was lived: registered.Extension.told
    )
    forked: dict[str, Any] | None = None  # which run it comes from, the day and the change (study.fork)

    def __repr__(self) -> str:
        s = self.scenario
        told = f"Study of {s.name}: {s.citizens:,} made-up citizens, {s.days:,} days, {len(self.pairs())} of {self.seeds} pairs of worlds finished"
        return told + (f"; {len(self.errors)} worlds failed" if self.errors else "")

    def of(self, name: str) -> list[World]:
        """The finished worlds of a name, by repetition. RunError for a name that no study has."""
        if name not in ALL_WORLDS:
            raise RunError(f"world: {given(name)} given; no such world.{nearest(str(name), ALL_WORLDS)}")
        return [world for world in self.worlds if world.name == name and world.done and not world.error]

    def first(self, name: str) -> World | None:
        """The world of a name at the first seed, finished or not; None where it was not asked for. RunError for a name that no study has."""
        self.of(name)
        return next((world for world in self.worlds if world.name == name and world.repetition == 0), None)

    def pairs(self, name: str = "with", against: str = "without") -> list[tuple[World, World]]:
        """Finished pairs of worlds of the same seed."""
        others = {world.repetition: world for world in self.of(against)}
        return [(world, others[world.repetition]) for world in self.of(name) if world.repetition in others]

    def effects(self, name: str = "with", against: str = "without") -> Effects:
        """Effects of one world against another over the seeds that finished in both."""
        pairs = self.pairs(name, against)
        return effects([a.measures for a, _ in pairs], [b.measures for _, b in pairs]) if pairs else Effects()

    def beside(self, other: "Study", name: str = "with") -> dict[str, Effect]:
        """Effects of a world here (`with_`) against the same world of another study (`without`), over the seeds that finished in both: of a fork against the
        run that it comes from."""
        there = {world.scenario.seed: world for world in other.of(name)}
        pairs = [
            (world, there[world.scenario.seed]) for world in self.of(name) if world.scenario.seed in there
        ]
        return effects([a.measures for a, _ in pairs], [b.measures for _, b in pairs]) if pairs else {}

    def near_edges(self) -> dict[str, Effect]:
        """What happens near the edges of tiers (measure.edges.near): crowding, and who risks points. Empty where there are no edges."""
        pairs = [(a.edges, b.edges) for a, b in self.pairs()]
        return near(pairs) if any(a.risk.any() for a, _ in pairs) else {}

    def topics(self, *, private: bool = False) -> dict[str, dict[str, Effect]]:
        """The account of silence topic by topic (measure.account.by_topic), in public or of buying and browsing: topic ("" for occasions
        about none) -> spoke, held_back, cut_off per 1,000 times. Empty where occasions have no topic."""
        found: dict[str, dict[str, Effect]] = {}
        sides = [
            [
                {one.topic: one for one in by_topic(world.record, private=private)}
                for world in pair
                if world.record
            ]
            for pair in self.pairs()
        ]
        both = [side for side in sides if len(side) == 2]
        for topic in dict.fromkeys(name for with_, without in both for name in (*with_, *without)):
            there = [(a[topic], b[topic]) for a, b in both if topic in a and topic in b]
            found[topic] = {
                name: effect(
                    [getattr(a, name) for a, _ in there],
                    [getattr(b, name) for _, b in there],
                    "per 1,000 times",
                )
                for name in ("spoke", "held_back", "cut_off")
            }
        return found

    def curves(
        self, name: str, *, per: str | None = "people", group: str | None = None, paired: bool = False
    ) -> Curves:
        """A daily series in both worlds over the finished pairs: a daily sum (say_so, sanctioned ...; `dataset` has them all) for each 1,000 of another (`per`;
        None: as it is), or spoke, held_back, cut_off, unheard or voice_gap of that day. `group`: of one social group. `paired`: with the interval of
        the difference in place of one for each world. RunError for what is not kept."""
        pairs = [(a.record, b.record) for a, b in self.pairs() if a.record and b.record]
        return curves(pairs, name, per=per, group=group, paired=paired)

    @property
    def traces(self) -> dict[str, str]:
        """The traceback of each world that failed, by its line in `errors`; equal ones once."""
        found: dict[str, str] = {}
        for world in self.worlds:
            if world.error and world.trace not in found.values():
                found[f"{world.name}, seed {world.scenario.seed}: {world.error}"] = world.trace
        return found

    @property
    def errors(self) -> list[str]:
        """One line for each world that failed."""
        return [f"{w.name}, seed {w.scenario.seed}: {w.error}" for w in self.worlds if w.error]


def plan(
    scenario: Scenario,
    seeds: int | None = None,
    *,
    extras: bool | None = None,
    ledger: bool | None = None,
    record: Mapping[str, Any] | None = None,
) -> Study:
    """All worlds of a study, none lived yet. Seeds are seed, seed + 1, ...; `extras`: knock-outs, floor and other luck
    (default: up to 10,000 citizens); `ledger`: every change of points of the first seed (default: up to 50,000). `record`: that too,
    by the same name, and a `panel`: people of both worlds of every seed every N days, with these `columns` (record.panel)."""
    scenario, kept = placed(scenario), record_asked(record)
    ledger = kept.get("ledger", ledger)
    columns = tuple(kept.get("columns", USUAL))
    if "panel" in kept:
        known(citizens(little := small(scenario), create(little)).column_names, columns)
    count = seeds_asked(seeds, default_seeds(scenario.citizens))
    study = Study(scenario, count, record=kept)
    extras = scenario.citizens <= KNOCKOUT_MOST if extras is None else extras
    ledger = scenario.citizens <= LEDGER_MOST if ledger is None else ledger
    for k in range(count):
        seeded = with_values(scenario, {"seed": scenario.seed + k}) if k else scenario
        first = k == 0
        study.worlds.append(World("with", k, seeded, first, first and ledger))
        study.worlds.append(World("without", k, no_system(seeded), first, first and ledger))
    if "panel" in kept:
        for world in study.worlds:
            world.panel = Panel(kept["panel"], columns)
    for world in study.worlds:
        world.observers = tuple(kept.get("observers", ()))
    if not extras or not scenario.ever_in_force:
        return study
    for k in range(min(count, KNOCKOUT_SEEDS)):
        seeded = with_values(scenario, {"seed": scenario.seed + k}) if k else scenario
        for name, reform in KNOCKOUTS.items():
            study.worlds.append(World(name, k, reform(seeded)))
        for term, name in TERMS_OUT.items():
            if (less := not_weighed(seeded, term)) != seeded:
                study.worlds.append(World(name, k, less))
        short = with_values(noise_floor(seeded), {"days": min(scenario.days, FLOOR_DAYS)})
        study.worlds.append(World("noise-floor", k, short))
    study.worlds.append(World("other-luck", 0, scenario, luck=scenario.seed ^ OTHER_LUCK))
    return study


def live(
    study: Study,
    *,
    threads: int | None = None,
    stop: threading.Event | None = None,
    card: Gpu | None = None,
    after: Callable[[World], None] | None = None,
) -> Study:
    """Live all worlds that are not done. `stop`: set it to end at the close of the day; then `interrupted` is true. `card`: live
    them there, one after another, not on the processor. `after` is called with each one that is done."""
    study.extensions = [one.told() for one in registered.everything()]
    live_worlds([world for world in study.worlds if not world.done], threads, stop, after, card)
    study.interrupted = not all(world.done for world in study.worlds)
    return study


def live_worlds(
    worlds: Sequence[World],
    threads: int | None = None,
    stop: threading.Event | None = None,
    after: Callable[[World], None] | None = None,
    card: Gpu | None = None,
) -> None:
    """Live worlds in their order, small ones side by side (on a card one after another). `after` is called with each one that is
    done."""
    threads = threads_asked(threads)
    stop = stop or threading.Event()
    side_by_side = (
        card is None and threads > 1 and all(world.scenario.citizens <= SIDE_BY_SIDE for world in worlds)
    )
    if side_by_side and worth_while(worlds, threads) and live_in_processes(worlds, threads, stop, after):
        return
    nursery = Nursery()

    def one(world: World) -> None:
        if not stop.is_set():
            machine = card or Cpu(1 if side_by_side else threads)
            world.live(machine, stop.is_set, lambda: nursery.born(world))
            if after and world.done:
                after(world)

    if side_by_side:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(one, worlds))
    else:
        for world in worlds:
            one(world)


class Nursery:
    """Creates each society once for the worlds that share it, one after another; the last one created is remembered."""

    def __init__(self):
        self._lock = threading.Lock()
        self._last: tuple[Recipe, Society] | None = None

    def born(self, world: World) -> Society:
        """A society of its own for a world: a copy where the same people were created just before."""
        if world.ledgered or world.scenario.citizens > SIDE_BY_SIDE:
            return create(world.scenario, ledger=world.ledgered)
        recipe = Recipe.of(world.scenario)
        with self._lock:
            if self._last is None or self._last[0] != recipe:
                self._last = (recipe, create(world.scenario))
            return self._last[1].copy()
