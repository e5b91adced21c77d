"""Broken input of all kinds, a rotating slice of it: taken, or refused in words. `python -m verify inputs` tries 100,000 and more."""

import os
import random
from pathlib import Path

import pytest

import broken

SEED = 1 if os.environ.get("SOTTOVOCE_CI") else random.SystemRandom().randrange(2**32)
COUNTS = {"text": 250, "set": 250, "ties": 400, "command": 40}


@pytest.mark.slow(4)
@pytest.mark.parametrize("kind", broken.KINDS)
def test_any_input_is_taken_or_refused_in_words(kind: str, tmp_path: Path) -> None:
    """No traceback, and at most twenty lines."""
    assert list(broken.faults(kind, SEED, range(COUNTS[kind]), tmp_path)) == []


@pytest.mark.slow
def test_the_generator_breaks_things_and_leaves_some_whole(tmp_path: Path) -> None:
    """Of each kind some are taken and most are refused; the same number of the same seed is the same input."""
    for kind in broken.KINDS[:3]:
        taken = 0
        for number in range(200):
            try:
                broken.taken(kind, broken.luck_of(kind, 1, number), tmp_path)
                taken += 1
            except broken.SottovoceError:
                pass
        assert 3 <= taken <= 197, kind
    again = [broken.scenario_text(broken.luck_of("text", 1, 5)) for _ in range(2)]
    assert again[0] == again[1]
