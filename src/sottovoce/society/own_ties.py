"""Rules of a user's own for dropping and making ties: a registered function decides on those who think a tie over tonight."""

import numpy as np

from sottovoce import registered
from sottovoce.chance import Purpose, day_key, pair_in_order, unit, wrapping
from sottovoce.scenario.model import Scenario
from sottovoce.society.columns import Ends
from sottovoce.society.state import State

KINDS: tuple[tuple[registered.Kind, Purpose], ...] = (("drop", Purpose.DROP), ("make", Purpose.MAKE))


def asked(scenario: Scenario) -> list[tuple[registered.Kind, Purpose, str]]:
    """The rules of a user's own that decide on a day of this scenario: kind, luck, name."""
    return [
        (kind, luck, getattr(scenario.ties, f"{kind}_own"))
        for kind, luck in KINDS
        if getattr(scenario.ties, kind) == "own"
    ]


def decide(scenario: Scenario, state: State, day: int) -> None:
    """Leave in the columns `drop` and `make` the proposals that the rules agree to."""
    for kind, purpose, name in asked(scenario):
        one, proposed = registered.find(kind, name), getattr(state, kind)
        rows = (proposed >= 0).nonzero()[0]
        if len(rows):
            luck = _luck(state, rows, proposed[rows], day_key(scenario.seed, purpose, day))
            proposed[rows[~agreed(one, state, rows, proposed[rows], luck)]] = -1


def agreed(
    one: registered.Extension, state: State, rows: np.ndarray, others: np.ndarray, luck: np.ndarray
) -> np.ndarray:
    """What a rule says of some pairs, bool (tie,). RunError for anything but one answer a tie, the same when it is asked again."""
    mine, theirs = Ends(state, rows, one.reads), Ends(state, others, one.reads)
    first, again = (np.asarray(registered.called(one, mine, theirs, luck.copy())) for _ in range(2))
    if first.shape != luck.shape or first.dtype != bool:
        raise registered.wrong(
            one,
            f"gives {first.dtype} of shape {first.shape}; allowed True or False for each tie, here bool of shape {luck.shape}. Return a comparison of columns",
        )
    if not np.array_equal(first, again):
        raise registered.wrong(
            one,
            "asked twice about the same ties it answers differently. Draw luck from its third argument alone",
        )
    return first


def _luck(state: State, rows: np.ndarray, others: np.ndarray, key: np.uint64) -> np.ndarray:
    """A draw for each pair, float64 (tie,), 0 to 1: the same in both worlds, and whoever of the two asks."""
    ids = np.sort(np.stack([state.id[rows], state.id[others]]).astype(np.uint64), axis=0)
    with wrapping():
        return unit(pair_in_order(key, ids[0], ids[1]))
