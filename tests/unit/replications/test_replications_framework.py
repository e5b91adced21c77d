"""What holds of every replication: complete folders, honest targets, exact errors."""

import importlib.util
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest

import sottovoce as sv
from sottovoce.errors import ReplicationError
from sottovoce.replications import load, names
from sottovoce.replications.command import assignments, finite
from sottovoce.replications.parameters import Parameter, checked, numbers, settle, whole
from sottovoce.replications.targets import (
    LEVELS,
    Check,
    Judged,
    Paper,
    Target,
    agreement,
    count_line,
    judge,
)

ALL = names()


def problem(name: str, **values) -> str:
    with pytest.raises(ReplicationError) as caught:
        load(name).measure(**values)
    return str(caught.value)


def test_the_public_name():
    assert sv.replications.names() == ALL
    assert sv.replications.load("daymude").measure(delta=0.1)["act"] == pytest.approx(0.1, abs=1e-5)


@pytest.mark.parametrize("name", ALL)
def test_a_folder_is_complete(name):
    one = load(name)
    assert len(one.declaration) > 800
    assert one.paper.title and one.paper.tests and re.search(r"\d{4}", one.paper.paper)
    assert one.paper.targets
    for target in one.paper.targets:
        assert target.claim and target.where and target.why, target
        assert target.quantity is None or target.quantity in one.quantities, target.claim
        assert target.check is None or callable(getattr(one.module, target.check)), target.claim
        one.settings(**target.settings)
    assert any(not target.slow for target in one.paper.targets)
    for parameter in one.parameters.values():
        assert parameter.about, parameter.name
        assert parameter.unit or parameter.kind == "choice", parameter.name
        if parameter.default is not None:
            checked(parameter, parameter.default)


@pytest.mark.parametrize("name", ALL)
def test_a_declaration_names_every_parameter_and_quantity(name):
    one = load(name)
    for word in (*one.parameters, *one.quantities):
        assert f"`{word}`" in one.declaration, word


@pytest.mark.parametrize("name", ALL)
def test_an_unknown_parameter_is_refused(name):
    first = next(iter(load(name).parameters))
    text = problem(name, **{first + "x": 1})
    assert text.startswith(f"{name}: {first}x: unknown parameter.")
    if len(first) > 2:
        assert f'Did you mean "{first}"?' in text


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"nu": 1.4}, "daymude: nu: 1.4 given; allowed 0 to 1 (probability). Choose a value in that range."),
        ({"nu": True}, "daymude: nu: true given; allowed 0 to 1 (probability). Write a number."),
        ({"nu": None}, "daymude: nu: null given; allowed 0 to 1 (probability). Write a number."),
        (
            {"nu": math.nan},
            "daymude: nu: nan given; allowed 0 to 1 (probability). Choose a value in that range.",
        ),
        (
            {"punishment": "unifrom"},
            'daymude: punishment: "unifrom" given; allowed "uniform", "proportional". Did you mean "uniform"?',
        ),
        ({"taw": 0.5}, 'daymude: taw: unknown parameter. Did you mean "tau"?'),
    ],
)
def test_what_is_wrong_with_a_value(values, text):
    assert problem("daymude", **values) == text


def test_all_problems_at_once():
    assert len(problem("daymude", nu=2, bta=1, psi=-1).splitlines()) == 3


def test_an_unknown_replication():
    with pytest.raises(ReplicationError) as caught:
        load("daymud")
    assert (
        str(caught.value)
        == 'daymud: no such replication. Did you mean "daymude"? All: `sottovoce replicate`.'
    )


def test_values_of_every_kind():
    """NumPy's numbers and arrays are as good as Python's; whole floats are whole numbers."""
    n = whole("n", 1, "people", unit="people", low=1, infinite=True)
    assert checked(n, np.int64(5)) == 5
    assert checked(n, 1e5) == 100_000
    assert isinstance(checked(n, 1e5), int)
    assert checked(n, "infinite") == checked(n, math.inf) == checked(n, "inf") == math.inf
    many = numbers("t", None, "thresholds", unit="people")
    assert checked(many, range(3)) == checked(many, np.arange(3)) == checked(many, (0, 1, 2)) == [0, 1, 2]
    for bad in ([], 3, "0,1", [1, "x"], [True], [math.inf], {}):
        with pytest.raises(ValueError):
            checked(many, bad)
    for bad in (0, 1.5, "x", True, -math.inf):
        with pytest.raises(ValueError):
            checked(n, bad)


LISTS = numbers("thresholds", (0.0,), "thresholds", unit="people")
N = whole("n", 10, "people", unit="people", low=1)
MODES = {"list": ("thresholds",), "drawn": ("n",)}
SEED = Parameter("seed", "whole number", "luck", "seed", default=1)


def test_two_ways_of_asking():
    """The first way is the default; what belongs to the other way is None; a parameter in neither belongs to both."""
    assert settle("x", (LISTS, N, SEED), MODES, {}) == ({"thresholds": (0.0,), "seed": 1}, {"n": None})
    assert settle("x", (LISTS, N, SEED), MODES, {"n": 3}) == ({"n": 3, "seed": 1}, {"thresholds": None})
    with pytest.raises(ReplicationError) as caught:
        settle("x", (LISTS, N, SEED), MODES, {"n": 3, "thresholds": [1]})
    assert str(caught.value) == (
        "x: n, thresholds given together; allowed thresholds; or n. Leave out what belongs to the other way."
    )


