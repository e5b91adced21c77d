"""What an open page looks at and how it is told: days are lived, drawn in frames, and never sent faster than they are seen."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import numpy as np

from sottovoce.errors import SottovoceError
from sottovoce.web import frames
from sottovoce.web.draw import Drawing, drawings
from sottovoce.web.pair import Pair
from sottovoce.web.side import Side
from sottovoce.web.stored import Stored

AHEAD = 2  # days on their way to the page that it has not drawn yet
RECENT = 30  # days for which a cut tie is drawn
CHART_EVERY = 1.2  # seconds between two drawings of the charts while days pass
TOLD_EVERY = 0.4  # seconds between two words on how far the worlds have lived


class Gone(Exception):
    """The page is closed: nobody is told anything any more."""


class Telling:
    """The pair of a page, the day that it looks at, and its pace. `tell` sends a dict as JSON, `push` sends bytes."""

    def __init__(
        self,
        tell: Callable[[dict[str, Any]], Awaitable[None]],
        push: Callable[[bytes], Awaitable[None]],
        stored: Stored | None = None,
    ):
        self.tell, self.push, self.stored = tell, push, stored
        self.pair: Pair | None = None
        self.day = -1  # the day that the page looks at
        self.sent = -1  # the last day sent
        self.seq = 0
        self.acked = 0
        self.skipped = False
        self.speed = 12.0  # days a second
        self.target: int | None = None  # play up to this day
        self.playing: asyncio.Task[None] | None = None
        self.stop = asyncio.Event()
        self.lock = asyncio.Lock()  # of the worlds
        self.drawing: asyncio.Task[None] | None = None

    @property
    def worlds(self) -> Pair:
        """The pair, where it is known to be there."""
        assert self.pair is not None
        return self.pair

    async def live_to(self, day: int) -> None:
        """Live both worlds until the end of a day, one beside the other, telling how far they are now and then."""
        loop = asyncio.get_running_loop()
        told = loop.time()
        while self.worlds.day < day:
            await asyncio.to_thread(some, self.worlds.sides, min(day, self.worlds.day + 8))
            if loop.time() - told > TOLD_EVERY:
                told = loop.time()
                await self.tell({"type": "living", "day": self.worlds.day, "to": day})

    async def begin(self) -> None:
        """Let days pass."""
        self.acked = self.seq
        self.stop.clear()
        self.playing = asyncio.create_task(self._play())

    async def pause(self) -> None:
        """Let no day begin; the one that has begun is lived to its end."""
        task, self.playing = self.playing, None
        self.stop.set()
        if task and task is not asyncio.current_task():
            await task

    async def _play(self) -> None:
        pair, loop = self.worlds, asyncio.get_running_loop()
        due = drawn = loop.time()
        last = pair.base.days - 1 if self.target is None else self.target
        try:
            while not self.stop.is_set() and self.day < last:
                async with self.lock:
                    if self.day >= pair.day:
                        await asyncio.to_thread(some, pair.sides, self.day + 1)
                    self.day += 1
                    if self.seq - self.acked < AHEAD:
                        await self._frames()
                    else:
                        self.skipped = True
                now = loop.time()
                if now - drawn > CHART_EVERY and (self.drawing is None or self.drawing.done()):
                    drawn = now
                    self.drawing = asyncio.create_task(self.draw())
                due = max(due + 1.0 / self.speed, now - 0.25)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.stop.wait(), max(due - now, 0.001))
            if not self.stop.is_set():
                self.playing = None
            await self.show()
        except SottovoceError as error:
            self.playing = None
            await self.tell({"type": "error", "text": str(error), "about": "play"})
        except Gone:
            return  # the page is gone, and so are its worlds

    async def show(self, whole: bool = False) -> None:
        """Send the day that is looked at, the state, and the charts. `whole`: the history too."""
        self.skipped = False
        async with self.lock:
            if whole:
                for number, side in enumerate(self.worlds.sides):
                    stats, cuts = side.history()
                    n = self.worlds.base.citizens
                    await self.push(frames.history(number, self.seq, side.day, n, stats, cuts))
            await self._frames(absolute=True)
        await self.state()
        if self.drawing is None or self.drawing.done():
            self.drawing = asyncio.create_task(self.draw())

    async def _frames(self, absolute: bool = False) -> None:
        """One frame for each world of the day that is looked at. Cuts and numbers of days left out come with it."""
        back = absolute or self.sent > self.day
        self.seq += 1
        flags = (frames.ABSOLUTE if back else 0) | (frames.BEHIND if self.skipped else 0)
        first = self.day - RECENT + 1 if back else self.sent + 1
        since = min(
            self.sent + 1, self.day
        )  # numbers of every day that the page has not had, also of days it passed over
        for number, side in enumerate(self.worlds.sides):
            score, bits = side.seen[side.shown(self.day)]
            stats = np.array(side.stats[since : self.day + 1], np.float32)
            cut = side.cuts_between(first, self.day)
            await self.push(frames.day(number, self.seq, self.day, flags, score, bits, cut, stats))
        self.sent, self.skipped = self.day, False

    async def state(self) -> None:
        """Where the worlds stand, and whether they are those of the stored run that was asked for."""
        pair = self.worlds
        await self.tell({
            "type": "state", "day": self.day, "head": pair.day, "playing": self.playing is not None,
            "ended": self.day >= pair.base.days - 1, "names": pair.names, "marks": pair.marks, "keep": pair.kept.key,
            "speed": self.speed, "mandatory": pair.a.scenario.enrolment.mandatory_day,
            "stored": self.stored.beside(pair) if self.stored else None,
        })  # fmt: skip

    async def draw(self) -> None:
        """Send the charts."""
        async with self.lock:
            if self.pair is None or self.pair.day < 0:
                return
            drawings = await asyncio.to_thread(self.drawings)
        told = await asyncio.to_thread(lambda: [d.told() for d in drawings])
        with contextlib.suppress(Gone):
            await self.tell({"type": "charts", "day": self.day, "charts": told})

    def drawings(self) -> list[Drawing]:
        """The charts up to the day that is looked at."""
        end = self.worlds.base.days - 1
        last = end if self.day > 420 else 420 if self.day > 210 else 210
        return drawings(self.worlds, self.day, min(last, end))


def some(sides: Iterable[Side], day: int) -> None:
    """Live worlds up to a day; whichever is behind catches up."""
    for side in sides:
        while side.day < day and not side.ended:
            side.step()
