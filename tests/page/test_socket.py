"""The socket: who may open it, what it refuses, and a page that falls behind."""

import asyncio
import json
import struct
import time
import urllib.error
import urllib.request

import numpy as np
import pytest
import websockets
from websockets.exceptions import InvalidStatus

from helpers import awaited
from sottovoce.web.view import NUMBERS

HEADER = struct.Struct("<BBBBIIIII")


def url(server: str, token: str) -> str:
    """Where the socket is."""
    return f"{server.replace('http', 'ws')}/ws?token={token}"


async def until(ws, kind: str) -> tuple[dict, list[bytes]]:
    """The next message of a kind, and the frames before it."""
    frames = []
    while True:
        got = await asyncio.wait_for(ws.recv(), 180)
        if isinstance(got, bytes):
            frames.append(got)
        elif (message := json.loads(got))["type"] == kind:
            return message, frames


@pytest.mark.slow(4)
@pytest.mark.parametrize(
    ("origin", "right"),
    [("http://example.org", True), ("null", True), (None, True), ("same", False), ("https-same", True)],
)
def test_a_foreign_origin_or_a_wrong_token_is_refused(
    server: str, token: str, origin: str | None, right: bool
) -> None:
    """Any site can open a socket to this machine: only our own page with its token may."""
    asked = {"same": server, "https-same": server.replace("http", "https")}.get(origin or "", origin)

    async def go() -> None:
        async with websockets.connect(url(server, token if right else "wrong"), origin=asked):
            pass

    with pytest.raises(InvalidStatus):
        awaited(go())


def test_the_page_is_only_for_this_machine(server: str) -> None:
    """Another Host (a name that was made to point here) gets nothing; the policy is strict."""
    request = urllib.request.Request(f"{server}/", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request)
    assert error.value.code == 403
    assert (
        urllib.request.urlopen(f"{server}/api/health")
        .headers["content-security-policy"]
        .startswith("default-src 'self'; ")
    )
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(f"{server}/api/run.json?session=x")
    assert error.value.code == 404


@pytest.mark.slow
def test_a_page_that_falls_behind_loses_days_and_never_cuts(server: str, token: str) -> None:
    """Without acknowledgements at most two days are under way; then one frame brings all cuts and numbers of the days left out."""

    async def go() -> None:
        async with websockets.connect(url(server, token), origin=server, max_size=None) as ws:
            await until(ws, "hello")
            await ws.send(json.dumps({"type": "open", "n": 4000, "day": 100}))
            _, frames = await until(ws, "state")
            seq = max(HEADER.unpack_from(f)[4] for f in frames)
            await ws.send(json.dumps({"type": "ack", "seq": seq}))
            await ws.send(json.dumps({"type": "play", "on": True, "speed": 60}))
            days: list[tuple[int, int, np.ndarray]] = []
            told = 0  # the charts say how far the worlds have lived
            while len(days) < 2 or told < days[-1][1] + 8:
                got = await asyncio.wait_for(ws.recv(), 60)
                if isinstance(got, str):
                    message = json.loads(got)
                    told = message["day"] if message["type"] == "charts" else told
                elif HEADER.unpack_from(got)[2] == 0:
                    days.append(cuts(got))
            assert len(days) == 2, "two days under way, then the server waits for the page"
            await ws.send(json.dumps({"type": "ack", "seq": days[-1][0]}))
            while len(days) < 3:
                got = await asyncio.wait_for(ws.recv(), 60)
                if isinstance(got, bytes) and HEADER.unpack_from(got)[2] == 0:
                    days.append(cuts(got))
                    head = HEADER.unpack_from(got)
                    assert head[3] & 2, "the frame says that days were left out"
                    assert head[8] == len(NUMBERS) * (days[-1][1] - days[-2][1]), (
                        "the numbers of every day came"
                    )
            await ws.send(json.dumps({"type": "play", "on": False}))
            late = days[-1][1]
            _, frames = await until(ws, "state")
            await ws.send(json.dumps({"type": "seek", "day": late}))
            while True:
                _, frames = await until(ws, "state")
                history = [f for f in frames if f[0] == 3 and f[2] == 0]
                if history:
                    break
            head = HEADER.unpack_from(history[0])
            rows = np.frombuffer(history[0], "<u4", offset=24 + 4 * head[8]).reshape(-1, 2)
            wanted = sorted(rows[(rows[:, 0] > 100) & (rows[:, 0] <= late)][:, 1].tolist())
            assert sorted(np.concatenate([d[2] for d in days]).tolist()) == wanted and wanted

    awaited(go())


