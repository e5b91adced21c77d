"""For everybody: keyboard alone, narrow and large, less motion, colours that hold; the address; a file that replays."""

import json
from pathlib import Path

import pytest


@pytest.mark.slow
def test_keyboard_only_from_load_to_a_why_panel(page) -> None:
    """Tab to the map, an arrow chooses, Enter goes to the panel."""
    page.open()
    for _ in range(60):
        page.tab.keyboard.press("Tab")
        if page.tab.evaluate("document.activeElement.dataset.testid") == "map-a":
            break
    else:
        raise AssertionError("the map cannot be reached")
    page.tab.keyboard.press("ArrowRight")
    page.until("p.why !== null")
    page.tab.keyboard.press("ArrowDown")
    page.until("p.asked === null")
    page.tab.keyboard.press("Enter")
    assert page.tab.evaluate("document.activeElement.id") == "why"
    assert page.tab.inner_text("#why-title").startswith("Citizen ")


@pytest.mark.slow(4)
@pytest.mark.parametrize(("width", "zoom"), [(390, 100), (320, 100), (1280, 200)])
@pytest.mark.parametrize("view", ["story", "lab", "claims", "year"])
def test_nothing_is_cut_off_where_it_is_narrow_or_large(another, width: int, zoom: int, view: str) -> None:
    """No sideways scrolling of the page at 390 and 320 px, and with text twice as large."""
    one = another(viewport={"width": width, "height": 800})
    one.open(f"#v1;n=1000;seed=7;view={view};day=60;sel=3")
    one.tab.evaluate(f"document.documentElement.style.fontSize = '{zoom}%'")
    one.drawn()
    wide = one.tab.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
    one.close()


@pytest.mark.slow
def test_less_motion_jumps_instead_of_playing(another) -> None:
    """With reduced motion a press lives a week at once, and Next jumps."""
    one = another(reduced_motion="reduce").open("#v1;n=1000;seed=7;view=story;step=1;day=29")
    one.tab.click("[data-testid=play]")
    one.until("p.day === 36")
    assert not one.get("p.state.playing")
    one.tab.click("[data-testid=next]")
    one.until("p.day === 89")
    one.close()


@pytest.mark.slow
def test_a_saved_run_replays_from_a_file(page, another, tmp_path: Path) -> None:
    """One HTML file, opened from disk with no server and no request: the same sentence, and days pass."""
    page.open("#v1;n=1000;seed=7;view=lab;day=90")
    told = page.tab.inner_text("[data-testid=lead]")
    file = tmp_path / "run.html"
    file.write_text(page.api("page.html"), encoding="utf-8")
    one = another()
    one.tab.goto(file.as_uri())
    one.until("p.state !== null && p.day === 90")
    assert one.tab.inner_text("[data-testid=lead]") == told
    shown = "[...p.worlds[0].score].join() + [...p.worlds[1].bits].join()"
    assert one.get(shown) == page.get(shown)
    one.tab.eval_on_selector(
        "#timeline", "(e) => { e.value = 40; e.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    one.until("p.day === 40")
    one.tab.click("[data-testid=play]")
    one.until("p.day > 50")
    assert all(url.startswith(("file:", "data:", "blob:")) for url in one.requests)
    assert json.loads(one.tab.inner_html("#run").replace("<\\/", "</"))["origin"]["synthetic"].startswith(
        "Everyone"
    )
    one.close()


@pytest.mark.slow
def test_a_year_by_keyboard(page) -> None:
    """Fifty-two weeks with Tab, arrows, space and Enter; at the end the model's year stands beside one's own."""
    page.open("#v1;n=1000;seed=7;view=year;day=29")
    page.tab.focus("[data-testid=begin]")
    page.tab.keyboard.press("Enter")
    page.until("p.game !== null", 90)
    for week in range(52):
        page.until(f"p.game.week === {week} && !p.busy")
        page.tab.wait_for_selector(
            f"h2:has-text('Week {week + 1} of') ~ form [data-testid=week]:not([disabled])"
        )
        if week % 10 == 0:
            first = page.tab.query_selector(".year fieldset input")
            if first:
                first.focus()
                page.tab.keyboard.press("Space")
        page.tab.focus("[data-testid=week]")
        page.tab.keyboard.press("Enter")
    page.until("p.game.over")
    assert page.tab.query_selector_all("[data-testid=sums] tbody tr")[0].inner_text().startswith("Score")
    assert "leader" not in page.tab.inner_text("main").lower()
