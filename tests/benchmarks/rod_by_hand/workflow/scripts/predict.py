import os
import pickle
import sys

import numpy as np

sys.path.insert(0, os.getcwd())
import learning

with open(snakemake.input.model, "rb") as file:
    model = pickle.load(file)
guess = learning.predict(model, np.load(snakemake.input.basis), snakemake.params.parameters)
np.save(snakemake.output[0], guess)
