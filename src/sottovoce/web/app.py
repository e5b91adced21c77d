"""The server: page, socket, downloads. Loopback only; every socket shows where it comes from and a token of the page."""

import asyncio
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from sottovoce.errors import RunError
from sottovoce.scenario.model import Scenario
from sottovoce.web import keep
from sottovoce.web.about import about, chosen
from sottovoce.web.messages import heard
from sottovoce.web.session import Session
from sottovoce.web.stored import Stored
from sottovoce.web.telling import Gone

STATIC = Path(str(resources.files("sottovoce.web"))) / "static"
SESSIONS_MOST = 12  # pages open at once
IDLE = 300.0  # seconds without a word after which a page is closed where another one wants its place
COOKIE_YEAR = 365 * 24 * 3600
CITIZENS_MOST = 600_000  # in all worlds of all pages
LONGEST = 64 * 1024  # bytes of a message from a page
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Desk:
    """All pages that are open, the token they must show, and the room that is left for worlds."""

    def __init__(self, scenario: Scenario, port: int, token: str):
        self.scenario = scenario
        self.token = token
        self.cookie = f"sottovoce-{port}"  # cookies do not know ports
        self.hosts = {f"{host}:{port}" for host in ("127.0.0.1", "localhost")}
        self.sessions: dict[str, Session] = {}
        self.citizens: dict[str, int] = {}
        self.hellos: dict[
            str, dict[str, Any]
        ] = {}  # what a page is told first, by scenario: takes half a second to make

    def hello(self, scenario: Scenario) -> dict[str, Any]:
        """The first message of a page on a scenario, made once."""
        if scenario.name not in self.hellos:
            self.hellos[scenario.name] = about(scenario, self.scenario)
        return self.hellos[scenario.name]

    def room(self, name: str, wanted: int) -> None:
        """Note how many citizens a page has alive. RunError where there is no room."""
        others = sum(count for who, count in self.citizens.items() if who != name)
        if wanted and others + wanted > CITIZENS_MOST:
            raise RunError(
                f"{others:,} citizens live in other tabs and there is room for {CITIZENS_MOST:,}. "
                "Close a tab, or choose fewer citizens."
            )
        self.citizens[name] = wanted
        if not wanted:
            del self.citizens[name]

    def longest_idle(self, now: float) -> Session | None:
        """The page that said nothing for longest, if that is long; none that lets days pass."""
        idle = [one for one in self.sessions.values() if one.look.playing is None and now - one.heard > IDLE]
        return min(idle, key=lambda one: one.heard, default=None)

    def knows(self, token: str | None) -> bool:
        """Whether a token is ours."""
        return secrets.compare_digest((token or "").encode(), self.token.encode())

    def may(self, origin: str | None, token: str | None, host: str | None) -> bool:
        """Whether a socket comes from a page of ours."""
        right = (
            origin is not None
            and origin.startswith("http://")
            and origin.removeprefix("http://") in self.hosts
        )
        return right and host in self.hosts and self.knows(token)


@contextmanager
def _gone() -> Iterator[None]:
    """A page that was closed, in the word of those who send to it."""
    try:
        yield
    except (WebSocketDisconnect, RuntimeError) as closed:
        raise Gone from closed


