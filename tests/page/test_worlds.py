"""Two worlds on one page: days pass by themselves, a lever moves A alone, the panel adds up, the map shows what is counted."""

import hashlib
import re

import pytest

SHOWN = "[...p.worlds[{k}].score].join() + [...p.worlds[{k}].bits].join()"


def digest(page, k: int) -> str:
    """What is shown of a world."""
    return hashlib.sha256(page.get(SHOWN.format(k=k)).encode()).hexdigest()


@pytest.mark.slow
def test_play_advances_by_itself_and_pause_holds(page) -> None:
    """Sixty days without a hand on it; then nothing moves. No request leaves loopback."""
    page.open()
    assert page.get("p.day") == 29
    page.tab.evaluate(
        "() => new Promise((done) => { let n = 0; const one = () => (++n < 30 ? requestAnimationFrame(one) : done(n)); one(); })"
    )
    assert page.get("p.day") == 29, "nothing moves until it is asked to"
    page.tab.evaluate(
        "() => { document.querySelector('.speed input').value = 8; document.querySelector('.speed input').dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    page.tab.click("[data-testid=play]")
    page.until("p.day >= 89")
    page.tab.click("[data-testid=play]")
    page.until("!p.state.playing")
    day = page.get("p.day")
    page.until("p.charts.length > 0")
    seen = page.tab.evaluate(
        "() => new Promise((done) => { let n = 0; const one = () => (++n < 45 ? requestAnimationFrame(one) : done(n)); one(); })"
    )
    assert seen == 45 and page.get("p.day") == day, "forty-five drawings later it is the same day"
    assert page.tab.inner_text("[data-testid=day]") == f"Day {day}"
    assert page.requests and all(re.match(r"(http|ws)://127\.0\.0\.1:\d+/", url) for url in page.requests)


@pytest.mark.slow
def test_a_lever_moves_a_and_leaves_b_as_it_was(page) -> None:
    """B is the same bit for bit; the lever stands on the timeline; put back at once, A is the same too."""
    page.open("#v1;n=1000;seed=7;view=lab;day=120")
    page.tab.click("[data-testid=step]")
    page.until("p.day === 121 && !p.busy")
    before = [digest(page, k) for k in (0, 1)]
    page.open("#v1;n=1000;seed=7;view=lab;day=60")
    slide(page, "friends", 0.6)
    page.until("p.state.marks.length === 1")
    assert page.get("p.state.marks[0]") == {"day": 61, "key": "friends", "value": 0.6}
    assert "Friends’ scores count" in page.tab.inner_text(".marks")
    seek(page, 121)
    after = [digest(page, k) for k in (0, 1)]
    assert after[1] == before[1] and after[0] != before[0]
    hash_ = page.tab.evaluate("location.hash")
    assert "A=friends:.6@61" in hash_
    page.open(hash_)
    assert page.get("p.day") == 121 and [digest(page, k) for k in (0, 1)] == after, (
        "the address gives the same frames"
    )


@pytest.mark.slow
def test_the_same_system_gives_the_same_frames(page) -> None:
    """World B under the same system is world A, bit for bit."""
    page.open("#v1;n=1000;seed=7;view=lab;day=90;B=same")
    assert digest(page, 0) == digest(page, 1)


@pytest.mark.slow
def test_the_panel_of_a_citizen_that_the_api_names_adds_up(page) -> None:
    """Click the dot of the lowest score: start + acts + friends = score, to the last digit, in both worlds."""
    page.open("#v1;n=1000;seed=7;view=lab;day=200")
    rows = [line.split(",") for line in page.api("citizens.csv").splitlines() if not line.startswith("#")]
    head, rows = rows[0], rows[1:]
    worst = min((r for r in rows if r[head.index("score_a")]), key=lambda r: float(r[head.index("score_a")]))
    place = page.tab.evaluate(
        """(id) => { const p = window.sottovoce.page, box = document.querySelector('.world.a .map').getBoundingClientRect();
        const k = Math.min(box.width / 1.42, box.height);
        return [box.left + box.width / 2 + (p.xy[2 * id] - .71) * k, box.top + box.height / 2 + (p.xy[2 * id + 1] - .5) * k]; }""",
        int(worst[0]),
    )
    page.tab.mouse.click(*place)
    page.until("p.why !== null")
    page.tab.click("[data-testid=short-a] button:has-text('Every act and friend')")
    assert page.tab.evaluate("document.activeElement.id") == "why", (
        "two clicks from the map to every act and friend"
    )
    page.tab.wait_for_function(
        "() => { const b = document.querySelector('#why h2').getBoundingClientRect(); return b.top < innerHeight && b.bottom > 0 || document.querySelector('#why').getBoundingClientRect().top < innerHeight; }"
    )
    assert page.get("p.why.id") == int(worst[0])
    assert abs(float(worst[head.index("score_a")]) - page.get("p.why.a.score")) < 1e-9
    table = page.tab.query_selector("[data-testid=sums-why]")
    for column, side in ((2, "a"), (3, "b")):
        told = [
            c.inner_text().replace("−", "-")
            for c in table.query_selector_all(f"tbody td:nth-child({column})")
        ]
        total = table.query_selector(f"tfoot td:nth-child({column})").inner_text()
        assert f"{sum(float(c) for c in told if c != '·'):.2f}" == total
        shown = page.get(f"p.why.{side}.score")
        assert shown is None or total == f"{shown:.2f}"
    short = page.tab.inner_text("[data-testid=short-a]").replace("−", "-")
    parts = [float(n) for n in re.findall(r"[-+]?\d+\.\d+", short)]
    assert abs(sum(parts[:-1]) - parts[-1]) < 0.03, (
        "the short answer beside the dot adds up too, but for its rounding"
    )
    assert f"{parts[-1]:.2f}" == table.query_selector("tfoot td:nth-child(2)").inner_text()


def test_without_a_friend_lives_the_world_again(page) -> None:
    """The sentence names both scores, and they are numbers."""
    page.open("#v1;n=1000;seed=7;view=lab;day=60;sel=12")
    page.until("p.why !== null")
    page.tab.click("summary:has-text('never met')")
    page.tab.click(".friends button >> nth=0")
    page.until("p.without !== null")
    assert re.search(r"would be (\d|not scored)", page.tab.inner_text(".found"))


@pytest.mark.slow
def test_a_town_darkens_with_its_sanctioned(page) -> None:
    """The share of dark pixels in a town goes with its share sanctioned: rank correlation above .5."""
    page.open("#v1;n=4000;seed=7;view=lab;day=240")
    page.tab.click("label:has-text('friendship cut this month')")
    page.drawn()
    shares = page.tab.evaluate(
        """() => { const p = window.sottovoce.page, c = document.querySelector('.world.a canvas'), g = c.getContext('2d');
        const k = Math.min(c.width / 1.42, c.height), data = g.getImageData(0, 0, c.width, c.height).data;
        const dark = p.map.towns.map(() => 0), all = p.map.towns.map(() => 0), hit = p.map.towns.map(() => 0), n = p.map.towns.map(() => 0);
        for (let i = 0; i < p.map.n; i++) {
          const t = p.map.town_of_hood[p.hood[i]], x = Math.round(c.width / 2 + (p.xy[2 * i] - .71) * k), y = Math.round(c.height / 2 + (p.xy[2 * i + 1] - .5) * k);
          n[t]++; if (p.worlds[0].bits[i] & 4) hit[t]++;
          for (let v = -2; v <= 2; v++) for (let u = -2; u <= 2; u++) { const o = 4 * ((y + v) * c.width + x + u); all[t]++; if (.2126 * data[o] + .7152 * data[o + 1] + .0722 * data[o + 2] < 85) dark[t]++; } }
        return n.map((_, t) => [hit[t] / n[t], dark[t] / all[t]]); }"""
    )
    a, b = ([sorted(s[k] for s in shares).index(x[k]) for x in shares] for k in (0, 1))
    n = len(shares)
    assert 1 - 6 * sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) / (n * (n * n - 1)) > 0.5


