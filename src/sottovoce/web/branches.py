"""A year to live inside a file: three ways to speak in each third of it, and so 27 lives, each lived with the same people and the same luck."""

import copy
from typing import Any

from sottovoce.web.year import Year

PARTS = 3  # of the year
WAYS = {
    "think": ("Say what you think", 1.0),
    "half": ("Say half of it", 0.5),
    "nothing": ("Say nothing", 0.0),
}
EVENTS = 14  # pieces of news told of a part


def weeks_of(weeks: int) -> list[int]:
    """The week in which each part ends."""
    return [weeks * (k + 1) // PARTS for k in range(PARTS)]


def tree(year: Year) -> dict[str, dict[str, Any]]:
    """Path of answers, like "think half" -> the week as the page wants it. The model's version has to be lived to the end before."""
    found = {"": _told(year, 0, year.weeks)}
    _grow(year, (), found)
    return found


def _grow(year: Year, path: tuple[str, ...], found: dict[str, dict[str, Any]]) -> None:
    ends = weeks_of(year.weeks)
    if len(path) == PARTS:
        return
    for way, (_, share) in WAYS.items():
        mine = branch(year)
        mine.manner = share * mine.lives.wish
        events = []
        while mine.week < ends[len(path)]:
            mine.live({})
            events += mine.events
        mine.events = list(dict.fromkeys(events))[-EVENTS:]
        after = (*path, way)
        found[" ".join(after)] = _told(mine, len(after), year.weeks)
        _grow(mine, after, found)


def branch(year: Year) -> Year:
    """The same year, to be lived on by itself. What does not change any more is shared."""
    lives = year.lives
    lives.mine._days = lives.twin._days = None  # what is under way cannot be copied; it is taken up again
    shared = (
        year.scenario,
        lives.scenario,
        lives.without,
        lives.twin,
        lives.days,
        lives.model,
        lives.mine.machine,
        year.texts,
    )
    return copy.deepcopy(year, {id(one): one for one in shared})


def _told(year: Year, part: int, weeks: int) -> dict[str, Any]:
    """The week of a year, asking one question for the part that comes."""
    found = year.told()
    year.asks = []
    first, last = year.week + 1, ([*weeks_of(weeks), weeks])[part]
    choices = [{"key": key, "label": label} for key, (label, _) in WAYS.items()]
    text = f"Weeks {first} to {last}: whenever you could say something, in public or among friends, what do you do?"
    found["asks"] = (
        [] if year.over else [{"id": "way", "day": year.week * 7, "text": text, "choices": choices}]
    )
    return found
