"""Chance, as plain Python may draw it; and as a table sets it."""

import functools
import sys
from collections.abc import Callable, Iterator

import pytest
from given import Luck, drawn, paired

from sottovoce.chance import wrapping


@pytest.fixture(autouse=True)
def wraps() -> Iterator[None]:
    """Draws overflow on purpose."""
    with wrapping():
        yield


@pytest.fixture
def chances(monkeypatch) -> Callable[[Luck], None]:
    """Set the draws of a day by purpose, by (purpose, counter), or by (purpose, a, b) for two citizens:
    ``chances({FREEZE: 0.1})``. What depends on a draw that is not set does not happen: it is just below 1."""

    def fix(luck: Luck) -> None:
        for name, module in list(sys.modules.items()):
            for function, table in (("draw", drawn), ("pair", paired)):
                if name.startswith("sottovoce.day.") and hasattr(module, function):
                    monkeypatch.setattr(module, function, functools.partial(table, luck))

    return fix
