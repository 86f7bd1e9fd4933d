"""Cross-correlations between spike trains, in fragments, gathered in one array by tasks."""

import pickle
import sys

import numpy as np
from pycompss.api.api import compss_wait_on
from pycompss.api.parameter import *
from pycompss.api.task import task

from experiment import NEURONS, BINS


@task(returns=list, spikes=FILE_IN)
def correlate(spikes, start, end):
    with open(spikes) as f:
        trains = [np.array([int(c) for c in line.strip()]) for line in f]
    found = []
    index = 0
    for i in range(NEURONS):
        for j in range(i):
            if start <= index < end:
                found.append(np.correlate(trains[i], trains[j], "full")[BINS - 2 : BINS + 1])
            index += 1
    return np.array(found)


@task(everything=INOUT)
def gather(part, everything, start, end):
    everything[start:end] = part


if __name__ == "__main__":
    fragments = int(sys.argv[1])
    spikes = sys.argv[2]
    pairs = NEURONS * (NEURONS - 1) // 2
    step, remainder = divmod(pairs, fragments)
    everything = np.zeros((pairs, 3))
    end = 0
    for fragment in range(fragments):
        start, end = end, end + step
        if remainder > 0:
            end += 1
            remainder -= 1
        gather(correlate(spikes, start, end), everything, start, end)
    f = open("./result.dat", "wb")
    everything = compss_wait_on(everything)
    pickle.dump(everything.tolist(), f)
    f.close()
