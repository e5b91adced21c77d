"""Presets and catalogue: every value says where it comes from, and nothing is shown that may not be."""

import re
from importlib import resources

import pytest

from sottovoce.errors import SottovoceError
from sottovoce.scenario.catalogue import SourceText, articles, bands, claims, source, sources, statuses
from sottovoce.scenario.claims import rows_cited
from sottovoce.scenario.lines import parse
from sottovoce.scenario.paths import describe, leaves, with_values
from sottovoce.scenario.read import presets, read
from sottovoce.scenario.rows import rows
from sottovoce.scenario.sources import cited, provenance, sourceable, unsourced
from sottovoce.show.scenario import as_json


def written(name: str) -> set[str]:
    """Paths of the values that a preset's own file writes."""
    data = parse(
        (resources.files("sottovoce.scenario") / "presets" / f"{name}.yaml").read_text("utf-8"), name
    ).data
    found = set()

    def walk(value, path):
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{path}.{key}" if path else key)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for i, inner in enumerate(value):
                walk(inner, f"{path}.{i}")
        else:
            found.add(path)

    walk({key: value for key, value in data.items() if key not in ("sources", "base")}, "")
    return {path for path in found if sourceable(path)}


@pytest.mark.parametrize("name", presets())
def test_every_value_written_in_a_preset_has_its_own_source(name):
    assert written(name) <= set(read(name).sources)


@pytest.mark.parametrize("name", presets())
def test_no_value_of_a_preset_is_unsourced(name):
    assert unsourced(read(name)) == []


@pytest.mark.parametrize("name", presets())
def test_every_assumed_number_has_a_range_that_holds_it(name):
    scenario = read(name)
    for path, value in leaves(scenario).items():
        if not sourceable(path) or isinstance(value, bool) or not isinstance(value, int | float):
            continue
        tag, _, assumed = provenance(scenario, path)
        if (
            tag == "A"
            and path.rsplit(".", 1)[-1] not in ("sigma", "sd")
            and not path.startswith("society.view.")
        ):
            assert assumed is not None, path
            if path in scenario.sources:
                assert assumed[0] <= value <= assumed[1], path


@pytest.mark.parametrize("name", presets())
def test_labels_do_not_speak_of_a_country_as_having_a_system(name):
    scenario = read(name)
    assert scenario.name == name
    assert "china" not in (scenario.label + scenario.about).lower()


def test_the_press_scenario_is_named_as_it_must_be():
    assert "as the 2015 press described it" in read("press-2015").label


def test_the_press_scenario_has_what_the_articles_describe():
    press = read("press-2015")
    kinds = {(tier.access, tier.effect) for tier in press.tiers}
    assert {("loan", "gives"), ("travel_papers", "gives"), ("internet", "takes"), ("jobs", "takes")} <= kinds
    assert any(tier.top_share is not None for tier in press.tiers)
    barred = next(tier for tier in press.tiers if tier.access == "jobs")
    slow = next(tier for tier in press.tiers if tier.access == "internet")
    assert barred.edge < slow.edge < press.score.start
    assert press.score.spill > 0 and press.score.friend_weight > 0
    assert press.score.lookup == "public" and press.score.blame_tool
    assert press.score.memory_months == 12
    assert press.enrolment.opt_in_day < press.enrolment.mandatory_day


def test_no_size_of_a_point_change_claims_a_source():
    press = read("press-2015")
    for path in leaves(press):
        if path.endswith((".gain", ".loss")):
            assert provenance(press, path).tag == "A", path


def test_no_system_is_the_same_society_without_it():
    press, none = read("press-2015"), read("no-system")
    differing = {path for path, value in leaves(press).items() if leaves(none)[path] != value}
    assert differing == {"name", "label", "about", "score.in_force"}


def test_a_changed_value_is_yours_and_unsourced_until_you_say_where_it_is_from():
    changed = with_values(read("press-2015"), {"score.friend_weight": 0.2})
    assert provenance(changed, "score.friend_weight") == ("none", "yours, unsourced", None)
    assert unsourced(changed) == ["score.friend_weight"]
    told = with_values(
        changed, {"sources": {"score.friend_weight": {"tag": "A", "source": "a guess", "assumed": [0, 0.5]}}}
    )
    assert provenance(told, "score.friend_weight") == ("A", "a guess", (0.0, 0.5))


def test_provenance_falls_back_on_the_model():
    alone = dict.fromkeys(("channels.post.exposure", "channels.share.exposure", "ties.calm_drop"), 0.0)
    looks = ("pride", "face", "friends", "strangers", "lenders", "employers")
    alone |= {f"score.standing.{name}": 0.0 for name in looks}
    alone |= {"tags.chance": 0.0, "jobs.hunts": 0.0, "jobs.without_score": True}
    bare = with_values(
        read("press-2015"), {"sources": {}, "tiers": [], "topics": [], "reports.rate": 0.0, **alone}
    )
    assert provenance(bare, "score.low") == ("V2", "P1: scale as reported for Zhima", None)
    assert provenance(bare, "score.spill") == ("A", "the model's default", (0, 1))
    assert provenance(bare, "channels.post.loss") == ("A", "the model's default", (1, 20))
    assert provenance(bare, "society.boldness.median") == ("A", "the model's default", (0.5, 2))
    assert unsourced(bare) == []


