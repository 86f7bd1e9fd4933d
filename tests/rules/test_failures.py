"""Failures: what is run again, what is left out, and what both ways of running a program then leave behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.differential.compare import differences, left_behind
from tests.programs import Failed, Project

CANCELS = """
from eflows2smk import COLLECTION_IN, FILE_IN, FILE_OUT, binary, data_transformation, on_failure, task


@on_failure(management="CANCEL_SUCCESSORS")
@task(returns=1, note=FILE_OUT)
def invert(x, note):
    with open(note, "w") as file:
        file.write("begun")
    return 1 / x


@on_failure(management="CANCEL_SUCCESSORS")
@binary(binary="grep", args="{{word}} {{text}}")
@task(text=FILE_IN)
def search(word, text):
    pass


@task(returns=1)
def double(x):
    return 2 * x


@task(note=FILE_IN, copy=FILE_OUT)
def copy(note, copy):
    with open(note) as old, open(copy, "w") as new:
        new.write(old.read())


def rounded(x):
    return round(x, 2)


@data_transformation("value", rounded)
@task(path=FILE_OUT)
def write(value, path):
    with open(path, "w") as file:
        file.write(str(value))


@task(values=COLLECTION_IN, path=FILE_OUT)
def total(values, path):
    with open(path, "w") as file:
        file.write(str(sum(values)))


results = []
for x in (4, 0, 8):
    y = double(invert(x, f"notes/{x}.txt"))
    write(y, f"written/{x}.txt")
    copy(f"notes/{x}.txt", f"copies/{x}.txt")
    results.append(y)
total(results, "total.txt")
total([results[0], results[2]], "others.txt")
search("never", "main.txt")
"""

RETRIES = """
import os

from eflows2smk import FILE_INOUT, FILE_OUT, binary, on_failure, task


@on_failure(management="RETRY")
@task(path=FILE_OUT, journal=FILE_INOUT)
def flaky(path, journal, counter):
    with open(journal, "a") as file:
        file.write("once\\n")
    with open(path, "x") as file:
        file.write("written")
    with open(counter, "a") as file:
        file.write("x")
    if os.path.getsize(counter) < 3:
        raise ValueError("not yet")


@on_failure(management="RETRY")
@binary(binary="sh", args="count.sh {{counter}} {{path}}")
@task(path=FILE_OUT)
def program(path, counter):
    pass


@task(path=FILE_OUT)
def start(path):
    with open(path, "w") as file:
        file.write("start\\n")


start("journal.txt")
flaky("one.txt", "journal.txt", os.path.abspath("counters/task"))
program("two.txt", os.path.abspath("counters/program"))
"""


def project(folder: Path, program: str, *folders: str) -> Project:
    for name in ("", *folders):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "main.py").write_text(program)
    (folder / "main.txt").write_text("some text\n")
    (folder / "count.sh").write_text('echo x >> "$1"; test $(wc -l < "$1") = 3 && echo done > "$2"\n')
    return Project(folder)


def test_what_stands_on_a_failure_is_left_out(tmp_path: Path) -> None:
    sequential, compiled = (project(tmp_path / name, CANCELS) for name in ("sequential", "compiled"))
    with pytest.raises(Failed, match="calls failed or were cancelled"):
        sequential.sequential()
    compiled.compile()
    with pytest.raises(Failed, match="ZeroDivisionError"):
        compiled.snakemake()
    assert differences(sequential.folder, compiled.folder) == []
    made = set(left_behind(compiled.folder).files)
    assert {"written/4.txt", "written/8.txt", "copies/8.txt", "others.txt"} <= made
    assert not made & {"notes/0.txt", "written/0.txt", "copies/0.txt", "total.txt"}


def test_software_that_may_be_repeated_is_run_again_from_sound_data(tmp_path: Path) -> None:
    sequential, compiled = (project(tmp_path / name, RETRIES, "counters") for name in ("sequential", "compiled"))
    sequential.sequential()
    compiled.compile()
    compiled.snakemake()
    assert differences(sequential.folder, compiled.folder) == []
    assert (compiled.folder / "journal.txt").read_text() == "start\nonce\n"
    assert (compiled.folder / "counters/program").read_text() == "x\n" * 3
    assert "retries" not in (compiled.folder / "workflow/Snakefile").read_text()