def target(published, **more) -> Target:
    return Target("claim", "where", published, more.pop("level", "exact"), "why", quantity="x", **more)


@pytest.mark.parametrize(
    ("published", "tolerance", "measured", "holds"),
    [
        (1.0, 0.1, 1.05, True),
        (1.0, 0.1, 1.15, False),
        ([1, 2], 0.0, [1, 2], True),
        ([1, 2], 0.0, [1, 2, 3], False),
        ([1, 2], 0.5, [1.4, 2.6], False),
        (True, 0.0, True, True),
        (True, 0.0, False, False),
        ("a", 0.0, "b", False),
        ({"above": 2}, 0.0, 2, False),
        ({"above": 2}, 0.0, 2.1, True),
        ({"below": 2}, 0.0, 1.9, True),
        ({"between": [1, 2]}, 0.0, 2, True),
        ({"between": [1, 2]}, 0.1, 2.05, True),
        ({"between": [1, 2]}, 0.0, 0.9, False),
        (math.inf, 0.0, math.inf, True),
        (1.0, 9.0, None, False),
    ],
)
def test_judging(published, tolerance, measured, holds):
    assert judge(target(published, tolerance=tolerance), measured) is holds


def checked_with(*pairs) -> Check:
    paper = Paper("t", "p (2000)", "x", 1, ())
    return Check(
        "x", paper, tuple(Judged(target(1, level=lv, miss=why), 1, holds, 0.0) for lv, holds, why in pairs)
    )


@pytest.mark.parametrize(
    ("pairs", "verdict"),
    [
        ([("exact", True, "")], "matches exactly"),
        ([("exact", True, ""), ("distribution", True, "")], "matches in distribution"),
        ([("exact", True, ""), ("direction", True, ""), ("distribution", True, "")], "matches in direction"),
        ([("exact", True, ""), ("direction", None, "")], "matches exactly"),
        ([("exact", True, ""), ("direction", False, "too few people")], "does not match"),
        ([("exact", None, "")], "not tried"),
        ([("formula", True, ""), ("direction", True, "")], "matches in direction"),
        ([("formula", True, "")], "not tried"),
        ([("exact", True, ""), ("formula", False, "too few people")], "does not match"),
        ([("illustration", True, ""), ("exact", True, "")], "illustrates"),
        ([("illustration", True, ""), ("illustration", False, "too few people")], "does not match"),
    ],
)
def test_verdicts(pairs, verdict):
    """The weakest agreement counts, one miss is a miss, and a formula that is merely evaluated is no agreement."""
    check = checked_with(*pairs)
    assert check.verdict == verdict
    assert check.why == ("too few people" if verdict == "does not match" else "")
    assert set(LEVELS) == {"exact", "distribution", "direction", "illustration"}


def test_a_formula_check_is_not_counted():
    check = checked_with(
        ("exact", True, ""), ("formula", True, ""), ("direction", None, ""), ("exact", False, "x")
    )
    assert check.score == (1, 2)
    assert check.formulas == 1
    assert [agreement(judged) for judged in check.judged] == ["exact", "formula check", "", "missed"]


def test_what_a_table_adds_up_to():
    verdicts = ["matches exactly", "does not match", "matches exactly", "illustrates"]
    agreements = ["exact", "exact", "missed", "formula check", "", "in direction", "illustrated"]
    assert count_line(verdicts, agreements, 2) == (
        "4 papers: 2 match exactly, 1 illustrates, 1 does not match. 5 figures: 2 exact, 0 in distribution, 1 in direction, "
        "1 illustrated, 1 missed. Not counted: 1 formula check, and 2 papers beside."
    )


def test_the_page_adds_up_what_its_tables_say():
    """Counted from the sections, so that a page of which some papers were measured anew counts the others too."""
    path = Path(__file__).parents[3] / "docs" / "how_we_know.py"
    spec = importlib.util.spec_from_file_location("how_we_know", path)
    assert spec and spec.loader
    page = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(page)
    sections = {name: page.section(load(name).check()) for name in ("kuran", "tournament")}
    assert page.counted(sections) == (
        "1 paper: 1 matches exactly. 2 figures: 2 exact, 0 in distribution, 0 in direction, 0 illustrated, 0 missed. "
        "Not counted: 0 formula checks, and 1 paper beside."
    )
    missed = (
        sections["kuran"]
        .replace("Matches exactly", "Does not match", 1)
        .replace("| exact |", "| **missed** |", 1)
    )
    assert page.counted({"kuran": missed}) == (
        "1 paper: 1 does not match. 2 figures: 1 exact, 0 in distribution, 0 in direction, 0 illustrated, 1 missed."
    )


def test_a_miss_that_nobody_explains_says_so():
    assert checked_with(("exact", False, "")).why == "Not explained: claim."


def test_what_is_typed_after_set():
    one = load("daymude")
    assert assignments(one, ["beta=2", "punishment = proportional"]) == {
        "beta": 2,
        "punishment": "proportional",
    }
    with pytest.raises(ReplicationError) as caught:
        assignments(one, ["beta"])
    assert str(caught.value) == "beta: no value given; allowed name=value. Write it like seed=2."


def test_infinity_in_json():
    assert (
        json.dumps(finite({"a": [math.inf, -math.inf, 1.5]}), allow_nan=False)
        == '{"a": [".inf", "-.inf", 1.5]}'
    )
