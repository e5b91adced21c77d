"""Moved to sottovoce.world (temporary)."""

from sottovoce.world import *  # noqa: F403
from sottovoce.world import days, live_world, measured_from, pair  # noqa: F401
