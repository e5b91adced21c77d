"""What a day does: announce -> look -> adapt -> enrol -> act -> observe -> score -> sanction -> rewire.

Choices use yesterday's words and scores, sanctions today's. Exact formulae: docs/understand/the-day.md. Start with `day.live`.
"""

from sottovoce.day import crowd  # noqa: F401 (from here on a machine knows how many citizens live a day side by side)
from sottovoce.day.live import PHASES, count, evening, live, live_until

__all__ = ["PHASES", "count", "evening", "live", "live_until"]
