"""Another scenario on the page: any preset, from the list or from an address; nothing of the one before comes in."""

import pytest

from sottovoce.scenario.read import presets


def name(page) -> str:
    return page.tab.evaluate("() => window.sottovoce.page.hello.scenario.name")


def turned(page, scenario: str) -> None:
    """Wait for the worlds of a scenario. The page is loaded anew meanwhile, and for a moment there is none."""
    page.tab.wait_for_function(
        "(name) => { const p = window.sottovoce?.page; return p && p.state !== null && p.day >= 0 && p.hello.scenario.name === name; }",
        arg=scenario,
    )
    page.drawn()


@pytest.mark.slow
def test_the_list_holds_the_one_that_is_served_and_all_presets(page) -> None:
    page.open()
    values = page.tab.eval_on_selector_all("#scenario option", "all => all.map(one => one.value)")
    assert sorted(values) == sorted(presets())  # the served one is called like its preset
    assert page.tab.input_value("#scenario") == "press-2015"


@pytest.mark.slow
def test_another_one_is_chosen_and_its_address_opens_it_again(page) -> None:
    page.open("#v1;view=lab")
    page.tab.select_option("#scenario", "court-blacklist")
    page.tab.wait_for_url("**scenario=court-blacklist**")
    turned(page, "court-blacklist")
    assert page.tab.input_value("#scenario") == "court-blacklist"
    assert page.tab.evaluate("() => window.sottovoce.page.map.n") == 4000
    address = page.tab.evaluate("() => location.hash")
    assert address.startswith("#v1;scenario=court-blacklist;")
    page.open(address)
    assert name(page) == "court-blacklist"
    page.tab.select_option("#scenario", "press-2015")
    page.tab.wait_for_url(lambda url: "scenario=" not in url)
    turned(page, "press-2015")
    assert (
        page.tab.evaluate("() => window.sottovoce.page.map.n") == 1000
    )  # as it is served, not as it is shipped
    assert not page.problems


@pytest.mark.slow
def test_fast_to_and_fro_ends_with_the_last(page) -> None:
    page.open()
    for scenario in ("weibo-2012", "fico", "weibo-2012"):
        page.tab.wait_for_selector("#scenario")
        page.tab.select_option("#scenario", scenario)
        page.tab.wait_for_url(f"**scenario={scenario}**")
    turned(page, "weibo-2012")
    assert page.tab.input_value("#scenario") == "weibo-2012"
    shown = page.tab.inner_text("footer")
    assert "Weibo" in shown and "FICO" not in shown


@pytest.mark.slow
def test_a_name_that_nobody_knows_is_said_and_the_served_one_opens(page) -> None:
    page.open("#v1;scenario=weibo-2021")
    assert name(page) == "press-2015"
    told = page.tab.inner_text("[role=alert]")
    assert '"weibo-2021"' in told and "weibo-2012" in told and "The page opens with press-2015." in told


@pytest.mark.slow
def test_an_address_that_is_changed_by_hand_opens_the_other(page) -> None:
    page.open()
    page.tab.evaluate("() => { location.hash = '#v1;scenario=no-system'; }")
    turned(page, "no-system")
    assert not page.problems


@pytest.mark.slow
def test_claims_of_a_preset_that_was_swept_have_a_strip_each(page) -> None:
    page.open("#v1;view=claims")
    rows = page.get("p.hello.verdicts.rows")
    shown = page.tab.locator("[data-testid=tested] li")
    assert shown.count() == len(rows) >= 20
    for at, row in enumerate(rows):
        text = shown.nth(at).inner_text()
        widths = (
            shown.nth(at).locator("rect").evaluate_all("all => all.map((one) => +one.getAttribute('width'))")
        )
        told = [f"{100 * value:.0f}" for value in (*row["for"], *row["against"])]
        assert row["hypothesis"] in text
        assert "for {}% ({} to {}), against {}% ({} to {})".format(*told) in text
        assert widths[1:] == pytest.approx([100 * row["for"][0], 100 * row["against"][0]])
    page.open("#v1;scenario=fico;view=claims")
    page.until("p.hello.scenario.name === 'fico'")
    assert page.tab.query_selector("[data-testid=tested]") is None
