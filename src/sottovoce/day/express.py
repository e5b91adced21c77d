"""Express: what a citizen privately holds, how a public act is found where it is not weighed and chosen, and whom a citizen presses to
act alike. Shared by learning and acting."""

from sottovoce.day.rules.acts import FIXED
from sottovoce.day.tables import exp_of, whole
from sottovoce.machine.lanes import where
from sottovoce.machine.rule import rule
from sottovoce.society.signal import FINE_ACT
from sottovoce.society.state import GRID

DISSENT, LOYAL, WAITING = range(3)  # columns of `learned`


@rule
def speaks(learned, threshold):
    """Whether confidence max(2/(1 + exp(-Q)) - 1, 0) exceeds the threshold (Ross et al. 2019)."""
    return max(2.0 / (1.0 + exp_of(-learned)) - 1.0, 0.0) > threshold


@rule
def fine_level(view):
    """A view as an act in 2**-40, halves up."""
    return whole(view * FINE_ACT)


@rule
def coarse(act):
    """An act in 2**-40 as a level in 1/65536, halves up."""
    return whole(act / (FINE_ACT // GRID))


@rule
def press(view, act, boldness, weight, noticed, cost):
    """Enforcement towards friends: +1 (to dissent), -1 (to be loyal) or 0. Compliance is a loyal last act. Who acts as he
    believes enforces it iff B (share of friends who do not) > K; who acts against it enforces that iff E (pressure) > B + K,
    where pressure is the mean enforcement of friends against his belief (Centola, Willer & Macy 2005)."""
    believes = view < 0.0
    own = where(believes, -1, 1)
    friends = max(noticed.ties, 1)
    deviate = where(believes, noticed.heard - noticed.loyal, noticed.loyal)
    truly = where(boldness * (deviate / friends) > cost, own, 0)
    falsely = where(weight * (-own * noticed.enforced / friends) > boldness + cost, -own, 0)
    return where((view == 0.0) | (noticed.ties == 0), 0, where(believes == (act < 0), truly, falsely))


@rule
def towards(view, weight, heard, fine_acts):
    """weight times the view and the rest times the mean of what the friends heard said; nobody heard: the view
    (Friedkin & Johnsen 1990; Ye, Qin, Govaert, Anderson & Cao 2019)."""
    return where(heard == 0, view, weight * view + (1.0 - weight) * (fine_acts / FINE_ACT / max(heard, 1)))


@rule
def view_of(i, opinion, held, views):
    """Private view in [-1, 1] from the columns `opinion` and `held`: that of day 0, or where it has moved since."""
    if views == FIXED:
        return int(opinion[i]) / GRID
    return float(held[i])
