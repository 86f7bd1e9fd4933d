"""The measured workflows: as decorated programs, and as an experienced Snakemake user writes them by hand."""

from __future__ import annotations

import json
from pathlib import Path

from tests.programs import Project

# A third of the jobs each: simulate(i), analyse(i), and plot(i); one more job gathers them.
CHAINS = '''"""Chains of three programs, gathered at the end."""

from eflows2smk import COLLECTION_FILE_IN, FILE_IN, FILE_OUT, binary, task


@binary(binary="sh", args="-c 'echo {{seed}} > \\"$1\\"' sh {{raw}}")
@task(raw=FILE_OUT)
def simulate(seed, raw):
    pass


@binary(binary="cp", args="{{raw}} {{result}}")
@task(raw=FILE_IN, result=FILE_OUT)
def analyse(raw, result):
    pass


@binary(binary="cp", args="{{result}} {{picture}}")
@task(result=FILE_IN, picture=FILE_OUT)
def plot(result, picture):
    pass


@binary(binary="sh", args="-c 'ls plots | wc -l > \\"$1\\"' sh {{table}}")
@task(pictures=COLLECTION_FILE_IN, table=FILE_OUT)
def gather(pictures, table):
    pass


for i in range(CHAINS):
    simulate(i, f"raw/{i}.txt")
    analyse(f"raw/{i}.txt", f"results/{i}.txt")
    plot(f"results/{i}.txt", f"plots/{i}.txt")
gather([f"plots/{i}.txt" for i in range(CHAINS)], "table.txt")
'''

CHAINS_BY_HAND = """\
rule all:
    input:
        "table.txt",


rule simulate:
    output:
        "raw/{i}.txt",
    log:
        "logs/simulate/{i}.log",
    shell:
        "sh -c 'echo {wildcards.i} > \\"$1\\"' sh {output:q} > {log:q} 2>&1"


rule analyse:
    input:
        "raw/{i}.txt",
    output:
        "results/{i}.txt",
    log:
        "logs/analyse/{i}.log",
    shell:
        "cp {input:q} {output:q} > {log:q} 2>&1"


rule plot:
    input:
        "results/{i}.txt",
    output:
        "plots/{i}.txt",
    log:
        "logs/plot/{i}.log",
    shell:
        "cp {input:q} {output:q} > {log:q} 2>&1"


rule gather:
    input:
        expand("plots/{i}.txt", i=range(CHAINS)),
    output:
        "table.txt",
    log:
        "logs/gather.log",
    shell:
        "sh -c 'ls plots | wc -l > \\"$1\\"' sh {output:q} > {log:q} 2>&1"
"""

# As generators of workflows write it: a function for each step, all called once, and one that gathers.
HEAD = '''"""Steps, each a function of its own."""

from eflows2smk import COLLECTION_FILE_IN, FILE_OUT, binary, task


@binary(binary="sh", args="-c 'ls results | wc -l > \\"$1\\"' sh {{table}}")
@task(pictures=COLLECTION_FILE_IN, table=FILE_OUT)
def gather(pictures, table):
    pass
'''

STEP = """

@binary(binary="sh", args="-c 'echo SEED > \\"$1\\"' sh {{result}}")
@task(result=FILE_OUT)
def simulate_NUMBER(result):
    pass
"""

STEPS_BY_HAND = """\
import json

with open("seeds.json") as stream:
    SEEDS = json.load(stream)


rule all:
    input:
        "table.txt",


rule simulate:
    output:
        "results/{i}.txt",
    log:
        "logs/simulate/{i}.log",
    params:
        seed=lambda wildcards: SEEDS[int(wildcards.i)],
    shell:
        "sh -c 'echo {params.seed} > \\"$1\\"' sh {output:q} > {log:q} 2>&1"


rule gather:
    input:
        expand("results/{i}.txt", i=range(STEPS)),
    output:
        "table.txt",
    log:
        "logs/gather.log",
    shell:
        "sh -c 'ls results | wc -l > \\"$1\\"' sh {output:q} > {log:q} 2>&1"
"""


