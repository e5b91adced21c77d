"""`sottovoce serve --class`: what is open, to whom, and what is kept of it."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from helpers import awaited
from sottovoce.errors import RunError
from sottovoce.web import classroom
from sottovoce.web.classroom import SHOWN_FROM, Guesses, Limit, local, served

HOST = "192.168.1.20:8642"
LESSON = (
    '<head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src x">'
    '<script type="application/json" id="run">{"worlds": ["none", "private-scores", "appeal"]}</script>'
    '<script type="text/plain" id="lesson">x</script></head>'
)
CODE = "123456"


class Caller:
    """Asks the application as a browser on the network would."""

    def __init__(self, app: Any = None):
        self.app = app or classroom.classroom(LESSON, HOST, CODE)
        self.cookie = ""

    def __call__(self, method: str, path: str, body: bytes = b"", client: str = "192.168.1.77", **headers: str) -> tuple[int, dict[str, str], str]:  # fmt: skip
        sent: list[dict[str, Any]] = []
        asked = {"host": HOST, "origin": f"http://{HOST}", "cookie": self.cookie} | headers
        scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "scheme": "http",
            "http_version": "1.1", "client": (client, 5), "server": ("192.168.1.20", 8642), "headers": [(k.encode(), v.encode()) for k, v in asked.items()],
        }  # fmt: skip

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        awaited(self.app(scope, receive, send))
        told = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
        return sent[0]["status"], told, b"".join(m.get("body", b"") for m in sent[1:]).decode()

    def join(self) -> "Caller":
        """Type the code."""
        status, headers, _ = self("POST", "/join", f"code={CODE}".encode())
        assert status == 303
        self.cookie = headers["set-cookie"].partition(";")[0]
        return self

    def guess(self, question: str, answer: Any) -> int:
        """Send a guess."""
        return self("POST", "/guess", json.dumps({"question": question, "answer": answer}).encode())[0]


def test_without_the_code_there_is_a_form_and_nothing_else() -> None:
    one = Caller()
    assert 'name="code"' in one("GET", "/")[2] and 'id="lesson"' not in one("GET", "/")[2]
    assert one("POST", "/join", b"code=000000")[0] == 403
    assert one.guess("say-so", "3") == 403 and one("GET", "/guesses")[0] == 403


def test_the_form_lets_a_browser_say_where_it_came_from() -> None:
    """Under "no-referrer" a browser sends a form with "Origin: null", which is refused: nobody could join."""
    one = Caller()
    assert one("GET", "/")[1]["referrer-policy"] == "same-origin"
    assert one("POST", "/join", b"code=000000")[1]["referrer-policy"] == "same-origin"
    assert one("POST", "/join", f"code={CODE}".encode(), origin="null")[0] == 403


def test_with_the_code_there_is_the_lesson_and_the_cookie_is_everybodys() -> None:
    app = Caller().app
    one, other = Caller(app).join(), Caller(app).join()
    assert one.cookie == other.cookie  # nothing tells one pupil from another
    status, headers, text = one("GET", "/")
    assert status == 200 and 'id="lesson"' in text and "connect-src 'self'" in text
    assert (
        headers["referrer-policy"] == "same-origin"
    )  # with no-referrer a browser sends the form with the origin "null"
    assert headers["cache-control"] == "no-store" and headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/ws", "/api/run.json", "/api/health", "/assets/page.js"])
def test_nothing_of_the_page_of_the_program_is_there(path: str) -> None:
    assert Caller().join()("GET", path)[0] == 404


def test_guesses_are_shown_from_five_answers_on() -> None:
    one = Caller().join()
    for _ in range(SHOWN_FROM - 1):
        assert one.guess("say-so", "3") == 200
    assert json.loads(one("GET", "/guesses")[2])["say-so"] is None
    one.guess("say-so", "4")
    told = json.loads(one("GET", "/guesses")[2])
    assert {k: v for k, v in told["say-so"].items() if v} == {"3": 4, "4": 1}
    assert told["safeguard"] is None


@pytest.mark.parametrize(
    ("question", "answer"),
    [("say-so", "10"), ("say-so", 3), ("say-so", "Anna"), ("name", "Anna"), ("safeguard", "none"), ("say-so", ["3"]), ("say-so", None)],
)  # fmt: skip
def test_nothing_can_be_typed(question: str, answer: Any) -> None:
    one = Caller().join()
    assert one.guess(question, answer) == 400
    assert not any(sum(counts.values()) for counts in one.app.state.guesses.counts.values())


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"\xff", b"1" * 5000, b'{"question": {"a": 1}, "answer": "3"}']
)
def test_a_broken_answer_is_refused(body: bytes) -> None:
    assert Caller().join()("POST", "/guess", body)[0] == 400


def test_what_is_kept_of_a_guess_is_a_counter() -> None:
    """After a guess from an address with a cookie the only thing that changed is a whole number; a new start has none of it."""
    one = Caller().join()
    one.guess("safeguard", "appeal")
    kept = vars(one.app.state.guesses)
    assert set(kept) == {"counts", "shown"}
    assert all(type(n) is int for counts in kept["counts"].values() for n in counts.values())
    assert "192.168" not in repr(kept) and one.cookie.partition("=")[2] not in repr(kept)
    assert not any(Caller().app.state.guesses.counts["safeguard"].values())


def test_guesses_can_not_reach_the_model() -> None:
    """The module knows nothing to which it could hand them: no scenario, no world, no day. It makes a lesson before it serves one."""
    tree = ast.parse(Path(classroom.__file__).read_text(encoding="utf-8"))
    named = {
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sottovoce")
    }
    assert named == {"sottovoce.errors", "sottovoce.terminal", "sottovoce.web.app", "sottovoce.web.patience", "sottovoce.web.serve", "sottovoce.web.lesson"}  # fmt: skip
    source = ast.unparse(
        next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "classroom")
    )
    assert "import" not in source


@pytest.mark.parametrize(
    ("client", "headers"),
    [
        ("8.8.8.8", {}),
        ("192.168.1.77", {"host": "evil.example"}),
        ("192.168.1.77", {"origin": "http://evil.example"}),
        ("", {}),
    ],
)
def test_other_networks_names_and_sites_are_refused(client: str, headers: dict[str, str]) -> None:
    one = Caller().join()
    assert one("GET", "/", client=client, **headers)[0] == 403


def test_tries_of_the_code_are_limited_for_all_together() -> None:
    one = Caller()
    tried = [one("POST", "/join", b"code=000000")[0] for _ in range(classroom.JOINS + 5)]
    assert tried.count(403) == classroom.JOINS and tried[-1] == 429
    assert one("POST", "/join", f"code={CODE}".encode())[0] == 429


def test_a_limit_fills_again_with_time() -> None:
    now = [0.0]
    limit = Limit(60, lambda: now[0])
    assert [limit.take() for _ in range(61)][-2:] == [True, False]
    now[0] = 1.0
    assert [limit.take(), limit.take()] == [True, False]


@pytest.mark.parametrize(("address", "is_local"), [("192.168.0.4", True), ("10.1.2.3", True), ("127.0.0.1", True), ("8.8.8.8", False), ("no address", False)])  # fmt: skip
def test_local(address: str, is_local: bool) -> None:
    assert local(address) is is_local


def test_what_is_no_lesson_is_not_served() -> None:
    with pytest.raises(RunError, match=r"This is no lesson. Write one first: sottovoce class press-2015"):
        served("<html></html>")
    assert Guesses(served(LESSON)[1]).counts["safeguard"] == {"private-scores": 0, "appeal": 0}


def test_what_is_shown_moves_by_five_answers():
    """Nobody reads a single answer off two looks."""
    guesses = Guesses({"say-so": ("0", "1")})
    shown = []
    for answer in "0" * 5 + "1" * 5:
        guesses.add("say-so", answer)
        shown.append(guesses.told()["say-so"])
    assert shown == [None] * 4 + [{"0": 5, "1": 0}] * 5 + [{"0": 5, "1": 5}]
