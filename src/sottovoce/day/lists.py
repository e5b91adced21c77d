"""Lists of citizens of a batch, by their places."""

from sottovoce.machine.rule import rule


@rule
def filled_up(begin_, end_, w):
    """Repeat the last entry of a list until the width is full."""
    for entry in range(end_, begin_ + (end_ - begin_ + w.width - 1) // w.width * w.width):
        w.entries[entry] = w.entries[end_ - 1]
