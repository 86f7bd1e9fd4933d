"""A kind of software that another package adds, used by a program, both ways."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import pytest

from eflows2smk import rules
from tests.differential.compare import check
from tests.programs import Failed, Project

FOLDER = Path(__file__).parent / "added"
UNFINISHED = '{"execution": {"type": "unfinished"}}'


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package lies as pip would have installed it, where every Python of the test finds it."""
    paths = [str(FOLDER / "package"), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))


@pytest.mark.usefixtures("installed")
def test_both_ways_leave_the_same(tmp_path: Path) -> None:
    check(FOLDER / "program", tmp_path)
    compiled = tmp_path / "compiled"
    assert (compiled / "replaced.txt").read_text() == "plum $1 {it}\napple\n"
    assert (compiled / "first" / "replaced.txt").read_text() == "plum $1 {it}\n"
    compiled_rules = (compiled / "workflow" / "Snakefile").read_text()
    assert "sed -n -e 1p {input.text:q} >> {output.result:q}" in compiled_rules


def test_other_kinds_are_looked_for_after_the_first_one() -> None:
    importlib.import_module("eflows2smk.rules.added")
    assert rules.kind("neither ours nor added") is None


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("description", "message"),
    [
        (UNFINISHED, "'eflows2smk_sed.unfinished', which adds the software 'unfinished', has no 'as_program'"),
        ('{"execution": {"type": "sed"}}', "'execution' needs the key 'script'"),
        ('{"execution": {"type": "sedd"}}', "did you mean 'sed'?"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, description: str, message: str) -> None:
    project = Project.copy_of(FOLDER / "program", tmp_path / "program")
    (project.folder / "first.json").write_text(description)
    for run in (project.compile, project.sequential):
        with pytest.raises(Failed) as failed:
            run()
        assert message in str(failed.value)
