"""`sottovoce serve --class`: a lesson on the local network, behind a code, with guesses that are counted and nothing else (docs/decisions/0034).

Pupils get the file of `sottovoce class`; no world is lived for them, and nothing they send reaches the model. What is kept is one counter for each answer, in memory:
no name, no address, nothing that tells one pupil from another, and no log.
"""

import asyncio
import ipaddress
import json
import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from sottovoce.errors import RunError
from sottovoce.terminal import say
from sottovoce.web.app import HEADERS
from sottovoce.web.patience import Patience
from sottovoce.web.serve import free, ready

SHOWN_FROM = 5  # answers to a question, from which they are shown
TENTHS = tuple(str(k) for k in range(10))  # of those who disagree: how many still say so
BODY = 300  # bytes of an answer
BODY_SECONDS = 5  # until all of it has to be there
JOINS, ANSWERS, READS = 60, 240, 1200  # a minute, of everybody together: nobody is told from anybody else
# As those of the page; but a form has to say where it comes from, and the opener policy needs https.
OWN_HEADERS = [
    (k.lower().encode(), v.encode())
    for k, v in (HEADERS | {"Referrer-Policy": "same-origin"}).items()
    if k not in ("Content-Security-Policy", "Cross-Origin-Opener-Policy")
]
NOWHERE = ("192.0.2.1", 9)  # an address that is nobody's (RFC 5737); nothing is sent there
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
FORM = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Join the lesson</title><link rel="icon" href="data:,">
<style>body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:24rem;margin:12vh auto;padding:0 1rem;color:#16161d;background:#fbfaf7}}input,button{{font:inherit;padding:.5rem .8rem;min-height:44px}}input{{width:8rem;letter-spacing:.2em}}</style>
</head><body><main><h1>Join the lesson</h1><p>{said}</p><form method="post" action="/join"><label>Code <input name="code" inputmode="numeric" autocomplete="off" maxlength="6" required></label> <button>Join</button></form>
<p>No name is asked for, and none is kept.</p></main></body></html>"""


class Limit:
    """So many in a minute, of everybody together."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic):
        self.most, self.clock = most, clock
        self.left, self.at = float(most), clock()

    def take(self) -> bool:
        """Whether there is room for one more."""
        now = self.clock()
        self.left = min(self.most, self.left + (now - self.at) * self.most / 60)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Guesses:
    """One counter for each answer of each question, gone at exit. What is shown changes with every fifth answer to a question, so that no single answer
    can be read off from what was shown before and after it."""

    def __init__(self, questions: dict[str, tuple[str, ...]]):
        self.counts = {question: dict.fromkeys(answers, 0) for question, answers in questions.items()}
        self.shown: dict[str, dict[str, int] | None] = dict.fromkeys(questions)

    def add(self, question: object, answer: object) -> bool:
        """Count an answer; False for one that is none."""
        if not isinstance(question, str):
            return False
        counts = self.counts.get(question)
        if counts is None or not isinstance(answer, str) or answer not in counts:
            return False
        counts[answer] += 1
        if sum(counts.values()) % SHOWN_FROM == 0:
            self.shown[question] = dict(counts)
        return True

    def told(self) -> dict[str, dict[str, int] | None]:
        """Question -> answer -> how often, as of the last fifth answer; None where fewer than five answered."""
        return dict(self.shown)


