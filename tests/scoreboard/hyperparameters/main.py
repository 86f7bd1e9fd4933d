import itertools
import json

from pycompss.api.api import compss_wait_on
from pycompss.api.constraint import constraint
from pycompss.api.task import task


@constraint(computing_units=1)
@task(returns=1)
def experiment(config):
    score = 0
    for epoch in range(config["epochs"]):
        score += config["rate"] * (epoch + 1) / (1 + len(config["optimizer"]))
    return dict(config, score=round(score, 4))


def configurations(space):
    keys, values = zip(*space.items())
    for combination in itertools.product(*values):
        yield dict(zip(keys, combination))


if __name__ == "__main__":
    with open("space.json") as f:
        space = json.load(f)
    results = [experiment(config) for config in configurations(space)]
    results = compss_wait_on(results)
    best = max(results, key=lambda r: r["score"])
    print("best:", best)
    with open("best.json", "w") as f:
        json.dump(best, f)