def steps(count: int) -> str:
    """The program with so many functions."""
    functions = [STEP.replace("NUMBER", str(i)).replace("SEED", str(i * i)) for i in range(count)]
    calls = [f'simulate_{i}("results/{i}.txt")\n' for i in range(count)]
    end = f'gather([f"results/{{i}}.txt" for i in range({count})], "table.txt")\n'
    return "".join([HEAD, *functions, "\n\n", *calls, end])


# Jobs of an external program, all independent.
PROGRAMS = '''"""One small program, many times."""

from eflows2smk import FILE_IN, FILE_OUT, binary, task


@binary(binary="cp", args="{{source}} {{target}}")
@task(source=FILE_IN, target=FILE_OUT)
def copy(source, target):
    pass


for i in range(JOBS):
    copy("main.py", f"copies/{i}.txt")
'''

PROGRAMS_BY_HAND = """\
rule all:
    input:
        expand("copies/{i}.txt", i=range(JOBS)),


rule copy:
    input:
        "main.py",
    output:
        "copies/{i}.txt",
    log:
        "logs/copy/{i}.log",
    shell:
        "cp {input:q} {output:q} > {log:q} 2>&1"
"""

# Jobs of a Python function, all independent.
FUNCTIONS = '''"""One small function, many times."""

from eflows2smk import FILE_OUT, task


@task(result=FILE_OUT)
def write(number, result):
    with open(result, "w") as file:
        file.write(str(number * number))


for i in range(JOBS):
    write(i, f"squares/{i}.txt")
'''

FUNCTIONS_BY_HAND = """\
rule all:
    input:
        expand("squares/{i}.txt", i=range(JOBS)),


rule write:
    output:
        "squares/{i}.txt",
    log:
        "logs/write/{i}.log",
    script:
        "scripts/write.py"
"""

# A first job says how many there are; a checkpoint asks it.
LOOP = '''"""A loop over a computed number, gathered at the end."""

from eflows2smk import COLLECTION_FILE_IN, FILE_IN, FILE_OUT, binary, task, wait_on


@task(returns=1)
def count():
    return ELEMENTS


@binary(binary="touch", args="{{part}}")
@task(part=FILE_OUT)
def make(part):
    pass


@binary(binary="cp", args="{{part}} {{result}}")
@task(part=FILE_IN, result=FILE_OUT)
def analyse(part, result):
    pass


if __name__ == "__main__":
    for i in range(wait_on(count())):
        make(f"parts/{i}.txt")
        analyse(f"parts/{i}.txt", f"results/{i}.txt")
'''

LOOP_BY_HAND = """\
import json


def elements(wildcards):
    with checkpoints.count.get().output[0].open() as file:
        return expand("results/{i}.txt", i=range(json.load(file)))


rule all:
    input:
        elements,


checkpoint count:
    output:
        "count.json",
    log:
        "logs/count.log",
    localrule: True
    shell:
        "echo ELEMENTS > {output:q} 2> {log:q}"


rule make:
    output:
        "parts/{i}.txt",
    log:
        "logs/make/{i}.log",
    shell:
        "touch {output:q} > {log:q} 2>&1"


rule analyse:
    input:
        "parts/{i}.txt",
    output:
        "results/{i}.txt",
    log:
        "logs/analyse/{i}.log",
    shell:
        "cp {input:q} {output:q} > {log:q} 2>&1"
"""

WRITE_SCRIPT = """\
number = int(snakemake.wildcards.i)
with open(snakemake.output[0], "w") as file:
    file.write(str(number * number))
"""


def compiled(text: str, folder: Path, name: str, count: int) -> Path:
    """A folder with the program, its size put in, and what the compiler makes of it."""
    folder.mkdir(parents=True)
    (folder / "main.py").write_text(text.replace(name, str(count)))
    Project(folder).compile()
    return folder


def by_hand(text: str, folder: Path, name: str, count: int) -> Path:
    """A folder with the same workflow as Snakefile, and with the scheduler settings that every project gets."""
    (folder / "workflow" / "scripts").mkdir(parents=True)
    (folder / "workflow" / "Snakefile").write_text(text.replace(name, str(count)))
    (folder / "workflow" / "scripts" / "write.py").write_text(WRITE_SCRIPT)
    (folder / "main.py").write_text("# What is copied.\n")
    (folder / "seeds.json").write_text(json.dumps([i * i for i in range(count)]))
    return folder
