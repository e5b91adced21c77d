"""A population under punishment, again: everybody drawn by rejection, acts by comparing two or three utilities."""

import math

import numpy as np


def steepness(mean: float) -> float:
    """k of the density proportional to exp(-k x) on [0, 1] with this mean, by halving; 0 is the uniform law."""

    def mean_of(k):
        if abs(k) < 1e-4:
            return 0.5 - k / 12  # the formula loses its digits here
        return 1 / k - 1 / math.expm1(k)

    low, high = -700.0, 700.0  # the mean falls with k
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if mean_of(middle) > mean else (low, middle)
    return (low + high) / 2


def wishes(mean: float, n: int, luck) -> np.ndarray:
    """(n,) cut-off exponential: throw darts under the density."""
    k = steepness(mean)
    top = max(1.0, math.exp(-k))
    kept = np.empty(0)
    while len(kept) < n:
        x = luck.random(4 * n)
        kept = np.concatenate([kept, x[luck.random(4 * n) * top < np.exp(-k * x)]])
    return kept[:n]


def utility(act, beta, delta, nu, tau, psi, punishment):
    above = act > tau
    pi = above * 1.0 if punishment == "uniform" else above * (act - tau)
    return -beta * (delta - act) - (nu + (1 - nu) * act) * psi * pi


def optimal(beta, delta, nu, tau, psi, punishment) -> np.ndarray:
    """(n,) acts. Under uniform punishment u is straight above tau: the best is an end. Under proportional it may be the
    top of a parabola, which is where its slope beta - nu psi + (1 - nu) psi tau - 2 (1 - nu) psi a is 0."""
    candidates = [np.minimum(tau, delta)]
    if punishment == "proportional" and (1 - nu) * psi > 0:
        top = (beta - nu * psi + (1 - nu) * psi * tau) / (2 * (1 - nu) * psi)
        candidates.append(np.clip(top, np.minimum(tau, delta), delta))
    candidates.append(delta)
    settings = (beta, delta, nu, tau, psi, punishment)
    act = candidates[0]
    for other in candidates[1:]:
        gain = utility(other, *settings) - utility(act, *settings)
        # of equals the larger; 1e-12 for what doubles lose
        act = np.where((gain > 1e-12) | ((gain >= -1e-12) & (other > act)), other, act)
    return act


def people(
    mean_delta=0.25, mean_beta=2, n=100_000, nu=0.1, tau=0.25, psi=0.1, punishment="uniform", seed=1
) -> dict[str, np.ndarray]:
    """Every quantity, one entry an individual."""
    luck = np.random.default_rng(seed)
    delta = wishes(mean_delta, n, luck)
    beta = luck.exponential(mean_beta, n) if mean_beta > 0 else np.zeros(n)
    act = optimal(beta, delta, nu, tau, psi, punishment)
    observed = luck.random(n) < nu + (1 - nu) * act
    hit = observed & (act > tau)
    severity = psi * np.ones(n) if punishment == "uniform" else psi * (act - tau)
    return {
        "expressed": act,
        "punished": hit * severity,
        "punished_share": (hit & (psi > 0)) * 1.0,
        "defiant": ((delta > tau) & (act == delta)) * 1.0,
        "censored": (act < delta) * 1.0,
        "compliant": (delta <= tau) * 1.0,
        "wished": delta,
    }


def measure(**parameters) -> dict:
    return {name: float(np.mean(each)) for name, each in people(**parameters).items()}
