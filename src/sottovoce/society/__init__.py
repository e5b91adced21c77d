"""Who lives here: people in columns, ties in rows, founded from a scenario and its luck. Everyone is made up."""

from sottovoce.society.found import found
from sottovoce.society.state import Society, State

__all__ = ["Society", "State", "found"]
