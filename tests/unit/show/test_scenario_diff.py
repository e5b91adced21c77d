"""Two scenarios line by line: values, sources, rights."""

import io

import pytest
from rich.console import Console

from sottovoce.scenario.paths import leaves, with_values
from sottovoce.scenario.read import presets, read, reads
from sottovoce.show.diff import as_json, diff, page

PRESS = read("press-2015")


def changed(**values):
    return with_values(PRESS, {path.replace("__", "."): value for path, value in values.items()})


@pytest.mark.slow(4)
@pytest.mark.parametrize("name", presets())
def test_nothing_differs_from_oneself(name: str):
    found = diff(read(name), read(name))
    assert (found.changes, found.rights_a, found.rights_b) == ((), (), ())
    assert found.verdicts[0] == found.verdicts[1]
    assert str(found) == "no value differs"


def test_no_system_differs_in_one_value_and_in_all_rights():
    found = diff(PRESS, read("no-system"))
    assert [change.path for change in found.values] == ["score.in_force"]
    assert str(found) == "score.in_force: true -> false"
    assert len(found.rights_a) == 16 and found.rights_b == ()
    assert found.verdicts == ("prohibited", "outside Art. 5(1)(c)")


def test_a_changed_value_loses_its_source_and_both_are_shown():
    (change,) = diff(PRESS, changed(score__spill=0.1)).changes
    assert (change.path, change.a.value, change.b.value) == ("score.spill", 0.3, 0.1)
    assert (change.a.tag, change.b.tag) == ("A", "none")


def test_a_changed_source_of_the_same_value_is_told_apart():
    other = changed(sources__score__spill={"tag": "A", "source": "my guess", "assumed": [0, 2]})
    found = diff(PRESS, with_values(PRESS, {"sources.score.spill": plain_source()}))
    assert [change.path for change in found.sources] == ["score.spill"] and found.values == ()
    assert other.score.spill == PRESS.score.spill


def plain_source():
    return {"tag": "A", "source": "my guess", "assumed": [0.0, 2.0]}


def test_names_labels_and_seeds_are_no_difference():
    other = reads("base: press-2015\nname: mine\nlabel: mine\nabout: mine\nseed: 8\n")
    assert diff(PRESS, other).changes == ()


def test_entries_of_lists_are_matched_by_name_and_not_by_place():
    tiers = [tier.model_dump() for tier in PRESS.tiers]
    tiers = [tiers[3] | {"edge": 480.0}, tiers[0], tiers[1], tiers[2]]
    found = diff(PRESS, with_values(PRESS, {"tiers": tiers, "sources": {}}))
    assert [c.path for c in found.values if c.a and c.b] == ["tiers[barred jobs].edge"]
    gone = [c for c in found.values if c.b is None]
    assert {c.path.split(".")[0] for c in gone} == {"tiers[top tenth]", "tiers[shaming]"}


def test_entries_that_share_a_name_are_told_apart_by_their_place():
    dates = [{"day": day, "name": "step", "set": {"score.spill": 0.1}} for day in (10, 20)]
    found = diff(PRESS, with_values(PRESS, {"dates": dates}))
    assert {"dates[0].day", "dates[1].day"} <= {change.path for change in found.values}


def test_the_law_of_a_trait_may_differ():
    found = diff(PRESS, with_values(PRESS, {"society.boldness": {"law": "constant", "value": 2.0}}))
    assert [(c.path, c.a is None, c.b is None) for c in found.values] == [
        ("society.boldness.law", False, False),
        ("society.boldness.value", True, False),
        ("society.boldness.median", False, True),
        ("society.boldness.sigma", False, True),
    ]


@pytest.mark.parametrize("width", [80, 120, 160])
def test_the_page_fits_and_says_all(width: int):
    tiers = [tier.model_dump() for tier in PRESS.tiers[:2]]
    other = with_values(PRESS, {"tiers": tiers, "score.lookup": "own", "sources.score.spill": plain_source()})
    out = Console(width=width, file=io.StringIO(), record=True, highlight=False)
    out.print(page(diff(PRESS, other)))
    text = out.export_text()
    assert max(map(len, text.splitlines())) <= width
    flat = " ".join(text.split())
    assert "score.lookup" in flat and "tiers[barred jobs] only in a: access jobs, effect takes" in flat
    assert "Same value, another source" in flat
    assert "a anybody can look up anybody's score: ICCPR 17, UDHR 12, GDPR 5, GDPR 6" in flat
    assert "a: prohibited; b: prohibited" in flat and "not legal advice" in flat


def test_json_has_the_same():
    found = as_json(diff(PRESS, changed(score__spill=0.1, score__lookup="own")))
    assert [entry["path"] for entry in found["values"]] == ["score.spill", "score.lookup"]
    assert found["rights"]["only_a"] == [
        {"key": "lookup", "articles": ("ICCPR 17", "UDHR 12", "GDPR 5", "GDPR 6")}
    ]
    assert (found["a"], found["b"]) == ("press-2015", "press-2015")


def test_every_value_of_one_preset_is_compared_with_the_other():
    """No path is left out but what names the scenario or its luck."""
    none = with_values(PRESS, {"sources": {}})
    found = {change.path for change in diff(PRESS, none).changes}
    sourced = {path for path in leaves(PRESS) if path in PRESS.sources}
    assert len(found) >= len(sourced) - 3  # the model's own source may be the same