def test_tables_and_files_say_what_the_api_says(page) -> None:
    """CSV rows equal JSON; the table of citizens is sorted by the score; files say that they are made up."""
    page.open("#v1;n=1000;seed=7;view=lab;day=45")
    text = page.api("run.csv").splitlines()
    assert text[0] == "# Everyone in this file is made up by a program. No real person's data was used."
    assert "seed 7" in text[1] and "1,000 people" in text[1]
    head, *rows = [line.split(",") for line in text[2:]]
    assert len(rows) == 2 * 46
    last = dict(zip(head, rows[45], strict=True))
    assert float(last["say_so"]) == page.day("a", 45)["say_so"]
    page.tab.click(".tables > summary")
    page.until("p.list !== null && p.list.sort === 'score_a'")
    page.tab.wait_for_selector("[data-testid=citizens] tbody tr:nth-child(25)")
    scores = [
        c.inner_text() for c in page.tab.query_selector_all("[data-testid=citizens] tbody td:nth-child(5)")
    ]
    assert len(scores) == 25 and scores == sorted(scores, key=float)
    svg = page.api("chart/said.svg")
    assert svg.startswith("<svg") and "made up by a program" in svg


@pytest.mark.slow
def test_safeguards_are_lived_from_the_first_day_and_stand_in_the_address(page) -> None:
    """World B under reforms of the registry, one and then two with a value, differs from none, and A stays; the precedent is a
    click away; the address brings the same frames back, and one of version 0.1 still does."""
    page.open("#v1;n=1000;seed=7;view=lab;day=150")
    before = [digest(page, k) for k in (0, 1)]
    page.tab.click("label:has-text('Safeguards of your choice')")
    page.tab.click("[data-safeguard=private-scores]")
    page.until("p.state.keep === 'private-scores' && !p.busy")
    one = [digest(page, k) for k in (0, 1)]
    assert one[0] == before[0] and one[1] != before[1]
    assert page.tab.inner_text(".world.b h2") == "Private scores"
    real = page.tab.locator(".one", has=page.tab.locator("[data-safeguard=private-scores]")).locator(
        "details"
    )
    real.locator("summary").click()
    assert "Zhima" in real.inner_text()
    page.tab.click("[data-safeguard=expiry]")
    page.until("p.state.keep === 'private-scores+expiry' && !p.busy")
    page.tab.fill(".knob input", "3")
    page.tab.press(".knob input", "Enter")
    page.until("p.state.keep === 'private-scores+expiry@3' && !p.busy")
    both = [digest(page, k) for k in (0, 1)]
    assert both[0] == before[0] and both[1] not in (before[1], one[1])
    hash_ = page.tab.evaluate("location.hash")
    assert "B=private-scores+expiry@3" in hash_
    page.open(hash_)
    assert [digest(page, k) for k in (0, 1)] == both
    page.open("#v1;n=1000;seed=7;view=lab;day=150;B=private")
    assert page.get("p.state.keep") == "private-scores" and [digest(page, k) for k in (0, 1)] == one


def test_an_address_that_cannot_be_says_why_and_opens_as_it_was(page) -> None:
    """A safeguard that does not apply to the scenario."""
    page.open("#v1;n=1000;seed=7;view=lab;day=40;B=court-order")
    assert "no account can be frozen" in page.tab.inner_text(".alert")
    assert page.get("p.state.keep") == "none"


def slide(page, key: str, value: float) -> None:
    """Move a lever as a hand would: input, then change."""
    page.tab.eval_on_selector(
        f"[data-lever={key}]",
        "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true})); }",
        value,
    )


def seek(page, day: int) -> None:
    """Scrub the timeline."""
    page.tab.eval_on_selector(
        "#timeline", "(e, v) => { e.value = v; e.dispatchEvent(new Event('change', {bubbles: true})); }", day
    )
    page.until(f"p.day === {day} && p.living === null")
