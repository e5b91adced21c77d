"""The adaptive authority, again: round after round, with own luck."""

import numpy as np

from .daymude_population_again import optimal, wishes

LOWEST = {"tau": 0.0, "psi": 1e-9, "nu": 0.0}
HIGHEST = {"tau": 1.0, "psi": float("inf"), "nu": 1.0}


def measure(
    mean_delta=0.25, mean_beta=2, n=100_000, rounds=5_000, punishment="uniform", accept="last", seed=1,
    start_tau=0.25, start_psi=0.1, start_nu=0.1, step=0.05, window=500, below=0.25,
) -> dict:  # fmt: skip
    luck = np.random.default_rng(seed)
    delta, beta = wishes(mean_delta, n, luck), luck.exponential(mean_beta, n)

    def play(tau, psi, nu) -> tuple[float, float]:
        """One round: sum of acts, sum of punishments given."""
        act = optimal(beta, delta, nu, tau, psi, punishment)
        hit = (luck.random(n) < nu + (1 - nu) * act) & (act > tau)
        severity = psi if punishment == "uniform" else psi * (act - tau)
        return float(np.sum(act)), float(np.sum(hit * severity))

    setting = {"tau": start_tau, "psi": start_psi, "nu": start_nu}
    acts, punishments = play(**setting)
    said = [acts]  # sum of acts of each round, as tried
    to_beat = acts + punishments
    for _ in range(1, rounds):
        name = ("tau", "psi", "nu")[luck.integers(3)]
        low, high = max(LOWEST[name], setting[name] - step), min(HIGHEST[name], setting[name] + step)
        tried = {**setting, name: low + (high - low) * luck.random()}
        if accept == "fresh":
            to_beat = sum(play(**setting))
        acts, punishments = play(**tried)
        said.append(acts)
        stays = acts + punishments <= to_beat
        if stays:
            setting = tried
        if accept == "last" or (accept == "incumbent" and stays):
            to_beat = acts + punishments

    window = min(window, rounds)
    enough = below * float(np.sum(delta))
    found = [r for r in range(window, rounds + 1) if np.mean(said[r - window : r]) < enough]
    acts, punishments = play(**setting)
    wished = float(np.sum(delta))
    return {
        "suppressed": bool(found),
        "suppression_round": found[0] if found else None,
        **setting,
        "expressed_share": acts / wished if wished > 0 else 0.0,
        "cost": (acts + punishments) / n,
    }
