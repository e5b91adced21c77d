"""Chance that a table sets."""

import sys
from collections.abc import Callable

import pytest
from given import Luck, drawn


@pytest.fixture
def chances(monkeypatch) -> Callable[[Luck], None]:
    """Set the draws of a day by purpose, or by (purpose, counter): ``chances({FREEZE: 0.1})``. What depends on a draw that is
    not set does not happen: it is just below 1."""

    def fix(luck: Luck) -> None:
        for name, module in list(sys.modules.items()):
            if name.startswith("sottovoce.day."):
                for function in ("draw", "pair"):
                    if hasattr(module, function):
                        monkeypatch.setattr(module, function, lambda *asked: drawn(luck, *asked))

    return fix
