"""Show: what others can read of a citizen tomorrow (society/signal.py), or at once where citizens take turns.

reads: id spoke voice enrolled access punished deed score role dates spoken enforcing · writes: next_signal next_fine_signal
"""

from sottovoce.day.worth import below, muted
from sottovoce.machine.lanes import unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.signal import (
    DEED_AT,
    DEED_ZERO,
    ENROLLED,
    HEARD_BITS,
    HERE,
    INFORMS,
    NONE,
    ONE,
    PROVOKES,
    PUNISHED,
    fine,
    heard_part,
    raised,
)  # fmt: skip
from sottovoce.society.state import INFORMER, LISTED, PROVOCATEUR


@rule
def show(i, s, r, t):
    """Write today's signal of citizen i, for others to read tomorrow."""
    signal = (ONE << HERE) | (unsigned(int(s.deed[i]) + DEED_ZERO) << DEED_AT)
    heard = is_heard(i, s, r, t)
    signal = signal | heard_part(int(s.voice[i]), heard)
    if r.voice.fine_signal == 1:
        s.next_fine_signal[i] = fine(
            int(s.spoken[i]), heard, int(s.enforcing[i]) if r.voice.enforce == 1 else 0
        )
    signal = signal | where(int(s.enrolled[i]) == 1, (ONE << ENROLLED) | unsigned(int(s.score[i])), NONE)
    signal = signal | raised((int(s.punished[i]) == 1) | marked(i, s, r, t), PUNISHED)
    if r.informers.there == 1:
        role = int(s.role[i])
        lately = t.day - int(s.spoke[i]) < r.informers.answer_days
        signal = signal | raised(role == INFORMER, INFORMS)
        if r.score.in_force == 1:
            signal = signal | raised((role == PROVOCATEUR) & lately, PROVOKES)
    s.next_signal[i] = signal


@rule
def speak(i, s, r, t):
    """Be heard at once, in a turn: what is heard of citizen i in the signals that others read today; the rest of the signal stays
    as it was last night.

    reads: id signal spoke voice enrolled access spoken enforcing · writes: signal fine_signal
    """
    heard = is_heard(i, s, r, t)
    s.signal[i] = (s.signal[i] & ~HEARD_BITS) | heard_part(int(s.voice[i]), heard)
    if r.voice.fine_signal == 1:
        s.fine_signal[i] = fine(int(s.spoken[i]), heard, int(s.enforcing[i]) if r.voice.enforce == 1 else 0)


@rule
def marked(i, s, r, t):
    """Whether friends can see a mark on citizen i: the badge of a low score, or a public blacklist."""
    badge = below(i, r.tiers.takes_badge, s) != 0
    if r.blacklist.public == 1:
        badge = badge | (int(s.dates[LISTED, i]) > t.day)
    return badge


@rule
def is_heard(i, s, r, t):
    """Whether citizen i spoke in public within `hear_days` and is heard today: below an edge that takes reach only a share of
    public acts is shown."""
    lately = t.day - int(s.spoke[i]) < r.voice.hear_days
    if r.tiers.takes_reach != 0:
        lately = where(muted(i, s, r, t), False, lately)
    return lately
