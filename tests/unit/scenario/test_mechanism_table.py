"""Every row of the articles is in the model, as parameters or presets that exist, or it says why it is no mechanism."""

import re

import pytest
from pydantic import ValidationError

from sottovoce.scenario.catalogue import claims
from sottovoce.scenario.catalogue.mechanisms import Mapped, mechanisms, wrong_places
from sottovoce.scenario.claims import rows_cited
from sottovoce.scenario.paths import get
from sottovoce.scenario.read import presets, read

ROWS = mechanisms()


def test_all_74_rows_are_mapped_in_order():
    assert [row.number for row in ROWS] == [claim.number for claim in claims()] == list(range(1, 75))
    for row in ROWS:
        assert bool(row.parameters or row.presets) != bool(row.why_not), row.number
        assert row.claim.number == row.number


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_every_place_exists_in_a_scenario(row: Mapped):
    assert wrong_places(row) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_every_preset_exists(row: Mapped):
    assert set(row.presets) <= set(presets())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_forecasts_and_refuted_rows_say_so(row: Mapped):
    text = row.how + row.why_not
    if row.claim.status == "PRED":
        assert re.search(r"forecast|fear|motive", text)
    if row.claim.status == "REF":
        assert "refuted" in text


def switched_on(name: str, entry: str) -> bool:
    """A parameter is not at its nothing (0, false, null, none) in a preset, or has the value that the table names."""
    scenario = read(name)
    path, _, value = entry.partition("=")
    values = [get(scenario, path)] if ".N." not in path else []
    if not values:
        parts, field = path.split(".N.")
        values = [getattr(part, field) for part in getattr(scenario, parts)]
    return any(one == value if value else one not in (0, 0.0, None, False, (), "") for one in values)


@pytest.mark.parametrize("row", [row for row in ROWS if row.parameters], ids=lambda row: str(row.number))
def test_a_preset_that_is_named_has_the_mechanism_switched_on(row: Mapped):
    for name in row.presets:
        assert any(switched_on(name, entry) for entry in row.parameters), name


def test_every_preset_of_the_articles_is_in_the_table_and_its_sources_speak_of_the_rows():
    """The sources of press-2015 and the table tell the same story: nothing is mapped to it that it is silent about."""
    table = {row.number for row in ROWS if "press-2015" in row.presets}
    assert table <= set(rows_cited(read("press-2015"))) | {63}  # 63 compares two presets
    assert {name for row in ROWS for name in row.presets} >= {"press-2015", "provocateurs", "peeple-2015"}


def test_what_is_no_mechanism_is_little_and_never_a_documented_sanction():
    left_out = [row.number for row in ROWS if row.why_not]
    assert left_out == [21, 37, 54, 55, 56, 57, 58, 61, 62, 66, 70]


WRONG = {
    "neither": ({"number": 3}, "row 3: give parameters or presets with how, or why_not alone"),
    "both": (
        {"number": 3, "parameters": ["score.low"], "how": "x", "why_not": "y"},
        "row 3: give parameters or presets with how, or why_not alone",
    ),
    "no how": ({"number": 3, "presets": ["press-2015"]}, "row 3: give parameters or presets with how"),
    "unknown name": ({"number": 3, "why_not": "x", "because": "y"}, "Extra inputs are not permitted"),
    "no path": ({"number": 3, "parameters": ["Score low"], "how": "x"}, "String should match pattern"),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_table_is_read_strictly(name: str):
    given, text = WRONG[name]
    with pytest.raises(ValidationError, match=re.escape(text)):
        Mapped.model_validate(given, strict=False)


def test_a_wrong_place_is_told_with_the_nearest_right_one():
    row = Mapped(
        number=1,
        parameters=("score.spil", "score.drag=avrage", "tiers.N.access=loan", "score.low"),
        how="x",
    )
    assert wrong_places(row)[0] == 'score.spil: unknown name. Did you mean "spill"?'
    assert wrong_places(row)[1] == 'score.drag: avrage given; allowed "average", "additive".'
    assert len(wrong_places(row)) == 2
