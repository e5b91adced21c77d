"""View: what a citizen privately holds today. Shared by acting, averaging and enforcing."""

from sottovoce.day.rules.acts import FIXED
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID


@rule
def view_of(i, opinion, held, views):
    """Private view in [-1, 1] from the columns `opinion` and `held`: that of day 0, or where it has moved since."""
    if views == FIXED:
        return int(opinion[i]) / GRID
    return float(held[i])
