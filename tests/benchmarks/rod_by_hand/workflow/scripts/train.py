import os
import pickle
import sys

import numpy as np

sys.path.insert(0, os.getcwd())
import learning

model = learning.train(snakemake.params.parameters, [np.load(path) for path in snakemake.input])
with open(snakemake.output[0], "wb") as file:
    pickle.dump(model, file)
