"""Lists of occasions: an entry names a citizen of the batch and a channel."""

from sottovoce.machine.rule import rule

CODE = 3  # bits of a channel in an entry; the place of the citizen in the batch is above them


@rule
def citizen_in(entry):
    """The place in the batch of the citizen that an entry of a list names."""
    return entry >> CODE


@rule
def channel_in(entry):
    """The channel that an entry names."""
    return entry & ((1 << CODE) - 1)


@rule
def filled_up(begin_, end_, w):
    """Repeat the last entry of a list until the width is full."""
    for entry in range(end_, begin_ + (end_ - begin_ + w.width - 1) // w.width * w.width):
        w.entries[entry] = w.entries[end_ - 1]
