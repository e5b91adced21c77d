"""Every replication has its second implementation, held beside the first in a file of the same name."""

from pathlib import Path

import pytest

from sottovoce.replications import names


@pytest.mark.parametrize("name", names())
def test_there_is_a_second(name):
    assert (Path(__file__).parent / f"test_{name.replace('-', '_')}.py").exists()
