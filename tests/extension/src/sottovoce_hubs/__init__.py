"""A worked extension: who is known by many, as a measure; and a network in which a few are. Everyone is made up."""

import numpy as np

from sottovoce import extend


def register() -> None:
    """Called when the entry point is named: registers what this package has."""

    @extend.measure(
        "share", "share of ties of the last day that end at the tenth of citizens with most friends"
    )
    def ties_of_hubs(world):
        if not len(world.ties):
            return None
        friends = np.bincount(world.ties.ravel(), minlength=len(world.people))
        return np.sort(friends)[-max(1, len(friends) // 10) :].sum() / friends.sum()

    @extend.network()
    def hubs(luck, citizens):
        """A tenth of the citizens are hubs; everybody else knows four of them."""
        others = np.arange(citizens // 10, citizens)
        known = luck.integers(0, max(1, citizens // 10), (len(others), 4))
        return np.stack([np.repeat(others, 4), known.ravel()], axis=1)
