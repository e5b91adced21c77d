"""Points: what an act adds to or takes from the file. Shared by acting (expected) and scoring (actual)."""

from sottovoce.machine.rule import rule

BAD, GOOD = 5, 6  # bits of the column `seen` for conduct; bits 0 to 4 are the channels with a choice


@rule
def points_of(level, channel, reach, r):
    """Points of a seen act: -loss a for dissent, gain |a| for loyalty, times reach."""
    if level > 0.0:
        return -r.loss[channel] * level * reach
    return -r.gain[channel] * level * reach


@rule
def reach_of(ties, r):
    """Reach of an author: 1, or number of ties over the mean, at most 5, where points are scaled by reach."""
    if r.reach_scaled == 0:
        return 1.0
    return min(ties / r.mean_degree, 5.0)
