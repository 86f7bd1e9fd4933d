"""What a Snakefile was made from is edited, and nothing compiled again: it refuses to start, and says why."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.programs import Failed, Project

PROGRAM = """\
import yaml
from eflows2smk import FILE_OUT, task


@task(path=FILE_OUT)
def write(value, path):
    with open(path, "w") as file:
        file.write(str(value))


with open("sizes.yaml") as file:
    sizes = yaml.safe_load(file)
for name, size in sizes.items():
    write(size * 2, f"out/{name}.txt")
"""
SIZES = "small: 3\nmiddle: 5\nlarge: 17\nhuge: 40\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "main.py").write_text(PROGRAM)
    (tmp_path / "sizes.yaml").write_text(SIZES)
    found = Project(tmp_path)
    found.compile()
    return found


def refusal(project: Project, *options: str) -> str:
    with pytest.raises(Failed) as failed:
        project.snakemake("-n", *options)
    return str(failed.value)


EDITS: dict[str, tuple[Callable[[Path], object], str]] = {
    "an input that the program read": (
        lambda folder: (folder / "sizes.yaml").write_text(SIZES.replace("17", "18")),
        "- sizes.yaml was changed.",
    ),
    "an input that is gone": (lambda folder: (folder / "sizes.yaml").unlink(), "- sizes.yaml is missing"),
    "a table of the Snakefile": (
        lambda folder: (folder / "workflow/tables.yaml").write_text("names: [small, large]\nvalue: {small: 1}\n"),
        "- workflow/tables.yaml was edited. It is no configuration",
    ),
}


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_edits_are_refused_at_the_start(project: Project, edit: str) -> None:
    change, said = EDITS[edit]
    change(project.folder)
    found = refusal(project)
    assert said in found
    assert "Compile again:  eflows2smk compile main.py" in found
    assert not (project.folder / "out").exists()


def test_an_edit_compiled_again_is_run(project: Project) -> None:
    (project.folder / "sizes.yaml").write_text("small: 4\n")
    project.compile()
    project.snakemake()
    assert [path.name for path in (project.folder / "out").iterdir()] == ["small.txt"]
    assert (project.folder / "out" / "small.txt").read_text() == "8"


def test_another_folder_may_have_inputs_of_its_own(project: Project) -> None:
    """Started elsewhere, the program's inputs are those of that folder where it has them, else those of the program."""
    elsewhere = project.folder / "elsewhere"
    elsewhere.mkdir()
    project.snakemake("-n", "--directory", str(elsewhere))
    (elsewhere / "sizes.yaml").write_text("small: 4\n")
    assert "- sizes.yaml was changed." in refusal(project, "--directory", str(elsewhere))


def test_an_input_that_the_workflow_writes_itself_may_change(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(PROGRAM + 'write(1, "sizes.yaml")\n')
    (tmp_path / "sizes.yaml").write_text("small: 4\n")
    project = Project(tmp_path)
    project.compile()
    project.snakemake()
    assert "Nothing to be done" in project.run("snakemake", "-n")
