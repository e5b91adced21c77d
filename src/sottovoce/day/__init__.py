"""What a day does: announce -> look -> adapt -> enrol -> act -> observe -> score -> sanction -> rewire.

`live` is the day of one citizen; `machine` runs it over everyone. Choices use yesterday's words and scores, sanctions
today's. Exact formulae: docs/understand/the-day.md.
"""

from sottovoce.day.act import act
from sottovoce.day.adapt import adapt
from sottovoce.day.enrol import enrol
from sottovoce.day.look import look
from sottovoce.day.observe import observe
from sottovoce.day.rewire import rewire
from sottovoce.day.sanction import sanction
from sottovoce.day.score import score
from sottovoce.day.tables import whole
from sottovoce.day.word import show
from sottovoce.machine.rule import rule
from sottovoce.society.tally import ALONE, FINE, HEARD_LOYAL, HEARERS, PEOPLE, TIES


@rule
def live(i, s, r, t, tally):
    """One day of citizen i: columns `s`, rules `r`, what was announced today `t`, sums by group `tally`."""
    seen = look(i, s, r)
    adapt(i, seen, s, r)
    enrol(i, s, r, t, tally)
    act(i, seen, s, r, t, tally)
    observe(i, seen, s, r, t, tally)
    score(i, seen, s, r, t, tally)
    sanction(i, s, r, t, tally)
    rewire(i, seen, s, r, t)
    show(i, s, r, t)
    count(i, seen, s, tally)


@rule
def count(i, seen, s, tally):
    """Count the citizen, the ties and what is heard: how much of what is said aloud is loyal."""
    group = int(s.group[i])
    tally[group, PEOPLE] += 1
    tally[group, TIES] += seen.ties
    if seen.ties == 0:
        tally[group, ALONE] += 1
    if seen.loyal + seen.dissent > 0:
        tally[group, HEARERS] += 1
        tally[group, HEARD_LOYAL] += whole(seen.loyal / (seen.loyal + seen.dissent) * FINE)
