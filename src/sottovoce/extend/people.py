"""People as a function of a user's own sees them: columns by name, read only."""

from typing import Any

from sottovoce.society import Society
from sottovoce.society.columns import column


class People:
    """Columns of a society by name, read only, one entry for each citizen: ``people.points``. Everyone is made up.

    The most used ones, all of shape (citizen,): `points` (the file of points), `score` (published, in grains above the low end of the scale), `enrolled` (1: is scored),
    `voice` and `opinion` (last public act and private view, -65536 to 65536), `group` (number in `groups`), `need`, `boldness`, `trust` (traits), `lost_days` (days under a
    sanction), `dissented` (1: ever did), `occasions` (public, in the measured days), `drop` and `make` (row of the citizen to be dropped or befriended tonight, or -1).
    Points and scores are there in the world without the system too: a shadow score that nobody sees and nothing depends on (``world.in_force`` is False there).
    `sottovoce.society.state.State` has all columns with dtype and unit. A column that nothing in a scenario needs has one entry.
    """

    def __init__(self, society: Society, allowed: tuple[str, ...] | None = None):
        self._state, self._allowed = society.state, allowed
        self.groups = society.groups

    def __len__(self) -> int:
        return len(self._state.id)

    def __getattr__(self, name: str) -> Any:
        return column(self._state, name, self._allowed)