def test_one_source_may_cover_a_distribution():
    changed = with_values(
        read("press-2015"),
        {
            "society.boldness": {"law": "exponential", "mean": 1.0},
            "sources.society.boldness": {"tag": "V", "source": "DA"},
        },
    )
    assert provenance(changed, "society.boldness.mean").tag == "V"
    assert unsourced(changed) == []


@pytest.mark.parametrize("name", presets())
def test_sources_refer_to_claims_and_keys_that_exist(name):
    texts = [entry.source for entry in read(name).sources.values()]
    numbers, _ = cited(texts)
    assert set(numbers) <= {claim.number for claim in claims()}
    for key in re.findall(r"\b([A-Z]{1,3}\d{1,2})\b", " ".join(texts)):
        assert key in sources() or key in ("S0", "S2", "S3"), key


# --- the catalogue


def test_the_catalogue_has_every_row_with_a_short_quote():
    assert [claim.number for claim in claims()] == list(range(1, 75))
    assert set(articles()) == {"S0", "S2", "S3"}
    for claim in claims():
        assert 1 <= len(claim.quote.split()) <= 15, claim.number
        assert claim.status in statuses()
        assert all(key in sources() for key in claim.keys), claim.number


def test_the_count_of_statuses_is_that_of_the_evidence_sheet():
    found = [claim.status for claim in claims()]
    counts = {status: found.count(status) for status in statuses()}
    assert counts == {"DOC": 14, "PART": 11, "DOC-ELSE": 8, "REF": 13, "CLAIM": 18, "PRED": 10}
    assert claims()[27].verdict == "REF for Zhima; DOC-ELSE"


def test_what_may_not_be_shown_is_not_there():
    folder = resources.files("sottovoce.scenario")
    text = "".join(
        (folder / part / file).read_text("utf-8")
        for part, file in [
            ("catalogue", "claims.yaml"),
            ("catalogue", "bands.yaml"),
            ("presets", "press-2015.yaml"),
        ]
    )
    assert "94%" not in text and "18%" not in text  # Kostka & Antoine: from memory
    assert "17.5" not in text  # flights: cumulative, often misread
    assert "100,000 boasts" not in text


def test_bands_have_sources_and_ordered_ends():
    assert len(bands()) == 13
    for band in bands():
        assert all(key in sources() for key in band.keys), band.quantity
        if band.low is not None and band.high is not None:
            assert band.low < band.high


def test_a_source_is_found_by_key_or_refused_with_the_nearest():
    assert source("W1").topic == "Weibo"
    with pytest.raises(SottovoceError, match=r'^WEB: no such source\. Did you mean "WEI"\?$'):
        source("WEB")


# --- what show prints


def test_show_tells_every_value_and_the_claims_that_its_sources_cite():
    press = read("press-2015")
    assert [row.path for row in rows(press)] == [
        path for path in leaves(press) if path not in ("name", "label", "about")
    ]
    assert [row.path for row in rows(press, "tiers.4")] == [
        path for path in leaves(press) if path.startswith("tiers.4.")
    ]
    assert {6, 24, 25, 26, 28, 30, 39, 41, 43, 44, 51} <= set(rows_cited(press))
    assert rows_cited(read("no-system")) == {}
    row = next(entry for entry in as_json(press)["values"] if entry["path"] == "score.friend_weight")
    assert (row["unit"], row["allowed"], row["tag"], row["assumed"]) == (
        "share",
        "0 to 0.95",
        "A",
        (0.0, 0.3),
    )


def test_every_place_that_show_prints_is_described():
    assert all(describe(row.path).about or row.path == "seed" for row in rows(read("press-2015")) if row.tag)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("zdnet.com/article/weibo-points", [("zdnet.com/article/weibo-points", "https://zdnet.com/article/weibo-points")]),
        ("a talk (pen.org), 2013", [("a talk (", None), ("pen.org", "https://pen.org"), ("), 2013", None)]),
        ("PNAS, 10.1126/science.1251722; p. 3", [("PNAS, ", None), ("10.1126/science.1251722", "https://doi.org/10.1126/science.1251722"), ("; p. 3", None)]),
        ("e.g. a paper, 2019-01-31, i.e. read in part, 1.5 of it", [("e.g. a paper, 2019-01-31, i.e. read in part, 1.5 of it", None)]),
        ("somebody@example.org wrote", [("somebody@example.org wrote", None)]),
    ],
)  # fmt: skip
def test_an_address_in_a_source_is_a_link(text, parts):
    """A DOI or a site; no mail, number or abbreviation."""
    assert SourceText(topic="x", text=text).parts == parts


def test_the_text_of_a_source_is_kept_whole():
    """Two thirds of the sources name an address; nothing of their text is lost by that."""
    named = [one for one in sources().values() if any(to for _, to in one.parts)]
    assert len(named) > 0.6 * len(sources())
    assert all("".join(text for text, _ in one.parts) == one.text for one in sources().values())
    assert all(to is None or to.startswith("https://") for one in sources().values() for _, to in one.parts)
