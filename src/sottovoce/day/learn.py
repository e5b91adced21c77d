"""Learn: what speaking was worth, where private views move, and whether the tie to the friend attended to is to be moved.

Nothing of it happens unless the scenario asks for it.

reads: id opinion voice spoke susceptibility · writes: learned held moved_from
"""

import numpy as np

from sottovoce.chance import Purpose, draw, unit
from sottovoce.day.express import DISSENT, LOYAL, WAITING, towards
from sottovoce.day.rules.acts import ATTEND_ONE, COPY, REWARD_BALANCE, REWARD_NONE, VIEWS_AVERAGE
from sottovoce.day.rules.system import MOVE_DISCORDANT, MOVE_NEVER
from sottovoce.machine.lanes import unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID

MOVE_LUCK = int(Purpose.MOVE)


@rule
def learn(i, noticed, s, r, t):
    """The second part of adapting, in this order: value of speaking, whether a tie is moved, private view.

    Q[sign] <- (1 - omega) Q[sign] + alpha reward; `balance`: sum of friends' acts by the sum of their
    sizes (both signs, every day); `reply`: the sign of an act that friends
    have not replied to yet (Ross et al. 2019; Banisch & Olbrich 2019; Gaisbauer, Olbrich & Banisch 2020).
    A tie is moved with chance `rewire_share` by whoever has spoken; `discordant`: only if friend and self said different things
    (Holme & Newman 2006; Vazquez, Eguiluz & San Miguel 2008). Who moves a tie copies no view.
    """
    if r.voice.reward != REWARD_NONE:
        against, loyal, friends = noticed.dissent, noticed.loyal, noticed.ties
        if r.voice.attend == ATTEND_ONE:
            against, loyal, friends = (
                int(noticed.attended_act > 0),
                int(noticed.attended_act < 0),
                int(noticed.attended >= 0),
            )
        dissenting, complying = float(s.learned[DISSENT, i]), float(s.learned[LOYAL, i])
        if r.voice.reward == REWARD_BALANCE:
            reward = noticed.said / max(noticed.volume, 1)
            if r.voice.attend == ATTEND_ONE:
                reward = float(against - loyal)
            s.learned[DISSENT, i] = learned(dissenting, r.voice.unlearn, r.voice.learn, reward)
            s.learned[LOYAL, i] = learned(complying, r.voice.unlearn, r.voice.learn, -reward)
        else:
            sign = float(s.learned[WAITING, i])
            reward = sign * (against - loyal) / max(friends, 1) - r.voice.reply_cost
            s.learned[DISSENT, i] = where(
                sign > 0.0, learned(dissenting, r.voice.unlearn, r.voice.learn, reward), dissenting
            )
            s.learned[LOYAL, i] = where(
                sign < 0.0, learned(complying, r.voice.unlearn, r.voice.learn, reward), complying
            )
            s.learned[WAITING, i] = 0.0
    if r.ties.move != MOVE_NEVER:
        s.moved_from[i] = where(moves(i, noticed, s, r, t), noticed.attended, -1)
    if r.voice.views == VIEWS_AVERAGE:
        view = towards(float(s.held[i]), r.voice.self_weight, noticed.heard, noticed.fine_acts)
        lam = float(s.susceptibility[i])
        s.held[i] = lam * view + (1.0 - lam) * (int(s.opinion[i]) / GRID)
    elif r.voice.views == COPY:
        held = float(s.held[i])
        view = where(noticed.attended_act != 0, noticed.attended_act / GRID, held)
        if r.ties.move != MOVE_NEVER:
            view = where(moves(i, noticed, s, r, t), held, view)
        s.held[i] = view


@rule
def moves(i, noticed, s, r, t):
    """Whether citizen i wants to move the tie to the friend attended to."""
    own = where(t.day - int(s.spoke[i]) <= r.voice.hear_days, int(s.voice[i]), 0)
    wants = unit(draw(t.luck[MOVE_LUCK], unsigned(s.id[i]), np.uint64(0))) < r.ties.rewire_share
    wants = wants & (own != 0) & (noticed.attended >= 0)
    if r.ties.move == MOVE_DISCORDANT:
        wants = wants & (noticed.attended_act != 0) & (noticed.attended_act != own)
    return wants


@rule
def learned(value, unlearn, alpha, reward):
    """A learned value after one more reward."""
    return (1.0 - unlearn) * value + alpha * reward
