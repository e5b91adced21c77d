"""What a day does: announce -> look -> adapt -> enrol -> act -> observe -> score -> sanction -> rewire.

Choices use yesterday's words and scores, sanctions today's. Exact formulae: docs/understand/the-day.md. Start with `day.step`.
"""
