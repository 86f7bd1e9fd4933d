import os
import sys

from pycompss.api.binary import binary
from pycompss.api.parameter import *
from pycompss.api.task import task

HERE = os.path.dirname(os.path.abspath(__file__))


@binary(binary="sh", args="{{script}} {{steps}} {{restart}}", working_dir="runs/{{name}}")
@task(script=FILE_IN, restart=FILE_OUT)
def simulate(name, script, steps, restart):
    pass


@binary(binary="cat")
@task(first=FILE_IN, second=FILE_IN, out={Type: FILE_OUT, StdIOStream: STDOUT})
def join(first, second, out):
    pass


def main():
    steps = int(sys.argv[1])
    script = os.path.join(HERE, "scripts", "simulate.sh")
    for name in ("a", "b"):
        simulate(name, script, steps, f"{name}.restart")
    join("a.restart", "b.restart", "joined.txt")


if __name__ == "__main__":
    main()
