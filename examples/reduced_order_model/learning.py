"""Machine learning: from the parameters of a simulation to its result in reduced coordinates."""

import json

import numpy as np


def features(parameters):
    """Powers of 1/diffusivity, times the heating (the rod is linear in it)."""
    diffusivity, heating = np.asarray(parameters, dtype=float).T
    return heating[:, None] * np.stack([diffusivity**-power for power in range(4)], axis=1)


def fit(parameters, coordinates, ridge=1e-9):
    """Ridge regression: the weights of all features."""
    inputs = features(parameters)
    normal = inputs.T @ inputs + ridge * np.eye(inputs.shape[1])
    return np.linalg.solve(normal, inputs.T @ coordinates)


def train(parameters, coordinates):
    """The model, and its relative error estimated by leaving out one simulation at a time."""
    parameters, coordinates = np.array(parameters), np.array(coordinates)
    errors = []
    for left_out in range(len(parameters)):
        others = np.arange(len(parameters)) != left_out
        weights = fit(parameters[others], coordinates[others])
        guess = features(parameters[[left_out]]) @ weights
        errors.append(np.linalg.norm(guess - coordinates[left_out]) / np.linalg.norm(coordinates[left_out]))
    return {"weights": fit(parameters, coordinates), "error": float(np.mean(errors))}


def predict(model, basis, parameters):
    """The temperatures along the rod, without a simulation."""
    return basis @ (features([parameters]) @ model["weights"])[0]


def write_metrics(path, model, energy, projection_errors, truth, guess):
    """What a person wants to know of the model, as JSON."""
    metrics = {
        "energy of the basis": round(energy, 9),
        "projection error, by window": [round(max(errors), 9) for errors in zip(*projection_errors, strict=True)],
        "leave-one-out error": round(model["error"], 6),
        "error for the unseen case": round(float(np.linalg.norm(guess - truth) / np.linalg.norm(truth)), 6),
    }
    with open(path, "w") as file:
        json.dump(metrics, file, indent=2)


def draw(path, basis, truth, guess):
    """A picture of the modes, and of the unseen case as simulated and as predicted."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    position = (np.arange(len(truth)) + 0.5) / len(truth)
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.5), layout="constrained")
    for number, mode in enumerate(basis.T, start=1):
        left.plot(position, mode, label=f"mode {number}")
    left.set(title="Basis", xlabel="position")
    left.legend()
    right.plot(position, truth, label="simulated")
    right.plot(position, guess, "--", label="predicted")
    right.set(title="Unseen case", xlabel="position", ylabel="temperature")
    right.legend()
    figure.savefig(path, dpi=110)
