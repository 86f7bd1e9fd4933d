"""Helper functions with and without tasks in them, other modules, early returns, nested functions."""

import helpers
from helpers import Model, normalised

from eflows2smk import task, wait_on


@task(returns=2)
def measure(seed):
    return [seed * 0.5 + i for i in range(4)], {"seed": seed}


def run(seed, model):
    values, info = measure(seed)
    values = wait_on(values)
    info = wait_on(info)
    level = helpers.level(values)
    smooth = normalised(values)
    return model.predict(smooth) + level, info["seed"]


def write(path, rows):
    def line(row):
        return ",".join(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row)

    with open(path, "w") as out:
        for row in rows:
            out.write(line(row) + "\n")


def main():
    model = Model(helpers.WEIGHT)
    model.train([1.0, 2.0, 4.0])
    rows = []
    for seed in (1, 2):
        prediction, label = run(seed, model)
        rows.append((label, prediction))
    write("rows.csv", rows)
    threshold = max(row[1] for row in rows)
    if threshold > 3:
        verdict = "high"
    else:
        verdict = "low"
    print("verdict", verdict)
    with open("verdict.txt", "w") as out:
        out.write(verdict)


if __name__ == "__main__":
    main()
