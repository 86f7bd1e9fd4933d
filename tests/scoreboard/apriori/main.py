from itertools import combinations

from pycompss.api.api import compss_wait_on
from pycompss.api.task import task

BASKETS = [["milk", "bread"], ["milk", "eggs"], ["bread", "eggs", "milk"], ["bread"]]
MIN_SUPPORT = 2


@task(returns=dict)
def count(candidates, baskets):
    return {c: sum(set(c) <= set(b) for b in baskets) for c in candidates}


@task(returns=dict)
def merge(first, second):
    return {c: first[c] + second[c] for c in first}


def frequent(candidates):
    halves = [count(candidates, BASKETS[:2]), count(candidates, BASKETS[2:])]
    counts = compss_wait_on(merge(*halves))
    return {c: n for c, n in counts.items() if n >= MIN_SUPPORT}


level = frequent([(i,) for i in sorted({i for b in BASKETS for i in b})])
everything = dict(level)
items = sorted(i for (i,) in level)
pairs = frequent(list(combinations(items, 2)))
everything.update(pairs)
with open("frequent.txt", "w") as f:
    for itemset in sorted(everything):
        f.write(",".join(itemset) + " " + str(everything[itemset]) + "\n")
