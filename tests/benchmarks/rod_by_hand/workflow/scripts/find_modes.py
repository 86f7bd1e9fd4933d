import os
import sys

import numpy as np

sys.path.insert(0, os.getcwd())
import analysis

modes = analysis.leading_modes(np.load(snakemake.input[0]), snakemake.config["rank"])
np.save(snakemake.output[0], modes)
