"""The steps of a pipeline are a table of tasks."""

from eflows2smk import *


@task(returns=1)
def load(name):
    return list(name)


@task(returns=1)
def reverse(items):
    return items[::-1]


@task(returns=1)
def double(items):
    return [i * 2 for i in items]


STEPS = {"reverse": reverse, "double": double}


def apply(steps, items):
    for step in steps:
        items = STEPS[step](items)
    return items


plans = {"abc": ["reverse", "double"], "xy": ["double"]}
results = {name: apply(steps, load(name)) for name, steps in plans.items()}
with open("results.txt", "w") as f:
    for name, result in results.items():
        f.write(name + " " + "".join(wait_on(result)) + "\n")
