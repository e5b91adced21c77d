"""The live page in a notebook: the widget's script in a real browser, with a notebook of our own that hands messages over as Jupyter does."""

import base64
import contextlib
import json
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.web import keep
from sottovoce.web.widget import VIEWS_MOST, Live

SMALL = with_values(read("press-2015"), {"citizens": 1000})
HOST = """async ([page, height]) => {
    const heard = [];
    window.hand = (content, base64) => {
        const bytes = base64 === null ? [] : [new DataView(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)).buffer)];
        for (const take of [...heard]) take(content, bytes);
    };
    const model = {
        get: (name) => ({ page, height })[name],
        send: (content) => window.toKernel(JSON.stringify(content)),
        on: (event, take) => heard.push(take),
        off: (event, take) => heard.splice(heard.indexOf(take), 1),
    };
    window.show = async () => {
        const widget = (await import("/widget.js")).default, el = document.createElement("div");
        document.body.append(el);
        const end = widget.render({ model, el });
        return () => { end(); el.remove(); };
    };
    window.ends = [await window.show()];
}"""


class Notebook:
    """A browser with the widget, and the messages between it and its kernel."""

    def __init__(self, browser: Any, live: Live):
        self.live, self.down = live, queue.SimpleQueue()
        live.send = lambda content, buffers=None: self.down.put((content, buffers))  # type: ignore[method-assign]
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        self.tab = self.context.new_page()
        self.problems: list[str] = []
        self.requests: list[str] = []
        self.tab.on("pageerror", lambda e: self.problems.append(str(e)))
        self.tab.on("console", lambda m: self.problems.append(m.text) if m.type == "error" else None)
        self.tab.on("request", lambda r: self.requests.append(r.url))
        self.tab.expose_function("toKernel", lambda text: live._heard(None, json.loads(text), []))
        self.tab.route("**/*", self._answered)
        self.tab.goto("http://notebook.test/")
        self.tab.evaluate(HOST, [live.page, 700])

    def _answered(self, route: Any) -> None:
        if route.request.url.endswith("/widget.js"):
            route.fulfill(body=Live._esm, content_type="text/javascript")
        else:
            route.fulfill(
                body="<!doctype html><title>notebook</title><body></body>", content_type="text/html"
            )

    def until(self, condition: str, place: int = -1, timeout: float = 150) -> Any:
        """Hand messages down until a condition on the store `p` of a page holds."""
        from playwright.sync_api import Error

        for _ in range(int(timeout * 20)):
            while not self.down.empty():
                content, buffers = self.down.get()
                data = base64.b64encode(bytes(buffers[0])).decode() if buffers else None
                self.tab.evaluate("([content, data]) => window.hand(content, data)", [content, data])
            frames = self.tab.frames[1:]
            asked = f"() => {{ const p = window.sottovoce?.page; return Boolean(p && ({condition})); }}"
            with contextlib.suppress(Error):  # a frame that is being loaded anew
                if frames and frames[place].evaluate(asked):
                    return frames[place]
            self.tab.wait_for_timeout(50)
        raise AssertionError(f"not so: {condition}; {self.problems}")

    def alive(self, count: int) -> None:
        """Wait until so many pages of the widget are alive in the kernel."""
        for _ in range(1200):
            if len(self.live.views) == count:
                return
            self.until("true")
            self.tab.wait_for_timeout(50)
        raise AssertionError(f"{len(self.live.views)} pages are alive, not {count}")

    def close(self) -> None:
        self.context.close()
        self.live.close()
        assert self.problems == []


@pytest.fixture
def notebook(browser: Any) -> Callable[..., Notebook]:
    """Makes a notebook that shows a scenario."""
    return lambda opens="#v1;view=lab": Notebook(browser, Live(SMALL, opens))


@pytest.mark.slow
def test_it_opens_on_what_was_asked_plays_and_tells_why(notebook) -> None:
    one = notebook("#v1;view=lab;day=20;B=private-scores")
    page = one.until("p.state !== null && p.day === 20 && p.charts.length > 0")
    assert page.evaluate("() => window.sottovoce.page.state.keep") == "private-scores"
    assert page.query_selector("#scenario") is None
    page.click("[data-testid=step]")
    one.until("p.day === 21")
    page.evaluate("() => window.sottovoce.send('why', { id: 17 })")
    one.until("p.why !== null && p.why.id === 17")
    page.evaluate("() => window.sottovoce.send('fly')")
    one.until("p.error.includes('there is no such message')")
    assert one.tab.url == "http://notebook.test/"
    assert all(url.startswith(("http://notebook.test/", "data:", "about:")) for url in one.requests)
    one.close()


