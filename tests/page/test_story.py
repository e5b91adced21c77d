"""The story: nine steps by Next alone; every sentence is counted in the run; axe finds nothing on any step."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe

PEOPLE = 1000
STEPS = 9
DAYS = {1: 29, 2: 89, 3: 119, 4: 149, 5: 210, 6: 240, 7: 394}
BEFORE = 29  # the last day on which nothing has begun


def violations(tab: Any) -> list[str]:
    """What axe finds, WCAG 2.2 AA and best practices."""
    found = (
        Axe()
        .run(tab, options={"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}})
        .response["violations"]
    )
    return [f"{v['id']}: {[n['html'][:120] for n in v['nodes'][:3]]}" for v in found]


def account(days: list[dict[str, float]]) -> list[int]:
    """Of every 1,000 times: said, held back, cut off."""
    could, spoke, cut = (sum(day[name] for day in days) for name in ("could", "spoke", "cut_off"))
    said, off = half_up(1000 * spoke / could), half_up(1000 * cut / could)
    return [said, 1000 - said - off, off]


def test_every_step_by_next_only_says_what_the_run_counted_and_passes_axe(page) -> None:
    """The first sentence and those of the maps equal /api/run.json on each step; the story ends at the ninth."""
    page.open()
    for step in range(1, STEPS + 1):
        page.until(f"p.step === {step} && !p.state.playing && p.living === null && !p.busy")
        if step in DAYS:
            page.until(f"p.day === {DAYS[step]}")
        day = page.get("p.day")
        a, b = page.day("a", day), page.day("b", day)
        told = page.tab.inner_text("[data-testid=lead]")
        kept = [account(page.days(side, max(0, day - 364), day)) for side in "ab"]
        with_, without = kept
        wanted = [with_[0]] if day <= BEFORE else [without[0], with_[0], with_[1], without[1], with_[2]]
        assert [int(n) for n in re.findall(r"\d+", told.replace(",", ""))] == [1000, *wanted]
        bars = page.tab.inner_text("[data-testid=account]")
        assert [int(n) for n in re.findall(r"\d+", bars)] == with_ + without
        for side, numbers in (("a", a), ("b", b)):
            wanted = [half_up(numbers["disagree"]), 1000, half_up(numbers["say_so"]), half_up(numbers["cut"])]
            told = page.tab.inner_text(f"[data-testid=numbers-{side}]").replace(",", "")
            assert [int(n) for n in re.findall(r"\d+", told)] == wanted
        assert page.tab.inner_text("#story-title")
        assert violations(page.tab) == []
        if step == 2:
            page.tab.fill("[data-testid=guess]", "200")
        if step == 7:
            assert "You guessed 200" in page.tab.inner_text("[data-testid=story]")
        if step < STEPS:
            page.tab.click("[data-testid=next]")
    assert page.tab.is_disabled("[data-testid=next]")


def half_up(value: float) -> int:
    """As the page rounds."""
    return int(value + 0.5)


def test_the_address_of_a_step_opens_it(page) -> None:
    """A step in the address shows its day and its guess."""
    page.open("#v1;n=1000;seed=7;view=story;step=5;day=210;guess=120;unknown=1")
    assert page.tab.inner_text("#story-title") == "What a low score takes"
    assert page.get("p.day") == DAYS[5] and page.get("p.guess") == 120


def test_other_parts_pass_axe(page) -> None:
    """Laboratory with an open Why panel and tables; claims; the year."""
    page.open("#v1;n=1000;seed=7;view=lab;day=60;sel=5")
    page.until("p.why !== null")
    page.tab.click(".tables > summary")
    page.until("p.list !== null && p.towns !== null")
    assert violations(page.tab) == []
    page.tab.click("header nav button:has-text('Claims')")
    page.drawn()
    assert violations(page.tab) == []
    page.tab.click("header nav button:has-text('Live a year')")
    page.drawn()
    assert violations(page.tab) == []
