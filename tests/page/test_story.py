"""The story: nine steps by Next alone; every sentence is counted in the run; axe finds nothing on any step."""

import math
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

PEOPLE = 1000
STEPS = 9
DAYS = {1: 29, 2: 89, 3: 119, 4: 149, 5: 210, 6: 240, 7: 394}
BESIDE = {
    3: "own-acts-only",
    4: "private-scores",
    5: "no-sanctions",
    6: "consent",
}  # the other world of a step
SAID = {  # what the world beside a step lacks is named whole; who is quiet may have had no occasion
    1: ["kept quiet went along or had no occasion of late"],
    3: [
        "Friends’ scores make 15% of yours",
        "Of the points of an act in which a friend tags you 50% fall on you too",
    ],
    4: ["that others see scores and find out who hurts"],
}
MEASURED = 365  # the first day on which occasions are asked why
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


def reasons(days: dict[str, list[dict[str, float]]]) -> list[int]:
    """What each term holds back, in per cent of the wish, in the world with and then in the other, the largest with first."""
    shares = {}
    for side, found in days.items():
        wish = sum(day["why_wish"] for day in found)
        for name in found[0]:
            if name.startswith("why_") and name != "why_wish" and wish:
                shares[name, side] = 100 * sum(day[name] for day in found) / wish
    terms = {name for name, _ in shares if any(abs(shares[name, side]) >= 0.5 for side in "ab")}
    ordered = sorted(terms, key=lambda name: -shares[name, "a"])
    return [half_up(shares[name, side]) for side in "ab" for name in ordered]


@pytest.mark.slow
def test_every_step_by_next_only_says_what_the_run_counted_and_passes_axe(page) -> None:
    """The first sentence and those of the maps equal /api/run.json on each step; the story ends at the ninth."""
    page.open()
    for step in range(1, STEPS + 1):
        page.until(f"p.step === {step} && !p.state.playing && p.living === null && !p.busy")
        assert page.get("p.state.keep") == BESIDE.get(step, "none")
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
        why = page.tab.locator("[data-testid=reasons] summary")
        assert why.count() == int(day >= MEASURED)
        if day >= MEASURED:
            wanted = reasons({side: page.days(side, max(0, day - 364), day) for side in "ab"})
            assert len(wanted) >= 8
            told = re.findall(r"−?\d+", why.inner_text())
            assert [int(n.replace("−", "-")) for n in told] == wanted
        for side, numbers in (("a", a), ("b", b)):
            wanted = [half_up(numbers["disagree"]), 1000, half_up(numbers["say_so"]), half_up(numbers["cut"])]
            told = page.tab.inner_text(f"[data-testid=numbers-{side}]").replace(",", "")
            assert [int(n) for n in re.findall(r"\d+", told)] == wanted
        assert page.tab.inner_text("#story-title")
        assert violations(page.tab) == []
        story = page.tab.inner_text("[data-testid=story]").replace(",", "")
        if (
            step in BESIDE
        ):  # the system beside the same system without the step's mechanism, in words that the numbers bear out
            said, there = half_up(a["say_so"]), half_up(b["say_so"])
            change = (
                f"makes {abs(said - there)} of 1000 {'quieter' if said < there else 'louder'} by day {day}"
            )
            wanted = "leaves it as it is" if said == there else change
            assert f"There {there} say so here {said}:" in story and wanted in story
        for words in SAID.get(step, ()):
            assert words in story, f"step {step}"
        if step == 1:  # nothing of the system is there yet: both worlds are one
            assert a == b and "so far nothing tells them apart" in story
        if step == 2:
            page.tab.fill("[data-testid=guess]", "200")
        if step == 7:
            assert "You guessed 200" in page.tab.inner_text("[data-testid=story]")
        if step < STEPS:
            page.tab.click("[data-testid=next]")
    assert page.tab.is_disabled("[data-testid=next]")


