"""Members of collections that tasks change, and that the program holds elsewhere as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.differential.compare import differences
from tests.programs import Failed, Project

TASKS = """
from eflows2smk import COLLECTION_INOUT, task, wait_on


@task(returns=1)
def row(n):
    return [n]


@task(rows=COLLECTION_INOUT)
def grow(rows):
    for each in rows:
        each.append(1)


@task(rows=COLLECTION_INOUT)
def doubled(rows):
    for at in range(len(rows)):
        rows[at] = rows[at] * 2


"""
RIGHT = """
rows = [row(n) for n in range(4)]
grow(rows[1:3])
doubled(rows)
grow(rows)
some = rows[:1]
grow(some)
with open("rows.txt", "w") as file:
    file.write(f"{wait_on(rows)} {wait_on(some)}")
"""
ELSEWHERE = """
rows = [row(n) for n in range(3)]
some = rows[1:]
doubled(some)
with open("rows.txt", "w") as file:
    file.write(f"{wait_on(rows)} {wait_on(some)}")
"""


def projects(folder: Path, text: str) -> tuple[Project, Project]:
    for name in ("sequential", "compiled"):
        (folder / name).mkdir()
        (folder / name / "main.py").write_text(TASKS + text)
    return Project(folder / "sequential"), Project(folder / "compiled")


def test_members_are_changed_and_replaced(tmp_path: Path) -> None:
    sequential, compiled = projects(tmp_path, RIGHT)
    sequential.sequential()
    compiled.compile()
    compiled.snakemake()
    assert differences(sequential.folder, compiled.folder) == []
    assert (sequential.folder / "rows.txt").read_text() == (compiled.folder / "rows.txt").read_text()


def test_a_member_that_stays_elsewhere_is_not_replaced_unseen(tmp_path: Path) -> None:
    sequential, compiled = projects(tmp_path, ELSEWHERE)
    sequential.sequential()
    assert (sequential.folder / "rows.txt").read_text() == "[[0], [1], [2]] [[1, 1], [2, 2]]"
    compiled.compile()
    with pytest.raises(Failed, match=r"something else in the place of member \[0\] of 'rows'"):
        compiled.snakemake()
