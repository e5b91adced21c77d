"""A file of claims: what is said, what is measured, from which size on it matters, and what would refute it. Read strictly, before the first day.

Nothing here is a goal: a claim is measured at the points of a design, whatever comes out.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import Field, FiniteFloat, ValidationError

from sottovoce.errors import RunError, ScenarioError, nearest
from sottovoce.experiments import designs
from sottovoce.experiments.asked import ALLOWED, PeopleAsked, SpaceAsked
from sottovoce.experiments.checked import experiment, no_measure
from sottovoce.experiments.designs import Design
from sottovoce.experiments.experiment import Experiment
from sottovoce.experiments.living import WINDOWED
from sottovoce.measure.harms import HARMS
from sottovoce.measure.names import MEASURES, OF_EDGES, named
from sottovoce.scenario.lines import read_text
from sottovoce.scenario.paths import get
from sottovoce.scenario.read import read as read_scenario
from sottovoce.scenario.texts import given
from sottovoce.scenario.values import Part

SHIPPED = Path(__file__).with_name("claims.yaml")
TERM = re.compile(r"(?P<measure>[a-z_]+)(@(?P<window>[A-Za-z0-9 _-]+?))? in (?P<world>.+)")


class Term(NamedTuple):
    """``held_back@late in with``, added (+1) or taken off (-1)."""

    by: int
    outcome: str
    world: str


class ClaimAsked(Part):
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    row: int | None = None
    quote: str | None = None
    hypothesis: str
    is_: str = Field(alias="is")
    per: str | None = None
    against: str | None = None
    against_per: str | None = None
    sign: Literal["+", "-", "0"]
    margin: FiniteFloat | int | None = None
    why_margin: str = ""
    refuted: str
    null: str
    seen: str | None = None
    placebo: bool = False


class WorldAsked(Part):
    days: int | None = Field(default=None, ge=1, le=36_500)
    no_system: bool = False
    other_system: bool = False
    reform: str | tuple[str, ...] = ()
    set: dict[str, Any] = Field(default_factory=dict)


class QuickAsked(Part):
    citizens: int = Field(default=400, ge=2)
    seeds: int = Field(default=2, ge=2)
    points: int = Field(default=48, ge=2)


class SeedsAsked(Part):
    first: int = Field(default=7001, ge=0, lt=2**63)
    count: int = Field(default=4, ge=2, le=1000)


class SafeguardsAsked(Part):
    is_: str = Field(alias="is")
    with_: str = Field(alias="with")
    without: str
    margin: FiniteFloat | int
    worlds: tuple[str, ...]


class FileAsked(Part):
    """The names of a file of claims."""

    scenario: str = "press-2015"
    people: PeopleAsked = PeopleAsked()
    seeds: SeedsAsked = SeedsAsked()
    quick: QuickAsked = QuickAsked()
    points: int = Field(default=512, ge=2, le=1_000_000)
    stopping: str = "as many points as were asked for"
    space: SpaceAsked = SpaceAsked()
    windows: dict[str, tuple[int, int]] = Field(default_factory=dict)
    forks: dict[str, dict[str, dict[str, Any]]] = Field(default_factory=dict)
    worlds: dict[str, WorldAsked]
    claims: tuple[ClaimAsked, ...]
    safeguards: SafeguardsAsked | None = None


@dataclass(frozen=True)
class Claim:
    """A claim as it is declared. `terms` add up to what is measured; with `per`, what is measured for each of something, less the same of
    `against` for each of `against_per`."""

    asked: ClaimAsked
    terms: tuple[Term, ...]
    per: tuple[Term, ...] = ()
    against: tuple[Term, ...] = ()
    against_per: tuple[Term, ...] = ()

    @property
    def name(self) -> str:
        return self.asked.name

    @property
    def margin(self) -> float:
        assert self.asked.margin is not None
        return float(self.asked.margin)

    @property
    def unit(self) -> str:
        """The unit of what is measured."""
        unit = MEASURES[self.terms[0].outcome.partition("@")[0]].unit
        return f"{unit} for each day" if self.per else unit

    @property
    def all_terms(self) -> tuple[Term, ...]:
        return (*self.terms, *self.per, *self.against, *self.against_per)

    @property
    def worlds(self) -> tuple[str, ...]:
        """Worlds that it compares."""
        return tuple(dict.fromkeys(term.world for term in self.all_terms))

    @property
    def digest(self) -> str:
        """SHA-256 of all that the claim says."""
        return _digest(self.asked.model_dump(by_alias=True))


@dataclass(frozen=True)
class Declared:
    """A file of claims. `shipped`: it is the one that comes with the program."""

    asked: FileAsked
    claims: tuple[Claim, ...]
    place: Path
    shipped: bool

    @property
    def digest(self) -> str:
        """SHA-256 of everything the file says."""
        return _digest(self.asked.model_dump(by_alias=True))

    def claim(self, name: str) -> Claim:
        """A claim by its name. RunError with the nearest one."""
        for one in self.claims:
            if one.name == name:
                return one
        raise RunError(f"{name}: no such claim.{nearest(name, [one.name for one in self.claims])}")

    def chosen(self, names: Sequence[str]) -> tuple[Claim, ...]:
        """Claims by name, in the order of the file; all where none is named."""
        wanted = {self.claim(name).name for name in names}
        return tuple(one for one in self.claims if not names or one.name in wanted)

    def variants(self) -> list[dict[str, str]]:
        """Every combination of the forks, as the name of the alternative by fork."""
        forks = self.asked.forks
        return [dict(zip(forks, names, strict=True)) for names in itertools.product(*forks.values()) if forks]

    def points_of_variants(self) -> list[dict[str, Any]]:
        """The values of every variant, all paths of all forks in each: those that it leaves alone as in the scenario."""
        base = read_scenario(self.asked.scenario)
        forks = self.asked.forks
        paths = [path for fork in forks.values() for values in fork.values() for path in values]
        usual = {path: get(base, path) for path in dict.fromkeys(paths)}
        return [
            usual | {path: v for fork, name in variant.items() for path, v in forks[fork][name].items()}
            for variant in self.variants()
        ]

    def experiment(
        self,
        claims: Sequence[Claim],
        *,
        quick: bool = False,
        points: int | None = None,
        seeds: int | None = None,
        citizens: int | None = None,
        design: Design | None = None,
        draws: Sequence[Mapping[str, Any]] | None = None,
        safeguards: bool = True,
    ) -> Experiment:
        """The worlds that claims compare, at every point of a Sobol' design over the space; of `draws`, points in place of it (a posterior)."""
        asked, size = self.asked, self.asked.quick
        names = [world for claim in claims for world in claim.worlds]
        outcomes = [term.outcome for claim in claims for term in claim.all_terms]
        guards = asked.safeguards if safeguards else None
        if guards:
            names += [guards.with_, guards.without, *guards.worlds]
            outcomes.append(guards.is_)
        measures = {one.partition("@")[0] for one in outcomes}
        windows = {one.partition("@")[2] for one in outcomes if "@" in one}
        if draws is not None:
            design = designs.listed([dict(point) for point in draws])
        elif design is None:
            count = points or (size.points if quick else asked.points)
            design = designs.sobol(count)
        people = asked.people.model_dump(exclude_none=True)
        if citizens or quick:
            people["citizens"] = citizens or size.citizens
        return experiment(
            name="claims",
            scenario=asked.scenario,
            people=people,
            seeds={
                "first": asked.seeds.first,
                "count": seeds or (size.seeds if quick else asked.seeds.count),
            },
            space=asked.space.model_dump(),
            design=design,
            worlds={name: _world(asked.worlds[name]) for name in asked.worlds if name in names},
            measures=sorted(measures),
            windows={name: list(days) for name, days in asked.windows.items() if name in windows},
        )


