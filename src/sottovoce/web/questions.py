"""What a year asks (year.yaml): occasions to act, by channel and topic, and questions of friends, look-ups, reports, and an offer to inform."""

import functools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sottovoce.scenario.catalogue import content
from sottovoce.web.lives import Lives
from sottovoce.web.side import WEEK

ASKED_MOST = 3  # occasions a week that the player is asked about, beside a friend and joining
GAP = 1 / 24  # of the scale below one's own score at which a friend is thought over (25 points of 350 to 950)
ORDER = (
    "post",
    "share",
    "buy",
    "gather",
    "browse",
)  # of these a day's question is about the first that is not yet asked this week
OFTEN = 4  # times at most that a question is asked in a year
EVERY = {"look": 5, "tell": 6, "inform": 16, "drags": 8, "join": 4}  # weeks from one to the next
DOES = {
    "join": "join",
    "drags": "drop",
    "look": "look",
}  # question that is no occasion -> the choice that does something, where it is not "yes"


@dataclass(frozen=True)
class Ask:
    """A question of a week: what each choice does on its day."""

    id: str
    day: int
    text: str
    choices: dict[str, tuple[str, float]] = field(
        default_factory=dict
    )  # key -> label, level (or 1/0 for what is no occasion)


@functools.cache
def texts() -> dict[str, Any]:
    """All that a year asks and tells (year.yaml)."""
    return content("year.yaml", "sottovoce.web")


