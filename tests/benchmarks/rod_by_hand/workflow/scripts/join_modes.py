import os
import pickle
import sys

import numpy as np

sys.path.insert(0, os.getcwd())
import analysis

basis, energy = analysis.orthogonal_basis(np.load(snakemake.input[0]), snakemake.config["rank"])
np.save(snakemake.output.basis, basis)
with open(snakemake.output.energy, "wb") as file:
    pickle.dump(energy, file)
