"""Dark and light, full screen, and the keys that the help names: each is tried."""

import pytest
from test_story import violations

GROUND = {"light": "rgb(251, 250, 247)", "dark": "rgb(20, 21, 26)"}


def ground(one) -> str:
    """The colour behind everything."""
    return one.tab.evaluate("getComputedStyle(document.body).backgroundColor")


def test_dark_as_the_system_asks_and_until_somebody_chooses(another) -> None:
    """Axe finds nothing in any part; the map is drawn anew; the choice outlives a reload; paper is light."""
    one = another(color_scheme="dark").open("#v1;n=1000;seed=7;view=lab;day=60;sel=5")
    one.until("p.why !== null")
    assert ground(one) == GROUND["dark"]
    corner = "(() => { const c = document.querySelector('.world.a canvas'); return [...c.getContext('2d').getImageData(1, 1, 1, 1).data]; })()"
    assert one.tab.evaluate(corner) == [20, 21, 26, 255]
    assert "#fbfaf7" not in one.tab.inner_html(".charts") and "#1f5fa8" not in one.tab.inner_html(".charts")
    assert violations(one.tab) == []
    for view in ("Story", "Claims", "Live a year"):
        one.tab.click(f"header nav button:has-text('{view}')")
        one.until("!p.busy && p.living === null")
        assert violations(one.tab) == [], view
    one.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert one.tab.evaluate("document.documentElement.dataset.look") == "light"
    one.tab.evaluate("dispatchEvent(new Event('afterprint'))")
    one.tab.click("[data-testid=dark]")
    assert ground(one) == GROUND["light"]
    one.open("#v1;n=1000;seed=7;view=lab;day=60")
    assert ground(one) == GROUND["light"] and one.tab.evaluate(corner) == [251, 250, 247, 255]
    one.close()


def test_every_key_in_the_help_works(page) -> None:
    """The list names these keys and no other; each does what it says."""
    page.open("#v1;n=1000;seed=7;view=story;step=1")
    press = page.tab.keyboard.press
    dialog = page.tab.locator("[data-testid=keys]")
    press("?")
    dialog.wait_for(state="visible")
    named = page.tab.eval_on_selector_all("[data-testid=keys] kbd", "(all) => all.map((k) => k.innerText)")
    assert named == ["?", "p", ".", "n", "b", "d", "f", "Escape",
                     "arrows", "Enter", "+ − 0", "space", "← → Home End", "Page Up, Page Down"]  # fmt: skip
    assert violations(page.tab) == []
    press("n")
    press("?")
    dialog.wait_for(state="hidden")
    assert page.get("p.step") == 1, "while the list is open the other keys wait"
    press(".")
    page.until("p.day === 30")
    press("p")
    page.until("p.day > 32 && p.state.playing")
    press("p")
    page.until("!p.state.playing")
    press("n")
    page.until("p.step === 2 && p.day === 89 && !p.state.playing")
    press("b")
    page.until("p.step === 1 && p.day === 29 && !p.busy")
    press("d")
    assert ground(page) == GROUND["dark"]
    press("d")
    assert ground(page) == GROUND["light"]
    press("f")
    page.tab.wait_for_function("() => document.fullscreenElement !== null")
    press("f")
    page.tab.wait_for_function("() => document.fullscreenElement === null")
    page.tab.focus("[data-testid=map-a]")
    press("ArrowRight")
    page.until("p.why !== null")
    press("Enter")
    assert page.tab.evaluate("document.activeElement.id") == "why"
    press("Escape")
    page.until("p.why === null")
    page.tab.focus("[data-testid=map-a]")
    press("+")
    page.until("p.zoom.k === 1.5")
    press("-")
    page.until("p.zoom.k === 1")
    press("+")
    press("0")
    page.until("p.zoom.k === 1")
    press("Space")
    page.until("p.state.playing")
    press("Space")
    page.until("!p.state.playing")
    page.until("p.charts[0].rows.length === p.day + 1")
    chart = page.tab.locator(".chart .plot").first
    chart.focus()
    last = int(chart.get_attribute("aria-valuemax"))
    for key, row in (
        ("Home", 0),
        ("ArrowRight", 1),
        ("PageDown", 0),
        ("PageUp", 10),
        ("End", last),
        ("ArrowLeft", last - 1),
    ):
        press(key)
        page.drawn()
        assert int(chart.get_attribute("aria-valuenow")) == row, key


def test_single_keys_can_be_turned_off(page) -> None:
    """For who speaks to the machine, or rests on its keys; not where one types."""
    page.open("#v1;n=1000;seed=7;view=story;step=1")
    page.tab.click(".look button:has-text('Keys')")
    page.tab.uncheck("[data-testid=keys] input")
    page.tab.click("[data-testid=keys] button")
    page.tab.keyboard.press("n")
    page.drawn()
    assert page.get("p.step") == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_the_help_fits(another, width: int) -> None:
    """On a phone too nothing is cut off at the side."""
    one = another(viewport={"width": width, "height": 720}).open("#v1;n=1000;seed=7;view=lab;day=10")
    one.tab.keyboard.press("?")
    box = one.tab.locator("[data-testid=keys]").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
    one.close()
