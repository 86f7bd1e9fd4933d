"""Values computed between the invocations: in arguments of programs and tasks, in lists, in loops."""

import numpy as np

from eflows2smk import FILE_OUT, binary, data_transformation, task, wait_on


@task(returns=1)
def sample(size):
    return np.arange(size) * 1.5


@task(returns=1)
def scale(values, factor):
    return values * factor


@task(returns=1)
def total(values):
    return float(sum(value.sum() for value in values))


@binary(binary="bash", args="-c 'echo mean {{mean}} of {{label}} > {{out}}'")
@task(out=FILE_OUT)
def note(mean, label, out):
    pass


def clipped(values, limit):
    return np.clip(values, 0, limit)


@data_transformation("values", clipped, limit=2.5)
@task(returns=1)
def count(values):
    return len(values)


def best_of(values):
    best = None
    for value in values:
        if best is None or value > best:
            best = value
    return best


if __name__ == "__main__":
    scaled = []
    for i in range(3):
        values = wait_on(sample(i + 2))
        mean = np.mean(values)
        note(f"{mean:.3f}", f"sample {i}", f"mean_{i}.txt")
        scaled.append(scale(values, mean + i))
    scaled = wait_on(scaled)
    sums = [float(values.sum()) for values in scaled]
    best = best_of(sums)
    both = scale(scaled[0], best / len(sums))
    counted = count(np.concatenate(scaled))
    with open("report.txt", "w") as report:
        report.write(f"best {best} counted {wait_on(counted)}\n")
        for position, value in enumerate(sums):
            report.write(f"{position}: {value}\n")
    np.savetxt("both.txt", wait_on(both))
    print(wait_on(total([both, *scaled])))
