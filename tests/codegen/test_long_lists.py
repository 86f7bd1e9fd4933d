"""Lists of paths that no command line could hold."""

from __future__ import annotations

from pathlib import Path

from tests.programs import Project

PROGRAM = """
import os
from eflows2smk import COLLECTION_FILE_IN, FILE_OUT, binary, task

@binary(binary="cat", args="{{parts}} > {{out}}")
@task(parts=COLLECTION_FILE_IN, out=FILE_OUT)
def join(parts, out): pass

@task(parts=COLLECTION_FILE_IN, out=FILE_OUT)
def count(parts, out):
    with open(out, "w") as file:
        file.write(str(len(parts)))

parts = [os.path.join("inputs", name) for name in sorted(os.listdir("inputs"))]
join(parts, "joined.txt")
count(parts, "count.txt")
"""


def test_a_list_of_thousands_of_files_reaches_programs_and_functions(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "inputs").mkdir(parents=True)
    names = [f"a_file_with_quite_a_long_name_number_{number:05}.txt" for number in range(3000)]
    for name in names:
        (source / "inputs" / name).write_text(f"{name}\n")
    (source / "main.py").write_text(PROGRAM)
    project = Project.copy_of(source, tmp_path / "program")
    project.compile()
    project.snakemake()
    assert (project.folder / "joined.txt").read_text().splitlines() == names
    assert (project.folder / "count.txt").read_text() == "3000"
