import os
import pickle
import sys

import numpy as np

sys.path.insert(0, os.getcwd())
import analysis

windows = [np.load(path) for path in snakemake.input.windows]
final, error = analysis.final_coordinates(windows, np.load(snakemake.input.basis))
np.save(snakemake.output.coordinates, final)
with open(snakemake.output.error, "wb") as file:
    pickle.dump(error, file)