def app(scenario: Scenario, port: int, token: str, stored: Stored | None = None) -> Starlette:
    """The application for one server; `token`: what a page must show; `stored`: the run that is lived again, to be compared with."""
    desk = Desk(scenario, port, token)
    desk.hello(scenario)

    async def index(request: Request) -> Response:
        if desk.knows(
            request.query_params.get("token")
        ):  # the address that was printed: from now on the cookie says it
            answer = RedirectResponse("/", 303)
            answer.set_cookie(desk.cookie, desk.token, COOKIE_YEAR, httponly=True, samesite="strict")
            return answer
        if not desk.knows(request.cookies.get(desk.cookie)):
            return PlainTextResponse(
                "Open the address that `sottovoce serve` printed: it ends in ?token=...", 403
            )
        text = (STATIC / "index.html").read_text(encoding="utf-8")
        return HTMLResponse(text.replace("%TOKEN%", desk.token))

    async def health(request: Request) -> Response:
        return JSONResponse(
            {"ok": True, "pages": len(desk.sessions), "citizens": sum(desk.citizens.values())}
        )

    async def download(request: Request) -> Response:
        session = desk.sessions.get(request.query_params.get("session", ""))
        if session is None or session.look.pair is None:
            return PlainTextResponse("This page is no longer open. Open it again and save from there.", 404)
        async with session.look.lock:
            found = await asyncio.to_thread(keep.made, session.look, request.path_params["what"])
        if found is None:
            return PlainTextResponse("There is no such file.", 404)
        content, kind, name = found
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type=kind, headers=headers)

    async def socket(ws: WebSocket) -> None:
        if not desk.may(ws.headers.get("origin"), ws.query_params.get("token"), ws.headers.get("host")):
            await ws.close(4403)
            return
        await ws.accept()

        async def tell(message: dict[str, Any]) -> None:
            with _gone():
                await ws.send_text(json.dumps(message, allow_nan=False))

        async def push(frame: bytes) -> None:
            with _gone():
                await ws.send_bytes(frame)

        clock = asyncio.get_running_loop().time
        if len(desk.sessions) >= SESSIONS_MOST and (idle := desk.longest_idle(clock())):
            desk.sessions.pop(idle.name, None)
            await idle.leave(
                "Another page was opened, and this one had been left alone for longest. Load it anew to go on."
            )
        if len(desk.sessions) >= SESSIONS_MOST:
            await tell(
                {
                    "type": "error",
                    "about": "open",
                    "text": f"{SESSIONS_MOST} pages are open. Close one of them.",
                }
            )
            await ws.close(4429)
            return
        unknown = None
        try:
            wanted = await asyncio.to_thread(chosen, desk.scenario, ws.query_params.get("scenario"))
        except RunError as error:
            wanted, unknown = desk.scenario, str(error)
        own = wanted is desk.scenario
        session = Session(wanted, tell, push, desk.room, stored if own else None)

        async def leave(why: str) -> None:
            with suppress(Gone), _gone():
                await tell({"type": "error", "about": "closed", "text": why})
                await ws.close(4408)

        session.leave, session.heard = leave, clock()
        desk.sessions[session.name] = session
        try:
            await tell(await asyncio.to_thread(desk.hello, wanted))
            if unknown:
                await tell({"type": "error", "about": "scenario", "text": unknown})
            while (got := await ws.receive())["type"] == "websocket.receive":
                session.heard = clock()
                try:
                    message = heard(got.get("text"))
                except RunError as error:
                    await tell({"type": "error", "about": "message", "text": str(error)})
                else:
                    await session.ask(message)
        except (Gone, WebSocketDisconnect, RuntimeError):  # it was closed
            pass
        finally:
            desk.sessions.pop(session.name, None)
            await session.close()

    class Guard:
        """Headers on every answer, and no answer to a host that is not this machine."""

        def __init__(self, inner: Any):
            self.inner = inner

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                host = next((v.decode("latin-1") for k, v in scope["headers"] if k == b"host"), "")
                if host not in desk.hosts:
                    await PlainTextResponse("Only on this machine.", 403)(scope, receive, send)
                    return

            async def guarded(message: Any) -> None:
                if message["type"] == "http.response.start":
                    message["headers"] += [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()]
                await send(message)

            await self.inner(scope, receive, guarded if scope["type"] == "http" else send)

    made = Starlette(
        routes=[
            Route("/", index),
            Route("/api/health", health),
            Route("/api/{what:path}", download),
            WebSocketRoute("/ws", socket),
            Mount("/assets", StaticFiles(directory=STATIC / "assets")),
        ]
    )
    made.add_middleware(Guard)
    made.state.desk = desk
    return made
