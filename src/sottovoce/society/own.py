"""A network of a user's own: a registered function that draws pairs of made-up citizens."""

import hashlib
from typing import Any

import numpy as np

from sottovoce import registered
from sottovoce.chance import Purpose
from sottovoce.errors import NetworkError, RunError
from sottovoce.scenario.model import Network, Scenario
from sottovoce.society.pairing import codes, distinct

FIELD = "society.network.own"


def own(network: Network, citizens: int, seed: int) -> np.ndarray:
    """Pairs of ids that the registered function draws, shape (tie, 2), uint32, lower id first, sorted, none twice, none with oneself. NetworkError for anything
    but pairs of whole numbers from 0 to citizens - 1."""
    name = network.own or ""
    try:
        one = registered.find("network", name)
    except RunError as error:
        raise NetworkError(f"{FIELD}: {error}") from None
    luck = np.random.default_rng([seed, int(Purpose.TIE), *hashlib.sha256(name.encode()).digest()[:8]])
    return checked(one, registered.called(one, luck, citizens), citizens)


def registered_elsewhere(scenario: Scenario) -> str | None:
    """In words that a scenario names a network that is not registered here; None where it does not."""
    name = scenario.society.network.own
    if name is None or registered.there("network", name):
        return None
    return (
        f"{FIELD}: {name} is a network of a user's own, and was neither run nor looked at. {registered.HOW}"
    )


def checked(one: registered.Extension, given: Any, citizens: int) -> np.ndarray:
    """Pairs as they are stored. NetworkError for what is none."""
    try:
        pairs = np.asarray(given if isinstance(given, np.ndarray) else list(given))
    except (TypeError, ValueError):
        pairs = np.array("")
    if pairs.size == 0 and pairs.dtype.kind != "U":
        return np.empty((0, 2), np.uint32)
    if pairs.ndim != 2 or pairs.shape[1] != 2 or pairs.dtype.kind not in "iu":
        raise _wrong(one, f"gives {pairs.dtype} of shape {pairs.shape}", citizens)
    if int(pairs.min()) < 0 or int(pairs.max()) >= citizens:
        raise _wrong(one, "names a citizen who does not exist", citizens)
    return distinct(codes(pairs[:, 0].astype(np.int64), pairs[:, 1].astype(np.int64)))


def _wrong(one: registered.Extension, what: str, citizens: int) -> NetworkError:
    return NetworkError(
        f"network {one.name}: {what}; allowed pairs of whole numbers from 0 to {citizens - 1:,}, shape (tie, 2): only the bare shape may come in "
        f"({one.file}, line {one.line}). Return such pairs."
    )


def drawn_alike(network: Network, citizens: int, seed: int) -> None:
    """NetworkError where the function, called twice with the same luck, draws other pairs."""
    if not np.array_equal(own(network, citizens, seed), own(network, citizens, seed)):
        one = registered.find("network", network.own or "")
        raise NetworkError(
            f"network {one.name}: called twice with the same generator it draws other pairs ({one.file}, line {one.line}). Draw luck from the "
            "generator that it is given, and from nothing else."
        )