@pytest.mark.slow
def test_no_number_stands_under_the_date_of_another(page) -> None:
    """Next six times, fast, and pause: a step says numbers of its own day, or that this day is not lived yet; the same after Play and after going back."""
    page.open("#v1;n=1000;seed=8;view=story;step=1")
    for step in range(2, 8):
        page.tab.click("[data-testid=next]")
        page.until(f"p.step === {step}")
    now = f"""() => {{ const p = window.sottovoce.page, story = document.querySelector('[data-testid=story]');
        return {{ told: story.innerText, ready: !story.querySelector('[data-testid=not-yet]'), keep: p.state.keep,
                  known: p.worlds.every((w) => w.stats[{DAYS[7]}] !== undefined) }}; }}"""
    for _ in range(40):  # what is on the screen at one moment
        seen = page.tab.evaluate(now)
        assert seen["known"] or not seen["ready"]
        if seen["ready"]:
            break
        assert "say so" not in seen["told"] and f"Day {DAYS[7]} is" in seen["told"]
        page.tab.wait_for_timeout(50)
    page.until("!p.busy && p.living === null && !p.state.playing")
    if page.get("p.day") < DAYS[7]:
        page.tab.click("[data-testid=story] .hint button")
    page.until(f"p.day === {DAYS[7]}")
    a, b = page.day("a", DAYS[7]), page.day("b", DAYS[7])
    told = page.tab.inner_text("[data-testid=story]")
    assert f"{half_up(a['say_so'])} say so with the score, {half_up(b['say_so'])} without" in told
    page.tab.click("[data-testid=play]")
    page.until(f"p.day > {DAYS[7] + 3}")
    assert page.tab.inner_text("[data-testid=story] .body") in told, (
        "the map goes on, the step stays on its day"
    )
    page.tab.click("[data-testid=play]")
    page.until("!p.state.playing")
    page.tab.click(".story .dots li:first-child button")
    page.until(f"p.step === 1 && p.day === {BEFORE} && !p.busy")
    page.tab.click("[data-testid=play]")
    page.until("p.day > 45")
    first = page.day("a", BEFORE)
    assert f"{half_up(first['say_so'])} said so" in page.tab.inner_text("[data-testid=story]")


@pytest.mark.slow
def test_what_a_safeguard_gives_back_is_a_share_of_what_is_lost(page) -> None:
    """Under a safeguard the sentence counts three worlds: with the system, under the safeguard, without it."""
    page.open("#v1;n=1000;seed=7;view=story;step=7;day=394;B=none")
    page.until("p.day === 394 && !p.busy")
    with_, free = half_up(page.day("a", 394)["say_so"]), half_up(page.day("b", 394)["say_so"])
    assert free > with_
    chip = page.tab.locator(".choices button:has-text('No sanctions')")
    chip.click()
    chip.hover()
    page.until("p.plain !== null && p.state.keep === 'no-sanctions' && !p.busy")
    page.until("p.plain.day === 394")
    under = half_up(page.day("b", 394)["say_so"])
    told = page.tab.inner_text("[data-testid=story]")
    share = half_up(100 * (under - with_) / (free - with_))
    assert under > with_
    assert (
        f"Of the {free - with_} whom the system makes quieter it gives back {under - with_} ({share}%)."
        in told
    )
    assert chip.get_attribute("aria-pressed") == "true"
    colours = chip.evaluate("(e) => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")
    assert colours[0] == "rgb(251, 250, 247)" and colours[1] in ("rgb(52, 52, 63)", "rgb(22, 22, 29)")
    page.tab.click("[data-testid=next]")
    page.tab.click(".story .dots li:nth-child(3) button")
    page.until("p.step === 3 && p.state.keep === 'own-acts-only' && !p.busy")
    page.tab.click("header nav button:has-text('Laboratory')")
    page.until("p.state.keep === 'none' && !p.busy")


@pytest.mark.slow
def test_on_a_projector_maps_numbers_and_the_button_are_seen(page) -> None:
    """1280 x 720, every step with a day: both maps and Play lie on the screen, without a scroll."""
    page.tab.set_viewport_size({"width": 1280, "height": 720})
    page.open("#v1;n=1000;seed=7;view=story;step=1")
    for step in range(1, 8):
        page.until(f"p.step === {step} && !p.busy && !p.state.playing && p.living === null")
        for name in ("map-a", "map-b", "numbers-a", "numbers-b", "play", "next"):
            box = page.tab.locator(f"[data-testid={name}]").bounding_box()
            assert box and box["y"] >= 0 and box["y"] + box["height"] <= 720, (step, name, box)
        page.tab.click("[data-testid=next]")


def test_an_address_that_asks_for_a_size_that_is_none_says_so(page) -> None:
    """It is not changed in silence."""
    page.open("#v1;n=2000;seed=7;view=lab")
    assert "n=2000 in the address: allowed 1,000, 4,000" in page.tab.inner_text("[role=alert]")


def half_up(value: float) -> int:
    """As the page rounds."""
    return math.floor(value + 0.5)


def test_the_address_of_a_step_opens_it(page) -> None:
    """A step in the address shows its day and its guess."""
    page.open("#v1;n=1000;seed=7;view=story;step=5;day=210;guess=120;unknown=1")
    page.until("p.state.keep === 'no-sanctions' && !p.busy")
    assert page.tab.inner_text("#story-title") == "What a low score takes"
    assert page.get("p.day") == DAYS[5] and page.get("p.guess") == 120


@pytest.mark.slow
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
