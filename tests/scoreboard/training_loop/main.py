import os
import sys

import numpy as np
import yaml
from pycompss.api.api import compss_wait_on

from ai import evaluate, select_model
from sampling import sampling_distribution
from simulation import collect_results, prepare, simulation


def workflow(config, execution_dir):
    family = config.get("name")
    sampling = config.get("sampling")
    simulations_dir = os.path.join(execution_dir, "simulations")
    results_dir = os.path.join(execution_dir, "results")
    samples = sampling_distribution(sampling)
    samples = compss_wait_on(samples)
    y = []
    for i in range(samples.shape[0]):
        values = samples[i, :]
        name = family + "-s" + str(i)
        wdir = os.path.join(simulations_dir, name)
        prepare(values, sampling, config.get("simulation"), wdir, name)
        simulation(wdir, name)
        y.append(collect_results(wdir, name))
    y = np.array(compss_wait_on(y))
    select_model(y, samples, config.get("models"), results_dir)
    evaluate(results_dir)


if __name__ == "__main__":
    yaml_file = sys.argv[1]
    execution_dir = sys.argv[2]
    with open(yaml_file) as f:
        config = yaml.load(f, Loader=yaml.FullLoader)
    workflow(config, execution_dir)
