"""Terms with what they mean: on hover, on focus, on a tap; Escape closes."""

import pytest


def means(page) -> list[str]:
    return page.tab.eval_on_selector_all(
        ".term .means:not([hidden])", "all => all.map(one => one.textContent)"
    )


@pytest.mark.slow
def test_on_hover_on_focus_and_away_with_escape(page) -> None:
    page.open("#v1;view=lab")
    word = page.tab.locator(".account .term .word").first
    assert means(page) == []
    word.hover()
    page.drawn()
    assert means(page)[0].startswith("The occasion came, and less was said")
    page.tab.mouse.move(5, 400)
    page.drawn()
    assert means(page) == []
    word.focus()
    page.drawn()
    assert len(means(page)) == 1
    page.tab.keyboard.press("Escape")
    page.drawn()
    assert means(page) == []
    described = word.get_attribute("aria-describedby")
    assert page.tab.eval_on_selector(f"[id='{described}']", "one => one.getAttribute('role')") == "tooltip"


@pytest.mark.slow
def test_on_a_phone_it_is_whole_and_nothing_scrolls_sideways(another) -> None:
    one = another(viewport={"width": 390, "height": 844}, has_touch=True).open("#v1;view=lab")
    one.tab.locator(".account .term .word").nth(1).tap()
    one.drawn()
    box = one.tab.locator(".term .means:not([hidden])").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["y"] + box["height"] <= 844
    assert one.tab.evaluate("() => document.documentElement.scrollWidth") <= 390
    one.close()
