"""Create a society: scenario -> columns and ties, the same on every machine and for any number of threads."""

from typing import NamedTuple

import numpy as np

from sottovoce.chance import Purpose
from sottovoce.errors import RunError
from sottovoce.scenario.model import CHANNELS, Informers, Scenario
from sottovoce.scenario.model import Society as SocietyPart
from sottovoce.scenario.read import Asked, scenario_of
from sottovoce.scenario.values import Distribution
from sottovoce.society.needs import Needs, room
from sottovoce.society.people import communities, groups, roles, trait, values, views
from sottovoce.society.pieces import normals, uniforms
from sottovoce.society.state import GIVEN_BACK, GRID, NEVER, NOTHING, Society, State
from sottovoce.society.ties import pairs, rows


class Recipe(NamedTuple):
    """All that creating a society reads of a scenario: equal recipes, equal societies."""

    citizens: int
    seed: int
    society: SocietyPart
    informers: Informers
    cost: Distribution  # of joining
    low: float  # the score's scale, points
    high: float
    start: float
    spread: float
    validity: float
    nu: float
    spare: int  # empty places for ties
    memory: int  # months of points that are kept on any date; 0: none
    dated: bool  # the column `dates` is used on any date
    disputed: bool  # the column `disputed` is used on any date
    needs: Needs

    @classmethod
    def of(cls, scenario: Scenario) -> "Recipe":
        """What a scenario asks of its people."""
        score, needs = scenario.score, Needs.ever(scenario)
        memory, dated, disputed = kept(scenario)
        changing = scenario.ties.make != "never" or needs.moved
        return cls(
            citizens=scenario.citizens,
            seed=scenario.seed,
            society=scenario.society,
            informers=scenario.informers,
            cost=scenario.enrolment.cost,
            low=score.low,
            high=score.high,
            start=score.start,
            spread=score.spread,
            validity=score.validity,
            nu=scenario.watching.nu,
            spare=scenario.society.network.spare if changing else 0,
            memory=memory,
            dated=dated,
            disputed=disputed,
            needs=needs,
        )


def create(scenario: Asked, ids: np.ndarray | None = None, ledger: bool = False) -> Society:
    """The people of a scenario on the eve of day 0.

    `ids`, (citizen,), gives the id of each row (default 0 ... n-1; any permutation: it names citizens, it changes nobody).
    `ledger` keeps room for the points of each act of a day.
    """
    return created(Recipe.of(scenario_of(scenario)), ids, ledger)


