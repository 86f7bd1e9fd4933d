"""Short invocations of all kinds, which share jobs; some fail while there is a file named ``broken``."""

import random

import numpy as np

from eflows2smk import FILE_IN, FILE_OUT, data_transformation, software, task


def doubled(value):
    return 2 * value


@task(returns=1)
def draw(number):
    if number == 3 and __import__("os").path.exists("broken"):
        raise ValueError("the dice are broken")
    print(f"drawing {number}")
    return number + 0 * (np.random.rand() + random.random())


@software(config_file="shell.json")
@task(path=FILE_OUT)
def shell(number, path):
    pass


@data_transformation("value", doubled)
@task(source=FILE_IN, path=FILE_OUT)
def write(value, source, path):
    with open(source) as given, open(path, "w") as file:
        file.write(f"{value:.0f} {given.read()}")


@task(path=FILE_OUT)
def chance(path):
    with open(path, "w") as file:
        file.write(f"{np.random.rand()} {random.random()}\n")


for number in range(8):
    shell(number, f"out/shell_{number}.txt")
    write(draw(number), f"out/shell_{number}.txt", f"out/it's_{number}.txt")
    chance(f"out/chance_{number}.txt")