def read(place: Path | None = None) -> Declared:
    """The claims of a file; of the one that comes with the program where none is given. ScenarioError with every problem and its line."""
    place = place or SHIPPED
    try:
        text = place.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioError([f"{place}: not text in UTF-8. Save it as UTF-8."]) from None
    except OSError as error:
        raise ScenarioError([f"{place}: cannot be read ({error.strerror}). Give a file of claims."]) from None
    parsed = read_text(text, str(place))
    if parsed.problems:
        raise ScenarioError(parsed.problems)
    if not isinstance(parsed.data, dict):
        raise ScenarioError([f"{place}: no claims in it; allowed names with values."])
    problems: list[str] = []

    def tell(path: str, words: str) -> None:
        problems.append(f"{place}:{parsed.line(path)} {path}: {words}")

    try:
        asked = FileAsked.model_validate_json(json.dumps(parsed.data))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            tell(*_problem(detail))
        raise ScenarioError(dict.fromkeys(problems)) from None
    if not asked.claims:
        tell("claims", "none given; allowed at least one. Write down what is claimed.")
    found = [_claim(k, one, asked, tell) for k, one in enumerate(asked.claims)]
    names = [one.name for one in asked.claims]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        tell("claims", f"{name}: given twice. Give each claim a name of its own.")
    _guards(asked, tell)
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    return Declared(asked, tuple(found), place, place.resolve() == SHIPPED.resolve())


