"""What the compiler makes of each case and example, compared with the files in its ``expected`` folder.

``pytest tests/cases --update-goldens`` writes these anew; read the difference before you commit it. The tests in
`tests.differential` compile the same programs by the command, in processes where sets have other orders, and run them.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from pathlib import Path

import pytest

from eflows2smk.commands.phases import compile_program, write
from eflows2smk.commands.reporting import has_errors
from eflows2smk.workflow.printer import print_workflow
from tests import forking
from tests.cases.goldens import GRAPH, assert_same, expected, generated
from tests.programs import CASES, EXAMPLES, SECONDS, Project, environment

PROGRAMS = (*CASES, *EXAMPLES)


def compiled_here(project: Project) -> dict[str, str]:
    """Compile in this process, and give what is written, by path, with the workflow as text."""
    with contextlib.chdir(project.folder):
        compiled = compile_program(Path("main.py"), project.arguments, Path())
        assert compiled.workflow is not None and not has_errors(compiled.diagnostics), compiled.diagnostics
        write(compiled, Path(), force=False)
        return {**generated(project.folder), GRAPH: print_workflow(compiled.workflow)}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_program_compiles_to_what_is_expected(program: Path, tmp_path: Path, update_goldens: bool) -> None:
    project = Project.copy_of(program, tmp_path / "program")
    files = compiled_here(project)
    assert lint(project) == []
    if update_goldens:
        folder = program / "expected"
        shutil.rmtree(folder, ignore_errors=True)
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
    assert_same(files, expected(program))


@pytest.mark.parametrize("part", range(4))
def test_expected_snakefiles_are_formatted(part: int, tmp_path: Path) -> None:
    """One process looks at many of them."""
    copies = []
    for program in PROGRAMS[part::4]:
        copies.append(tmp_path / program.name / "Snakefile")
        copies[-1].parent.mkdir()
        shutil.copy(program / "expected" / "workflow" / "Snakefile", copies[-1])
    command = ("snakefmt", "--check", "--compact-diff", *map(str, copies))
    done = forking.run(command, tmp_path, environment(), SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr


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
