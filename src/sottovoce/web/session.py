"""One page that is open: its pair of worlds, what it asks, and how fast it is told. Closing the page stops its worlds."""

import asyncio
import contextlib
import math
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
from starlette.websockets import WebSocketDisconnect

from sottovoce.errors import RunError, SottovoceError
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.web import crowd, draw, frames
from sottovoce.web.choices import LEVERS
from sottovoce.web.pair import SIZES, Pair
from sottovoce.web.why import known, why, without
from sottovoce.web.year import WEEK, YEAR_MOST, Year, somebody

AHEAD = 2  # days on their way to the page that it has not drawn yet
SLOWEST, FASTEST = 0.5, 365.0  # days a second
RECENT = 30  # days for which a cut tie is drawn
CHART_EVERY = 1.2  # seconds between two drawings of the charts while days pass


class Session:
    """State of one socket. `tell` sends a dict as JSON, `push` sends bytes; `room` is asked before worlds are founded."""

    def __init__(
        self,
        scenario: Scenario,
        tell: Callable[[dict[str, Any]], Awaitable[None]],
        push: Callable[[bytes], Awaitable[None]],
        room: Callable[[str, int], None],
    ):
        self.name = secrets.token_urlsafe(12)
        self.preset = scenario
        self.tell, self.push, self.room = tell, push, room
        self.pair: Pair | None = None
        self.day = -1  # the day that the page looks at
        self.sent = -1  # the last day sent
        self.seq = 0
        self.acked = 0
        self.skipped = False
        self.speed = 12.0
        self.target: int | None = None  # play up to this day
        self.playing: asyncio.Task[None] | None = None
        self.stop = asyncio.Event()
        self.lock = asyncio.Lock()
        self.acknowledged = asyncio.Event()
        self.drawing: asyncio.Task[None] | None = None
        self.game: Year | None = None

    async def ask(self, message: dict[str, Any]) -> None:
        """Answer one message. What is the page's to mend is told as an error; the worlds stay as they were."""
        kind = str(message.get("type"))
        try:
            handler = getattr(self, f"on_{kind}", None)
            if handler is None:
                raise RunError(f'message: "{kind}" given; there is no such message.')
            if self.pair is None and kind not in ("open", "ack"):
                raise RunError("No worlds are open yet. Open them first.")
            await handler(message)
        except SottovoceError as error:
            await self.tell({"type": "error", "text": str(error), "about": kind})

    async def close(self) -> None:
        """Stop and forget the worlds."""
        await self._pause()
        if self.drawing:
            self.drawing.cancel()
        self.pair = self.game = None
        self.room(self.name, 0)

    # what a page asks -----------------------------------------------------------------------------------------

    async def on_open(self, message: dict[str, Any]) -> None:
        """Found both worlds: n, seed, keep (safeguard), start (levers from day 0), marks (later ones), day."""
        await self._pause()
        n, seed = _whole(message, "n", self.preset.citizens), _whole(message, "seed", self.preset.seed)
        if n != self.preset.citizens and n not in SIZES:
            raise RunError(
                f"n: {n:,} given; allowed {', '.join(f'{s:,}' for s in SIZES)}. Choose one of these."
            )
        scenario = self.preset
        if (n, seed) != (scenario.citizens, scenario.seed):
            scenario = with_values(scenario, {"citizens": n, "seed": seed})
        keep, start = str(message.get("keep", "none")), message.get("start") or {}
        marks = _marks(message.get("marks"))
        if not isinstance(start, dict):
            raise RunError("start: allowed values by lever. Give them as an object.")
        async with self.lock:
            self.room(self.name, 2 * n)
            self.pair = None
            self.pair = pair = await asyncio.to_thread(Pair, scenario, keep=keep, values=start)
            await self.tell(pair.told(self.name))
            places = pair.map
            await self.push(frames.topology(places.xy, places.hood, pair.a.society.ties))
            self.sent = -1
            wanted = min(max(_whole(message, "day", self._eve()), 0), scenario.days - 1)
            for mark in marks:
                if 0 < mark["day"] <= wanted + 1:
                    await self._live_to(mark["day"] - 1)
                    pair.move({mark["key"]: mark["value"]})
            await self._live_to(wanted)
            self.day = wanted
        await self._show(whole=True)

    async def on_play(self, message: dict[str, Any]) -> None:
        """Play or pause: on, speed (days a second), to (a day to stop at)."""
        await self._pause()
        self.speed = _speed(message, self.speed)
        self.target = None
        if "to" in message:
            self.target = min(_whole(message, "to", 0), self._pair().base.days - 1)
        self.acked = self.seq
        if message.get("on"):
            self.stop.clear()
            self.playing = asyncio.create_task(self._play())
        await self._state()

    async def on_speed(self, message: dict[str, Any]) -> None:
        """Days a second."""
        self.speed = _speed(message, self.speed)

    async def on_step(self, message: dict[str, Any]) -> None:
        """A day, or `days` days, on."""
        await self._pause()
        await self.on_seek({"day": self.day + max(1, _whole(message, "days", 1))})

    async def on_seek(self, message: dict[str, Any]) -> None:
        """Look at a day: one that was lived is shown again, others are lived first."""
        await self._pause()
        pair = self._pair()
        day = min(max(_whole(message, "day", self.day), 0), pair.base.days - 1)
        async with self.lock:
            await self._live_to(day)
            self.day = day
        await self._show(whole=True)

    async def on_set(self, message: dict[str, Any]) -> None:
        """Move a lever in world A: key, value, start (true: live A again from day 0)."""
        was = self.playing is not None
        await self._pause()
        pair = self._pair()
        key, value = str(message.get("key")), message.get("value")
        if message.get("start") or message.get("key") in FOUNDING:
            later = [m for m in pair.marks if m["day"] == 0 and m["key"] != key]
            start = {m["key"]: m["value"] for m in later} | {key: value}
            await self.on_open({"n": pair.base.citizens, "seed": pair.base.seed, "keep": pair.kept.key,
                                "start": start, "day": pair.day})  # fmt: skip
        else:
            async with self.lock:
                pair.move({key: value})
        await self._state()
        if was:
            await self.on_play({"on": True})

    async def on_keep(self, message: dict[str, Any]) -> None:
        """World B under another safeguard, lived up to the same day."""
        await self._pause()
        pair = self._pair()
        async with self.lock:
            day = pair.day
            pair.keep(str(message.get("key")))
            await self._live_to(day)
        await self._show(whole=True)

    async def on_ack(self, message: dict[str, Any]) -> None:
        """The page has drawn the day with this number."""
        self.acked = max(self.acked, _whole(message, "seq", 0))
        self.acknowledged.set()

    async def on_why(self, message: dict[str, Any]) -> None:
        """Why a citizen's score is what it is on the day that is looked at, in both worlds."""
        pair = self._pair()
        citizen = known(pair.a, message.get("id"))
        async with self.lock:
            day = self.day
            sides = [await asyncio.to_thread(why, side, citizen, day) for side in pair.sides]
        ties = pair.a.society.ties.astype(np.int64)
        near = ties[(ties == citizen).any(axis=1)]
        await self.tell({
            "type": "why", "id": citizen, "day": day, "a": sides[0], "b": sides[1], "names": pair.names,
            "town": pair.map.names[int(pair.map.town[citizen])], "friends": (near.sum(axis=1) - citizen).tolist(),
        })  # fmt: skip

    async def on_without(self, message: dict[str, Any]) -> None:
        """World A lived again as if a citizen had never met a friend."""
        pair = self._pair()
        citizen, friend = known(pair.a, message.get("id")), known(pair.a, message.get("friend"))
        async with self.lock:
            found = await asyncio.to_thread(without, pair.a, citizen, friend, self.day)
        await self.tell({"type": "without", **found})

    async def on_towns(self, message: dict[str, Any]) -> None:
        """All towns on the day that is looked at."""
        async with self.lock:
            rows = crowd.towns(self._pair(), self.day)
        await self.tell({"type": "towns", "day": self.day, "rows": rows})

    async def on_list(self, message: dict[str, Any]) -> None:
        """A page of the table of citizens: sort, down, page, town."""
        town = message.get("town")
        async with self.lock:
            found = crowd.listing(
                self._pair(), self.day, str(message.get("sort", "citizen")), bool(message.get("down")),
                _whole(message, "page", 0), town if isinstance(town, int) else None,
            )  # fmt: skip
        await self.tell({"type": "list", **found})

    async def on_game(self, message: dict[str, Any]) -> None:
        """Live a year: you (a citizen, to begin), answers (to the questions of the week), quit."""
        pair = self._pair()
        if message.get("quit"):
            self.game = None
            self.room(self.name, 2 * pair.base.citizens)
            return
        if self.game is None or "you" in message:
            await self._pause()
            self.game = None
            if pair.base.citizens > YEAR_MOST:
                raise RunError(
                    f"A year can be lived among up to {YEAR_MOST:,} people; here are {pair.base.citizens:,}. "
                    "Choose fewer people in the laboratory."
                )
            self.room(self.name, 4 * pair.base.citizens)
            you = message.get("you")
            scenario = pair.founding
            citizen = known(pair.a, you) if you is not None else await asyncio.to_thread(somebody, pair.a)
            year = await asyncio.to_thread(Year, scenario, citizen)
            for at in range(0, year.weeks * WEEK, 3 * WEEK):
                await self.tell({"type": "living", "day": at, "to": year.weeks * WEEK})
                await asyncio.to_thread(year.ahead, at + 3 * WEEK)
            self.game = year
        else:
            answers = message.get("answers")
            await asyncio.to_thread(self.game.live, answers if isinstance(answers, dict) else {})
        await self.tell(await asyncio.to_thread(self.game.told))

    async def on_charts(self, message: dict[str, Any]) -> None:
        """Draw the charts."""
        await self._draw()

    # how it is told -------------------------------------------------------------------------------------------

    def _pair(self) -> Pair:
        assert self.pair is not None
        return self.pair

    def _eve(self) -> int:
        """The last day before anybody can join: what a page opens on."""
        opens = self.preset.enrolment.opt_in_day
        return 0 if opens is None or not self.preset.score.in_force else max(opens - 1, 0)

    async def _live_to(self, day: int) -> None:
        """Live both worlds until the end of a day, one beside the other, telling how far they are now and then."""
        pair = self._pair()
        loop = asyncio.get_running_loop()
        told = loop.time()
        while pair.day < day:
            await asyncio.to_thread(_some, pair, min(day, pair.day + 8))
            if loop.time() - told > 0.4:
                told = loop.time()
                await self.tell({"type": "living", "day": pair.day, "to": day})

    async def _play(self) -> None:
        pair = self._pair()
        loop = asyncio.get_running_loop()
        due = drawn = loop.time()
        try:
            while not self.stop.is_set() and self.day < (
                pair.base.days - 1 if self.target is None else self.target
            ):
                async with self.lock:
                    if self.day >= pair.day:
                        await asyncio.to_thread(_some, pair, self.day + 1)
                    self.day += 1
                    if self.seq - self.acked < AHEAD:
                        await self._frames()
                    else:
                        self.skipped = True
                now = loop.time()
                if now - drawn > CHART_EVERY and (self.drawing is None or self.drawing.done()):
                    drawn = now
                    self.drawing = asyncio.create_task(self._draw())
                due = max(due + 1.0 / self.speed, now - 0.25)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.stop.wait(), max(due - now, 0.001))
            if not self.stop.is_set():
                self.playing = None
            await self._show()
        except SottovoceError as error:
            self.playing = None
            await self.tell({"type": "error", "text": str(error), "about": "play"})
        except (WebSocketDisconnect, RuntimeError):
            return  # the page is gone, and so are its worlds

    async def _pause(self) -> None:
        task, self.playing = self.playing, None
        self.stop.set()
        if task and task is not asyncio.current_task():
            await task  # never cancelled: a day that has begun is lived to its end

    async def _show(self, whole: bool = False) -> None:
        """Send the day that is looked at, the state, and the charts. `whole`: the history too."""
        pair = self._pair()
        self.skipped = False
        async with self.lock:
            if whole:
                for number, side in enumerate(pair.sides):
                    stats, cuts = side.history()
                    await self.push(
                        frames.history(number, self.seq, side.day, pair.base.citizens, stats, cuts)
                    )
            await self._frames(absolute=True)
        await self._state()
        if self.drawing is None or self.drawing.done():
            self.drawing = asyncio.create_task(self._draw())

    async def _frames(self, absolute: bool = False) -> None:
        """One frame for each world of the day that is looked at. Cuts and numbers of days left out come with it."""
        pair = self._pair()
        back = absolute or self.sent > self.day
        self.seq += 1
        flags = (frames.ABSOLUTE if back else 0) | (frames.BEHIND if self.skipped else 0)
        first = self.day - RECENT + 1 if back else self.sent + 1
        since = self.day if back else self.sent + 1
        for number, side in enumerate(pair.sides):
            score, bits = side.seen[side.shown(self.day)]
            stats = np.array(side.stats[since : self.day + 1], np.float32)
            cut = side.cuts_between(first, self.day)
            await self.push(frames.day(number, self.seq, self.day, flags, score, bits, cut, stats))
        self.sent, self.skipped = self.day, False

    async def _state(self) -> None:
        pair = self._pair()
        await self.tell({
            "type": "state", "day": self.day, "head": pair.day, "playing": self.playing is not None,
            "ended": self.day >= pair.base.days - 1, "names": pair.names, "marks": pair.marks, "keep": pair.kept.key,
            "speed": self.speed, "mandatory": pair.a.scenario.enrolment.mandatory_day,
            "values": {m["key"]: m["value"] for m in pair.marks},
        })  # fmt: skip

    async def _draw(self) -> None:
        async with self.lock:
            if self.pair is None or self.pair.day < 0:
                return
            drawings = await asyncio.to_thread(self.drawings)
        told = await asyncio.to_thread(lambda: [d.told() for d in drawings])
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await self.tell({"type": "charts", "day": self.day, "charts": told})

    def drawings(self) -> list[draw.Drawing]:
        """The charts up to the day that is looked at."""
        pair = self._pair()
        last = pair.base.days - 1 if self.day > 420 else 420 if self.day > 210 else 210
        return draw.drawings(pair.sides, pair.names, self.day, min(last, pair.base.days - 1))


FOUNDING = {lever.key for lever in LEVERS if lever.founding}


def _some(pair: Pair, day: int) -> None:
    """Live both worlds up to a day; whichever is behind catches up."""
    for side in pair.sides:
        while side.day < day and not side.ended:
            side.step()


def _whole(message: dict[str, Any], name: str, default: int) -> int:
    value = message.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise RunError(f"{name}: {value} given; allowed a whole number. Give one.")
    return value


def _marks(given: Any) -> list[dict[str, Any]]:
    """Levers moved, by day. RunError for anything else."""
    found = []
    for mark in given or []:
        if not isinstance(mark, dict) or not {"day", "key", "value"} <= set(mark):
            raise RunError("marks: allowed are objects with day, key and value. Give them so.")
        found.append({"day": _whole(mark, "day", 0), "key": str(mark["key"]), "value": mark["value"]})
    return sorted(found, key=lambda mark: mark["day"])


def _speed(message: dict[str, Any], now: float) -> float:
    value = message.get("speed", now)
    right = isinstance(value, int | float) and math.isfinite(value)
    return min(max(float(value), SLOWEST), FASTEST) if right else now