def _claim(k: int, one: ClaimAsked, asked: FileAsked, tell: Any) -> Claim:
    at = f"claims.{k}"
    if one.margin is None or one.margin <= 0:
        said = "none" if one.margin is None else given(one.margin)
        tell(
            f"{at}.margin",
            f"{one.name}: {said} given; allowed above 0: the smallest size of interest. A sign without one is no claim.",
        )
    if one.margin is not None and not one.why_margin:
        tell(
            f"{at}.why_margin",
            f"{one.name}: no reason given for the margin. Say why smaller does not matter.",
        )
    forms = {
        name: _terms(f"{at}.{name.strip('_')}", text, asked, tell) if text else ()
        for name in ("is_", "per", "against", "against_per")
        for text in (getattr(one, name),)
    }
    if len({bool(forms[name]) for name in ("per", "against", "against_per")}) > 1:
        tell(f"{at}.per", f"{one.name}: per, against and against_per go together. Give all of them, or none.")
    units = {MEASURES[t.outcome.partition("@")[0]].unit for t in (*forms["is_"], *forms["against"])}
    if len(units) > 1:
        tell(
            f"{at}.is",
            f"{one.name}: {' and '.join(sorted(units))} added together. Compare what has one unit.",
        )
    return Claim(one, forms["is_"], forms["per"], forms["against"], forms["against_per"])


def _terms(at: str, text: str, asked: FileAsked, tell: Any) -> tuple[Term, ...]:
    """``a in x - b in y`` as terms."""
    found = []
    for sign, words in re.findall(r"(?:^|\s)([+-]?)\s*((?:(?!\s[+-]\s).)+)", text.strip()):
        matched = TERM.fullmatch(words.strip())
        if not matched:
            tell(at, f"{words.strip()}: allowed terms like held_back@late in with, with + or - between them.")
            continue
        measure, window, world = named(matched["measure"]), matched["window"], matched["world"].strip()
        if measure not in MEASURES:
            tell(at, no_measure(matched["measure"], MEASURES))
            continue
        if measure in OF_EDGES:
            tell(
                at,
                f"{measure}: is counted by living days twice, and no claim may use it. Choose another measure.",
            )
        if window and window not in asked.windows:
            tell(at, f"{window}: no such window.{nearest(window, asked.windows)}")
        if window and measure not in WINDOWED:
            tell(at, f"{measure}: has no window; allowed of {', '.join(WINDOWED)}.")
        if world not in asked.worlds:
            tell(at, f"{world}: no such world.{nearest(world, asked.worlds)}")
        elif (
            window in asked.windows and (days := asked.worlds[world].days) and asked.windows[window][1] > days
        ):
            tell(
                at,
                f"{window}: ends on day {asked.windows[window][1]}, and {world} is lived for {days}. Choose another window.",
            )
        found.append(Term(-1 if sign == "-" else 1, f"{measure}@{window}" if window else measure, world))
    return tuple(found)


def _guards(asked: FileAsked, tell: Any) -> None:
    guards = asked.safeguards
    if guards is None:
        return
    for world in (guards.with_, guards.without, *guards.worlds):
        if world not in asked.worlds:
            tell("safeguards.worlds", f"{world}: no such world.{nearest(world, asked.worlds)}")
        elif guards and world in guards.worlds and not _safeguard(asked.worlds[world]):
            tell(
                "safeguards.worlds",
                f"{world}: is no safeguard, and only safeguards are ranked; allowed worlds with `reform` and nothing set. Compare other worlds in a claim.",
            )
    found = _terms("safeguards.is", f"{guards.is_} in {guards.with_}", asked, tell)
    measures = dict.fromkeys(one.outcome.partition("@")[0] for one in found)
    for measure in (one for one in measures if one not in HARMS or HARMS[one].worse == "less"):
        lost = ", ".join(name for name, harm in HARMS.items() if harm.worse == "more")
        tell(
            "safeguards.is",
            f"{measure}: less of it gives nothing back, and nothing is ranked by it; allowed what counts a harm, more of which is worse: {lost}.",
        )
    if guards.margin <= 0:
        tell(
            "safeguards.margin",
            f"{given(guards.margin)} given; allowed above 0: the smallest size of interest.",
        )


def _safeguard(world: WorldAsked) -> bool:
    """Whether a world is that of the scenario with safeguards alone."""
    return bool(world.reform) and not (world.set or world.no_system or world.other_system)


def _world(asked: WorldAsked) -> Any:
    """A world as an experiment asks for it."""
    values = ({"days": asked.days} if asked.days else {}) | asked.set
    return {"reform": asked.reform, "set": values, "system": not asked.no_system}


def _problem(detail: Any) -> tuple[str, str]:
    """Pydantic's finding in our words."""
    loc = [
        str(part)
        for part in detail["loc"]
        if not str(part).startswith(("tuple[", "dict[", "function", "literal["))
    ]
    path, kind = ".".join(loc) or "claims", detail["type"]
    if kind == "extra_forbidden":
        return path, "unknown name. Take it out, or write it as the file that comes with the program does."
    if kind == "missing":
        return path, "missing. Give it."
    allowed = ALLOWED.get(kind) or str(detail.get("ctx", {}).get("expected", detail["msg"])).replace("'", "")
    return path, f"{given(detail.get('input'))} given; allowed {allowed.format(**detail.get('ctx', {}))}."


def _digest(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
