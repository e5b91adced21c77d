"""What a scenario names of a user's own; and networks that a registered function draws, as pairs of made-up citizens."""

import hashlib
from typing import Any

import numpy as np

from sottovoce import registered
from sottovoce.chance import Purpose
from sottovoce.errors import NetworkError, RunError
from sottovoce.scenario.model import Network, Scenario
from sottovoce.society import own_ties
from sottovoce.society.pairing import codes, distinct

FIELD = "society.network.own"
WORDS = {"network": "network", "drop": "rule for dropping friends", "make": "rule for making friends"}


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


def named(scenario: Scenario) -> list[tuple[registered.Kind, str, str]]:
    """What a scenario names of a user's own, on any of its days: kind, name, and the path that names it."""
    network = scenario.society.network
    found: list[tuple[registered.Kind, str, str]] = []
    if network.kind == "own":
        found.append(("network", network.own or "", FIELD))
    for day in sorted({0, *(dated.day for dated in scenario.dates)}):
        found.extend((kind, name, f"ties.{kind}_own") for kind, _, name in own_ties.asked(scenario.on(day)))
    return sorted(set(found))


def registered_elsewhere(scenario: Scenario) -> list[str]:
    """In words, what a scenario names that is not registered here."""
    return [
        f"{path}: {name} is a {WORDS[kind]} of a user's own, and was neither run nor looked at. {registered.HOW}"
        for kind, name, path in named(scenario)
        if not registered.there(kind, name)
    ]


def found(scenario: Scenario) -> None:
    """RunError where a rule for ties that a scenario names is not registered; `own` says it of a network."""
    for kind, name, path in named(scenario):
        if kind != "network" and not registered.there(kind, name):
            try:
                registered.find(kind, name)
            except RunError as error:
                raise RunError(f"{path}: {error}") from None


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
