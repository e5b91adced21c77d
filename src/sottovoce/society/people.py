"""Traits: one draw of chance for each citizen and trait, through a named distribution."""

import numpy as np

from sottovoce.chance import Purpose
from sottovoce.scenario.model import Group, Informers, Network, Society
from sottovoce.scenario.values import Constant, Exponential, LogitNormal, Lognormal, Normal, Uniform
from sottovoce.society.pieces import filled, normals, uniforms
from sottovoce.society.state import GRID, INFORMER, PROVOCATEUR

Law = Constant | Normal | Lognormal | Exponential | Uniform | LogitNormal


def trait(law: Law, seed: int, purpose: Purpose, who: np.ndarray) -> np.ndarray:
    """One value for each id in `who`, shape (citizen,), float64."""
    match law:
        case Constant():
            return np.full(len(who), law.value)
        case Uniform():
            return law.low + (law.high - law.low) * uniforms(seed, purpose, who)
        case Exponential():
            return -law.mean * np.log(uniforms(seed, purpose, who))
        case _:
            z = normals(seed, purpose, who)
            return filled(len(who), lambda part: bend(law, z[part]))


def bend(law: Law, z: np.ndarray) -> np.ndarray:
    """The law's value for a standard normal score `z` (every law has one, so that homophily can act on z)."""
    match law:
        case Constant():
            return np.full(len(z), law.value)
        case Normal():
            return law.mean + law.sd * z
        case Lognormal():
            return law.median * np.exp(law.sigma * z)
        case LogitNormal():
            return law.low + (law.high - law.low) / (1.0 + np.exp(-(law.mean + law.sd * z)))
        case Uniform():
            return law.low + (law.high - law.low) * _normal_share(z)
        case Exponential():
            return -law.mean * np.log(1.0 - _normal_share(z))


def _normal_share(z: np.ndarray) -> np.ndarray:
    """Standard normal distribution function, by the complementary error function of Abramowitz & Stegun 7.1.26
    (error below 2e-7), inside (0, 1)."""
    t = 1.0 / (1.0 + 0.3275911 * np.abs(z) / np.sqrt(2.0))
    tail = (
        ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592)
        * t
        * np.exp(-z * z / 2)
    )
    return np.clip(np.where(z < 0, tail / 2, 1 - tail / 2), 1e-12, 1 - 1e-12)


def views(asked: Society, seed: int, who: np.ndarray, community: np.ndarray) -> np.ndarray:
    """Private views in 1/65536, int32: normal scores with correlation `homophily` inside a community, bent, clipped."""
    own = normals(seed, Purpose.VIEW, who)
    shared = normals(seed, Purpose.VIEW_COMMUNITY, community)
    z = np.sqrt(asked.homophily) * shared + np.sqrt(1.0 - asked.homophily) * own
    return np.rint(np.clip(bend(asked.view, z), -1.0, 1.0) * GRID).astype(np.int32)


def values(asked: Society, seed: int, who: np.ndarray) -> np.ndarray:
    """Learned values of speaking on the eve of day 0, float64 (3, citizen): of dissent, of loyalty, and no act unanswered."""
    found = np.zeros((3, len(who)))
    for row, purpose in enumerate((Purpose.CONFIDENCE_DISSENT, Purpose.CONFIDENCE_LOYAL)):
        found[row] = trait(asked.confidence, seed, purpose, who)
    return found


def communities(network: Network, who: np.ndarray, ties: np.ndarray, seed: int) -> np.ndarray:
    """Community of each id, uint32: blocks of neighbouring ids; for a network from a file, or of a user's own, those that Louvain finds."""
    if network.kind not in ("file", "own"):
        return (who // network.community_size).astype(np.uint32)
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(len(who)))
    graph.add_edges_from(map(tuple, ties.tolist()))
    found = nx.community.louvain_communities(graph, seed=seed % 2**32)
    label = np.zeros(len(who), np.uint32)
    for number, members in enumerate(sorted(found, key=min)):
        label[list(members)] = number
    return label[who]


def groups(names: tuple[Group, ...], seed: int, who: np.ndarray) -> np.ndarray:
    """Social group of each id, uint8, by the groups' shares."""
    edges = np.cumsum([group.share for group in names])[:-1]
    return np.searchsorted(edges, uniforms(seed, Purpose.GROUP, who), side="right").astype(np.uint8)


def roles(asked: Informers, seed: int, who: np.ndarray, community: np.ndarray) -> np.ndarray:
    """Role of each id, uint8: provocateurs are planted anywhere; informers are asked, more in some communities than in others
    where `clustered`, and some refuse. (1,) where there are none."""
    if asked.share == 0 and asked.provocateurs == 0:
        return np.zeros(1, np.uint8)
    own = normals(seed, Purpose.ASKED, who)
    shared = normals(seed, Purpose.ASKED_COMMUNITY, community)
    z = np.sqrt(asked.clustered) * shared + np.sqrt(1.0 - asked.clustered) * own
    refused = uniforms(seed, Purpose.ASKED, who, 2) < asked.refusal
    role = np.where((_normal_share(z) < asked.share) & ~refused, INFORMER, 0)
    planted = uniforms(seed, Purpose.PLANTED, who) < asked.provocateurs
    return np.where(planted, PROVOCATEUR, role).astype(np.uint8)
