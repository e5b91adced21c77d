"""Live a year as one citizen. Everybody else lives on by the model with the same luck; beside it the same person as the
model would have lived.

How the choice of a player enters without another rule: for the day, the citizen's view is what the player says, held so firmly
that nothing else weighs; afterwards view and firmness are put back. Occasions come by the citizen's own luck. On a day that the
player is not asked about, the player does as last said (before the first answer: as the model's version did). There are no points to win: chasing points is what is studied.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sottovoce.errors import RunError
from sottovoce.explain.whatif import part
from sottovoce.record.ledger import KINDS
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.society.state import GRID, NOTHING
from sottovoce.web.side import WEEK, Side
from sottovoce.web.view import masks
from sottovoce.web.words import digits, system

YEAR_MOST = 20_000
WEEKS = 52
ASKED_MOST = 3  # occasions a week that the player is asked about, beside a friend and joining
FIRM = 1e6  # boldness that outweighs everything
GAP = 1 / 24  # of the scale below one's own score at which a friend is thought over (25 points of 350 to 950)
NAMES = (
    "Rowan", "Hazel", "Alder", "Sorrel", "Bryony", "Linden", "Juniper", "Sage", "Aspen", "Clover", "Yarrow", "Tansy", "Heath",
    "Laurel", "Briar", "Fern", "Olive", "Reed", "Senna", "Basil", "Myrtle", "Willow", "Moss", "Thistle", "Anise", "Sedge",
)  # fmt: skip
LETTERS = "ABCDEFGHKLMNPRSTVW"  # so that two friends are seldom called the same
ORDER = ("post", "share", "buy", "gather")  # of these a day's question is about the first
TEXTS = {
    "post": "The markets have fallen, and everybody talks of it. You could write about it.",
    "share": "A state paper tells how well the economy does. You could pass it on, or pass it on with a remark.",
    "buy": "You need a present. There is a comic book from Japan, and there is a local one.",
    "gather": "You meet in somebody’s kitchen. Nobody counts what is said there, but everybody hears it.",
}
SAY = {
    "post": ("Write what you think", "Write half of it", "Write nothing", "Praise the government"),
    "share": (
        "Pass it on, with what you think of it",
        "Pass it on, with a small doubt",
        "Let it be",
        "Pass it on with praise",
    ),
    "buy": ("Order from Japan", "Order something harmless from abroad", "Buy nothing", "Buy the local one"),
    "gather": ("Say what you think", "Hint at it", "Listen", "Speak up for the government"),
}


@dataclass(frozen=True)
class Ask:
    """A question of a week: what each choice does on its day."""

    id: str
    day: int
    text: str
    choices: dict[str, tuple[str, float]]  # key -> label, level (or 1/0 for friends and joining)


@dataclass
class Day:
    """What the model's version did on a day."""

    levels: dict[str, int]  # channel -> level in 1/65536
    score: float | None


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
        s, i, n = self.society.state, self.you, self.society.citizens
        for name, value in (self.forced or {}).items():
            getattr(s, name)[i] = value
        self.forced = None
        j, self.cutting = self.cutting, None
        if j is not None and j in s.friend[s.first[i] : s.first[i + 1]]:
            part(self.society, i, j)
            s.cut[[i, j]] += 1
            s.dropped[i] += 1
            changes = np.concatenate([changes, np.array([[i, j, 0]], changes.dtype)])
        assert n
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


