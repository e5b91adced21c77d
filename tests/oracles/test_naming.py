"""A difference between the program and the second implementation bears the name of a rule and of a term."""

import re

import pytest
from naming import order, rules_of
from test_whole_day import compare, seen_by_the_oracle, small
from whole_day import World

from sottovoce.day import choice, step
from sottovoce.scenario.model import CHANNELS
from sottovoce.society import create
from sottovoce.society.tally import NAMES

WRITTEN_BY = {
    "nu": ["adapt"],
    "enrolled": ["enrol"],
    "said.post": ["act"],
    "account.cut.post": ["act"],
    "observed": ["observe"],
    "punished": ["observe", "score"],
    "listed": ["observe"],
    "demoted": ["score"],
    "last_loss": ["score"],
    "points": ["score"],
    "access": ["sanction"],
    "drop": ["rewire"],
    "ties": ["ties"],
}


@pytest.mark.parametrize("column", WRITTEN_BY)
def test_the_rule_of_a_column(column):
    assert rules_of(column) == WRITTEN_BY[column]


def test_every_column_compared_has_a_rule():
    scenario = small()
    world = World(scenario, create(scenario))
    world.live_day(0)
    columns = seen_by_the_oracle(world)
    assert [column for column in columns if not rules_of(column)] == []
    assert order().index("adapt") < order().index("act") < order().index("score") < order().index("rewire")


def broken(monkeypatch, module, name: str, fault) -> None:
    """Put a fault behind a rule of the program."""
    rule = getattr(module, name)
    monkeypatch.setattr(module, name, lambda *given: fault(rule(*given), *given))


def test_a_fault_is_named(monkeypatch):
    """A sanction that takes the first tier from citizen 3 differs in nothing else on its first day."""
    tiers = [{"name": "loan", "access": "loan", "effect": "gives", "edge": 400.0}]

    def fault(_, i, s, *rest):
        s.access[i] ^= i == 3

    broken(monkeypatch, step, "sanction", fault)
    with pytest.raises(AssertionError) as failed:
        compare(small(tiers=tiers, enrolment__opt_in_day=0, enrolment__mandatory_day=0))
    lines = str(failed.value).splitlines()
    assert lines[0] == "day 0, 1 differences; first differing rule in the order of the day: sanction"
    assert lines[1] == "sanction (access): citizen 3: program 0, oracle 1: tier loan (oracle only)"


@pytest.mark.parametrize("number, term", [(0, "authenticity"), (1, "climate"), (5, "effort")])
def test_a_faulty_term_is_named(monkeypatch, number, term):
    """A term of U that every citizen counts 3 too high for dissent changes what is said: the message says which term."""

    def fault(terms, level, *rest):
        return (*terms[:number], terms[number] + 3.0 * (level > 0), *terms[number + 1 :])

    broken(monkeypatch, choice, "terms", fault)
    with pytest.raises(AssertionError) as failed:
        compare(small(society__view=0.7, society__boldness=0.1))
    lines = str(failed.value).splitlines()
    assert lines[0].endswith("first differing rule in the order of the day: act")
    assert any(f"first term of U that differs: {term} of 0." in line for line in lines)
    assert any(line.startswith("    U(") and ", oracle: authenticity" in line for line in lines)


def test_a_faulty_account_is_named(monkeypatch):
    """An occasion that is cut off and booked as held back differs in nothing but one sum of one group and channel."""

    def fault(_, i, channel, topic, level, comes, me, counts, s, r, tally):
        tally[int(s.group[i]), NAMES.index(f"cut_{CHANNELS[channel]}")] = 0

    broken(monkeypatch, step, "account", fault)
    net = {"name": "net", "access": "internet", "effect": "takes", "edge": 605.0, "strength": 0.9}
    with pytest.raises(AssertionError) as failed:
        compare(small(tiers=[net], enrolment__opt_in_day=0, enrolment__mandatory_day=0))
    lines = str(failed.value).splitlines()
    assert lines[0].endswith("first differing rule in the order of the day: act")
    for line in lines[1:]:
        assert re.fullmatch(
            r"act \(account\.cut\.(post|share|buy|browse)\): group \d: program 0, oracle [1-9]\d* \(.+\)",
            line,
        ), line


def test_what_goes_wrong_first_comes_first(monkeypatch):
    """A fault of adapt also changes what is said and scored; adapt is named."""

    def fault(_, i, noticed, s, r, t):
        s.nu[i] = 1.0

    broken(monkeypatch, step, "adapt", fault)
    with pytest.raises(AssertionError, match="first differing rule in the order of the day: adapt"):
        compare(small())
