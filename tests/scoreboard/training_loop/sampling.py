import numpy as np
from pycompss.api.task import task


@task(returns=1)
def sampling_distribution(sampling):
    rng = np.random.RandomState(sampling["seed"])
    low = [v["min"] for v in sampling["variables"]]
    high = [v["max"] for v in sampling["variables"]]
    return rng.uniform(low, high, size=(sampling["samples"], len(low)))
