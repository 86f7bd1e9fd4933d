"""Lists and values that no command line could hold.

Linux takes no argument of more than 128 KiB, and bash gets the whole command as one. Snakemake makes notes for each
output, and notes each input in each of them: so the lists have few members, with very long names.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.differential.compare import check

PROGRAM = """
from eflows2smk import (
    COLLECTION_FILE_IN, COLLECTION_FILE_INOUT, COLLECTION_FILE_OUT, COLLECTION_IN, COLLECTION_INOUT, COLLECTION_OUT,
    FILE_OUT, binary, task,
)

COUNT = 60
NAME = "a_folder_with_quite_a_long_name/" * 65 + "a_part_with_quite_a_long_name_" * 7
"""

INPUTS = """
@binary(binary="cat", args="{{parts}} > {{out}}")
@task(parts=COLLECTION_FILE_IN, out=FILE_OUT)
def join(parts, out): pass

@task(parts=COLLECTION_FILE_IN, out=FILE_OUT)
def count(parts, out):
    with open(out, "w") as file:
        file.write(str(len(parts)) + parts[-1])

@task(parts=COLLECTION_FILE_OUT)
def split(parts):
    for number, part in enumerate(parts):
        with open(part, "w") as file:
            file.write(f"part {number}\\\\n")

parts = [f"parts/{NAME}{i:05}.txt" for i in range(COUNT)]
split(parts)
join(parts, "joined.txt")
count(parts, "count.txt")
"""

PROGRAMS = """
@binary(binary="touch", args="{{parts}}")
@task(parts=COLLECTION_FILE_OUT)
def make(parts): pass

@binary(binary="sh", args="-c 'for part; do echo more >> \\\\"$part\\\\"; done' sh {{parts}}")
@task(parts=COLLECTION_FILE_INOUT)
def extend(parts): pass

for group in range(2):
    parts = [f"parts/{group}/{NAME}{i:05}.txt" for i in range(COUNT)]
    make(parts)
    extend(parts)
"""

RESULTS = """
COUNT = 310

@task(values=COLLECTION_IN, out=FILE_OUT)
def add(values, out):
    with open(out, "w") as file:
        file.write(str(sum(sum(row) for row in values)))

@task(values=COLLECTION_INOUT)
def double(values):
    for row in values:
        for position, value in enumerate(row):
            row[position] = 2 * value

@task(returns=2 * COUNT)
def NUMBERS(start):
    return list(range(start, start + 2 * COUNT))

values = NUMBERS(3)
add([[values[i], values[i + 1]] for i in range(0, 2 * COUNT, 2)], "sum.txt")

rows = [values[:100], values[100:250]]
double(rows)
add(rows, "sum_of_doubled.txt")
"""
RESULTS = RESULTS.replace(
    "NUMBERS", "a_list_of_many_numbers_" + "of_a_function_whose_name_is_so_long_that_its_paths_are_too_" * 3
)

VALUES = """
@task(out=FILE_OUT)
def write(text, values, out):
    with open(out, "w") as file:
        file.write(f"{len(text)} {sum(values)} {text[-5:]}")

for i in range(3):
    write("some text\\\\n" * 20_000 + str(i), list(range(40_000 + i)), f"values_{i}.txt")
"""


@pytest.mark.parametrize("text", [INPUTS, PROGRAMS, RESULTS, VALUES], ids=["inputs", "programs", "results", "values"])
def test_thousands_of_members_reach_programs_and_functions(text: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "main.py").write_text(PROGRAM + text.replace("\\\\", "\\"))
    check(source, tmp_path)
