"""`sottovoce class`: a lesson as one HTML file for any phone, with no server and no network.

It is the saved page (web/replay.py) with the story, and with everything that the story asks for worked out before: every safeguard as a world of
its own, what each gives back over seeds, why for some people, and a year with its branches.
"""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sottovoce import files
from sottovoce.errors import RunError
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import Asked
from sottovoce.study.api import asked_for
from sottovoce.study.compare import live, planned
from sottovoce.study.estimate import duration
from sottovoce.terminal import Screen
from sottovoce.web.branches import tree
from sottovoce.web.lives import somebody
from sottovoce.web.pair import Pair
from sottovoce.web.replay import html
from sottovoce.web.safeguards import kept, safeguards
from sottovoce.web.serve import built
from sottovoce.web.side import WEEK, Side
from sottovoce.web.why import why
from sottovoce.web.words import begins
from sottovoce.web.year import Year

PEOPLE = 1000
PEOPLE_MOST = 2000  # more of them do not fit in a file for a phone
AFTER = 365  # days from the eve of the system to the end
WHY = 120  # people whose score is explained
SEEDS = 4  # societies for the share given back
LARGEST = 3_000_000  # bytes of the file

STEP = 0.03  # share of all that is done, after which it is said again

Say = Callable[[str, float], None]  # what is done now, share of all that is done


class Lesson(NamedTuple):
    """A lesson as HTML. `save` writes it."""

    html: str
    scenario: Scenario

    def save(self, path: str | Path) -> Path:
        """Write the file; it is whole, or not there. Returns its path. RunError where it cannot be written."""
        return files.save(path, self.html)


def lesson(
    scenario: Asked = "press-2015",
    *,
    citizens: int = PEOPLE,
    seed: int | None = None,
    seeds: int = SEEDS,
    values: Mapping[str, Any] | None = None,
    progress: bool | None = None,
) -> Lesson:
    """A lesson for a class as one HTML file of up to 3 MB: both worlds week by week for a year, all safeguards that apply, why for some people, a year to live.

    `citizens`: up to 2,000; `seeds`: societies from which the interval of what a safeguard gives back is made, 2 or more. RunError where the page is not
    built, for more people, and where there is no system; ScenarioError with all problems at once.
    """
    built()
    if not 100 <= citizens <= PEOPLE_MOST:
        raise RunError(
            f"citizens: {citizens:,} given; allowed 100 to {PEOPLE_MOST:,}: a phone has to hold them. Choose fewer or more."
        )
    if seeds < 2:
        raise RunError(
            f"seeds: {seeds} given; allowed 2 or more: one society says nothing of luck. Choose 2 or more."
        )
    asked = asked_for(scenario, citizens, None, seed, values)
    first = begins(asked)
    if first is None:
        raise RunError(
            f"{asked.name}: no system begins in it, so there is nothing to compare. Choose another scenario: sottovoce scenarios"
        )
    last = min(max(first - 1, 0) + AFTER, asked.days - 1) // WEEK * WEEK
    asked = with_values(asked, {"days": last + 1})
    screen = Screen(stderr=True)
    screen.quiet = not progress if progress is not None else not screen.is_terminal
    return Lesson(_made(asked, last, seeds, _teller(screen)), asked)


def free(path: Path, replace: bool) -> Path:
    """The path, where a file can be written. RunError for one that is there and is not to be replaced, and for a folder that is missing."""
    if path.is_dir() or not path.parent.is_dir():
        raise RunError(
            f"out: {path} given; it has to be a file in a folder that is there. Name a file like lesson.html."
        )
    if path.exists() and not replace:
        raise RunError(f"out: {path} is there already. Choose another name, or say --replace.")
    return path


def _teller(screen: Screen) -> Say:
    """Says what is done, and how long the rest takes: reckoned from the first world on, for what came before was compiling."""
    first: list[tuple[float, float]] = []
    told = [-1.0]

    def say(what: str, share: float) -> None:
        now = time.monotonic()
        if share > 0 and not first:
            first.append((now, share))
        if share - told[0] < STEP and share < 1:
            return
        told[0] = share
        rest = ""
        if first and first[0][1] < share < 1:
            left = (now - first[0][0]) / (share - first[0][1]) * (1 - share)
            rest = f", {duration(left)} left"
        screen.print(f"{100 * share:3.0f}%  {what}{rest}", markup=False, soft_wrap=True)

    return say


