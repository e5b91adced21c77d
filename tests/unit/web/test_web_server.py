"""The server without a browser: who is let in, what is said to nonsense, and that nobody keeps it from anybody else."""

import asyncio
import contextlib
import json
import os
import random
import socket
import stat
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import websockets
from websockets.exceptions import ConnectionClosed, InvalidStatus

import sottovoce as sv
from helpers import awaited
from sottovoce.errors import RunError
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.web import app as app_module
from sottovoce.web import messages, patience, secret
from sottovoce.web.pair import Pair, dates_of
from sottovoce.web.serve import server

TOKEN = "t" * 32
PEOPLE = 60


def joining_early() -> Scenario:
    """The press scenario with a few people, joining early."""
    early = {"citizens": PEOPLE, "days": 90, "enrolment.opt_in_day": 5, "enrolment.mandatory_day": 20}
    return with_values(sv.read("press-2015"), early)


@contextlib.contextmanager
def serving(scenario: Scenario) -> Iterator[int]:
    """Port of a server in a thread, with a page that is nothing but its token; waiting is short here."""
    with (
        tempfile.TemporaryDirectory() as name,
        socket.socket() as probe,
        pytest.MonkeyPatch.context() as patch,
    ):
        static = Path(name)
        (static / "assets").mkdir()
        (static / "index.html").write_text('<meta name="sottovoce-token" content="%TOKEN%" />')
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        patch.setattr(app_module, "STATIC", static)
        patch.setattr(patience, "SECONDS", 0.5)
        one = server(scenario, port, TOKEN)
        thread = threading.Thread(target=one.run, daemon=True)
        thread.start()
        while not one.started:
            time.sleep(0.01)
        yield port
        one.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """Of the worlds of these tests."""
    return joining_early()


@pytest.fixture(scope="module")
def port(scenario: Scenario) -> Iterator[int]:
    """Where their server is."""
    with serving(scenario) as port:
        yield port


def opened(port: int, token: str = TOKEN) -> Any:
    """A socket as the page opens it."""
    address = f"127.0.0.1:{port}"
    return websockets.connect(f"ws://{address}/ws?token={token}", origin=f"http://{address}", max_size=None)


async def answer(ws: Any, *kinds: str) -> dict[str, Any]:
    """The next message of one of these kinds; frames and others are passed over."""
    while True:
        got = await asyncio.wait_for(ws.recv(), 120)
        if isinstance(got, str) and (message := json.loads(got))["type"] in kinds:
            return message


def get(port: int, path: str, cookie: str | None = None) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of an answer; a redirection is not followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Cookie": cookie} if cookie else {}
    )
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=10) as found:
            return found.status, dict(found.headers), found.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


# who is let in ---------------------------------------------------------------------------------------------------


def test_the_page_is_only_for_whom_has_the_address_that_was_printed(port: int) -> None:
    """Nobody reads the token from the page without it; with it a cookie is set, which no script reads and no other site sends."""
    for path, cookie in (
        ("/", None),
        ("/?token=wrong", None),
        ("/", f"sottovoce-{port}=wrong"),
        ("/", f"other={TOKEN}"),
    ):
        status, headers, text = get(port, path, cookie)
        assert status == 403 and TOKEN not in text and "Set-Cookie" not in {k.title() for k in headers}
        assert text == "Open the address that `sottovoce serve` printed: it ends in ?token=..."
    status, headers, _ = get(port, f"/?token={TOKEN}")
    told = {k.lower(): v for k, v in headers.items()}
    assert (status, told["location"]) == (303, "/")
    name, *how = told["set-cookie"].split("; ")
    assert name == f"sottovoce-{port}={TOKEN}"
    assert {"httponly", "samesite=strict", "path=/"} <= {one.lower() for one in how}
    status, _, text = get(port, "/", name)
    assert status == 200 and TOKEN in text


def test_a_socket_needs_the_token(port: int) -> None:
    """A cookie alone opens none: other pages of this machine have it too."""

    async def go() -> None:
        async with opened(port, "wrong"):
            pass

    with pytest.raises(InvalidStatus):
        awaited(go())


def test_the_token_is_kept_for_this_user_alone(tmp_path: Path) -> None:
    """So that a page finds its server again; a file that others could read or have written is not believed."""
    first = secret.token(tmp_path)
    path = tmp_path / secret.FILE
    assert secret.token(tmp_path) == first == path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    second = secret.token(tmp_path)
    assert second != first and stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("short")
    assert len(secret.token(tmp_path)) == 32
    path.unlink()
    (tmp_path / "theirs").write_text("x" * 32)
    path.symlink_to(tmp_path / "theirs")
    assert secret.token(tmp_path) != "x" * 32 and (tmp_path / "theirs").read_text() == "x" * 32
    assert len(secret.token(tmp_path / "missing")) == 32


# what is said to nonsense ----------------------------------------------------------------------------------------

