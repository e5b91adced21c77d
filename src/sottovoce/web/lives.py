"""The two lives of a year: one citizen as a player leads it, and the same citizen as the model would have, with the same luck."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sottovoce.chance import Purpose, day_key, draw, unit, wrapping
from sottovoce.errors import RunError
from sottovoce.explain.whatif import part
from sottovoce.measure.cascade import struck
from sottovoce.reforms import not_weighed
from sottovoce.scenario.acts_part import PUBLIC
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.simulate import days
from sottovoce.society import Society
from sottovoce.society.state import GRID, NOTHING, OWN, TAGGED
from sottovoce.web.side import WEEK, Side
from sottovoce.web.view import masks
from sottovoce.web.words import digits, system

WEEKS, YEAR = 52, 365
FIRM = 1e6  # boldness that outweighs everything
NAMES = (
    "Rowan", "Hazel", "Alder", "Sorrel", "Bryony", "Linden", "Juniper", "Sage", "Aspen", "Clover", "Yarrow", "Tansy", "Heath",
    "Laurel", "Briar", "Fern", "Olive", "Reed", "Senna", "Basil", "Myrtle", "Willow", "Moss", "Thistle", "Anise", "Sedge",
)  # fmt: skip
LETTERS = "ABCDEFGHKLMNPRSTVW"  # so that two friends are seldom called the same
SHOCK = {
    "day": 266,
    "share": 0.2,
    "rise": 0.5,
    "days": 3,
}  # where the scenario has none: one in a year, in both lives alike
CAUSES = ("score", "reproach", "punishment", "climate")  # what the model's choices are tried without


@dataclass
class Day:
    """What the model's version did on a day."""

    levels: dict[str, int]  # channel -> level in 1/65536
    topics: dict[str, str]  # channel -> what it was about, where it was about a topic
    held: tuple[
        bool, ...
    ] = ()  # of CAUSES: whether more would have been said without; () where the wish was said


@dataclass
class Count:
    """What a life came to so far."""

    said: list[float] = field(default_factory=list)  # dissent said on each public occasion, 0 to 1
    points: float = 0.0  # by own acts
    sanction_days: int = 0


class Mine(Side):
    """The world of the player: what was forced for the day is put back before anything is noted."""

    you: int = -1
    forced: dict[str, Any] | None = None
    cutting: int | None = None

    def force(self, level: int | None, join: bool | None) -> None:
        """Force the day's acts to a level, and joining (True), staying out (False)."""
        s, i = self.society.state, self.you
        self.forced = {name: getattr(s, name)[i].copy() for name in ("opinion", "boldness", "need")}
        s.need[i] = 0.0  # a friend is dropped by the player, not by the rule
        if level is not None:
            s.opinion[i], s.boldness[i] = level, FIRM
        s.cost[i] = (
            -FIRM if join and not int(s.enrolled[i]) else FIRM
        )  # a high cost keeps whoever is in inside too

    def note(self, day: int, changes: np.ndarray) -> None:
        s, i = self.society.state, self.you
        for name, value in (self.forced or {}).items():
            getattr(s, name)[i] = value
        self.forced = None
        j, self.cutting = self.cutting, None
        if j is not None and j in s.friend[s.first[i] : s.first[i + 1]]:
            part(self.society, i, j)
            s.cut[[i, j]] += 1
            s.dropped[i] += 1
            changes = np.concatenate([changes, np.array([[i, j, 0]], changes.dtype)])
        super().note(day, changes)


def name_of(citizen: int) -> str:
    """A name for a made-up friend."""
    kind, family = citizen % len(NAMES), citizen // len(NAMES) % len(LETTERS)
    return f"{NAMES[kind]} {LETTERS[family]}."


