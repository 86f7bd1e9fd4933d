"""Sort by splitting into buckets; fragments are made by tasks."""

import random
import sys

from pycompss.api.api import compss_wait_on
from pycompss.api.task import task

NUM_BUCKETS = 3
RANGE_MIN, RANGE_MAX = 0, 100


@task(returns=list)
def gen_fragment(num_entries, seed):
    random.seed(seed)
    return [(random.randrange(RANGE_MIN, RANGE_MAX), random.random()) for _ in range(num_entries)]


@task(returns=NUM_BUCKETS)
def filter_fragment(fragment, ranges):
    buckets = [[] for _ in ranges]
    for k_v in fragment:
        for index, _range in enumerate(ranges):
            if _range[0] <= k_v[0] < _range[1]:
                buckets[index].append(k_v)
    return tuple(buckets)


@task(returns=list)
def combine_and_sort(*args):
    combined = []
    for e in args:
        combined += e
    return sorted(combined, key=lambda key: key[0])


def generate_ranges():
    step = (RANGE_MAX - RANGE_MIN) // NUM_BUCKETS + 1
    return [(low, low + step) for low in range(RANGE_MIN, RANGE_MAX, step)]


def terasort(num_fragments, num_entries, seed):
    dataset = [gen_fragment(num_entries, seed + i) for i in range(num_fragments)]
    buckets = {}
    for i in range(NUM_BUCKETS):
        buckets[i] = []
    ranges = generate_ranges()
    assert len(ranges) == NUM_BUCKETS
    for d in dataset:
        fragment_buckets = filter_fragment(d, ranges)
        for i in range(NUM_BUCKETS):
            buckets[i].append(fragment_buckets[i])
    result = dict()
    for key, value in list(buckets.items()):
        result[key] = combine_and_sort(*tuple(value))
    for key, value in list(result.items()):
        result[key] = compss_wait_on(value)
    return result


if __name__ == "__main__":
    arg1 = sys.argv[1] if len(sys.argv) > 1 else 16
    arg2 = sys.argv[2] if len(sys.argv) > 2 else 50
    result = terasort(int(arg1), int(arg2), 5)
    with open("sorted.txt", "w") as f:
        for key in sorted(result):
            for k, v in result[key]:
                print(key, k, "%.4f" % v, file=f)
