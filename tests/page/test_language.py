"""The page in German: by the address, by the button, and back; numbers follow; no sentence of the page is left in English."""

import pytest


@pytest.mark.slow
def test_the_story_is_told_in_german(page) -> None:
    page.open("#v1;lang=de;step=1")
    assert page.tab.evaluate("() => document.documentElement.lang") == "de"
    for _ in range(8):
        page.until("!p.busy && !p.living && !p.state.playing")
        assert page.left_in_english() == []
        page.tab.click("[data-testid=next]")
    page.until("!p.busy && !p.living && !p.state.playing")
    assert page.left_in_english() == []
    assert "lang=de" in page.get("location.hash")


@pytest.mark.slow
def test_the_laboratory_why_and_charts_are_in_german(page) -> None:
    page.open("#v1;lang=de;view=lab;day=40;sel=17")
    page.until("p.why !== null")
    assert page.left_in_english() == []
    text = page.tab.inner_text("main")
    assert "Von je 1.000 Malen" in text and "1,000" not in text
    for english in ("say so, with the score", "own posts", "Friends’ scores count", "With the score"):
        assert english not in text
    a = page.get("p.why.a")
    assert page.tab.inner_text(".sum tfoot td >> nth=0") == a["total"].replace(".", ",")


@pytest.mark.slow
def test_a_button_turns_the_language_and_keeps_what_is_seen(page) -> None:
    page.open("#v1;step=2;guess=100")
    page.until("p.day === 89 && !p.busy && !p.state.playing")
    assert page.tab.inner_text("[data-testid=lead]").startswith("Of every 1,000")
    page.tab.click("[data-testid=language]")
    page.tab.wait_for_function("() => document.documentElement.lang === 'de'")
    page.until("p.state !== null && p.day >= 0 && !p.busy")
    assert page.tab.inner_text("[data-testid=lead]").startswith("Von je 1.000")
    page.until("p.day === 89")
    assert page.get("p.guess") == 100
    page.tab.click("[data-testid=language]")
    page.tab.wait_for_function("() => document.documentElement.lang === 'en' && window.sottovoce")
    page.until("p.state !== null && p.day >= 0 && !p.busy")
    assert "lang" not in page.get("location.hash")


@pytest.mark.slow
def test_a_language_that_is_none_is_english(page) -> None:
    page.open("#v1;lang=xx;view=lab")
    assert page.tab.evaluate("() => document.documentElement.lang") == "en"


@pytest.mark.slow
@pytest.mark.parametrize("where", ["step=3", "view=lab;day=40;sel=17", "view=claims", "view=year"])
def test_it_fits_a_phone_in_german_and_passes_axe(another, where: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    one = another(viewport={"width": 390, "height": 844}).open(f"#v1;lang=de;{where}")
    one.until("!p.busy && !p.living && !p.state.playing")
    assert one.tab.evaluate("() => document.documentElement.scrollWidth") <= 390
    found = Axe().run(one.tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()
    one.close()


@pytest.mark.slow
def test_a_saved_page_speaks_german(page, another, tmp_path) -> None:
    page.open("#v1;view=lab;day=40")
    (tmp_path / "saved.html").write_text(page.api("page.html"), encoding="utf-8")
    one = another()
    one.tab.goto((tmp_path / "saved.html").as_uri() + "#v1;lang=de")
    one.until("p.state !== null && p.charts.length > 0")
    assert one.left_in_english() == []
    text = one.tab.inner_text("main")
    assert "Gedacht gegen gesagt" in text and "Thought against said" not in text
    one.close()
