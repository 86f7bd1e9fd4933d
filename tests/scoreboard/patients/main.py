"""Personalise a model for each patient of a table, simulate it, and gather the figures."""

import os
import shutil

from building_blocks import meta_analysis, personalise, simulate
from parameters import parse_arguments

try:
    from pycompss.api.api import compss_barrier, compss_wait_on_directory
except ImportError:

    def compss_barrier():
        pass

    def compss_wait_on_directory(path):
        return path


def main():
    args = parse_arguments()
    print("----------------------")
    print("| patients' workflow |")
    print("----------------------")
    os.makedirs(args.results, exist_ok=True)
    models = []
    with open(args.metadata) as handle:
        header = handle.readline().strip().split("\t")
        column = header.index("sample")
        for line in handle:
            sample = line.strip().split("\t")[column]
            folder = os.path.join(args.results, sample)
            os.makedirs(folder, exist_ok=True)
            model = os.path.join(folder, "model.cfg")
            personalise(expression=args.expression, sample=sample, model=model)
            runs = []
            for replicate in range(1, args.replicates + 1):
                out = os.path.join(folder, "run_%d.csv" % replicate)
                simulate(model, replicate, out)
                runs.append(out)
            models.append((sample, runs))
    compss_barrier()
    summary = os.path.join(args.results, "summary.csv")
    meta_analysis([run for _, runs in models for run in runs], summary)
    shutil.copy(args.metadata, os.path.join(args.results, "metadata.tsv"))


if __name__ == "__main__":
    main()
