"""`sottovoce class`: the file in a phone-sized browser with the network off, from the first step to the handout."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sottovoce as sv

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DAYS = 120


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small lesson."""
    values = {"days": DAYS, "enrolment.opt_in_day": 20, "enrolment.mandatory_day": 60}
    return sv.lesson("press-2015", citizens=200, seeds=2, values=values, progress=False).save(
        tmp_path_factory.mktemp("class") / "lesson.html"
    )


def opened(one: Any, file: Path, hash_: str = "") -> Any:
    """The file in a tab of its own, with no network."""
    one.context.set_offline(True)
    one.tab.goto(file.as_uri() + hash_)
    one.until("p.state !== null && p.day >= 0")
    return one


@pytest.mark.slow
def test_every_step_on_a_phone_without_a_network(another, file: Path) -> None:
    """Next leads through all steps; each has its numbers, nothing is cut off, axe finds nothing."""
    from axe_playwright_python.sync_playwright import Axe

    one = opened(another(**PHONE), file)
    steps = 0
    while True:
        one.tab.wait_for_selector("[data-testid=story]")
        one.until("!p.busy && !p.state.playing")
        assert one.tab.query_selector("[data-testid=not-yet]") is None
        assert one.tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        found = Axe().run(one.tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        assert found.violations_count == 0, found.generate_report()
        steps += 1
        button = one.tab.query_selector("[data-testid=next]:not([disabled])")
        if button is None:
            break
        button.click()
    assert steps >= 8
    assert all(url.startswith(("file:", "data:", "blob:")) for url in one.requests)
    one.close()


@pytest.mark.slow
def test_the_guess_comes_before_the_answer(another, file: Path) -> None:
    """Side by side asks first; the answer is there once a guess was made, and safeguards are shares."""
    one = opened(another(**PHONE), file, "#v1;view=story;step=7")
    assert "First your guess" in one.tab.inner_text("[data-testid=story]")
    one.tab.eval_on_selector(
        "[data-testid=guess]",
        "(e) => { e.value = 50; e.dispatchEvent(new Event('change', {bubbles: true})); }",
    )
    one.until("p.guess === 50")
    assert "You guessed 50" in one.tab.inner_text("[data-testid=story]")
    one.tab.click(".choices.small button >> nth=3")
    one.until("p.state.keep !== 'none' && !p.busy")
    assert "without the score" in one.tab.inner_text("[data-testid=story]")
    assert one.tab.query_selector(".given path.c") is not None
    one.close()


def test_why_a_year_and_paper(another, file: Path) -> None:
    """Why adds up for who is kept and says who is not; the year ends after three choices; the handout gives no answer away."""
    one = opened(another(**PHONE), file)
    kept = one.get("p.lesson.people")
    lost = next(k for k in range(200) if k not in kept)
    one.tab.evaluate(f"location.hash = '#v1;view=story;step=1;sel={kept[0]}'")
    one.until(f"p.why !== null && p.why.id === {kept[0]}")
    sums = one.get("p.why.a.lines.reduce((x, l) => x + l.value, 0) - (p.why.a.score ?? p.why.a.exact.total)")
    assert abs(sums) < 0.02
    one.tab.evaluate(f"location.hash = '#v1;view=story;step=1;sel={lost}'")
    one.until(f"p.untold === {lost}")
    assert f"This file keeps the reasons of {len(kept)} of 200 people" in one.tab.inner_text("#why")
    one.tab.click("nav button:has-text('Live a year')")
    one.tab.click("[data-testid=begin]")
    for _ in range(3):
        one.tab.check(".year fieldset input >> nth=0")
        one.tab.click("[data-testid=week]")
        one.drawn()  # the next question, before it is answered
    one.until("p.game.over")
    assert one.tab.query_selector("[data-testid=sums]") is not None
    one.tab.click("nav button:has-text('Handout')")
    answer = one.get(
        "Math.round(p.lesson.curve('with', 'say_so')[p.lesson.curve('with', 'say_so').length - 1])"
    )
    assert f" {answer} " not in one.tab.inner_text(".paper")
    one.tab.click("nav button:has-text('For the teacher')")
    assert "45 minutes" in one.tab.inner_text("main")
    one.close()


@pytest.mark.slow
def test_a_lesson_where_nobody_is_scored_speaks_of_no_score(another, tmp_path: Path) -> None:
    made = sv.lesson("stasi-informers", citizens=100, seeds=2, values={"days": 60}, progress=False)
    one = opened(another(**PHONE), made.save(tmp_path / "lesson.html"))
    while (button := one.tab.query_selector("[data-testid=next]:not([disabled])")) is not None:
        one.until("!p.busy && !p.state.playing")
        assert one.tab.query_selector("[data-testid=not-yet]") is None
        button.click()
        one.drawn()
    for part in ("Handout", "For the teacher"):
        one.tab.click(f"nav button:has-text('{part}')")
        assert "score" not in one.tab.inner_text(".paper") and "informers" in one.tab.inner_text("main")
    one.close()


@pytest.mark.slow
def test_the_lesson_speaks_german_and_turns_back(another, file: Path) -> None:
    one = opened(another(**PHONE), file, "#v1;lang=de;step=2")
    for part in ("Geschichte", "Ein Jahr leben", "Für die Lehrkraft", "Arbeitsblatt"):
        one.tab.click(f"nav button:has-text('{part}')")
        one.drawn()
        assert one.left_in_english() == []
        assert one.tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    one.tab.click("[data-testid=language]")
    one.tab.wait_for_function("() => document.documentElement.lang === 'en' && window.sottovoce")
    one.until("p.state !== null && p.day >= 0")
    assert one.tab.inner_text("nav[aria-label=Parts] [aria-current]") == "Handout"
    one.close()


@contextlib.contextmanager
def class_served(file: Path) -> Iterator[tuple[str, Any]]:
    """Address and application of a class that is served, here on loopback; the code is 123456."""
    from uvicorn import Config, Server

    from sottovoce.web.classroom import classroom

    with socket.create_server(("127.0.0.1", 0)) as door:
        host = f"127.0.0.1:{door.getsockname()[1]}"
        app = classroom(file.read_text(encoding="utf-8"), host, "123456")
        server = Server(Config(app, log_level="critical", ws="none"))
        thread = threading.Thread(target=server.run, args=([door],), daemon=True)
        thread.start()
        try:
            yield f"http://{host}", app
        finally:
            server.should_exit = True
            thread.join(20)


def test_a_pupil_types_the_code_and_tells_a_guess(browser, file: Path) -> None:
    """In a real browser, which decides by itself what it says of where a form came from."""
    with class_served(file) as (address, app):
        context = browser.new_context(**PHONE)
        tab = context.new_page()
        tab.goto(address)
        tab.fill("input[name=code]", "123456")
        tab.click("button")
        tab.click("[data-testid=next]")
        tab.wait_for_selector("[data-testid=guess]")
        tab.eval_on_selector(
            "[data-testid=guess]",
            "(e) => { e.value = 50; e.dispatchEvent(new Event('change', {bubbles: true})); }",
        )
        tab.click("button:has-text('Tell the class')")
        tab.wait_for_selector("text=Counted, without your name.")
        assert sum(app.state.guesses.counts["say-so"].values()) == 1
        context.close()
