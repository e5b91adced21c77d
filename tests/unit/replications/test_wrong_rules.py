"""Figures that count fail under wrong rules: some replications a day, all of them in `make verify`."""

import importlib
import sys
from datetime import date
from pathlib import Path

import pytest

from sottovoce.replications import load, names

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def wrong_rules():
    """The module of that name; `verify` is not installed, it lies beside the package."""
    sys.path.append(str(ROOT))
    try:
        yield importlib.import_module("verify.wrong_rules")
    finally:
        sys.path.remove(str(ROOT))


def test_every_replication_rests_on_a_rule(wrong_rules):
    assert set(wrong_rules.RESTS_ON) == set(names())
    assert {rule for rules in wrong_rules.RESTS_ON.values() for rule in rules} == set(wrong_rules.WRONG)
    for name in names():
        assert wrong_rules.counted(name), name


def test_the_rules_are_there(wrong_rules):
    """Their names are known here alone; a rule that is renamed is renamed here."""
    for wrong in wrong_rules.WRONG.values():
        module, _, name = wrong.rule.rpartition(".")
        assert callable(getattr(importlib.import_module(module), name)), wrong.rule


@pytest.mark.slow(10)
def test_every_figure_that_counts_fails(wrong_rules):
    """Of another replication each day."""
    name = names()[date.today().toordinal() % len(names())]
    assert wrong_rules.surviving([name]) == {name: []}


@pytest.mark.slow(10)
def test_a_figure_that_no_rule_produces_is_found(wrong_rules):
    """The paper's own formula holds whatever our citizen does: if it were counted, it would survive."""
    formula = [k for k, target in enumerate(load("daymude").paper.targets) if target.level == "formula"]
    assert formula == [0]
    assert set(formula) <= set(wrong_rules.under("silent", ["daymude"])["daymude"])
    assert not set(formula) & set(wrong_rules.counted("daymude"))
