"""Lists and dictionaries of computed values, comprehensions with and without tasks, unpacking, sorting."""

from collections import defaultdict

import numpy as np

from eflows2smk import task, wait_on


@task(returns=1)
def energy(x, y):
    return x * x + 0.5 * y


@task(returns=1)
def collect(values, best):
    return sorted(values), best


class Study:
    def __init__(self, name):
        self.name = name
        self.results = {}
        self.best = None

    def run(self, xs):
        for x in xs:
            self.results[x] = wait_on(energy(x, len(self.name)))
        self.best = min(self.results.values())
        self.span = np.ptp(list(self.results.values()))


if __name__ == "__main__":
    study = Study("abc")
    study.run([1, 2, 3])
    scaled = [np.sqrt(wait_on(energy(i, i))) for i in range(3)]
    low, *rest = sorted(scaled)
    groups = defaultdict(list)
    for i, value in enumerate(scaled):
        groups["even" if i % 2 == 0 else "odd"].append(value)
    means = {name: np.mean(values) for name, values in groups.items()}
    pair = [np.max(scaled), np.min(scaled)]
    a, b = [energy(value, 1) for value in pair]
    nested = {"study": study.best, "pair": (a, b), "low": low}
    final = collect([wait_on(a), wait_on(b), low], nested)
    ordered, rest_of_it = wait_on(final)
    with open("out.txt", "w") as out:
        out.write(f"{ordered} {rest_of_it['study']} {study.span:.3f} {study.results}\n")
        out.write(f"{means} {len(rest)} {pair}\n")
