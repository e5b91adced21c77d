"""One page that is open: its pair of worlds and what it asks of them. Closing the page stops its worlds."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np

from sottovoce.errors import RunError, SottovoceError
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.web import crowd, frames
from sottovoce.web.levers import founding
from sottovoce.web.lives import somebody
from sottovoce.web.messages import marks, speed, table, whole
from sottovoce.web.pair import SIZES, Pair, founding_of
from sottovoce.web.side import WEEK
from sottovoce.web.stored import Stored
from sottovoce.web.telling import Gone, Telling, some
from sottovoce.web.view import MONTH
from sottovoce.web.why import known, why, without
from sottovoce.web.words import begins
from sottovoce.web.year import YEAR_MOST, Year


async def nobody(why: str) -> None:
    """There is no page to be closed."""


class Session:
    """State of one socket. `room` is asked before worlds are founded."""

    def __init__(
        self,
        scenario: Scenario,
        tell: Callable[[dict[str, Any]], Awaitable[None]],
        push: Callable[[bytes], Awaitable[None]],
        room: Callable[[str, int], None],
        stored: Stored | None = None,
    ):
        self.name = secrets.token_urlsafe(12)
        self.preset = scenario
        self.founding = founding(scenario)
        self.tell, self.room = tell, room
        self.look = Telling(tell, push, stored)
        self.game: Year | None = None
        self.leave = nobody  # tells the page why it is closed, and closes it
        self.heard = 0.0  # when the page last said something, by the clock of the loop

    async def ask(self, message: dict[str, Any]) -> None:
        """Answer one message. What is the page's to mend is told as an error; the worlds stay as they were."""
        kind = str(message.get("type"))
        try:
            handler = getattr(self, f"on_{kind}", None)
            if handler is None:
                raise RunError(f'message: "{kind}" given; there is no such message.')
            if self.look.pair is None and kind not in ("open", "ack"):
                raise RunError("No worlds are open yet. Open them first.")
            await handler(message)
        except SottovoceError as error:
            await self.tell({"type": "error", "text": str(error), "about": kind})
        except Gone:
            raise
        except Exception as error:  # ours to mend; the page keeps its worlds
            text = f"The program made a mistake ({type(error).__name__}). The worlds stay as they were; please tell us."
            await self.tell({"type": "error", "text": text, "about": kind})

    async def close(self) -> None:
        """Stop and forget the worlds."""
        await self.look.pause()
        if self.look.drawing:
            self.look.drawing.cancel()
        self.look.pair = self.game = None
        self.room(self.name, 0)

    # worlds and days ------------------------------------------------------------------------------------------

    async def on_open(self, message: dict[str, Any]) -> None:
        """Found both worlds: n, seed, keep (safeguards), start (levers from day 0), marks (later ones), day."""
        look = self.look
        await look.pause()
        n, seed = whole(message, "n", self.preset.citizens), whole(message, "seed", self.preset.seed)
        if n != self.preset.citizens and n not in SIZES:
            raise RunError(
                f"n: {n:,} given; allowed {', '.join(f'{s:,}' for s in SIZES)}. Choose one of these."
            )
        scenario = self.preset
        if (n, seed) != (scenario.citizens, scenario.seed):
            scenario = with_values(scenario, {"citizens": n, "seed": seed})
        keep, start = str(message.get("keep", "none")), table(message, "start", "lever")
        wanted = min(max(whole(message, "day", self._eve()), 0), scenario.days - 1)
        moved = [mark for mark in marks(message.get("marks")) if 0 < mark["day"] <= wanted + 1]
        await asyncio.to_thread(
            founding_of, scenario, keep, start, moved
        )  # refused before anything is given up
        async with look.lock:
            self.room(self.name, 2 * n)
            look.pair = None
            look.pair = pair = await asyncio.to_thread(Pair, scenario, keep=keep, values=start, marks=moved)
            await self.tell(pair.told(self.name))
            await look.push(frames.topology(pair.map.xy, pair.map.hood, pair.a.society.ties))
            look.sent = -1
            await look.live_to(wanted)
            look.day = wanted
        await look.show(whole=True)

    def _eve(self) -> int:
        """The last day before anything of the system begins: what a page opens on; where it has always been, a month from day 0."""
        first = begins(self.preset)
        return first - 1 if first else min(MONTH - 1, self.preset.days - 1)

    async def on_play(self, message: dict[str, Any]) -> None:
        """Play or pause: on, speed (days a second), to (a day to stop at)."""
        look = self.look
        await look.pause()
        look.speed = speed(message, look.speed)
        look.target = None
        if "to" in message:
            look.target = min(whole(message, "to", 0), look.worlds.base.days - 1)
        if message.get("on"):
            await look.begin()
        await look.state()

    async def on_speed(self, message: dict[str, Any]) -> None:
        """Days a second."""
        self.look.speed = speed(message, self.look.speed)

    async def on_step(self, message: dict[str, Any]) -> None:
        """A day, or `days` days, on."""
        await self.look.pause()
        await self.on_seek({"day": self.look.day + max(1, whole(message, "days", 1))})

    async def on_seek(self, message: dict[str, Any]) -> None:
        """Look at a day: one that was lived is shown again, others are lived first."""
        look = self.look
        await look.pause()
        day = min(max(whole(message, "day", look.day), 0), look.worlds.base.days - 1)
        async with look.lock:
            await look.live_to(day)
            look.day = day
        await look.show(whole=True)

    async def on_ack(self, message: dict[str, Any]) -> None:
        """The page has drawn the day with this number."""
        self.look.acked = max(self.look.acked, min(whole(message, "seq", 0), self.look.seq))

    async def on_set(self, message: dict[str, Any]) -> None:
        """Move a lever in world A: key, value, start (true: live A again from day 0)."""
        look = self.look
        was = look.playing is not None
        await look.pause()
        pair = look.worlds
        key, value = str(message.get("key")), message.get("value")
        if message.get("start") or key in self.founding:
            later = [m for m in pair.marks if m["day"] == 0 and m["key"] != key]
            start = {m["key"]: m["value"] for m in later} | {key: value}
            await self.on_open({"n": pair.base.citizens, "seed": pair.base.seed, "keep": pair.kept.key,
                                "start": start, "day": pair.day})  # fmt: skip
        else:
            async with look.lock:
                await asyncio.to_thread(pair.move, {key: value})
        await look.state()
        if was:
            await self.on_play({"on": True})

    async def on_keep(self, message: dict[str, Any]) -> None:
        """World B under other safeguards, lived up to the same day, or to `day`, which is then looked at."""
        look = self.look
        await look.pause()
        async with look.lock:
            day, last = look.worlds.day, look.worlds.base.days - 1
            if "day" in message:
                day = min(max(whole(message, "day", day), 0), last)
            plain = self._room_for_a_third()
            await asyncio.to_thread(look.worlds.keep, str(message.get("key")), plain)
            await look.live_to(day)
            look.day = min(look.day, day) if "day" not in message else day
        await look.show(whole=True)
        await self.tell({"type": "kept", "key": message.get("key")})

    def _room_for_a_third(self) -> bool:
        """Whether a third world can be kept beside the two, the one without the system."""
        n = self.look.worlds.base.citizens
        try:
            self.room(self.name, 3 * n)
        except RunError:
            self.room(self.name, 2 * n)
            return False
        return True

    async def on_plain(self, message: dict[str, Any]) -> None:
        """Numbers of the world without the system on a day, whatever world B is."""
        look = self.look
        await look.pause()
        pair = look.worlds
        day = min(max(whole(message, "day", look.day), 0), pair.base.days - 1)
        self.room(self.name, 3 * pair.base.citizens)
        async with look.lock:
            plain = pair.plain
            while plain.day < day:
                await self.tell({"type": "living", "day": max(plain.day, 0), "to": day})
                await asyncio.to_thread(some, [plain], min(day, plain.day + 32))
        numbers = [None if np.isnan(number) else float(number) for number in plain.stats[day]]
        await self.tell({"type": "plain", "day": day, "numbers": numbers})

    async def on_charts(self, message: dict[str, Any]) -> None:
        """Draw the charts."""
        await self.look.draw()

    # people and towns -----------------------------------------------------------------------------------------

    async def on_why(self, message: dict[str, Any]) -> None:
        """Why a citizen's score is what it is on the day that is looked at, in both worlds."""
        pair = self.look.worlds
        citizen = known(pair.a, message.get("id"))
        async with self.look.lock:
            day = self.look.day
            sides = [await asyncio.to_thread(why, side, citizen, day) for side in pair.sides]
        ties = pair.a.society.ties.astype(np.int64)
        near = ties[(ties == citizen).any(axis=1)]
        await self.tell({
            "type": "why", "id": citizen, "day": day, "a": sides[0], "b": sides[1], "names": pair.names,
            "town": pair.map.names[int(pair.map.town[citizen])], "friends": (near.sum(axis=1) - citizen).tolist(),
        })  # fmt: skip

    async def on_without(self, message: dict[str, Any]) -> None:
        """World A lived again as if a citizen had never met a friend."""
        pair = self.look.worlds
        citizen, friend = known(pair.a, message.get("id")), known(pair.a, message.get("friend"))
        async with self.look.lock:
            found = await asyncio.to_thread(without, pair.a, citizen, friend, self.look.day)
        await self.tell({"type": "without", **found})

    async def on_towns(self, message: dict[str, Any]) -> None:
        """All towns on the day that is looked at."""
        async with self.look.lock:
            rows = await asyncio.to_thread(crowd.towns, self.look.worlds, self.look.day)
        await self.tell({"type": "towns", "day": self.look.day, "rows": rows})

    async def on_list(self, message: dict[str, Any]) -> None:
        """A page of the table of citizens: sort, down, page, town."""
        town = message.get("town")
        async with self.look.lock:
            found = await asyncio.to_thread(
                crowd.listing, self.look.worlds, self.look.day, str(message.get("sort", "citizen")), bool(message.get("down")),
                whole(message, "page", 0), town if isinstance(town, int) else None,
            )  # fmt: skip
        await self.tell({"type": "list", **found})

    # a year ---------------------------------------------------------------------------------------------------

    async def on_game(self, message: dict[str, Any]) -> None:
        """Live a year: you (a citizen, to begin), answers (to the questions of the week), quit."""
        pair = self.look.worlds
        if message.get("quit"):
            self.game = None
            self.room(self.name, 2 * pair.base.citizens)
            return
        if self.game is None or "you" in message:
            await self.look.pause()
            self.game = None
            if pair.base.citizens > YEAR_MOST:
                raise RunError(
                    f"A year can be lived among up to {YEAR_MOST:,} people; here are {pair.base.citizens:,}. "
                    "Choose fewer people in the laboratory."
                )
            self.room(self.name, 4 * pair.base.citizens)
            you = message.get("you")
            citizen = known(pair.a, you) if you is not None else await asyncio.to_thread(somebody, pair.a)
            year = await asyncio.to_thread(Year, pair.founding, citizen)
            for at in range(0, year.weeks * WEEK, 3 * WEEK):
                await self.tell({"type": "living", "day": at, "to": year.weeks * WEEK})
                await asyncio.to_thread(year.ahead, at + 3 * WEEK)
            self.game = year
        else:
            answers = message.get("answers")
            await asyncio.to_thread(self.game.live, answers if isinstance(answers, dict) else {})
        await self.tell(await asyncio.to_thread(self.game.told))
