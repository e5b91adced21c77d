"""What a day does: announce -> look -> adapt -> learn -> enrol -> act -> observe -> score -> sanction -> show -> rewire -> move.

Choices use yesterday's signals and scores, sanctions today's. Exact formulae: docs/understand/the-day.md. Start with `day.step`.
"""
