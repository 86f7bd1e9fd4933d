"""What the compiler makes of each case and example, compared with the files in its ``expected`` folder.

``pytest tests/cases --update-goldens`` writes these anew; read the difference before you commit it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from pathlib import Path

import pytest

from eflows2smk.commands.phases import compile_program, write
from eflows2smk.commands.reporting import has_errors
from eflows2smk.workflow.printer import print_workflow
from tests.programs import CASES, EXAMPLES, Project

# Written by `compile`; the profile is the same for all programs.
GENERATED = ("workflow/Snakefile", "config", "slurm")
# That of this process is random, unless somebody has chosen one.
ANOTHER = {"PYTHONHASHSEED": "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"}


def compiled_here(project: Project) -> str:
    """Compile in this process, which saves an evaluation: the workflow as text, once its files are written."""
    with contextlib.chdir(project.folder):
        compiled = compile_program(Path("main.py"), project.arguments, Path())
        assert compiled.workflow is not None and not has_errors(compiled.diagnostics), compiled.diagnostics
        write(compiled, Path(), force=False)
        return print_workflow(compiled.workflow)


def compiled_elsewhere(project: Project) -> str:
    """The same by the command, in processes where sets have other orders."""
    project.compile(variables=ANOTHER)
    return project.compile("--emit", "workflow", variables=ANOTHER)


def generated(project: Project) -> dict[str, str]:
    """The files that the compiler wrote, by path."""
    roots = [project.folder / name for name in GENERATED]
    paths = [path for root in roots for path in ([root] if root.is_file() else sorted(root.rglob("*")))]
    paths += sorted(project.folder.glob("workflow/scripts/*.py"))
    return {str(path.relative_to(project.folder)): path.read_text() for path in paths if path.is_file()}


@pytest.fixture(params=[*CASES, *EXAMPLES], ids=lambda path: path.name)
def program(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_program_compiles_to_what_is_expected(program: Path, tmp_path: Path, update_goldens: bool) -> None:
    project = Project.copy_of(program, tmp_path / "program")
    workflow = compiled_here(project)
    files = {**generated(project), "workflow.txt": workflow}

    workflow = compiled_elsewhere(project)
    assert {**generated(project), "workflow.txt": workflow} == files, "a second compilation writes something else"
    project.run("snakefmt", "--check", "--compact-diff", "workflow/Snakefile")
    assert lint(project) == []
    project.snakemake("-n", "--quiet")

    expected = program / "expected"
    if update_goldens:
        shutil.rmtree(expected, ignore_errors=True)
        for path, text in files.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_text(text)
    known = {str(path.relative_to(expected)): path.read_text() for path in expected.rglob("*") if path.is_file()}
    assert files.keys() == known.keys()
    for path, text in files.items():
        assert text == known[path], f"{path} is not as expected"


# An environment for every rule is the user's to choose; which Python runs the jobs is one setting for the whole file.
WISHES = ("Specify a conda environment or container",)


def lint(project: Project) -> list[str]:
    """What Snakemake's lint finds, without the wish above."""
    try:
        said = project.run("snakemake", "--lint", "text")
    except AssertionError as failed:
        said = str(failed)
    found = re.findall(r"^ +\* (.+?)(?:\n|$)", said, flags=re.MULTILINE)
    return [line for line in found if not line.startswith(WISHES)]