def cuts(frame: bytes) -> tuple[int, int, np.ndarray]:
    """Sequence, day and cut ties of a DAY frame."""
    head = HEADER.unpack_from(frame)
    at = 24 + 2 * ((head[6] + 3) // 4 * 4)
    return head[4], head[5], np.frombuffer(frame, "<u4", head[7], at)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"type": "seek", "day": "x"}, "No worlds are open yet. Open them first."),
        ({"type": "open", "n": 5}, "n: 5 given; allowed 1,000, 4,000, 20,000, 100,000. Choose one of these."),
        ({"type": "open", "n": True}, "n: True given; allowed a whole number. Give one."),
        (
            {"type": "open", "keep": "privat"},
            'safeguard: "privat" given; there is no such safeguard. Did you mean "private-scores"?',
        ),
        (
            {"type": "open", "start": {"frends": 1}},
            'lever: "frends" given; there is no such lever. Did you mean "friends"?',
        ),
        (
            {"type": "open", "marks": [{"day": 3}]},
            "marks: allowed are objects with day, key and value. Give them so.",
        ),
        ({"type": "fly"}, 'message: "fly" given; there is no such message.'),
    ],
)
def test_bad_messages_are_answered_in_words(server: str, token: str, message: dict, text: str) -> None:
    """The socket stays open."""

    async def go() -> str:
        async with websockets.connect(url(server, token), origin=server, max_size=None) as ws:
            await until(ws, "hello")
            await ws.send(json.dumps(message))
            return (await until(ws, "error"))[0]["text"]

    assert awaited(go()) == text


@pytest.mark.slow
def test_tabs_do_not_disturb_each_other_and_closing_frees_the_room(server: str, token: str) -> None:
    """Two pages with other people at once; a page that is closed leaves no citizens behind."""

    async def go() -> None:
        async with (
            websockets.connect(url(server, token), origin=server, max_size=None) as one,
            websockets.connect(url(server, token), origin=server, max_size=None) as two,
        ):
            for ws, seed in ((one, 7), (two, 8)):
                await until(ws, "hello")
                await ws.send(json.dumps({"type": "open", "n": 1000, "seed": seed, "day": 40}))
            first, second = [(await until(ws, "state"))[1] for ws in (one, two)]
            assert first[-1] != second[-1]
            assert citizens(server) >= 4000
            await one.send(json.dumps({"type": "open", "n": 1000, "seed": 8, "day": 40}))
            again = (await until(one, "state"))[1]
            assert again[-1][24:] == second[-1][24:], (
                "the same people and luck give the same frames in another tab"
            )

    before = citizens(server)
    awaited(go())
    for _ in range(50):
        if citizens(server) == before:
            return
        time.sleep(0.1)
    raise AssertionError("a closed page still holds citizens")


def citizens(server: str) -> int:
    """How many live."""
    return json.load(urllib.request.urlopen(f"{server}/api/health"))["citizens"]


@pytest.mark.slow
def test_a_page_comes_back_when_its_server_does(browser, scenario, serve, another) -> None:
    """The program is stopped and started again at the same port: the page loads itself, with what was seen."""
    with serve(str(scenario)) as address:
        one = another(address).open("#v1;n=1000;seed=7;view=lab;day=40")
    one.until("p.lost")
    with serve(str(scenario), int(address.rpartition(":")[2])):
        one.tab.wait_for_function(
            "() => { const p = window.sottovoce?.page; return p && !p.lost && p.state !== null && p.day === 40; }"
        )
        one.problems.clear()  # the browser's own words on a server that was gone
        one.close()