class Questions:
    """What was asked so far, and what is asked in a week."""

    def __init__(self, lives: Lives):
        self.lives, self.texts = lives, texts()
        self.used: Counter[str] = Counter()
        self.last: dict[str, int] = {}  # question that is no occasion -> week in which it was asked
        self.things: dict[int, dict[str, str]] = {}  # day -> channel -> what the act is called
        told = self.texts["situations"].values()
        self.own = {
            (one["where"], topic) for one in told for topic in one.get("about", ())
        }  # channels and topics with texts of their own

    def of(self, week: int, informs: bool) -> list[Ask]:
        """The questions of a week; `informs`: the player tells what friends say."""
        first = week * WEEK
        return [
            *self._join(week, first),
            *self._occasions(first),
            *self._friend_to_think_over(week, first),
            *self._others(week, first, informs),
        ]

    def thing(self, day: int, channel: str, topic: str) -> str:
        """What an act is called in the news: as its question called it, else by channel and topic."""
        if asked := self.things.get(day, {}).get(channel):
            return asked
        thing: str = self.texts["things"][channel]
        return self.texts["things about"].format(thing=thing, topic=topic) if topic else thing

    def _occasions(self, first: int) -> list[Ask]:
        lives = self.lives
        asked: list[Ask] = []
        used: set[str] = set()
        for day in range(first, min(first + WEEK, len(lives.days))):
            if len(asked) >= ASKED_MOST:
                break
            channels = [c for c in ORDER if c in lives.days[day].levels and c not in used]
            found = next((one for c in channels for one in self._situation(c, day)), None)
            if found is None:
                continue
            channel, one = found
            used.add(channel)
            self.things.setdefault(day, {})[channel] = one.get("thing", self.texts["things"][channel])
            view = lives.view
            if lives.struck and lives.shocked(day):
                view = min(view + lives.scenario.voice.shock.rise, 1.0)
            say = one.get("say", self.texts["say"][channel])
            asked.append(Ask(f"day {day}", day, one["text"], _choices(say, view)))
        return asked

    def _situation(self, channel: str, day: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """The situation of an occasion, if there is one: of those that fit its channel, topic and day, one asked least so far."""
        topic = self.lives.days[day].topics.get(channel, "")
        shocked = self.lives.shocked(day)
        if topic and (channel, topic) not in self.own and not shocked:
            yield from self._of_topic(channel, topic)
            return
        state = "shock" if shocked else self._permit(day, channel, topic)
        fits = [
            name
            for name, one in self.texts["situations"].items()
            if one["where"] == channel
            and one.get("when", "") in ((state,) if shocked else ("", state))
            and (shocked or not topic or topic in one.get("about", ()))
            and self.used[name] < OFTEN
        ]
        if fits:
            at = day % len(fits)
            name = min(fits[at:] + fits[:at], key=lambda name: self.used[name])
            self.used[name] += 1
            yield channel, self.texts["situations"][name]

    def _of_topic(self, channel: str, topic: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """A question on a topic that no situation tells of: those of a user's own scenario."""
        name = f"{channel}: {topic}"
        if self.used[name] < OFTEN:
            self.used[name] += 1
            one = self.texts["topics"][channel]
            yield channel, {key: text.format(topic=topic) for key, text in one.items()}

    def _permit(self, day: int, channel: str, topic: str) -> str:
        """ "permit" where the player has permission to speak on it, "no permit" where it was asked for in vain, else ""."""
        lives = self.lives
        has = lives.permit(day, channel, topic, lives.you) if topic else None
        if has is None or not lives.asks(lives.mine, lives.you):
            return ""
        return "permit" if has else "no permit"

    def _other(self, kind: str, week: int, id_: str, day: int, **filled: Any) -> list[Ask]:
        """A question that is no occasion, if it is time for one (it may have several texts): one of its choices does something."""
        every = EVERY[kind]
        names = [name for name in self.texts["others"] if name.split()[0] == kind and self.used[name] < OFTEN]
        if not names or week - self.last.get(kind, -every) < every:
            return []
        name = min(names, key=lambda name: self.used[name])
        self.used[name] += 1
        self.last[kind] = week
        one = self.texts["others"][name]
        does = DOES.get(kind, "yes")
        choices = {key: (text.format(**filled), float(key == does)) for key, text in one["choices"].items()}
        return [Ask(id_, day, one["text"].format(**filled), choices)]

    def _join(self, week: int, first: int) -> list[Ask]:
        lives = self.lives
        opens, mandatory = lives.scenario.enrolment.opt_in_day, lives.scenario.enrolment.mandatory_day
        last = first + WEEK - 1
        voluntary = (
            lives.scored and opens is not None and last >= opens and (mandatory is None or first < mandatory)
        )
        if not voluntary or bool(lives.mine.society.state.enrolled[lives.you]):
            return []
        friends = lives.friends()
        joined = sum(f["score"] is not None for f in friends)
        return self._other("join", week, "join", first, joined=joined, friends=len(friends))

    def _friend_to_think_over(self, week: int, first: int) -> list[Ask]:
        lives = self.lives
        mine = lives.score(lives.mine)
        now = lives.scenario.on(max(first, 0)).score
        if mine is None or not (now.lookup != "own" or now.blame_tool):
            return []
        near = GAP * (lives.scenario.score.high - lives.scenario.score.low)
        low = [f for f in lives.friends() if f["score"] is not None and f["score"] < mine - near]
        if not low:
            return []
        friend = min(low, key=lambda f: f["score"])
        filled = {
            "name": friend["name"],
            "score": f"{friend['score']:.{lives.digits}f}",
            "mine": f"{mine:.{lives.digits}f}",
        }
        return self._other("drags", week, f"friend {friend['id']}", first + WEEK // 2, **filled)

    def _others(self, week: int, first: int, informs: bool) -> list[Ask]:
        """A look-up, a report, an offer to inform: where there is a system that knows of them, one a week at most."""
        lives = self.lives
        now = lives.scenario.on(max(first, 0))
        friends = lives.friends()
        asked: list[Ask] = []
        scored = [f for f in friends if f["score"] is not None]
        if now.score.lookup in ("friends", "public") and scored:
            friend = scored[week % len(scored)]
            asked = self._other("look", week, f"look {friend['id']}", first + 1, name=friend["name"])
        loud = [f for f in friends if int(lives.mine.society.state.voice[f["id"]]) > 0]
        told = (now.reports.rate > 0 or now.informers.share > 0) and not informs
        if not asked and told and loud:
            friend = loud[week % len(loud)]
            asked = self._other("tell", week, f"tell {friend['id']}", first, name=friend["name"])
        if not asked and told and friends and week >= EVERY["inform"]:
            asked = self._other("inform", week, "inform", first)
        return asked


def _choices(say: list[str], view: float) -> dict[str, tuple[str, float]]:
    """What can be said: never more dissent than is felt."""
    think, half, nothing, praise = say
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
