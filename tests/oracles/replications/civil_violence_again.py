"""Civil violence, again: a grid of sites, one turn after another, with own luck."""

import math

import numpy as np

THRESHOLD, LETHAL = 0.1, 2.3


def sight(width: int, height: int, vision: float) -> list[list[int]]:
    """Other sites in sight of each site (row times width plus column)."""
    near = []
    for down in range(height):
        for right in range(width):
            away = math.hypot(min(down, height - down), min(right, width - right))
            if 0 < away <= vision:
                near.append((down, right))
    return [
        [(row + down) % height * width + (column + right) % width for down, right in near]
        for row in range(height)
        for column in range(width)
    ]


def odds(cops: int, rebels: int, ratio: str) -> float:
    """f(C, A)."""
    if ratio == "raw":
        return cops / rebels
    return cops // rebels if ratio == "floor" else math.floor(cops / rebels + 0.5)


def society(
    width, height, density, cops, vision, legitimacy, jail, ratio, ticks, luck
) -> tuple[list[int], list[int]]:
    """Rebels, and people in jail, at the end of each tick."""
    sites = width * height
    citizens, police = round(density * sites), round(cops * sites)
    near = sight(width, height, vision)
    taken = [-1] * sites  # who stands there
    at = luck.permutation(sites)[: citizens + police].tolist()
    for who, site in enumerate(at):
        taken[site] = who
    grievance = luck.random(citizens) * (1 - legitimacy)
    fear = luck.random(citizens)
    rebel = [False] * (citizens + police)
    free_at = [0] * citizens  # tick of release, for who is in jail (at -1)
    active, jailed = [], []
    for t in range(ticks):
        for who in range(citizens):
            if at[who] == -1 and free_at[who] <= t:
                empty = [site for site in range(sites) if taken[site] == -1]
                at[who] = empty[luck.integers(len(empty))]
                taken[at[who]] = who
        for who in luck.permutation(citizens + police).tolist():
            if at[who] == -1:
                continue
            empty = [site for site in near[at[who]] if taken[site] == -1]
            if empty:
                taken[at[who]] = -1
                at[who] = empty[luck.integers(len(empty))]
                taken[at[who]] = who
            seen = [taken[site] for site in near[at[who]] if taken[site] != -1]
            rebels = [other for other in seen if rebel[other]]
            if who < citizens:
                guards = sum(other >= citizens for other in seen)
                chance = 1 - math.exp(-LETHAL * odds(guards, 1 + len(rebels), ratio))
                rebel[who] = bool(grievance[who] - fear[who] * chance > THRESHOLD)
            elif rebels:
                caught = rebels[luck.integers(len(rebels))]
                taken[at[caught]] = -1
                at[caught], rebel[caught] = -1, False
                free_at[caught] = t + int(luck.integers(1, jail + 1))
        active.append(sum(rebel))
        jailed.append(sum(site == -1 for site in at[:citizens]))
    return active, jailed


def figures(active, jailed) -> dict:
    mean = float(np.mean(active))
    return {
        "mean": mean,
        "median": float(np.median(active)),
        "max": max(active),
        "var_over_mean": float(np.var(active)) / mean if mean > 0 else None,
        "bursts": sum(now > 50 >= before for before, now in zip([0, *active], active, strict=False)),
        "jailed": float(np.mean(jailed)),
    }


def measure(
    width=40,
    height=40,
    density=0.7,
    cops=0.04,
    vision=7,
    legitimacy=0.82,
    jail=30,
    ratio="raw",
    ticks=1000,
    seed=1,
) -> dict:
    luck = np.random.default_rng(seed)
    return figures(*society(width, height, density, cops, vision, legitimacy, jail, ratio, ticks, luck))