@pytest.mark.slow
def test_a_file_comes_by_message(notebook) -> None:
    one = notebook("#v1;view=lab;day=3")
    page = one.until("p.state !== null && p.charts.length > 0")
    with one.tab.expect_download() as waiting:
        page.click("text=Every day as CSV")
        for _ in range(40):
            one.until("true")
            one.tab.wait_for_timeout(50)
    assert waiting.value.suggested_filename == "sottovoce-press-2015-1000-seed7-day3.csv"
    one.close()


@pytest.mark.slow
def test_a_week_is_lived_and_a_page_that_is_loaded_anew_has_one_session(notebook) -> None:
    one = notebook("#v1;view=year;day=2")
    page = one.until("p.day === 2")
    page.click("[data-testid=begin]")
    one.until("p.game !== null && p.game.week === 0")
    page.click("[data-testid=week]")
    one.until("p.game.week === 1")
    [before] = one.live.views.values()
    one.tab.evaluate("() => { const f = document.querySelector('iframe'); f.srcdoc = f.srcdoc; }")
    one.until("p.day === 2 && p.game === null")
    assert [*one.live.views.values()] != [before] and len(one.live.views) == 1
    one.close()


def test_a_file_that_cannot_be_made_is_said_and_the_page_lives_on(monkeypatch) -> None:
    live, told = Live(SMALL), queue.SimpleQueue()
    live.send = lambda content, buffers=None: told.put(content)  # type: ignore[method-assign]
    monkeypatch.setattr(keep, "made", lambda look, what: 1 / 0)

    def hand(content: Any) -> None:
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(live._heard, None, {"view": "a", **content}, []).result()

    def until(kind: str) -> dict[str, Any]:
        while True:
            text = told.get(timeout=120)["text"]
            if text and (message := json.loads(text))["type"] == kind:
                return message

    hand({"type": "hello"})
    hand({"type": "open", "day": 1})
    until("state")
    hand({"type": "file", "what": "run.csv"})
    assert "cannot be made (ZeroDivisionError" in until("error")["text"]
    hand({"type": "seek", "day": 2})
    assert until("state")["day"] == 2
    live.close()


@pytest.mark.slow
def test_two_places_have_worlds_of_their_own_and_one_that_goes_ends_them(notebook) -> None:
    one = notebook("#v1;view=lab;day=2")
    one.until("p.day === 2")
    one.tab.evaluate("async () => { window.ends.push(await window.show()); }")
    second = one.until("p.day === 2", 1)
    second.click("[data-testid=step]")
    one.until("p.day === 3", 1)
    one.until("p.day === 2", 0)
    one.alive(2)
    one.tab.evaluate("() => window.ends[1]()")
    one.alive(1)
    one.until("p.day === 2", 0)
    for count in range(2, VIEWS_MOST + 2):
        one.tab.evaluate("async () => { window.ends.push(await window.show()); }")
        one.until("p.day === 2")
        one.alive(min(count, VIEWS_MOST))
    one.close()


def test_where_no_loop_runs_it_has_one_of_its_own() -> None:
    live = Live(SMALL)
    told: queue.SimpleQueue[Any] = queue.SimpleQueue()
    live.send = lambda content, buffers=None: told.put(content)  # type: ignore[method-assign]

    def hand(content: Any) -> None:
        with ThreadPoolExecutor(1) as elsewhere:  # the browser of the other tests has a loop in this thread
            elsewhere.submit(live._heard, None, content, []).result()

    hand({"type": "hello", "view": "a"})
    assert json.loads(told.get(timeout=60)["text"])["type"] == "hello"
    hand({"type": "seek", "day": 3, "view": "a"})
    assert "Open them first" in json.loads(told.get(timeout=60)["text"])["text"]
    for nothing in (
        "text",
        {"type": "hello"},
        {"type": "seek", "view": "unknown"},
        {"type": "close", "view": "unknown"},
    ):
        hand(nothing)
    hand({"type": "close", "view": "a"})
    assert live.views == {}
    assert any(thread.name == "sottovoce-widget" for thread in threading.enumerate())
    live.close()
