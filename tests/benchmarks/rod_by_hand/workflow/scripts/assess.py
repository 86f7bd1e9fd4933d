import os
import pickle
import sys

import numpy as np

sys.path.insert(0, os.getcwd())
import learning


def unpickled(path):
    with open(path, "rb") as file:
        return pickle.load(file)


learning.write_metrics(
    snakemake.output[0],
    unpickled(snakemake.input.model),
    unpickled(snakemake.input.energy),
    [unpickled(path) for path in snakemake.input.errors],
    np.load(snakemake.input.truth)[-1],
    np.load(snakemake.input.guess),
)