def served(text: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    """The file of a lesson as a class sees it, which may ask this server alone; and its questions. RunError where it is no lesson."""
    head = re.search(r'<script type="application/json" id="run">(.*?)</script>', text, re.DOTALL)
    if head is None or 'id="lesson"' not in text or "default-src 'none'; script-src" not in text:
        raise RunError("This is no lesson. Write one first: sottovoce class press-2015 --out lesson.html")
    worlds = json.loads(head.group(1).replace("<\\/", "</"))["worlds"]
    text = text.replace(
        "default-src 'none'; script-src", "default-src 'none'; connect-src 'self'; script-src", 1
    )
    text = text.replace("</head>", '<meta name="sottovoce-class" content="yes">\n</head>', 1)
    return text, {"say-so": TENTHS, "safeguard": tuple(key for key in worlds if key != "none")}


def classroom(text: str, host: str, code: str) -> Starlette:
    """The application: a form for the code, the lesson, and the guesses. `host`: address and port, as a browser names them."""
    lesson, questions = served(text)
    guesses, pass_ = Guesses(questions), secrets.token_urlsafe(24)
    joins, answers, reads = Limit(JOINS), Limit(ANSWERS), Limit(READS)
    cookie = f"sottovoce-class-{host.rpartition(':')[2]}"

    def inside(request: Request) -> bool:
        return secrets.compare_digest(request.cookies.get(cookie, "").encode(), pass_.encode())

    async def index(request: Request) -> Response:
        if not inside(request):
            return _form("Type the code that your teacher shows.")
        return HTMLResponse(lesson) if reads.take() else _busy()

    async def join(request: Request) -> Response:
        if not joins.take():
            return _busy()
        given = re.fullmatch(rb"code=(\d{6})", (await _body(request)).strip())
        if given is None or not secrets.compare_digest(given.group(1), code.encode()):
            return _form("That is not the code. Look again, and type its six digits.", 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            cookie, pass_, httponly=True, samesite="strict"
        )  # the same for everybody, and gone with the browser
        return answer

    async def guess(request: Request) -> Response:
        if not inside(request):
            return PlainTextResponse("Join first.", 403)
        if not answers.take():
            return _busy()
        try:
            found = json.loads(await _body(request))
        except ValueError:
            found = None
        if not isinstance(found, dict) or not guesses.add(found.get("question"), found.get("answer")):
            return PlainTextResponse("There is no such question or answer.", 400)
        return JSONResponse(guesses.told())

    async def told(request: Request) -> Response:
        if not inside(request):
            return PlainTextResponse("Join first.", 403)
        return JSONResponse(guesses.told()) if reads.take() else _busy()

    made = Starlette(routes=[
        Route("/", index), Route("/join", join, methods=["POST"]),
        Route("/guess", guess, methods=["POST"]), Route("/guesses", told),
    ])  # fmt: skip
    made.add_middleware(_Guard, host=host)
    made.state.guesses = guesses
    return made


def _form(text: str, status: int = 200) -> Response:
    # "no-referrer", as elsewhere, would make a browser send the form with "Origin: null", which the guard refuses
    own = {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"}
    return HTMLResponse(FORM.format(said=text), status, headers=own)


def _busy() -> Response:
    return PlainTextResponse("Too many at once. Wait a minute, and try again.", 429)


async def _body(request: Request) -> bytes:
    """What was sent, if it is short and comes within some seconds; else nothing."""
    found = b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                found += part
                if len(found) > BODY:
                    return b""
    except TimeoutError:
        return b""
    return found


class _Guard:
    """Headers on every answer; none to another network, another name of this machine, or a page of another site."""

    def __init__(self, inner: Any, host: str):
        self.inner, self.host = inner, host

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.inner(scope, receive, send)
            return
        asked = {key: value.decode("latin-1") for key, value in scope["headers"]}
        from_here = local((scope.get("client") or ("",))[0])
        same = asked.get(b"origin", f"http://{self.host}") == f"http://{self.host}"
        inner = self.inner if from_here and same and asked.get(b"host") == self.host else PlainTextResponse("Only for the class, on this network.", 403)  # fmt: skip

        async def guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                own = {key for key, _ in message["headers"]}
                message["headers"] += [pair for pair in OWN_HEADERS if pair[0] not in own]
            await send(message)

        await inner(scope, receive, guarded)


def local(address: str) -> bool:
    """Whether an address belongs to a network of one's own: never one of the internet."""
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return False


async def own_address() -> str:
    """The address of this machine on its network. RunError where it has none, or one of the internet."""
    try:
        way, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            asyncio.DatagramProtocol, remote_addr=NOWHERE
        )
        address = str(way.get_extra_info("sockname")[0])
        way.close()
    except OSError:
        address = ""
    if not local(address) or ipaddress.ip_address(address).is_loopback:
        raise RunError(f"This machine has {f'the address {address}, which is of the internet' if address else 'no network'}: a class is served on a local network only. "
                       "Send the file instead: sottovoce class")  # fmt: skip
    return address


def open_class(what: str, port: int) -> None:
    """Serve a lesson to a class until it is stopped: the file of `sottovoce class`, or a scenario whose lesson is made first."""
    ready()
    address = asyncio.run(own_address())
    asyncio.run(free(port, address))
    if Path(what).suffix == ".html":
        text = Path(what).read_text(encoding="utf-8")
    else:
        from sottovoce.web.lesson import lesson

        text = lesson(what).html
    code = f"{secrets.randbelow(10**6):06d}"
    app = classroom(text, f"{address}:{port}", code)
    say(f"Warning: everybody on this network who has the code can now open the lesson and send guesses, at http://{address}:{port}. Nothing else of this "
        "machine is open. It is not encrypted. Guesses are counted, no name or address is kept, and the counts are gone when this ends.")  # fmt: skip
    say(f"Address: http://{address}:{port}   Code: {code}   (Ctrl-C ends it)")
    from uvicorn import Config, Server

    config = Config(
        app, host=address, port=port, log_level="critical", access_log=False, ws="none", http=Patience,
        limit_concurrency=200, timeout_graceful_shutdown=1, server_header=False,
    )  # fmt: skip
    Server(config).run()
