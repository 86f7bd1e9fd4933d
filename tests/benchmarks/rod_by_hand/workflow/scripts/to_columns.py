import numpy as np

np.save(snakemake.output[0], np.ascontiguousarray(np.load(snakemake.input[0]).T))
