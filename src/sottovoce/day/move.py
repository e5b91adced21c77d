"""Move: whom the tie that is to be moved goes to: a citizen who was heard to say the same as oneself.

reads: id place voice spoke first friend signal · writes: moved_from moved_to
"""

import numpy as np

from sottovoce.chance import Purpose, draw, unit
from sottovoce.day.rules.system import MOVE_NEVER
from sottovoce.day.ties import may_tie
from sottovoce.machine.rule import rule
from sottovoce.society.signal import HEARD, act_of, flag

MOVE_WHOM_LUCK = int(Purpose.MOVE_WHOM)

TRIES = 8  # strangers looked at, times the number of citizens


@rule
def move(i, s, r, t):
    """Find the citizen whom the tie goes to: one who may be tied (`may_tie`), with a last act (heard) equal to one's own; each
    who could be met is as likely as another. Without one in 8 n draws, or if one's own act is no longer heard, it stays."""
    if r.ties.move == MOVE_NEVER or s.moved_from[i] < 0:
        return
    found = -1
    own = int(s.voice[i]) if t.day - int(s.spoke[i]) < r.voice.hear_days else 0
    n = len(s.id)
    counter = 0 if own != 0 else TRIES * n
    while found < 0 and counter < TRIES * n:
        j = int(s.place[int(unit(draw(t.luck[MOVE_WHOM_LUCK], np.uint64(s.id[i]), np.uint64(counter))) * n)])
        counter += 1
        if flag(s.signal[j], HEARD) == 1 and act_of(s.signal[j]) == own and may_tie(i, j, s, r):
            found = j
    s.moved_to[i] = found
    if found < 0:
        s.moved_from[i] = -1
