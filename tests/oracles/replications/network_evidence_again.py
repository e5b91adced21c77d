"""What friends tell of a person, again: the joint normal law of my type and all files, conditioned by linear algebra."""

import numpy as np


def measure(rho=0.5, k=4, noise=1) -> dict:
    """Type, own file, friends' files: their covariances; the best guess is what regression on the files gives."""
    if noise == 0 and (rho < 1 or k == 0):
        return {"mse": 0.0, "mse_alone": 0.0, "best_weight": 0.0}
    if noise == 0:  # k + 1 files say the same
        return {"mse": 0.0, "mse_alone": 0.0, "best_weight": k / (k + 1)}
    with_files = np.array([1.0] + [rho] * k)  # of my type with each file
    files = np.full((k + 1, k + 1), float(rho * rho))  # friends are alike through me only
    files[0, :] = files[:, 0] = rho
    files[np.diag_indices(k + 1)] = 1 + noise**2
    weights = np.linalg.solve(files, with_files)
    return {
        "mse": float(1 - weights @ with_files),
        "mse_alone": noise**2 / (1 + noise**2),
        "best_weight": float(weights[1:].sum() / weights.sum()),
    }