NONSENSE = {
    "{": "message: not JSON. ",
    "": "message: not JSON. ",
    "[" * 30_000: "message: not JSON. ",
    "3": "message: no object. ",
    '{"type": "open", "n": ' + "9" * 5000 + "}": "message: not JSON. ",
    '{"type": "speed", "speed": 1' + "0" * 400 + "}": "message: a number of more than 19 digits given. ",
    '{"type": "set", "key": "post", "value": NaN}': "message: not JSON. ",
    '{"type": "' + "x" * 5000 + '"}': "message: a text of 5,000 characters given; allowed 500. ",
    '{"a": {"b": {"c": {"d": {"e": 1}}}}}': "message: nested in more than 4 levels. ",
    '{"type": "open", "marks": 5}': "marks: allowed a list of objects ",
    '{"type": "open", "marks": true}': "marks: allowed a list of objects ",
    '{"type": "why", "id": [1]}': "citizen: [1] given; ",
    "bytes": "message: not JSON. ",
}


def test_nonsense_is_answered_and_the_worlds_stay(port: int) -> None:
    """In words, whatever it is; the same socket goes on."""

    async def go() -> None:
        async with opened(port) as ws:
            await ws.send(json.dumps({"type": "open", "day": 10}))
            await answer(ws, "state")
            for text, told in NONSENSE.items():
                await ws.send(b"\0\1" if text == "bytes" else text)
                message = await answer(ws, "error")
                assert message["text"].startswith(told), text[:60]
                assert len(message["text"]) < 300
            await ws.send(json.dumps({"type": "step"}))
            assert (await answer(ws, "state"))["day"] == 11

    awaited(go())


def frames(seed: int) -> Iterator[str]:
    """Messages of all kinds with values of all kinds, and texts that are none."""
    luck = random.Random(seed)
    kinds = [
        "open",
        "play",
        "speed",
        "step",
        "seek",
        "ack",
        "set",
        "keep",
        "charts",
        "why",
        "without",
        "towns",
        "list",
        "game",
        "fly",
        "",
    ]
    names = ["n", "seed", "keep", "start", "marks", "day", "on", "speed", "to", "days", "seq", "key", "value", "id", "friend", "sort", "down",
             "page", "town", "you", "answers", "quit"]  # fmt: skip
    values: list[Any] = [0, 1, -1, 5, 59, 60, 2**31, 2**63 - 1, -(2**63) + 1, 10**25, 0.5, 1e308, True, False, None, "", "x", "none", "same",
                         "post", "private-scores", "expiry@3", "score_a", "citizen", [], {}, [1], {"a": 1}, {"post": 1.0}, {"friends": 9},
                         [{"day": 1, "key": "friends", "value": 0.2}], [{"day": 2, "key": "post", "value": "x"}], "\x1b[2J", "é"]  # fmt: skip
    while True:
        message: dict[str, Any] = {"type": luck.choice(kinds)}
        for name in luck.sample(names, luck.randrange(5)):
            message[name] = luck.choice(values)
        if message.get("seek") or message["type"] in ("open", "step", "seek"):
            message["day"] = luck.choice([0, 3, 12, "x", -5, None])
        text = json.dumps(message)
        if luck.random() < 0.2:  # broken somewhere
            at = luck.randrange(len(text))
            text = (
                text[:at]
                + luck.choice(["", "{", "]", '"', "\\", "9" * 30, ","])
                + text[at + luck.randrange(3) :]
            )
        yield text


async def poured(port: int, seed: int, count: int) -> int:
    """Send this many frames; how many errors were told. The worlds are there at the end, and nothing is called our own mistake."""
    errors = 0
    async with opened(port) as ws:
        await ws.send(json.dumps({"type": "open", "day": 3}))
        await answer(ws, "state")

        async def listen() -> None:
            nonlocal errors
            while True:
                got = await ws.recv()
                if isinstance(got, str) and (message := json.loads(got))["type"] == "error":
                    errors += 1
                    assert "mistake" not in message["text"], (message, seed)
                    if message["text"].startswith('message: "over"'):
                        return

        listening = asyncio.create_task(listen())
        for _, text in zip(range(count), frames(seed), strict=False):
            await ws.send(text)
        await ws.send(json.dumps({"type": "over"}))
        await asyncio.wait_for(listening, 60 + count)
        await ws.send(json.dumps({"type": "seek", "day": 4}))
        await answer(ws, "state", "error")
    return errors


@pytest.mark.slow
def test_any_frames(port: int) -> None:
    """Some hundreds of a rotating seed; `python -m verify inputs` sends many more."""
    seed = 1 if os.environ.get("SOTTOVOCE_CI") else random.SystemRandom().randrange(2**32)
    print("frames of seed", seed)
    assert awaited(poured(port, seed, 300)) > 30


# marks: levers moved on days to come -----------------------------------------------------------------------------


def test_marks_are_capped_and_merged() -> None:
    """Of one lever on one day the last counts; more than 64 are refused before anything is made."""
    many = [{"day": 3, "key": "post", "value": k} for k in range(1000)]
    assert messages.marks(many) == [{"day": 3, "key": "post", "value": 999}]
    with pytest.raises(RunError, match=r"marks: 65 given; allowed 64\. Leave some out\."):
        messages.marks([{"day": k, "key": "post", "value": 1} for k in range(65)])


