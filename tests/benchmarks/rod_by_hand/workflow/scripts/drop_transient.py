import numpy as np

np.save(snakemake.output[0], np.load(snakemake.input[0])[snakemake.config["transient"] :])