@dataclass
class Year:
    """A year in progress."""

    scenario: Scenario
    you: int
    week: int = 0
    asks: list[Ask] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    over: bool = False

    def __post_init__(self) -> None:
        if not self.scenario.score.in_force:
            raise RunError("There is no system in this scenario, so there is no year under it to live.")
        self.twin, self.mine = Side(self.scenario), Mine(self.scenario)
        self.mine.you = self.you
        self.scored = system(self.scenario).kind == "score"
        self.digits = digits(self.scenario)
        self.weeks = min(WEEKS, self.scenario.days // WEEK)
        self.days: list[Day] = []
        self.join: bool = False
        self.manner: float | None = None  # the level of the last answer
        self.said: list[float] = []
        self.model_said: list[float] = []
        self.thought_over: dict[int, int] = {}
        self.sanction_days = [0, 0]  # mine, the model's

    @property
    def wish(self) -> float:
        """What the citizen would say if nothing weighed: dissent above 0."""
        return max(int(self.mine.society.state.opinion[self.you]), 0) / GRID

    def ahead(self, day: int) -> None:
        """Live the model's version up to a day."""
        while self.twin.day + 1 < min(day, self.weeks * WEEK):
            self.twin.step()
            s, i = self.twin.society.state, self.you
            levels = {c: int(s.said[k, i]) for k, c in enumerate(CHANNELS) if int(s.said[k, i]) != NOTHING}
            self.days.append(Day(levels, self._score(self.twin)))
            self.sanction_days[1] += bool(self._tiers(self.twin, "takes"))
            self.model_said += [
                max(v, 0) / GRID for c, v in levels.items() if c in ("post", "share", "gather")
            ]

    def told(self) -> dict[str, Any]:
        """The week as the page wants it; asks its questions first."""
        if not self.asks and not self.over:
            self._ask()
        s, i = self.mine.society.state, self.you
        score = self._score(self.mine)
        found: dict[str, Any] = {
            "type": "game", "week": self.week, "weeks": self.weeks, "day": self.mine.day, "you": i, "name": name_of(i),
            "view": int(s.opinion[i]) / GRID, "group": self.mine.society.groups[int(s.group[i])],
            "score": score, "enrolled": bool(s.enrolled[i]), "taken": self._tiers(self.mine, "takes"),
            "given": self._tiers(self.mine, "gives"), "events": self.events, "friends": self._friends(),
            "asks": [{"id": a.id, "day": a.day, "text": a.text,
                      "choices": [{"key": k, "label": label} for k, (label, _) in a.choices.items()]} for a in self.asks],
            "wanted": self.wish, "said": float(np.mean(self.said)) if self.said else None,
            "history": self.history, "over": self.over,
        }  # fmt: skip
        if self.over:
            found["sums"] = self._sums()
        return found

    def live(self, answers: dict[str, Any]) -> None:
        """Live a week with the answers to its questions; a question left open is answered as the model would. RunError for
        a choice that is none."""
        if self.over:
            return
        chosen: dict[str, float] = {}
        for ask in self.asks:
            key = answers.get(ask.id)
            if key is None:
                continue
            if key not in ask.choices:
                raise RunError(
                    f'{ask.id}: "{key}" given; allowed {", ".join(ask.choices)}. Choose one of these.'
                )
            chosen[ask.id] = ask.choices[key][1]
        first = self.week * WEEK
        events: list[str] = []
        if "join" in chosen:
            self.join = chosen["join"] == 1.0
        before = set(self._tiers(self.mine, "takes"))
        for day in range(first, min(first + WEEK, self.scenario.days)):
            self.manner = chosen.get(f"day {day}", self.manner)
            at = None if self.manner is None else round(self.manner * GRID)
            if at is None and day < len(self.days):
                levels = self.days[day].levels
                at = next((levels[c] for c in (*ORDER, "browse") if c in levels), None)
            self.mine.force(at, self.join)
            drop = next(
                (
                    a
                    for a in self.asks
                    if a.id.startswith("friend ") and chosen.get(a.id) == 1.0 and a.day == day
                ),
                None,
            )
            if drop:
                self.mine.cutting = int(drop.id.removeprefix("friend "))
                events.append(f"You dropped {name_of(self.mine.cutting)}.")
            self.mine.step()
            events += self._noticed(day, drop is not None)
        now = set(self._tiers(self.mine, "takes"))
        events += [f"You are now under a sanction: {name}." for name in sorted(now - before)]
        events += [f"The sanction is lifted: {name}." for name in sorted(before - now)]
        self.events = events
        self.week += 1
        self.asks = []
        spoken = self.said[-12:]
        self.history.append({
            "week": self.week, "score": self._score(self.mine), "wanted": self.wish,
            "said": float(np.mean(spoken)) if spoken else None, "friends": len(self._friends()),
        })  # fmt: skip
        self.over = self.week >= self.weeks

    def _noticed(self, day: int, dropped: bool) -> list[str]:
        """What happened to the player on a day; counts what was said."""
        s, i = self.mine.society.state, self.you
        found = []
        for k, channel in enumerate(CHANNELS):
            if int(s.said[k, i]) != NOTHING and channel in ("post", "share", "gather"):
                self.said.append(max(int(s.said[k, i]), 0) / GRID)
        self.sanction_days[0] += bool(self._tiers(self.mine, "takes"))
        earned = s.earned[:, i]
        for k in np.flatnonzero(earned):
            found.append(f"Day {day}: {KINDS[k]} was seen, {float(earned[k]):+.2f} points.".replace("-", "−"))
        changes = [c for c in self.mine.changes[-1:] if c[0, 0] == day]
        for row in changes[0] if changes else []:
            if row[3] == 0 and i in row[1:3]:
                other = int(row[1] + row[2] - i)
                if row[1] != i:
                    found.append(f"Day {day}: {name_of(other)} dropped you.")
        moves = self.mine.ledger.joins[-1:] if self.mine.ledger else []
        for at, who, joined in moves[0] if moves else []:
            if at == day and who == i:
                mandatory = self.scenario.enrolment.mandatory_day
                by = (
                    "It is mandatory now: you are scored"
                    if mandatory is not None and day >= mandatory
                    else "You joined"
                )
                found.append(f"Day {day}: {by}." if joined else f"Day {day}: you left.")
        return found

    def _ask(self) -> None:
        first = self.week * WEEK
        days = range(first, min(first + WEEK, len(self.days)))
        view = int(self.mine.society.state.opinion[self.you]) / GRID
        asked: list[Ask] = []
        used: set[str] = set()
        for day in days:
            channel = next((c for c in ORDER if c in self.days[day].levels and c not in used), None)
            if channel is None or len(asked) >= ASKED_MOST:
                continue
            used.add(channel)
            asked.append(Ask(f"day {day}", day, TEXTS[channel], _choices(channel, view)))
        opens, mandatory = self.scenario.enrolment.opt_in_day, self.scenario.enrolment.mandatory_day
        last = first + WEEK - 1
        voluntary = (
            self.scored and opens is not None and last >= opens and (mandatory is None or first < mandatory)
        )
        enrolled = bool(self.mine.society.state.enrolled[self.you])
        begun = opens is not None and first <= opens <= last
        if voluntary and not enrolled and (begun or self.week % 4 == 0):
            friends = self._friends()
            joined = sum(f["score"] is not None for f in friends)
            text = f"You may join the score. {joined} of your {len(friends)} friends have."
            asked.insert(0, Ask("join", first, text, {"join": ("Join", 1.0), "wait": ("Stay out", 0.0)}))
        asked += self._friend_to_think_over(first)
        self.asks = asked

    def _friend_to_think_over(self, first: int) -> list[Ask]:
        mine = self._score(self.mine)
        now = self.scenario.on(max(first, 0)).score
        if mine is None or not (now.lookup != "own" or now.blame_tool):
            return []
        low = [f for f in self._friends() if f["score"] is not None and f["score"] < mine - GAP * (self.scenario.score.high - self.scenario.score.low)
               and self.week - self.thought_over.get(f["id"], -99) >= 8]  # fmt: skip
        if not low:
            return []
        friend = min(low, key=lambda f: f["score"])
        self.thought_over[friend["id"]] = self.week
        text = f"{friend['name']}’s score is {friend['score']:.{self.digits}f}, yours {mine:.{self.digits}f}. Friends’ scores and acts pull on yours."
        return [Ask(f"friend {friend['id']}", first + WEEK // 2, text,
                    {"keep": (f"Keep {friend['name']}", 0.0), "drop": (f"Drop {friend['name']}", 1.0)})]  # fmt: skip

    def _score(self, side: Side) -> float | None:
        s, score = side.society.state, self.scenario.score
        known = self.scored and int(s.enrolled[self.you])
        return score.low + int(s.score[self.you]) * score.grain if known else None

    def _tiers(self, side: Side, effect: str) -> list[str]:
        s, i = side.society.state, self.you
        if not int(s.enrolled[i]):
            return []
        now = self.scenario.on(max(side.day, 0))
        takes, gives = masks(now)
        above = int(s.access[i])
        wanted = takes & ~above if effect == "takes" else gives & above
        return [tier.name for k, tier in enumerate(now.tiers) if (wanted >> k) & 1]

    def _friends(self) -> list[dict[str, Any]]:
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

    def _sums(self) -> list[dict[str, str]]:
        """The player's year beside the model's."""

        def points(side: Side) -> str:
            score = self._score(side)
            return "not scored" if score is None else f"{score:.1f}"

        def level(said: list[float]) -> str:
            return f"{np.mean(said):.2f}" if said else "never spoke"

        def friends(side: Side) -> str:
            s, i = side.society.state, self.you
            return str(int((s.friend[s.first[i] : s.first[i + 1]] < side.society.citizens).sum()))

        rows = [
            ("Score", points(self.mine), points(self.twin)),
            ("What you wanted to say (0 to 1)", f"{self.wish:.2f}", f"{self.wish:.2f}"),
            ("What you said, on average", level(self.said), level(self.model_said)),
            ("Friends left", friends(self.mine), friends(self.twin)),
            (
                "Friends you dropped",
                *(str(int(s.society.state.dropped[self.you])) for s in (self.mine, self.twin)),
            ),
            ("Days under a sanction", *map(str, self.sanction_days)),
        ]
        return [{"label": a, "you": b, "model": c} for a, b, c in rows if self.scored or a != "Score"]


def _choices(channel: str, view: float) -> dict[str, tuple[str, float]]:
    """What can be said: never more dissent than is felt."""
    think, half, nothing, praise = SAY[channel]
    if view > 0:
        return {
            "think": (think, view),
            "half": (half, view / 2),
            "nothing": (nothing, 0.0),
            "praise": (praise, -1.0),
        }
    return {
        "think": (praise, max(view, -1.0)),
        "nothing": (nothing, 0.0),
        "praise": ("More than you feel: with flags", -1.0),
    }
