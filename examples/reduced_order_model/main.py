"""A reduced-order model of a heated rod: MPI simulations, their decomposition, and a model learned from them."""

import analysis
import learning
import numpy as np
import yaml
from transformations import distribute, drop_transient, side_by_side, to_columns

from eflows2smk import (
    COLLECTION_IN,
    COLLECTION_TO_OBJECT,
    FILE_IN,
    FILE_OUT,
    FILE_TO_COLLECTION,
    FILE_TO_OBJECT,
    data_transformation,
    software,
    task,
)

WINDOWS = 4


@software(config_file="software/heat_rod.json")
def simulate(diffusivity, heating, snapshots):
    """Heat the rod, on several MPI processes."""


@data_transformation(target="snapshots", function=drop_transient, type=FILE_TO_OBJECT, start="{{transient}}")
@data_transformation("snapshots", to_columns)
@software(config_file="software/modes.json")
def find_modes(snapshots, transient, rank):
    return analysis.leading_modes(snapshots, rank)


@data_transformation(target="modes", function=side_by_side, type=COLLECTION_TO_OBJECT)
@software(config_file="software/basis.json")
def join_modes(modes, rank):
    return analysis.orthogonal_basis(modes, rank)


@data_transformation(target="windows", function=distribute, type=FILE_TO_COLLECTION, size=WINDOWS, windows=WINDOWS)
@software(config_file="software/projection.json")
def project(windows, basis):
    return analysis.final_coordinates(windows, basis)


@software(config_file="software/training.json")
def train(parameters, coordinates):
    return learning.train(parameters, coordinates)


@task(returns=1)
def predict(model, basis, parameters):
    return learning.predict(model, basis, parameters)


@task(truth=FILE_IN, errors=COLLECTION_IN, metrics=FILE_OUT)
def assess(model, energy, errors, truth, guess, metrics):
    learning.write_metrics(metrics, model, energy, errors, np.load(truth)[-1], guess)


@task(truth=FILE_IN, picture=FILE_OUT)
def draw(basis, truth, guess, picture):
    learning.draw(picture, basis, np.load(truth)[-1], guess)


def main():
    with open("sweep.yaml") as file:
        sweep = yaml.safe_load(file)
    rank = sweep["rank"]

    modes = []
    for case in sweep["training"]:
        name = case["name"]
        simulate(case["diffusivity"], case["heating"], f"results/{name}.npy")
        modes.append(find_modes(f"results/{name}.npy", sweep["transient"], rank))
    basis, energy = join_modes(modes, rank)

    parameters, coordinates, errors = [], [], []
    for case in sweep["training"]:
        name = case["name"]
        final, error = project(f"results/{name}.npy", basis)
        parameters.append((case["diffusivity"], case["heating"]))
        coordinates.append(final)
        errors.append(error)
    model = train(parameters, coordinates)

    unseen = sweep["unseen"]
    truth = f"results/{unseen['name']}.npy"
    simulate(unseen["diffusivity"], unseen["heating"], truth)
    guess = predict(model, basis, (unseen["diffusivity"], unseen["heating"]))
    assess(model, energy, errors, truth, guess, "results/metrics.json")
    draw(basis, truth, guess, "results/prediction.png")


if __name__ == "__main__":
    main()
