"""The day of one citizen, phase after phase. `machine` runs it over everyone; on the CPU as `day.crowd` has it, with the same rules.
Where citizens take turns: `day.turn`, then `evening`.
"""

from sottovoce.day.act import act
from sottovoce.day.adapt import adapt
from sottovoce.day.enrol import enrol
from sottovoce.day.learn import learn
from sottovoce.day.look import heed, look
from sottovoce.day.move import move
from sottovoce.day.observe import observe
from sottovoce.day.rewire import rewire
from sottovoce.day.sanction import sanction
from sottovoce.day.score import score
from sottovoce.day.tables import whole
from sottovoce.day.word import show
from sottovoce.machine.lanes import add
from sottovoce.machine.rule import rule
from sottovoce.society.tally import ALONE, FINE, HEARD_LOYAL, HEARERS, PEOPLE, TIES

PHASES = ("look", "adapt", "enrol", "act", "observe", "score", "sanction", "rewire", "show and count")


@rule
def live(i, s, r, t, tally):
    """One day of citizen i: columns `s`, rules `r`, what was announced today `t`, sums by group `tally`."""
    live_until(i, 9, s, r, t, tally)


@rule
def live_until(i, phases, s, r, t, tally):
    """The first so many phases of a day (all: 9). Only to see what each costs; what is left out never happened."""
    seen = heed(i, look(i, s, r), s, r, t)
    if phases == 1:  # or the compiler leaves out what nobody uses
        tally[0, TIES] += seen.ties + seen.scores + seen.deeds + int(seen.acts)
    if phases > 1:
        adapt(i, seen, s, r)
        learn(i, seen, s, r, t)
    if phases > 2:
        enrol(i, s, r, t, tally)
    if phases > 3:
        act(i, seen, s, r, t, tally)
    if phases > 4:
        observe(i, seen, s, r, t, tally)
    if phases > 5:
        score(i, seen, s, r, t, tally)
    if phases > 6:
        sanction(i, s, r, t, tally)
    if phases > 7:
        rewire(i, seen, s, r, t)
        move(i, s, r, t)
    if phases > 8:
        show(i, s, r, t)
        count(i, seen, s, tally)


@rule
def evening(i, s, r, t, tally):
    """The rest of a day on which citizens took turns (day.turn): what is left of `live` when everybody has acted."""
    seen = look(i, s, r)
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
    speaking = seen.loyal + seen.dissent
    add(tally, group, PEOPLE, 1)
    add(tally, group, TIES, seen.ties)
    add(tally, group, ALONE, int(seen.ties == 0))
    add(tally, group, HEARERS, int(speaking > 0))
    add(tally, group, HEARD_LOYAL, whole(seen.loyal / max(speaking, 1) * FINE))
