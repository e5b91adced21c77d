"""The file of claims: what it has to say, and what is refused before the first day."""

import pytest
from claimed import FILE
from ruamel.yaml import YAML

from sottovoce.errors import ScenarioError
from sottovoce.scenario.catalogue import claims as catalogue
from sottovoce.verdicts import declared


@pytest.fixture
def file(tmp_path):
    def write(old="", new=""):
        place = tmp_path / "mine.yaml"
        assert old in FILE
        place.write_text(FILE.replace(old, new) if old else FILE, encoding="utf-8")
        return place

    return write


def test_the_shipped_claims_are_complete():
    """Sixteen at least, each with the article's own words, a reason for its margin, and what would refute it; one placebo."""
    found = declared.read()
    assert found.shipped
    assert len(found.claims) >= 16
    quotes = {one.number: one.quote for one in catalogue()}
    for one in found.claims:
        assert quotes[one.asked.row] == one.asked.quote, one.name
        assert one.asked.why_margin and one.asked.refuted and one.asked.null and one.margin > 0
    assert [one.name for one in found.claims if one.asked.placebo] == ["placebo"]
    assert len({one.digest for one in found.claims}) == len(found.claims)


def test_fear_is_measured_by_what_holds_no_friction():
    """A claim with a mixed measure says that it is about both."""
    for one in declared.read().claims:
        mixed = {t.outcome.partition("@")[0] for t in one.all_terms} & {
            "say_so",
            "sensitive_acts",
            "heard_silent",
            "spoke",
        }
        assert not mixed or "held back and cut off together" in one.asked.hypothesis, one.name


@pytest.mark.slow
def test_every_shipped_world_is_one_of_the_scenario():
    """At the first points of the design; and no world is another under another name, but for the two ways not to be made to join."""
    found = declared.read()
    asked = found.experiment(found.claims, quick=True, points=3)
    for point in asked.points:
        assert len(asked.scenarios(asked.at(point))) == len(asked.worlds)


def test_only_worlds_that_are_asked_for_are_lived():
    found = declared.read()
    some = found.experiment(found.chosen(["drag-silences"]), quick=True, points=3, safeguards=False)
    assert list(some.worlds) == ["with", "friends' scores do not count"]
    assert some.measures == ("held_back",)


def test_draws_take_the_place_of_the_design(file):
    """Points of a posterior, as they come."""
    found = declared.read(file())
    draws = [{"watching.nu": 0.2, "society.homophily": 0.5}, {"watching.nu": 0.4, "society.homophily": 0.3}]
    assert found.experiment(found.claims, draws=draws).points == draws


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "    margin: 5\n",
            "",
            "margin: it-silences: none given; allowed above 0: the smallest size of interest",
        ),
        ("margin: 5", "margin: 0", "margin: it-silences: 0 given; allowed above 0"),
        ("    why_margin: small\n", "", "no reason given for the margin"),
        ("held_back@late in with -", "held_bakc@late in with -", 'Did you mean "held_back"'),
        ("in without", "in wihtout", 'wihtout: no such world. Did you mean "without"'),
        ("@late in without", "@lat in without", 'lat: no such window. Did you mean "late"'),
        ("@late in without", "@late in short", "late: ends on day 40, and short is lived for 30"),
        ("held_back@late in with -", "ties_cut@late in with -", "ties_cut: has no window"),
        ("held_back@late in with -", "ties_cut in with -", "per 1,000 times and share added together"),
        ("held_back@late in with -", "crowding in with -", "counted by living days twice"),
        ('sign: "+"', 'sign: "?"', "allowed +, - or 0"),
        ("    refuted: it does not\n", "", "refuted: missing. Give it."),
        ("    refuted: it", "    goal: more\n    refuted: it", "unknown name"),
    ],
)
def test_what_is_refused(file, old, new, says):
    """With the line, what was given and what is allowed."""
    with pytest.raises(ScenarioError) as error:
        declared.read(file(old, new))
    assert says in str(error.value)
    assert "mine.yaml:" in str(error.value)


GUARDED = """
safeguards: {is: held_back@late, with: with, without: without, margin: 5, worlds: [private]}
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "is: held_back@late",
            "is: spoke@late",
            "spoke: less of it gives nothing back, and nothing is ranked by it",
        ),
        ("is: held_back@late", "is: benefits", "benefits: less of it gives nothing back"),
        ("is: held_back@late", "is: say_so@late", "say_so: less of it gives nothing back"),
        ("margin: 5,", "margin: 0,", "safeguards.margin: 0 given; allowed above 0"),
        ("worlds: [private]", "worlds: [heavy]", "heavy: is no safeguard, and only safeguards are ranked"),
        ("worlds: [private]", "worlds: [both]", "both: is no safeguard, and only safeguards are ranked"),
        (
            "worlds: [private]",
            "worlds: [without]",
            "without: is no safeguard, and only safeguards are ranked",
        ),
    ],
)
def test_a_file_of_ones_own_ranks_nothing_but_safeguards_by_what_people_lose(tmp_path, old, new, says):
    """Else the table of safeguards would be one of systems, with the one first that silences most."""
    worlds = "  private: {reform: private-scores}\n  heavy: {set: {score.spill: 0.9}}\n  both: {reform: private-scores, set: {score.spill: 0.9}}\n"
    place = tmp_path / "mine.yaml"
    text = FILE.replace("claims:\n", worlds + "claims:\n", 1) + GUARDED
    place.write_text(text, encoding="utf-8")
    assert declared.read(place).asked.safeguards
    assert old in GUARDED
    place.write_text(text.replace(GUARDED, GUARDED.replace(old, new)), encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        declared.read(place)
    assert says in str(error.value)


def test_the_digest_is_of_everything_said(file):
    before = declared.read(file()).claims[0].digest
    assert declared.read(file("margin: 5", "margin: 6")).claims[0].digest != before
    assert declared.read(file("It silences.", "It silences a little.")).claims[0].digest != before
    assert YAML(typ="safe").load(FILE)["claims"][0]["margin"] == 5