def _made(scenario: Scenario, last: int, seeds: int, say: Say) -> str:
    say("creating the society (the first time the program compiles itself, which can take minutes)", 0.0)
    pair = Pair(scenario)
    you = somebody(pair.a)  # while all have their friends
    fit = [one for one in safeguards(scenario) if one["group"] and one["why_not"] is None]
    worlds = len(fit) + 2
    for number, side in enumerate(pair.sides):
        _lived(side, last)
        say("living the two worlds", 0.01 + 0.3 * (number + 1) / worlds)
    others = {}
    for number, one in enumerate(fit):
        key = kept(one["key"], scenario)
        others[one["key"]] = key.name, _lived(Side(key.change(scenario)), last)
        say(f"living the safeguards: {key.name}", 0.01 + 0.3 * (number + 3) / worlds)
    more: dict[str, Any] = {"why": _why(pair, last, you, lambda share: say("asking why", 0.31 + 0.1 * share))}
    more["year"] = _year(scenario, you, lambda share: say("living a year, in 27 ways", 0.41 + 0.14 * share))
    more["back"] = _back(
        scenario,
        seeds,
        lambda share: say(f"other luck: {seeds} societies under every safeguard", 0.55 + 0.44 * share),
    )
    made = html(pair, _eve(pair), others, WEEK, more)
    if len(made.encode()) > LARGEST:
        raise RunError(
            f"The file would have {len(made) / 1e6:.1f} MB; a phone is to open up to {LARGEST / 1e6:.0f} MB. Choose fewer citizens."
        )
    say(f"done: {len(made.encode()) / 1e6:.1f} MB", 1.0)
    return made


def _eve(pair: Pair) -> int:
    first = begins(pair.base) or 0
    return max(first - 1, 0) // WEEK * WEEK


def _lived(side: Side, last: int) -> Side:
    while side.day < last:
        side.step()
    return side


def _why(pair: Pair, day: int, you: int, say: Callable[[float], None]) -> dict[int, Any]:
    """The Why panel of some people on the last day: those around whom most ties were cut in some week, and others evenly over all."""
    ties, n = pair.a.society.ties.astype(np.int64), pair.base.citizens
    lost, found = np.zeros(n, np.int64), {you}
    for today, cut in enumerate(pair.a.cuts):
        np.add.at(lost, ties[cut].ravel(), 1)
        if today % WEEK == 0 and lost.any():
            found.add(int(lost.argmax()))
    found |= set(np.linspace(0, n - 1, min(WHY, n)).astype(int).tolist())
    told = {}
    for number, citizen in enumerate(sorted(found)):
        near = ties[(ties == citizen).any(axis=1)]
        a, b = (why(side, citizen, day) for side in pair.sides)
        told[citizen] = {
            "type": "why", "id": citizen, "day": day, "a": a, "b": b, "names": pair.names,
            "town": pair.map.names[int(pair.map.town[citizen])], "friends": (near.sum(axis=1) - citizen).tolist(),
        }  # fmt: skip
        say((number + 1) / len(found))
    return told


def _year(scenario: Scenario, you: int, say: Callable[[float], None]) -> dict[str, Any] | None:
    """The lives of one person; None where there is no system to live under in the scenario as it is."""
    if not scenario.score.in_force:
        return None
    year = Year(scenario, you)
    for week in range(0, year.weeks + 1, 4):
        year.ahead(week * WEEK)
        say(0.5 * week / year.weeks)
    year.ahead(year.weeks * WEEK)
    found = tree(year)
    say(1.0)
    return found


def _back(scenario: Scenario, seeds: int, say: Callable[[float], None]) -> dict[str, Any]:
    """What each safeguard gives back of one harm, as a share with its interval over seeds (study/comparison.py)."""
    found = planned([scenario], [], True, [], False, None, seeds, "spoke")
    every = sum(one.scenario is not None for one in found.variants) * seeds
    stop = threading.Event()
    with ThreadPoolExecutor(1) as beside:  # so that Ctrl-C ends the worlds at the close of a day
        doing = beside.submit(
            live, found, stop=stop, after=lambda variant, repetition: say(len(found.lived) / every)
        )
        try:
            doing.result()
        except KeyboardInterrupt:
            stop.set()
            raise
    by = found.ranked_by
    rows = []
    for row in found.safeguards if by else ():
        cell = row.measures.get(by) if row.kind == "reform" and by else None
        if cell and cell.given_back is not None and not row.apart:
            rows.append(
                {
                    "key": row.name.partition("@")[0],
                    "label": row.label,
                    "share": cell.given_back,
                    "low": cell.given_low,
                    "high": cell.given_high,
                }
            )
    return {"seeds": seeds, "days": scenario.days, "why": found.order.why, "rows": rows}
