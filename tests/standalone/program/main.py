"""Where programs and functions run."""

import sys

import asked

from eflows2smk import FILE_IN, FILE_OUT, FILE_OUT_STDOUT, binary, software, task, wait_on


@binary(binary="whereabouts", conda=["whereabouts>=1"], envmodules=["tools/1.2", "compilers"])
@task(said=FILE_OUT_STDOUT)
def ask(said):
    pass


@software(config_file="software/described.json")
def described(said):
    return asked.words(said)


@task(returns=1)
def doubling():
    return lambda value: 2 * value


@task(report=FILE_OUT)
def tell(words, double, report):
    with open(report, "w") as file:
        file.write(f"{double(len(words))} {words[-1]}\n")


@task(place=FILE_OUT)
def where(place):
    with open(place, "w") as file:
        file.write(sys.prefix)


@task(report=FILE_IN, returns=1)
def length(report):
    return len(open(report).read())


def main():
    ask("results/said.txt")
    words = described("results/said.txt")
    tell(words, doubling(), "results/report.txt")
    where("place.txt")
    if wait_on(length("results/report.txt")) > 3:
        tell(["long"], doubling(), "results/long.txt")


if __name__ == "__main__":
    main()
