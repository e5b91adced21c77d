"""Why a score is what it is on a day, as parts that add up: start + own acts + friends' acts + friends'
scores + the end of the scale + rounding = the published score. Formulae: docs/understand/the-day.md, Score."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from sottovoce.errors import RunError
from sottovoce.explain.evidence import Evidence, Tie
from sottovoce.explain.gather import gather
from sottovoce.record.ledger import KINDS

LARGEST = 3  # acts of a kind that are listed


@dataclass(frozen=True)
class Act:
    """One seen act of a citizen, or one event recorded of them."""

    day: int
    level: float | None  # dissent (> 0) or loyalty (< 0); None where it is no act of a channel
    points: float  # when it was done
    left: float  # what of it still counts, points
    topic: str = ""  # what it was about; empty where it is about no topic


@dataclass(frozen=True)
class Acts:
    """All seen acts of a citizen in one channel, or conduct."""

    kind: str
    count: int
    points: float  # when they were done
    left: float  # what of them still counts, points
    largest: tuple[Act, ...]  # of what still counts (where nothing does, of what was earned)
    by_topic: tuple[
        tuple[str, int, float], ...
    ] = ()  # topic, number of acts on it, what of them still counts, points


@dataclass(frozen=True)
class Friend:
    """What one friend, or former friend, does to a score."""

    citizen: int
    ties: tuple[Tie, ...]  # when they knew each other
    near: bool  # they know each other on the day
    score: float | None  # the friend's published score of the day before, points; None: not scored
    spilled: float  # points that fell on the citizen through the friend's acts
    spill: float  # what of them still counts, points
    pull: float  # by the friend's score, points

    @property
    def total(self) -> float:
        """Points by which this friend raises (or lowers) the score."""
        return self.spill + self.pull


@dataclass(frozen=True)
class Causes:
    """The parts of a published score, in points. Where a citizen is not scored, `score` is None and the parts
    are those of the file."""

    world: str
    citizen: int
    day: int
    start: float
    acts: tuple[Acts, ...]
    friends: tuple[Friend, ...]  # those that lower the score most first
    file: float  # start + own acts + friends' acts
    held: float  # what a demotion takes
    clip: float  # what the end of the scale takes or gives
    rounding: float  # never more than half a grain
    score: float | None
    grain: float
    evidence: Evidence = field(repr=False, compare=False)

    @property
    def own(self) -> float:
        """Own acts."""
        return sum(acts.left for acts in self.acts)

    @property
    def spill(self) -> float:
        """Friends' acts."""
        return sum(friend.spill for friend in self.friends)

    @property
    def pull(self) -> float:
        """Friends' scores."""
        return sum(friend.pull for friend in self.friends)

    @property
    def total(self) -> float:
        """All parts added up: the published score, or the file of a citizen who is not scored."""
        return self.start + self.own + self.spill + self.pull + self.held + self.clip + self.rounding


def causes(folder: Path, citizen: int, world: str = "with", day: int | None = None) -> Causes:
    """Why a citizen's score is what it is in a world ("with" or "without" the system) at the end of a day.

    None: the last day lived; another is lived again. A score that is published once a month is explained on the day on which it
    was made. RunError, also where the parts do not add up.
    """
    evidence = gather(folder, world, citizen, day)
    made = evidence.published(citizen)
    if made is not None and made < evidence.day:
        evidence = gather(folder, world, citizen, made)
    return causes_of(evidence, citizen)


def causes_of(evidence: Evidence, citizen: int) -> Causes:
    """The causes of a citizen's score on the last day of the evidence, a day on which it was made."""
    made = evidence.published(citizen)
    if made is not None and made < evidence.day:
        raise RunError(
            f"day: {evidence.day:,} given; the score of citizen {citizen} that day was made on day {made:,}, and has not "
            f"been made again since. Ask for day {made:,}."
        )
    person = evidence.person(citizen)
    now = evidence.scenario.on(evidence.day).score
    acts = _own(evidence, citizen)
    friends = _spilled(evidence, citizen)
    file = person["base"] + sum(a.left for a in acts) + sum(f.spill for f in friends)
    held = clip = rounding = 0.0
    score = person["score"] if person["enrolled"] else None
    if score is not None:
        friends = _pulled(friends, evidence, file)
        raw = file + sum(f.pull for f in friends)
        if person.get("demoted_until", 0) > evidence.day and now.demotion.chance > 0:
            held = min(now.demotion.to - raw, 0.0)
            raw += held
        top = now.low + now.top * now.grain
        shown = min(max(raw, now.low), top)
        clip, rounding = shown - raw, score - shown
    friends.sort(key=lambda f: (f.total, f.citizen))
    found = Causes(
        evidence.world,
        citizen,
        evidence.day,
        person["base"],
        acts,
        tuple(friends),
        file,
        held,
        clip,
        rounding,
        score,
        now.grain,
        evidence,
    )
    _check(found, person["points"])
    return found