def created(recipe: Recipe, ids: np.ndarray | None = None, ledger: bool = False) -> Society:
    """The people of a recipe; `ids` and `ledger` as in `create`."""
    n, seed, asked, needs = recipe.citizens, recipe.seed, recipe.society, recipe.needs
    who = np.arange(n, dtype=np.uint32) if ids is None else _permutation(ids, n)
    place = np.empty(n, np.uint32)
    place[who] = np.arange(n, dtype=np.uint32)
    ties = pairs(asked.network, n, seed)
    first, friend = rows(ties, n, place, recipe.spare)
    community = communities(asked.network, who, ties, seed)
    group = groups(asked.groups, seed, who)
    trust = normals(seed, Purpose.TRUST, who)
    start = recipe.validity * trust + np.sqrt(1.0 - recipe.validity**2) * normals(seed, Purpose.START, who)
    base = np.clip(recipe.start + recipe.spread * np.rint(start * 1024) / 1024, recipe.low, recipe.high)
    need = np.array([g.need for g in asked.groups])[group]
    opinion = views(asked, seed, who, community)

    def drawn(law, purpose: Purpose) -> np.ndarray:
        return trait(law, seed, purpose, who).astype(np.float32)

    def rows_if(needed: bool) -> int:
        return n if needed else 1

    def share(law, purpose: Purpose, needed: bool) -> np.ndarray:
        return np.clip(trait(law, seed, purpose, who), 0.0, 1.0) if needed else np.zeros(1)

    def zeros(dtype, *shape: int) -> np.ndarray:
        return np.zeros(shape or (n,), dtype)

    state = State(
        id=who,
        place=place,
        group=group,
        opinion=opinion,
        boldness=drawn(asked.boldness, Purpose.BOLDNESS),
        climate_weight=drawn(asked.climate_weight, Purpose.CLIMATE),
        threshold=drawn(asked.threshold, Purpose.THRESHOLD),
        risk=drawn(asked.risk, Purpose.RISK),
        need=(trait(asked.need, seed, Purpose.NEED, who) * need).astype(np.float32),
        activity=drawn(asked.activity, Purpose.ACTIVITY),
        trust=trust.astype(np.float32),
        base=base,
        cost=drawn(recipe.cost, Purpose.COST),
        aware=(uniforms(seed, Purpose.AWARE, who) < asked.aware).astype(np.uint8),
        susceptibility=share(asked.susceptibility, Purpose.SUSCEPTIBILITY, needs.susceptibility),
        expressiveness=share(asked.expressiveness, Purpose.EXPRESSIVENESS, needs.expressiveness),
        role=roles(recipe.informers, seed, who, community),
        points=base.copy(),
        months=zeros(np.float64, recipe.memory or 1, n if recipe.memory else 1),
        score=zeros(np.int32),
        enrolled=zeros(np.uint8),
        access=np.full(n, 0xFFFF, np.uint16),
        nu=np.full(n, recipe.nu, np.float32),
        heed=np.ones(rows_if(needs.heed), np.float32),
        watched=zeros(np.int32, rows_if(needs.watched)),
        looked=zeros(np.int32, rows_if(needs.looked)),
        voice=zeros(np.int32),
        spoke=np.full(n, NEVER, np.int32),
        stirred=zeros(np.float32),
        held=opinion / GRID if needs.held else np.zeros(1),
        learned=values(asked, seed, who) if needs.learned else np.zeros((3, 1)),
        spoken=zeros(np.int64, rows_if(needs.fine_signal)),
        enforcing=zeros(np.int8, rows_if(needs.enforcing)),
        traces=np.full((2, n), NEVER, np.int32) if needs.jobs else zeros(np.int32, 2, 1),
        dates=zeros(np.int32, 5, n if recipe.dated else 1),
        disputed=zeros(np.float32, n if recipe.disputed else 1),
        said=np.full((len(CHANNELS), n), NOTHING, np.int32),
        topic=zeros(np.int8, len(CHANNELS), rows_if(needs.topic)),
        acted=zeros(np.uint8),
        observed=zeros(np.uint16),
        punished=zeros(np.uint8),
        deed=zeros(np.int32),
        earned=zeros(np.float32, GIVEN_BACK + 1 + needs.tags, n if ledger else 1),
        tagged=np.full(n, -1, np.int32) if needs.tags else zeros(np.int32, 1),
        tags=zeros(np.int32, 3, rows_if(needs.tags)),
        drop=np.full(n, -1, np.int32),
        make=np.full(n, -1, np.int32),
        moved_from=np.full(rows_if(needs.moved), -1, np.int32),
        moved_to=np.full(rows_if(needs.moved), -1, np.int32),
        occasions=zeros(np.int32),
        chosen=zeros(np.int64),
        wished=zeros(np.int64, 3, rows_if(needs.wished)),
        dissented=zeros(np.uint8),
        cut=zeros(np.uint16),
        dropped=zeros(np.uint16),
        lost_days=zeros(np.int32),
        signal=zeros(np.uint64, n + 1),
        next_signal=zeros(np.uint64, n + 1),
        fine_signal=np.full(n + 1 if needs.fine_signal else 1, 1, np.int64),
        next_fine_signal=np.full(n + 1 if needs.fine_signal else 1, 1, np.int64),
        first=first,
        friend=friend,
    )
    return Society(state, community, tuple(g.name for g in asked.groups), ties)


def _permutation(ids: np.ndarray, n: int) -> np.ndarray:
    """Ids as they are stored. RunError where they do not name each citizen once."""
    given = np.asarray(ids)
    shaped = given.shape == (n,) and given.dtype.kind in "iu"
    if not shaped or (np.sort(given) != np.arange(n)).any():
        what = "some twice or out of range" if shaped else f"{given.dtype} of shape {given.shape}"
        raise RunError(
            f"ids: {what} given; allowed each whole number from 0 to {n - 1:,} once, for {n:,} citizens. Give a permutation."
        )
    return given.astype(np.uint32)


def kept(scenario: Scenario) -> tuple[int, bool, bool]:
    """What a scenario keeps of a citizen on any of its dates: months of memory, `dates`, `disputed`."""
    ever = [scenario.on(day) for day in sorted({0, *(dated.day for dated in scenario.dates)})]
    appeals = any(now.appeal.share > 0 for now in ever)
    dates = appeals or any(
        now.blacklist.entry > 0 or now.freeze.power or now.score.demotion.chance > 0 or now.repair.months > 0
        for now in ever
    )
    return max(now.score.memory_months for now in ever), dates, appeals


def fits(scenario: Scenario, society: Society) -> bool:
    """Whether a society has room for everything that a scenario keeps of its people."""
    n, state = society.citizens, society.state
    memory, dates, appeals = kept(scenario)
    agents = scenario.informers.share > 0 or scenario.informers.provocateurs > 0
    return (
        n == scenario.citizens
        and state.months.shape == ((memory, n) if memory else (1, 1))
        and (state.dates.shape[1] == n or not dates)
        and (len(state.disputed) == n or not appeals)
        and (len(state.role) == n or not agents)
        and room(Needs.ever(scenario), state)
    )
