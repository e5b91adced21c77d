"""The recipe names all that creating a society reads: equal recipes, equal people."""

import re

import numpy as np
import pytest

from helpers import livelier, unlike
from sottovoce.errors import ScenarioError
from sottovoce.scenario.fields import describe, places
from sottovoce.scenario.paths import leaves, with_values
from sottovoce.society import create
from sottovoce.society.create import Recipe

BASE = livelier(citizens=40, days=30)


def changes() -> dict[str, list]:
    """Other values of every number, choice and switch of a lively scenario."""
    found = {}
    for path, value in leaves(BASE).items():
        try:
            info = describe(re.sub(r"\bN\b", "0", path))
        except (KeyError, ScenarioError):
            continue
        if isinstance(value, bool):
            found[path] = [not value]
        elif isinstance(value, int | float):
            found[path] = [value + 1, value * 0.5, 0]
        elif isinstance(value, str) and info.choices:
            found[path] = [choice for choice in info.choices if choice != value]
    return found


@pytest.mark.slow
def test_what_changes_people_changes_the_recipe():
    """Every value is changed. Worlds of one recipe share their people, so a value that the recipe forgets would share wrong ones."""
    plain, recipe = create(BASE), Recipe.of(BASE)
    other_people = tried = 0
    for path, values in changes().items():
        for value in values:
            try:
                scenario = with_values(BASE, {path: value})
            except ScenarioError:
                continue
            tried += 1
            society = create(scenario)
            same = (
                society.citizens == plain.citizens
                and all(a.shape == b.shape for a, b in zip(society.state, plain.state, strict=True))
                and unlike(society.state, plain.state) == []
                and np.array_equal(society.ties, plain.ties)
                and society.groups == plain.groups
            )
            other_people += not same
            assert same or Recipe.of(scenario) != recipe, f"{path}: {value}"
    assert tried > 150 and other_people > 30
    assert len(places()) > 100


@pytest.mark.parametrize("path", ["score.spill", "voice.effort", "ties.review", "label"])
def test_worlds_share_people_where_nothing_of_the_recipe_differs(path):
    """Or a knock-out would create everybody again."""
    other = "another" if path == "label" else 0.01
    assert Recipe.of(with_values(BASE, {path: other})) == Recipe.of(BASE)
