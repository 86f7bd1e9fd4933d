"""NumPy arrays as objects, and a grid of parameters made by NumPy."""

import numpy as np
from eflows2smk import COLLECTION_IN, FILE_OUT, INOUT, task


@task(returns=1)
def wave(frequency):
    return np.sin(np.linspace(0, frequency, 50))


@task(values=INOUT)
def scale(values, factor):
    values *= factor


@task(waves=COLLECTION_IN, result=FILE_OUT)
def save(waves, result):
    np.save(result, np.array(waves))


if __name__ == "__main__":
    waves = [wave(frequency) for frequency in np.linspace(1.0, 2.0, 3)]
    for index, values in enumerate(waves):
        scale(values, index + 1)
    save(waves, "waves.npy")
