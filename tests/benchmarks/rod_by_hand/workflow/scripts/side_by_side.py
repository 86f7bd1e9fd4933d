import numpy as np

np.save(snakemake.output[0], np.hstack([np.load(path) for path in snakemake.input]))
