"""What a scenario has on days that its run does not reach is said."""

import pytest
from typer.testing import CliRunner

from sottovoce import cli
from sottovoce.scenario.model import never
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read


@pytest.mark.parametrize("days, said", [(600, 0), (181, 1), (180, 5), (30, 7)])
def test_days_that_are_not_lived(days: int, said: int):
    """press-2015: the mandate and three sanctions on day 180, joining from day 30 on; an anniversary on day 154 and a crash on day 527."""
    lines = never(with_values(read("press-2015"), {"days": days}))
    assert len(lines) == said
    assert all(f"the last day is {days - 1:,}" in line for line in lines)


def test_dates_too_and_nothing_without_a_system():
    assert never(read("zhima-2015"))[0].startswith("dates.0 (a loyalty scheme): day 1,099 is not lived")
    assert never(with_values(read("no-system"), {"days": 20, "topics": []})) == []


def test_check_says_so():
    told = CliRunner().invoke(cli.app, ["check", "zhima-2015"])
    assert told.exit_code == 0 and "day 1,099 is not lived" in told.output