def _own(evidence: Evidence, citizen: int) -> tuple[Acts, ...]:
    day, kind, level, points = evidence.rows(citizen)
    topic, names = evidence.topics(citizen), (*evidence.scenario.topic_names, "")
    still = points.astype(float) * evidence.left[day]
    found = []
    for number, name in enumerate(KINDS):
        mine = np.flatnonzero(kind == number)
        if not len(mine):
            continue
        size = np.abs(still[mine]) if still[mine].any() else np.abs(points[mine])
        first = mine[np.lexsort((-day[mine], -size))[:LARGEST]]
        largest = tuple(
            Act(
                int(day[k]),
                None if np.isnan(level[k]) else float(level[k]),
                float(points[k]),
                float(still[k]),
                names[topic[k]],
            )
            for k in first
        )
        by_topic = tuple(
            (about, int((topic[mine] == number).sum()), float(still[mine[topic[mine] == number]].sum()))
            for number, about in enumerate(evidence.scenario.topic_names)
            if (topic[mine] == number).any()
        )
        found.append(
            Acts(
                name,
                len(mine),
                float(points[mine].sum(dtype=float)),
                float(still[mine].sum()),
                largest,
                by_topic,
            )
        )
    return tuple(found)


def _spilled(evidence: Evidence, citizen: int) -> list[Friend]:
    """Everybody a citizen ever knew, with what fell on the citizen through their acts: spill/k times the
    points of the friend's acts of the day before, while the citizen is scored and they know each other."""
    days = evidence.day + 1
    met: dict[int, list[Tie]] = {}
    known = np.zeros(days + 1, np.int64)
    for tie in evidence.friends(citizen):
        if tie.first >= days:
            continue
        met.setdefault(tie.friend, []).append(tie)
        known[tie.first] += 1
        known[days if tie.last is None else tie.last + 1] -= 1
    k = np.cumsum(known[:days])
    share = np.where(evidence.enrolled(citizen), evidence.terms.spill / np.maximum(k, 1), 0.0)
    found = []
    for friend, ties in met.items():
        fell = np.zeros(days)
        deeds = _deeds(evidence, friend)
        for tie in ties:
            look = slice(max(tie.first, 1), (days if tie.last is None else tie.last + 1))
            fell[look] = share[look] * deeds[look.start - 1 : look.stop - 1]
        near = ties[-1].last is None or ties[-1].last >= evidence.day
        still = float((fell * evidence.left).sum())
        found.append(Friend(friend, tuple(ties), near, None, float(fell.sum()), still, 0.0))
    return found


def _deeds(evidence: Evidence, citizen: int) -> np.ndarray:
    """Points of a citizen's acts that may spill over, by day: losses, or all where gains spill too."""
    day, kind, _, points = evidence.rows(citizen)
    rules = evidence.terms
    points = points.astype(float)
    lost = np.minimum(points, 0.0)
    bad, good = rules.bad[day], rules.good[day]
    conduct = kind == KINDS.index("conduct")
    both = conduct & (points == bad + good) & (points != good)  # a bad and a good event on one day
    lost[both] = bad[both]
    for name in ("given back", "tag"):  # no deeds
        lost[kind == KINDS.index(name)] = points[kind == KINDS.index(name)] = 0.0
    deeds = np.zeros(evidence.day + 1)
    np.add.at(deeds, day, np.where(rules.spill_gains[day], points, lost))
    return np.where(evidence.enrolled(citizen), deeds, 0.0)


def _pulled(friends: list[Friend], evidence: Evidence, file: float) -> list[Friend]:
    """Friends with the pull of their scores: w/m (score - file), additive: w/m (score - start)."""
    now = evidence.scenario.on(evidence.day).score
    here = [f.citizen for f in friends if f.near]
    scored = {who: score for who, score in evidence.scores_before(here).items() if not np.isnan(score)}
    origin = now.start if now.drag == "additive" else file
    weight = now.friend_weight / max(len(scored), 1)
    return [
        replace(f, score=scored[f.citizen], pull=weight * (scored[f.citizen] - origin))
        if f.citizen in scored
        else f
        for f in friends
    ]


def _check(found: Causes, points: float) -> None:
    """RunError where the parts do not add up to what the world has: never a wrong sum."""
    moved = (
        abs(found.start) + sum(abs(a.points) for a in found.acts) + sum(abs(f.spilled) for f in found.friends)
    )
    slack = found.grain / 1000 + 1e-12 * moved  # floats added up in another order
    told = f"{found.evidence.where}, world {found.world}, citizen {found.citizen}, day {found.day}"
    remedy = "The ledger is not complete, or the run was written by another version: run the scenario again."
    if abs(found.file - points) > slack:
        raise RunError(
            f"{told}: the ledger adds up to {found.file:.6f} points, the file holds {points:.6f}. {remedy}"
        )
    if found.score is None:
        return
    if abs(found.total - found.score) > slack or abs(found.rounding) > found.grain / 2 + slack:
        raise RunError(
            f"{told}: the causes add up to {found.total - found.rounding:.6f} points, the published score is "
            f"{found.score:.6f}: more than rounding. {remedy}"
        )
