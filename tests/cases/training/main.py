"""A training on several processes, which find one another as torchrun's do, and on one."""

from eflows2smk import FILE_OUT, software, task


@software(config_file="train.json")
@task(report=FILE_OUT)
def train(steps, report):
    pass


@software(config_file="alone.json")
@task(report=FILE_OUT)
def alone(steps, report):
    pass


train(3, "together.txt")
alone(5, "alone.txt")