def test_marks_at_once_are_levers_moved_day_by_day(scenario: Scenario) -> None:
    """The same days, bit for bit, and the same marks; a dated change of the scenario's own in between."""
    dates = [{"day": 4, "name": "own", "set": {"score.spill": 0.1}}]
    asked = with_values(scenario, {"dates": dates})
    marks = [
        {"day": 2, "key": "friends", "value": 0.3},
        {"day": 4, "key": "friends", "value": 0.1},
        {"day": 7, "key": "friends", "value": 0.6},
    ]
    at_once, one_by_one = Pair(asked, marks=marks), Pair(asked)
    for day in range(12):
        for mark in marks:
            if mark["day"] == day:
                one_by_one.move({mark["key"]: mark["value"]})
        for pair in (at_once, one_by_one):
            for side in pair.sides:
                side.step()
        assert (at_once.a.stats[day] == one_by_one.a.stats[day]).all() or str(at_once.a.stats[day]) == str(
            one_by_one.a.stats[day]
        )
        assert (at_once.a.society.state.points == one_by_one.a.society.state.points).all()
    assert at_once.a.scenario == one_by_one.a.scenario and at_once.marks == one_by_one.marks == marks


def test_64_marks_are_checked_once_each(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not each with all before it."""
    from sottovoce.web import pair as module

    asked = []
    real = module.with_values
    monkeypatch.setattr(module, "with_values", lambda *given: asked.append(given) or real(*given))
    marks = [{"day": day, "key": "friends", "value": day / 100} for day in range(1, 65)]
    assert len(dates_of(scenario, marks)) == 64
    assert len(asked) == 65


def test_a_mark_that_cannot_be_leaves_the_worlds(port: int) -> None:
    """It is refused before they are given up."""

    async def go() -> None:
        async with opened(port) as ws:
            await ws.send(json.dumps({"type": "open", "day": 10}))
            await answer(ws, "state")
            await ws.send(
                json.dumps({"type": "open", "day": 12, "marks": [{"day": 3, "key": "friends", "value": 9}]})
            )
            assert "friend_weight: 9 given" in (await answer(ws, "error"))["text"]
            await ws.send(json.dumps({"type": "step"}))
            assert (await answer(ws, "state"))["day"] == 11

    awaited(go())


@pytest.mark.slow
def test_the_loop_goes_on_while_marks_are_put_in(port: int) -> None:
    """Somebody else is answered before the page that asked for much is."""
    marks = [{"day": day, "key": "friends", "value": day / 200} for day in range(1, 65)]

    async def go() -> list[str]:
        came = []
        async with opened(port) as busy, opened(port) as other:
            await busy.send(json.dumps({"type": "open", "day": 64, "marks": marks}))

            async def much() -> None:
                await answer(busy, "state")
                came.append("much")

            async def little() -> None:
                await other.send("{")
                await answer(other, "error")
                came.append("little")

            await asyncio.gather(much(), little())
        return came

    assert awaited(go()) == ["little", "much"]


# nobody keeps it from anybody else -------------------------------------------------------------------------------


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "])
def test_slow_connections_are_closed(port: int, sent: bytes) -> None:
    """Who connects and does not ask, or asks letter by letter."""
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.settimeout(20)
        slow.sendall(sent)
        with contextlib.suppress(ConnectionError):
            while sent:
                slow.sendall(b"a")
                time.sleep(0.05)
        with contextlib.suppress(ConnectionError):
            assert slow.recv(1) == b""


def test_a_socket_of_ours_is_no_slow_connection(port: int) -> None:
    """It may say nothing for as long as it likes."""

    async def go() -> None:
        async with opened(port) as ws:
            await answer(ws, "hello")
            await asyncio.sleep(2.5 * patience.SECONDS)
            await ws.send("{")
            await answer(ws, "error")

    awaited(go())


def test_pages_left_alone_make_room_for_another(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve are open; the one that said nothing for longest is closed with a word. While none was left alone the new one waits."""

    async def go() -> None:
        async with contextlib.AsyncExitStack() as stack:
            pages = []
            for _ in range(app_module.SESSIONS_MOST):
                pages.append(await stack.enter_async_context(opened(port)))
                await answer(pages[-1], "hello")
            late = await stack.enter_async_context(opened(port))
            assert (await answer(late, "error"))["text"] == "12 pages are open. Close one of them."
            await asyncio.sleep(0.1)
            await pages[0].send("{")
            await answer(pages[0], "error")
            monkeypatch.setattr(app_module, "IDLE", 0.0)
            another = await stack.enter_async_context(opened(port))
            await answer(another, "hello")
            told = await answer(pages[1], "error")
            assert told["about"] == "closed" and told["text"].startswith("Another page was opened")
            with pytest.raises(ConnectionClosed) as closed:
                await pages[1].recv()
            assert closed.value.rcvd and closed.value.rcvd.code == 4408
            await pages[0].send("{")
            await answer(pages[0], "error")

    awaited(go())
