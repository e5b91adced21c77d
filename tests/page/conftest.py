"""A server of our own on loopback, and the system's Chromium. Where there is none the tests are skipped, loudly; in CI they fail."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
BUILT = (ROOT / "src" / "sottovoce" / "web" / "static" / "index.html").is_file()
PEOPLE = 1000
GERMAN = json.loads((ROOT / "page" / "src" / "languages" / "de.json").read_text(encoding="utf-8"))
# Sentences with no blanks to fill, long enough to be no other word.
ENGLISH = [key for key, told in GERMAN["page"].items() if "{" not in key and len(key) > 14 and key != told]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the page; say loudly where they cannot run."""
    missing = [
        what for what, there in (("Chromium", CHROMIUM), ("the built page (make page)", BUILT)) if not there
    ]
    for item in items:
        if Path(item.path).parent != Path(__file__).parent:
            continue
        item.add_marker(pytest.mark.page)
        if missing and not os.environ.get("SOTTOVOCE_CI"):
            text = f"THE PAGE IS NOT TESTED: {' and '.join(missing)} missing"
            warnings.warn(text, stacklevel=1)
            item.add_marker(pytest.mark.skip(reason=text))


@pytest.fixture(scope="session")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The press scenario with few people."""
    from sottovoce.scenario.paths import with_values
    from sottovoce.scenario.read import dump, read

    path = tmp_path_factory.mktemp("page") / "small.yaml"
    path.write_text(dump(with_values(read("press-2015"), {"citizens": PEOPLE}), full=True), encoding="utf-8")
    return path


@contextlib.contextmanager
def serving(what: str, port: int = 0) -> Iterator[str]:
    """Address of `sottovoce serve` in a process of its own, for a scenario file or a run folder. Port 0: a free one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from sottovoce.cli import main; main()", "serve", what, "--no-browser"]
    process = subprocess.Popen([*command, "--port", str(port)])
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(480):
            try:
                urllib.request.urlopen(f"{address}/api/health", timeout=2)
                break
            except OSError:
                assert process.poll() is None, "the server ended"
                time.sleep(0.25)
        yield address
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def server(scenario: Path) -> Iterator[str]:
    """Address of `sottovoce serve` for the small press scenario."""
    with serving(str(scenario)) as address:
        yield address


@pytest.fixture(scope="session")
def serve() -> Callable[..., contextlib.AbstractContextManager[str]]:
    """`with serve(what) as address`: a server of its own."""
    return serving


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tools:
        one = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        one.close()


def kept_token() -> str:
    """The token that this user's servers keep."""
    from sottovoce.machine.loops import folder
    from sottovoce.web.secret import token

    return token(folder().parent)


class Page:
    """An open page, with what it asked of the network and what went wrong in it."""

    def __init__(self, browser: Any, address: str, **context: Any):
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **context})
        self.context.add_cookies(
            [{"name": f"sottovoce-{address.rpartition(':')[2]}", "value": kept_token(), "url": address}]
        )
        self.context.set_default_timeout(
            150_000
        )  # of the browser too, where other work keeps the machine busy
        self.tab = self.context.new_page()
        self.opened = 0
        self.address = address
        self.requests: list[str] = []
        self.problems: list[str] = []
        self.tab.on("request", lambda r: self.requests.append(r.url))
        self.tab.on("websocket", lambda w: self.requests.append(w.url))
        self.tab.on("pageerror", lambda e: self.problems.append(str(e)))
        self.tab.on("console", lambda m: self.problems.append(m.text) if m.type == "error" else None)

    def open(self, hash_: str = "") -> "Page":
        """Load the page at an address and wait until its worlds are there. The query makes it a new page each time."""
        self.opened += 1
        self.tab.goto(f"{self.address}/?{self.opened}{hash_}")
        self.until("p.state !== null && p.day >= 0 && p.charts.length > 0")
        return self

    def until(self, condition: str, timeout: float = 150) -> None:
        """Wait for a condition on the page's store `p`, and until what the store knows has been drawn."""
        self.tab.wait_for_function(
            f"() => {{ const p = window.sottovoce?.page; return p && ({condition}); }}",
            timeout=1000 * timeout,
        )
        self.drawn()

    def drawn(self) -> None:
        """Wait for two frames: what changes in the store is drawn in the next one."""
        self.tab.evaluate("() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")

    def left_in_english(self) -> list[str]:
        """Sentences of the page that German has in other words and that are shown or spoken all the same, outside of what is marked as English."""
        text = self.tab.evaluate("""() => {
            const copy = document.body.cloneNode(true);
            for (const one of copy.querySelectorAll("[lang=en], script, code")) one.remove();
            const spoken = [...copy.querySelectorAll("[aria-label]")].map((one) => one.getAttribute("aria-label"));
            return [copy.textContent, ...spoken].join("\\n");
        }""")
        return [one for one in ENGLISH if one in text]

    def get(self, expression: str) -> Any:
        """An expression of the page's store `p`."""
        return self.tab.evaluate(f"() => {{ const p = window.sottovoce.page; return {expression}; }}")

    def api(self, what: str) -> str:
        """A file of /api for this page."""
        session = self.get("p.map.session")
        return (
            urllib.request.urlopen(f"{self.address}/api/{what}?session={session}", timeout=60).read().decode()
        )

    def day(self, side: str, day: int) -> dict[str, float]:
        """The numbers of a day from /api/run.json."""
        run = json.loads(self.api("run.json"))
        return dict(zip(run["numbers"], run["run"][side]["days"][day], strict=True))

    def days(self, side: str, first: int, last: int) -> list[dict[str, float]]:
        """The numbers of several days from /api/run.json."""
        run = json.loads(self.api("run.json"))
        return [
            dict(zip(run["numbers"], row, strict=True)) for row in run["run"][side]["days"][first : last + 1]
        ]

    def close(self) -> None:
        """Close it; nothing may have gone wrong."""
        self.context.close()
        assert self.problems == []


@pytest.fixture
def page(browser: Any, server: str) -> Iterator[Page]:
    """A page of the usual size; `page.open(hash)`."""
    one = Page(browser, server)
    yield one
    one.close()


@pytest.fixture
def another(browser: Any, server: str) -> Callable[..., Page]:
    """Makes a page of another kind or address: the arguments are those of a browser context. Close it at the end."""
    return lambda address=server, **context: Page(browser, address, **context)


@pytest.fixture
def token(server: str) -> str:
    """The token that a page of this server shows, and that its address holds."""
    return kept_token()
