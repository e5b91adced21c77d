"""Seals: what is sealed, what is only explored, and of what nobody can say which it is."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from claimed import FILE

from sottovoce.errors import RunError, ScenarioError
from sottovoce.verdicts import declared
from sottovoce.verdicts.seal import place_of, record, seal, status

LATER = (datetime.now(UTC) + timedelta(hours=1)).isoformat(timespec="seconds")
EARLIER = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="seconds")


@pytest.fixture
def mine(tmp_path):
    place = tmp_path / "mine.yaml"
    place.write_text(FILE, encoding="utf-8")
    return place


def said(place, begun=LATER, **how):
    found = declared.read(place)
    return status(found, found.claims[0], found.experiment(found.claims, **how), begun)


@pytest.mark.slow
def test_sealed(mine):
    """The record holds what was claimed; a run that began after it is a test of it, and so is a first part of its design."""
    assert said(mine).kind == "exploratory", "no record"
    kept = record(seal(declared.read(mine)))
    assert kept["claims"]["it-silences"]["refuted"] == "it does not"
    assert kept["claims"]["it-silences"]["margin"] == 5
    assert kept["stopping"] and kept["space"] and kept["analysis"] and kept["points"] == 4
    assert said(mine).kind == "sealed"
    assert said(mine, points=2).kind == "sealed"


def edit(old, new):
    def change(place):
        place.write_text(place.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    return change


def edit_record(old, new):
    def change(place):
        edit(old, new)(place_of(place))

    return change


def forge(place):
    """A record made up again with a right digest, for another claim."""
    from sottovoce.verdicts.seal import _digest

    kept = json.loads(place_of(place).read_text())
    kept.pop("digest")
    kept["claims"]["it-silences"]["digest"] = "0" * 64
    place_of(place).write_text(json.dumps(kept | {"digest": _digest(kept)}))


@pytest.mark.slow(3)
@pytest.mark.parametrize(
    ("change", "how", "why"),
    [
        (edit("It silences.", "It does."), {}, "the claim was changed after it was sealed"),
        (edit("margin: 5", "margin: 1"), {}, "the claim was changed after it was sealed"),
        (edit_record('"margin": 5', '"margin": 1'), {}, "was changed after it was sealed"),
        (edit_record('"sealed": "20', '"sealed": "19'), {}, "was changed after it was sealed"),
        (edit_record("{", "["), {}, "no record of a seal, or damaged"),
        (forge, {}, "the claim was changed"),
        (edit("watching.nu, society", "society"), {}, "what was lived is not what was sealed"),
        (edit("first: 7,", "first: 8,"), {}, "what was lived is not what was sealed"),
        (None, {"points": 8}, "8 points were asked for, and 4 sealed"),
        (None, {"seeds": 3}, "what was lived is not what was sealed"),
        (None, {"begun": EARLIER}, "the record is younger"),
        (None, {"begun": None}, "does not say when it began"),
    ],
)  # fmt: skip
def test_unknown(mine, change, how, why):
    """A record that was changed, or is younger than the run, or is of something else says nothing; and why is told."""
    seal(declared.read(mine))
    assert said(mine).kind == "sealed"
    if change:
        change(mine)
    found = said(mine, **how)
    assert found.kind == "unknown"
    assert why in found.why


def test_what_was_seen_is_exploratory_also_if_it_is_sealed(mine):
    edit("    refuted: it", "    seen: a run of last week\n    refuted: it")(mine)
    seal(declared.read(mine))
    assert said(mine) == ("exploratory", "its sign was seen before: a run of last week")


@pytest.mark.slow
def test_a_seal_is_not_made_twice(mine):
    place = seal(declared.read(mine))
    before = place.read_text()
    with pytest.raises(RunError, match="sealed before, and stays as it is"):
        seal(declared.read(mine))
    assert place.read_text() == before


def test_a_claim_without_a_margin_is_not_sealed(mine):
    edit("    margin: 5\n", "")(mine)
    with pytest.raises(ScenarioError, match="A sign without one is no claim"):
        seal(declared.read(mine))
    assert not place_of(mine).exists()


def test_the_shipped_claims_are_not_sealed_here():
    with pytest.raises(RunError, match="a file of your own"):
        seal(declared.read())


@pytest.mark.slow
def test_an_analysis_that_changed(mine, monkeypatch):
    seal(declared.read(mine))
    monkeypatch.setattr("sottovoce.verdicts.seal.analysis", lambda: "another")
    assert said(mine).why == "the analysis is not the one that was sealed"
