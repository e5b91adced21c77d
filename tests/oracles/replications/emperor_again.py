"""The emperor's dilemma, again: sets of friends, one turn after another.

Written from DECLARATION.md alone, by a hand that had seen neither check.py nor any second implementation before.
"""

import math
import random


def friends_of(width, height, rewired, network, luck) -> list[set[int]]:
    n = width * height
    if network == "complete":
        return [set(range(n)) - {i} for i in range(n)]
    out: list[set[int]] = [set() for _ in range(n)]
    for i in range(n):
        row, column = divmod(i, width)
        for down, right in ((0, 1), (1, -1), (1, 0), (1, 1)):
            j = (row + down) % height * width + (column + right) % width
            if luck.random() < rewired:
                j = luck.randrange(n)
            if i != j:
                out[i].add(j)
                out[j].add(i)
    return out


def believing(width, height, believers, placement, luck) -> set[int]:
    number = round(believers * width * height)
    if placement == "scattered":
        return set(luck.sample(range(width * height), number))
    return block(number, width, height)


def block(number, width, height) -> set[int]:
    columns = min(math.ceil(math.sqrt(number)), width)
    if number and math.ceil(number / columns) > height:
        columns = math.ceil(number / height)
    return {k // columns * width + k % columns for k in range(number)}


def society(
    luck,
    width=25,
    height=40,
    believers=0.01,
    placement="clustered",
    rewired=0.0,
    K=0.125,
    order="sequential",
    strength=0.38,
    network="torus",
) -> dict:
    """One society, until nothing changes or for 300 sweeps."""
    n = width * height
    friends = friends_of(width, height, rewired, network, luck)
    faithful = believing(width, height, believers, placement, luck)
    B = [1 if i in faithful else -1 for i in range(n)]
    S = [1.0 if B[i] > 0 else strength * (1 - luck.random()) for i in range(n)]
    C, E = B[:], [0] * n

    def turn(i, C, E):
        k = len(friends[i])
        if not k:
            return B[i], 0
        pressure = -B[i] * sum(E[j] for j in friends[i]) / k
        if pressure > S[i]:
            return -B[i], -B[i] if pressure > S[i] + K else 0
        need = sum(C[j] != B[i] for j in friends[i]) / k
        return B[i], B[i] if S[i] * need > K else 0

    sweeps, settled = 0, False
    while not settled and sweeps < 300:
        sweeps += 1
        old = C[:], E[:]
        if order == "synchronous":
            new = [turn(i, *old) for i in range(n)]
            C, E = [c for c, _ in new], [e for _, e in new]
        else:
            turns = list(range(n))
            luck.shuffle(turns)
            for i in turns:
                C[i], E[i] = turn(i, C, E)
        settled = old == (C, E)
    falsely = [C[i] > 0 for i in range(n) if B[i] < 0]
    return {
        "compliance": C.count(1) / n,
        "cascades": float(2 * sum(falsely) > len(falsely)),
        "enforcement": E.count(1) / n,
        "opposition": E.count(-1) / n,
        "sweeps": sweeps,
        "settled": float(settled),
    }


def measure(runs=20, seed=1, **given) -> dict[str, list[float]]:
    """Each quantity of each society."""
    each = [society(random.Random(f"{seed} {run}"), **given) for run in range(runs)]
    return {name: [e[name] for e in each] for name in each[0]}
