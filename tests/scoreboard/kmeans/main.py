import argparse
import time

import numpy as np
from pycompss.api.api import compss_barrier, compss_wait_on
from pycompss.api.task import task


@task(returns=np.ndarray)
def partial_sum(fragment, centres):
    partials = np.zeros((centres.shape[0], 2), dtype=object)
    distances = ((fragment[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    close_centres = distances.argmin(axis=1)
    for center_idx in range(centres.shape[0]):
        indices = np.argwhere(close_centres == center_idx).flatten()
        partials[center_idx][0] = np.sum(fragment[indices], axis=0)
        partials[center_idx][1] = indices.shape[0]
    return partials


@task(returns=dict)
def merge(*data):
    accum = data[0].copy()
    for d in data[1:]:
        accum += d
    return accum


def converged(old_centres, centres, epsilon, iteration, max_iter):
    if old_centres is None:
        return False
    dist = np.sum(np.sqrt(((centres - old_centres) ** 2).sum(axis=1)))
    return dist < epsilon**2 or iteration >= max_iter


def recompute_centres(partials, old_centres, arity):
    while len(partials) > 1:
        partials_subset = partials[:arity]
        partials = partials[arity:]
        partials.append(merge(*partials_subset))
    partials = compss_wait_on(partials)
    return np.array([s[0] / s[1] for s in partials[0]])


def kmeans_frag(fragments, dimensions, num_centres=2, iterations=20, seed=0.0, epsilon=1e-9, arity=50):
    np.random.seed(seed)
    centres = np.asarray([np.random.random(dimensions) for _ in range(num_centres)])
    old_centres = None
    iteration = 0
    while not converged(old_centres, centres, epsilon, iteration, iterations):
        print("Doing iteration #%d/%d" % (iteration + 1, iterations))
        old_centres = centres.copy()
        partials = []
        for frag in fragments:
            partials.append(partial_sum(frag, old_centres))
        centres = recompute_centres(partials, old_centres, arity)
        iteration += 1
    return centres


def parse_arguments():
    parser = argparse.ArgumentParser(description="KMeans clustering.")
    parser.add_argument("-s", "--seed", type=int, default=0)
    parser.add_argument("-n", "--numpoints", type=int, default=24)
    parser.add_argument("-d", "--dimensions", type=int, default=2)
    parser.add_argument("-c", "--num_centres", type=int, default=2)
    parser.add_argument("-f", "--fragments", type=int, default=2)
    parser.add_argument("-i", "--iterations", type=int, default=2)
    return parser.parse_args()


@task(returns=1)
def generate_fragment(points, dim, seed):
    return np.random.RandomState(seed).rand(points, dim)


def main(seed, numpoints, dimensions, num_centres, fragments, iterations):
    start_time = time.time()
    fragment_list = []
    points_per_fragment = max(1, numpoints // fragments)
    for i, length in enumerate(range(0, numpoints, points_per_fragment)):
        fragment_list.append(generate_fragment(points_per_fragment, dimensions, seed + i))
    compss_barrier()
    print("Generation done")
    centres = kmeans_frag(fragment_list, dimensions, num_centres, iterations, seed, arity=2)
    compss_barrier()
    print("Time:", time.time() - start_time)
    np.savetxt("centres.txt", centres, fmt="%.8f")


if __name__ == "__main__":
    options = parse_arguments()
    main(**vars(options))
