"""A function that uses several nodes finds out about them in its environment."""

import os

from eflows2smk import FILE_OUT, constraint, multinode, task


def nodes():
    names = os.environ["COMPSS_HOSTNAMES"].split(",")
    threads = os.environ["COMPSS_NUM_THREADS"]
    return f"{os.environ['COMPSS_NUM_NODES']} nodes, {len(names)} names, {threads} threads each"


@constraint(computing_units=2)
@multinode(computing_nodes="2")
@task(returns=1)
def distributed(size):
    return f"{size}: {nodes()}"


@multinode()
@task(path=FILE_OUT)
def write(text, path):
    with open(path, "w") as file:
        file.write(f"{text}\n{nodes()}\n")


if __name__ == "__main__":
    for size in range(3):
        write(distributed(size), f"nodes/{size}.txt")
    assert "COMPSS_NUM_NODES" not in os.environ
