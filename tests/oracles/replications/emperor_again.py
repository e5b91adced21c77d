"""The emperor's dilemma, again: people in lists, whole numbers of friends, own luck."""

import math

import numpy as np

MOST = 300


def grid(width: int, height: int, rewired: float, luck) -> list[set[int]]:
    """Moore neighbours on a torus; some ties led elsewhere."""
    n = width * height
    near = [set() for _ in range(n)]
    ties = set()
    for row in range(height):
        for column in range(width):
            i = row * width + column
            for down, right in ((0, 1), (1, -1), (1, 0), (1, 1)):
                j = (row + down) % height * width + (column + right) % width
                if (i, j) not in ties and (j, i) not in ties:
                    ties.add((i, j))
    for i, j in sorted(ties):
        end = int(luck.integers(n)) if luck.random() < rewired else j
        if end != i:
            near[i].add(end)
            near[end].add(i)
    return near


def block(number: int, width: int, height: int) -> list[int]:
    """People of a block of that many, filled row by row from person 0."""
    columns = min(math.ceil(math.sqrt(number)), width)
    if columns and math.ceil(number / columns) > height:
        columns = math.ceil(number / height)
    return [k // columns * width + k % columns for k in range(number)]


def society(width, height, believers, placement, rewired, cost, order, strength, network, luck) -> dict:
    n = width * height
    near = (
        [set(range(n)) - {i} for i in range(n)]
        if network == "complete"
        else grid(width, height, rewired, luck)
    )
    number = round(believers * n)
    faithful = (
        block(number, width, height) if placement == "clustered" else luck.permutation(n)[:number].tolist()
    )
    belief, firm = [-1] * n, [float(s) for s in strength * (1 - luck.random(n))]
    for i in faithful:
        belief[i], firm[i] = 1, 1.0

    def decide(i, comply, enforce) -> tuple[int, int]:
        b, k = belief[i], len(near[i])
        if k == 0:
            return b, 0
        pressure = -b * sum(enforce[j] for j in near[i]) / k
        does = -b if pressure > firm[i] else b
        if does == b:
            needed = sum(comply[j] != b for j in near[i]) / k
            return does, b if firm[i] * needed > cost else 0
        return does, -b if pressure > firm[i] + cost else 0

    comply, enforce = list(belief), [0] * n
    sweeps, settled = 0, False
    while sweeps < MOST and not settled:
        before = (list(comply), list(enforce))
        if order == "synchronous":
            both = [decide(i, *before) for i in range(n)]
            comply, enforce = [c for c, _ in both], [e for _, e in both]
        else:
            for i in luck.permutation(n).tolist():
                comply[i], enforce[i] = decide(i, comply, enforce)
        sweeps += 1
        settled = before == (comply, enforce)
    return {
        "compliance": comply.count(1) / n,
        "enforcement": enforce.count(1) / n,
        "opposition": enforce.count(-1) / n,
        "cascades": float(sum(comply[i] == 1 for i in range(n) if belief[i] == -1) > (n - number) / 2),
        "sweeps": sweeps,
        "settled": settled,
    }


def measure(
    width=25, height=40, believers=0.01, placement="clustered", rewired=0, K=0.125, order="sequential", runs=20, seed=1,
    strength=0.38, network="torus",
) -> dict:  # fmt: skip
    """Values of each run."""
    luck = np.random.default_rng(seed)
    found = [
        society(width, height, believers, placement, rewired, K, order, strength, network, luck)
        for _ in range(runs)
    ]
    return {name: [f[name] for f in found] for name in found[0]}