def somebody(side: Side) -> int:
    """A citizen worth living as: disagrees clearly, with seven to ten friends, of whom some disagree too."""
    s = side.society.state
    view, degree = s.opinion / GRID, side.degree
    likely = np.flatnonzero(
        (view > 0.4) & (view < 0.8) & (degree >= 7) & (degree <= 10) & (s.activity > 0.9) & (s.aware == 1)
    )
    for i in likely:
        friends = s.friend[s.first[i] : s.first[i + 1]].astype(np.int64)
        if 0.3 < float((view[friends] > 0).mean()) < 0.8:
            return int(i)
    return int(likely[0]) if len(likely) else int(np.argmax(view))


class Lives:
    """Both lives, and what can be seen of them. RunError where there is no system to live under."""

    def __init__(self, scenario: Scenario, you: int):
        if not scenario.score.in_force:
            raise RunError("There is no system in this scenario, so there is no year under it to live.")
        if scenario.voice.shock.day is None and scenario.days > SHOCK["day"]:
            scenario = with_values(scenario, {"voice.shock": SHOCK})
        self.scenario, self.you = scenario, you
        self.struck = bool(struck(scenario)[you]) if scenario.voice.shock.day is not None else False
        self.without = {cause: not_weighed(scenario, cause) for cause in CAUSES if cause != "climate"}
        self.twin, self.mine = Side(scenario), Mine(scenario)
        self.mine.you = you
        self.scored = system(scenario).kind == "score"
        self.digits = digits(scenario)
        self.weeks = min(WEEKS, scenario.days // WEEK)
        self.days: list[Day] = []
        self.me, self.model = Count(), Count()

    @property
    def view(self) -> float:
        """The citizen's private view: dissent above 0."""
        return int(self.mine.society.state.opinion[self.you]) / GRID

    @property
    def wish(self) -> float:
        """What the citizen would say if nothing weighed."""
        return max(self.view, 0.0)

    def ahead(self, day: int) -> None:
        """Live the model's version up to a day. On a day on which it says less than it wishes, it is asked again, with the same luck."""
        i = self.you
        while self.twin.day + 1 < min(day, self.weeks * WEEK):
            before, yesterday = self.twin.society.copy(), self.twin.yesterday
            self.twin.step()
            s = self.twin.society.state
            levels = {c: int(s.said[k, i]) for k, c in enumerate(CHANNELS) if int(s.said[k, i]) != NOTHING}
            topics = {c: about for c in levels if (about := self.topic(self.twin, c, i))}
            wish = max(int(s.opinion[i]) + round(float(s.stirred[i]) * GRID), 0)
            aloud = [level for channel, level in levels.items() if channel in PUBLIC]
            held = ()
            if any(max(level, 0) < wish for level in aloud):
                held = tuple(
                    self._more(cause, before, yesterday, s.said[: len(PUBLIC), i]) for cause in CAUSES
                )
            self.days.append(Day(levels, topics, held))
            self.count(self.model, self.twin)

    def count(self, life: Count, side: Side) -> None:
        """Add a day that was lived."""
        s, i = side.society.state, self.you
        said = s.said[: len(PUBLIC), i]
        life.said += [max(int(level), 0) / GRID for level in said if int(level) != NOTHING]
        life.points += float(s.earned[: len(CHANNELS), i].sum())
        life.sanction_days += bool(self.tiers(side, "takes"))

    def _more(self, cause: str, before: Society, yesterday: np.ndarray | None, said: np.ndarray) -> bool:
        """Whether more would have been said in public today by the model's version had one thing not weighed."""
        again = before.copy()
        if cause == "climate":
            state = again.state._replace(climate_weight=again.state.climate_weight.copy())
            state.climate_weight[self.you] = 0.0
            again = replace(again, state=state)
        scenario = self.without.get(cause, self.scenario)
        day = len(self.days)
        next(days(scenario, again, day, machine=self.twin.machine, yesterday=yesterday))
        return bool((np.maximum(again.state.said[: len(PUBLIC), self.you], 0) > np.maximum(said, 0)).any())

    def shocked(self, day: int) -> bool:
        """Whether a shock lasts."""
        shock = self.scenario.voice.shock
        return shock.day is not None and shock.day <= day < shock.day + shock.days

    def topic(self, side: Side, channel: str, who: int) -> str:
        """What somebody's occasion in a channel was about today; "" where it was about no topic."""
        names: Sequence[str] = self.scenario.topic_names
        if not names:
            return ""
        number = int(side.society.state.topic[CHANNELS.index(channel), who])
        return names[number] if number < len(names) else ""

    def permit(self, day: int, channel: str, topic: str, who: int) -> bool | None:
        """Whether somebody who asks for permission to speak on a topic has it on this day; None where no permission is given."""
        one = next((one for one in self.scenario.on(day).topics if one.name == topic), None)
        if one is None or not one.permitted:
            return None
        with wrapping():
            bits = draw(
                day_key(self.scenario.seed, Purpose.PERMISSION, day),
                np.uint64(who),
                np.uint64(CHANNELS.index(channel)),
            )
        return bool(unit(bits) < one.permitted)

    def hunt(self, day: int) -> str | None:
        """What became of the player's hunt for a job on a day that was lived: "" found one, "own", "tag" or "score" what the employer refused for; None: no hunt."""
        now, i = self.scenario.on(day), self.you
        s, jobs = self.mine.society.state, now.jobs
        with wrapping():
            bits = draw(day_key(self.scenario.seed, Purpose.HUNT, day), np.uint64(i), np.uint64(0))
        if not unit(bits) < jobs.hunts / YEAR:
            return None
        opens = [d for d in (now.enrolment.opt_in_day, now.enrolment.mandatory_day) if d is not None]
        begun = now.score.in_force and min(opens, default=day + 1) <= day
        if not (begun or jobs.without_score):
            return ""
        for name, kind in (("own", OWN), ("tag", TAGGED)):
            if day - int(s.traces[kind, i]) < jobs.lookback_days:
                return name
        barred = [tier.name for tier in now.tiers if tier.access == "jobs"]
        seen = now.score.lookup == "public" and set(barred) & set(self.tiers(self.mine, "takes"))
        return "score" if seen else ""

    def asks(self, side: Side, who: int) -> bool:
        """Whether somebody asks for permission where it is given: who is scored, and knows of it."""
        s = side.society.state
        return bool(s.enrolled[who]) and bool(s.aware[who])

    def score(self, side: Side) -> float | None:
        """The citizen's score; None where there is none."""
        s, score = side.society.state, self.scenario.score
        known = self.scored and int(s.enrolled[self.you])
        return score.low + int(s.score[self.you]) * score.grain if known else None

    def tiers(self, side: Side, effect: str) -> list[str]:
        """Tiers that give to the citizen, or take, today."""
        s, i = side.society.state, self.you
        if not int(s.enrolled[i]):
            return []
        now = self.scenario.on(max(side.day, 0))
        takes, gives = masks(now)
        above = int(s.access[i])
        wanted = takes & ~above if effect == "takes" else gives & above
        return [tier.name for k, tier in enumerate(now.tiers) if (wanted >> k) & 1]

    def friends(self) -> list[dict[str, Any]]:
        """The player's friends as the page wants them."""
        s, i, n = self.mine.society.state, self.you, self.mine.society.citizens
        row = s.friend[s.first[i] : s.first[i + 1]]
        day, found = self.mine.day, []
        score = self.scenario.score
        for j in row[row < n].astype(int):
            heard = day - int(s.spoke[j]) < self.scenario.voice.hear_days
            level = int(s.voice[j])
            says = (
                "nothing lately"
                if not heard or level == 0
                else "against the government"
                if level > 0
                else "for the government"
            )
            points = score.low + int(s.score[j]) * score.grain if self.scored and int(s.enrolled[j]) else None
            found.append({"id": int(j), "name": name_of(int(j)), "score": points, "near": True, "says": says})
        return found

    def aside(self) -> float | None:
        """Points of the player's score above the mean of friends' scores; None where there is nothing to compare."""
        mine, scores = self.score(self.mine), [f["score"] for f in self.friends() if f["score"] is not None]
        return None if mine is None or not scores else mine - float(np.mean(scores))
