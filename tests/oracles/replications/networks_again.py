"""Small networks, again: sets of friends."""

import random


def friends(network: str, n: int, ties=None) -> list[set[int]]:
    """One set of friends a citizen. Of communities the ties have to be given."""
    if network == "dyad":
        n, pairs = 2, [(0, 1)]
    elif network == "ring":
        pairs = [(i, (i + 1) % n) for i in range(n)]
    elif network == "complete":
        pairs = [(i, j) for i in range(n) for j in range(i)]
    elif network == "star":
        pairs = [(0, i) for i in range(1, n)]
    elif network == "communities":
        pairs = ties
    else:
        raise ValueError(network)
    out = [set() for _ in range(n)]
    for i, j in pairs:
        out[i].add(j)
        out[j].add(i)
    return out


def communities(n: int, seed: int, block: int = 20, inside: float = 0.8) -> list[tuple[int, int]]:
    """Pairs i < j: a random first end; the second in the same block with probability .8, else anybody."""
    luck = random.Random(seed)
    wanted = round(5 * n if n >= 21 else n * (n - 1) / 4)
    pairs = set()
    while len(pairs) < wanted:
        i = luck.randrange(n)
        first = i // block * block
        j = luck.randrange(first, min(n, first + block)) if luck.random() < inside else luck.randrange(n)
        if i != j:
            pairs.add((min(i, j), max(i, j)))
    return sorted(pairs)
