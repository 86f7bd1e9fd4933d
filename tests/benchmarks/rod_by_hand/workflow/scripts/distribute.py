import numpy as np

windows = np.array_split(np.load(snakemake.input[0]), len(snakemake.output))
for path, window in zip(snakemake.output, windows, strict=True):
    np.save(path, window)
