"""Who lives here: people in columns, ties in rows, created from a scenario and its luck. Everyone is made up."""

from sottovoce.society.create import create
from sottovoce.society.state import Society, State

__all__ = ["Society", "State", "create"]
