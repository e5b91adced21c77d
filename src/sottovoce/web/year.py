"""Live a year as one citizen. Everybody else lives on by the model with the same luck; beside it the same person as the
model would have lived.

How the choice of a player enters without another rule: for the day, the citizen's view is what the player says, held so firmly
that nothing else weighs; afterwards view and firmness are put back. Occasions come by the citizen's own luck. On a day that the
player is not asked about, the player does as last said (before the first answer: as the model's version did). There are no points to win: chasing points is what is studied.

What is asked and told stands in year.yaml. An answer that is no act works as in the model: a friend is dropped, a score looked up is felt, and who is told of loses
what an act that nobody saw would have cost.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sottovoce.errors import RunError
from sottovoce.record.ledger import KINDS
from sottovoce.scenario.acts_part import PUBLIC
from sottovoce.scenario.model import CHANNELS, MONTH, Scenario
from sottovoce.society.state import GRID
from sottovoce.web.lives import CAUSES, Count, Lives, name_of
from sottovoce.web.questions import ORDER, Ask, Questions
from sottovoce.web.side import WEEK, Side

YEAR_MOST = 20_000


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
        self.lives = Lives(self.scenario, self.you)
        self.questions = Questions(self.lives)
        self.texts = self.questions.texts
        self.weeks = self.lives.weeks
        self.informs, self.pledged = False, set()  # of whom the player tells
        self.told_of = [0, 0.0]  # times, points
        self.join: bool = False
        self.manner: float | None = None  # the level of the last answer

    def ahead(self, day: int) -> None:
        """Live the model's version up to a day."""
        self.lives.ahead(day)

    def told(self) -> dict[str, Any]:
        """The week as the page wants it; asks its questions first."""
        if not self.asks and not self.over:
            self.asks = self.questions.of(self.week, self.informs)
        lives, i = self.lives, self.you
        society = lives.mine.society
        said = lives.me.said
        found: dict[str, Any] = {
            "type": "game", "week": self.week, "weeks": self.weeks, "day": lives.mine.day, "you": i, "name": name_of(i),
            "view": lives.view, "group": society.groups[int(society.state.group[i])],
            "score": lives.score(lives.mine), "enrolled": bool(society.state.enrolled[i]), "taken": lives.tiers(lives.mine, "takes"),
            "given": lives.tiers(lives.mine, "gives"), "events": self.events, "friends": lives.friends(),
            "asks": [{"id": a.id, "day": a.day, "text": a.text,
                      "choices": [{"key": k, "label": label} for k, (label, _) in a.choices.items()]} for a in self.asks],
            "wanted": lives.wish, "said": float(np.mean(said)) if said else None,
            "history": self.history, "over": self.over,
        }  # fmt: skip
        if self.over:
            found |= {"sums": self._sums(), "head": self.texts["end"]["head"], "story": self._story()}
        return found

    def live(self, answers: dict[str, Any]) -> None:
        """Live a week with the answers to its questions; a question left open is answered as the model would. RunError for
        a choice that is none."""
        if self.over:
            return
        lives, mine = self.lives, self.lives.mine
        chosen = self._chosen(answers)
        events: list[str] = []
        if "join" in chosen:
            self.join = chosen["join"] == 1.0
        self.pledged = {
            int(a.id.split()[1]) for a in self.asks if a.id.startswith("tell ") and chosen.get(a.id) == 1.0
        }
        if chosen.get("inform") == 1.0 and not self.informs:
            self.informs = True
            events.append(self._news("informs"))
        before = set(lives.tiers(mine, "takes"))
        first = self.week * WEEK
        for day in range(first, min(first + WEEK, self.scenario.days)):
            self.manner = chosen.get(f"day {day}", self.manner)
            mine.force(self._level(day), self.join)
            today = [a for a in self.asks if a.day == day and chosen.get(a.id) == 1.0]
            drop = next((a for a in today if a.id.startswith("friend ")), None)
            if drop:
                mine.cutting = int(drop.id.removeprefix("friend "))
                events.append(self._news("dropped", name=name_of(mine.cutting)))
            mine.step()
            lives.count(lives.me, mine)
            events += [self._look(int(a.id.removeprefix("look "))) for a in today if a.id.startswith("look ")]
            events += self._noticed(day) + self._tell(day)
        now = set(lives.tiers(mine, "takes"))
        events += [self._news("sanction", tier=name) for name in sorted(now - before)]
        events += [self._news("lifted", tier=name) for name in sorted(before - now)]
        self.events = events
        self.week += 1
        self.asks = []
        spoken = lives.me.said[-12:]
        self.history.append({
            "week": self.week, "score": lives.score(mine), "wanted": lives.wish,
            "said": float(np.mean(spoken)) if spoken else None, "friends": len(lives.friends()),
        })  # fmt: skip
        self.over = self.week >= self.weeks

    def _chosen(self, answers: dict[str, Any]) -> dict[str, float]:
        """Question -> what its answer does."""
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
        return chosen

    def _level(self, day: int) -> int | None:
        """The level to which the day's acts are forced, in 1/65536."""
        lives = self.lives
        at = None if self.manner is None else round(self.manner * GRID)
        if at is None and day < len(lives.days):
            levels = lives.days[day].levels
            at = next((levels[c] for c in ORDER if c in levels), None)
        if at is not None and lives.shocked(day) and lives.struck:
            at -= round(lives.scenario.voice.shock.rise * GRID)  # the day adds it again
        return at

    def _news(self, what: str, /, **filled: Any) -> str:
        """A piece of news in words; numbers of points with their sign."""
        said = {
            key: f"{value:+.1f}".replace("-", "−") if isinstance(value, float) else value
            for key, value in filled.items()
        }
        return self.texts["news"][what].format(**said).replace("..", ".")

    def _noticed(self, day: int) -> list[str]:
        """What happened to the player on a day."""
        lives, i = self.lives, self.you
        s = lives.mine.society.state
        found = []
        if day == lives.scenario.voice.shock.day:
            found.append(self._news("shock" if lives.struck else "shock of others", day=day))
        for k in np.flatnonzero(s.earned[:, i]):
            kind, points = KINDS[k], float(s.earned[k, i])
            if kind in CHANNELS:
                found.append(self._news("seen", day=day, thing=self._thing(day, kind), points=points))
            else:
                found.append(self._news(kind, day=day, points=points))
        for k, channel in enumerate(CHANNELS):
            seen = (int(s.observed[i]) >> k) & 1
            if seen and int(s.said[k, i]) > 0 and self._permitted(day, channel, i):
                found.append(self._news("permitted", day=day, thing=self._thing(day, channel)))
        if (hunt := lives.hunt(day)) is not None:
            found.append(self._news(f"hunt {hunt}".strip(), day=day))
        if (
            len(s.looked) > 1
            and int(s.looked[i]) == day + 1 + lives.scenario.on(day).score.standing.felt_days
        ):
            aside = lives.aside()
            if aside is not None:
                name = "looked up above" if aside >= 0 else "looked up below"
                found.append(self._news(name, day=day, points=f"{abs(aside):.1f}"))
        return found + self._ties(day) + self._joined(day)

    def _thing(self, day: int, channel: str) -> str:
        """What the player's act in a channel is called."""
        return self.questions.thing(day, channel, self.lives.topic(self.lives.mine, channel, self.you))

    def _permitted(self, day: int, channel: str, who: int) -> bool:
        """Whether somebody had permission for what an act in a channel was about today."""
        mine = self.lives.mine
        topic = self.lives.topic(mine, channel, who)
        return bool(topic and self.lives.permit(day, channel, topic, who) and self.lives.asks(mine, who))

    def _ties(self, day: int) -> list[str]:
        """Friends who dropped the player today."""
        found, i = [], self.you
        changes = [c for c in self.lives.mine.changes[-1:] if c[0, 0] == day]
        for row in changes[0] if changes else []:
            if row[3] == 0 and i == row[2]:
                found.append(self._news("was dropped", day=day, name=name_of(int(row[1]))))
        return found

    def _joined(self, day: int) -> list[str]:
        """Whether the player joined or left today."""
        found, ledger = [], self.lives.mine.ledger
        moves = ledger.joins[-1:] if ledger else []
        for at, who, joined in moves[0] if moves else []:
            if at == day and who == self.you:
                mandatory = self.scenario.enrolment.mandatory_day
                made = mandatory is not None and day >= mandatory
                found.append(self._news("left" if not joined else "mandatory" if made else "joined", day=day))
        return found

    def _look(self, j: int) -> str:
        """Look a friend's score up: it is felt there."""
        mine = self.lives.mine
        s, now = mine.society.state, self.lives.scenario.on(mine.day).score
        if not int(s.enrolled[j]):
            return self._news("looked none", name=name_of(j))
        days_ = now.standing.felt_days
        if len(s.looked) > 1:
            s.looked[j] = max(int(s.looked[j]), mine.day + 1 + days_)
        points = now.low + int(s.score[j]) * now.grain
        return self._news("looked", name=name_of(j), score=f"{points:.{self.lives.digits}f}", days=days_)

    def _tell(self, day: int) -> list[str]:
        """Tell of friends: dissent aloud of today that was not seen costs them what it would have cost."""
        s, now, found = self.lives.mine.society.state, self.lives.scenario.on(day), []
        friends = {f["id"] for f in self.lives.friends()}
        for j in sorted(friends if self.informs else self.pledged & friends):
            lost = 0.0
            for k, channel in enumerate(PUBLIC):
                level = int(s.said[k, j])
                if level > 0 and not (int(s.observed[j]) >> k) & 1 and not self._permitted(day, channel, j):
                    topic = self.lives.topic(self.lives.mine, channel, j)
                    weight = next((one.loss for one in now.topics if one.name == topic), 1.0)
                    loss = getattr(now.channels, channel).loss * weight
                    lost += loss * now.score.weights.speech * level / GRID
            if lost and int(s.enrolled[j]):
                s.points[j] -= lost
                if now.score.memory_months:
                    s.months[day // MONTH % len(s.months), j] -= lost
                self.told_of[0] += 1
                self.told_of[1] += lost
                found.append(self._news("told", day=day, name=name_of(j), points=-lost))
        return found

    def _story(self) -> list[str]:
        """What differed between the two lives, and what the model's choices hung on: each by asking it again without one thing."""
        end, lives = self.texts["end"], self.lives
        lost = [int(side.society.state.cut[self.you]) for side in (lives.mine, lives.twin)]
        counts = (lives.me, lives.model)
        mine, model = (sum(level > 0 for level in life.said) for life in counts)
        found = [
            end["alike"].format(
                mine=mine, mine_of=len(lives.me.said), model=model, model_of=len(lives.model.said)
            ),
            end["friends"].format(mine=lost[0], model=lost[1], all=int(lives.mine.degree[self.you])),
        ]
        if lives.scored:
            mine, model = (f"{life.points:+.1f}".replace("-", "−") for life in counts)
            found.insert(1, end["points"].format(mine=mine, model=model))
        if self.told_of[0]:
            found.append(end["told"].format(times=self.told_of[0], points=f"{self.told_of[1]:.1f}"))
        return found + self._hung_on(end)

    def _hung_on(self, end: dict[str, str]) -> list[str]:
        """On how many days the model held back, and on how many it would not have without one thing."""
        lives = self.lives
        held = [day.held for day in lives.days if day.held]
        if not held:
            return [end["nothing held"]]
        public = sum(any(channel in PUBLIC for channel in day.levels) for day in lives.days)
        return [
            end["held"].format(held=len(held), all=public),
            *(
                end[cause].format(more=sum(each[k] for each in held), held=len(held))
                for k, cause in enumerate(CAUSES)
                if lives.without.get(cause) != lives.scenario
            ),
        ]

    def _sums(self) -> list[dict[str, str]]:
        """The player's year beside the model's."""
        lives, i = self.lives, self.you
        sides = (lives.mine, lives.twin)

        def points(side: Side) -> str:
            score = lives.score(side)
            return "not scored" if score is None else f"{score:.1f}"

        def level(life: Count) -> str:
            return f"{np.mean(life.said):.2f}" if life.said else "never spoke"

        def friends(side: Side) -> str:
            s = side.society.state
            return str(int((s.friend[s.first[i] : s.first[i + 1]] < side.society.citizens).sum()))

        rows = [
            ("Score", *map(points, sides)),
            ("What you wanted to say (0 to 1)", f"{lives.wish:.2f}", f"{lives.wish:.2f}"),
            ("What you said, on average", level(lives.me), level(lives.model)),
            ("Friends left", *map(friends, sides)),
            ("Friends you dropped", *(str(int(side.society.state.dropped[i])) for side in sides)),
            ("Days under a sanction", str(lives.me.sanction_days), str(lives.model.sanction_days)),
        ]
        return [{"label": a, "you": b, "model": c} for a, b, c in rows if lives.scored or a != "Score"]
