"""The live page in a notebook: its worlds live in the kernel, and it talks with them by the notebook's own messages. No server, no port."""

import asyncio
import functools
import json
import threading
from html import escape
from typing import Any

import anywidget
import traitlets

from sottovoce.scenario.model import Scenario
from sottovoce.web import keep
from sottovoce.web.about import about
from sottovoce.web.replay import STATIC, single
from sottovoce.web.session import Session

HEIGHT = 860  # pixels
VIEWS_MOST = 4  # pages of one widget that are alive at once; a fifth ends the one that was opened first


class Live(anywidget.AnyWidget):
    """The page for a scenario, live. `opens`: the address of what it opens on, for instance ``#v1;view=lab;day=120;B=private-scores``.

    Each place where a notebook shows it has worlds of its own. They end when the notebook takes it away, when VIEWS_MOST newer ones are open, and with
    the kernel.
    """

    _esm = (STATIC / "assets" / "widget.js").read_text(encoding="utf-8")
    page = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int(HEIGHT).tag(sync=True)

    def __init__(self, scenario: Scenario, opens: str = "#v1;view=lab", **traits: Any):
        super().__init__(page=single([f'<meta name="sottovoce-opens" content="{escape(opens)}">']), **traits)
        self.scenario = scenario
        self.views: dict[str, View] = {}
        self.on_msg(self._heard)

    def _heard(self, _: Any, content: Any, buffers: Any) -> None:
        """A message of a page: JSON, with the page that it is from."""
        name = content.get("view") if isinstance(content, dict) else None
        if not isinstance(name, str):
            return
        if content.get("type") == "close":
            if view := self.views.pop(name, None):
                view.end()
        elif content.get("type") == "hello":
            if before := self.views.pop(name, None):  # its frame was loaded anew
                before.end()
            while len(self.views) >= VIEWS_MOST:
                self.views.pop(next(iter(self.views))).end()
            self.views[name] = View(self, name)
        elif view := self.views.get(name):
            view.ask(content)

    def close(self) -> None:
        """End all pages."""
        for view in self.views.values():
            view.end()
        self.views.clear()
        super().close()


class View:
    """One page of a widget: a session, and what the page has asked of it."""

    def __init__(self, widget: Live, name: str):
        self.widget, self.name = widget, name
        self.asked: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.session = Session(widget.scenario, self.tell, self.push, lambda name, citizens: None)
        try:
            self.loop = asyncio.get_running_loop()
            self.task = self.loop.create_task(self.live())
        except RuntimeError:
            self.loop = own_loop()
            self.task = asyncio.run_coroutine_threadsafe(self.live(), self.loop)

    def ask(self, message: dict[str, Any]) -> None:
        """Hand a message over to the loop that answers."""
        self.loop.call_soon_threadsafe(self.asked.put_nowait, message)

    def end(self) -> None:
        """Stop and forget its worlds."""
        self.loop.call_soon_threadsafe(self.task.cancel)

    async def live(self) -> None:
        """Answer one message after the other."""
        try:
            await self.tell(await asyncio.to_thread(about, self.widget.scenario))
            while True:
                message = await self.asked.get()
                if message.get("type") == "file":
                    try:
                        await self.file(str(message.get("what")))
                    except Exception as error:  # ours to mend; the page keeps its worlds
                        text = f"The file cannot be made ({type(error).__name__}: {error})."
                        await self.tell({"type": "error", "text": text, "about": "file"})
                else:
                    await self.session.ask(message)
        finally:
            await self.session.close()

    async def tell(self, message: dict[str, Any], content: bytes | None = None) -> None:
        """Send JSON, with a file where there is one."""
        text = json.dumps(message, allow_nan=False)
        self.widget.send({"view": self.name, "text": text}, None if content is None else [content])

    async def push(self, frame: bytes) -> None:
        """Send a frame of days."""
        self.widget.send({"view": self.name, "text": ""}, [frame])

    async def file(self, what: str) -> None:
        """Something to keep: numbers, a chart, the page."""
        look = self.session.look
        if look.pair is None:
            return
        async with look.lock:
            found = await asyncio.to_thread(keep.made, look, what)
        if found is not None:
            content, kind, name = found
            data = content.encode() if isinstance(content, str) else content
            await self.tell({"type": "file", "name": name, "kind": kind}, data)


@functools.cache
def own_loop() -> asyncio.AbstractEventLoop:
    """A loop in a thread of its own, for notebooks that hand over messages where no loop runs."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="sottovoce-widget", daemon=True).start()
    return loop
