import os
import sys

import numpy as np

sys.path.insert(0, os.getcwd())
import learning

learning.draw(
    snakemake.output[0],
    np.load(snakemake.input.basis),
    np.load(snakemake.input.truth)[-1],
    np.load(snakemake.input.guess),
)
