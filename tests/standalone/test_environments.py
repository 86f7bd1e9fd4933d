"""Jobs run in environments of their own where Snakemake is asked for that, and in its own one where it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.programs import RUN, Project, environment

HERE = Path(__file__).parent
CONDA = HERE / "conda" / "bin"


class Compiled:
    """The program of this folder, compiled with an environment for Python jobs."""

    def __init__(self, folder: Path) -> None:
        self.project = Project.copy_of(HERE / "program", folder)
        path = environment()["PATH"]
        self.variables = {"PATH": os.pathsep.join([str(folder / "bin"), path])}
        self.with_conda = {"PATH": os.pathsep.join([str(CONDA), str(folder / "bin"), path]), "CONDA_PREFIX": ""}
        self.project.compile("--env", "environment.yaml", variables=self.variables)
        self.snakefile = (folder / "workflow" / "Snakefile").read_text()

    def result(self, path: str) -> str:
        return (self.project.folder / path).read_text()

    def results(self) -> dict[str, str]:
        paths = (self.project.folder / "results").glob("*")
        return {path.name: path.read_text() for path in paths if path.is_file()}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    return Compiled(tmp_path_factory.mktemp("environments") / "program")


def test_each_software_has_its_environment_and_python_has_that_of_the_command(compiled: Compiled) -> None:
    folder = compiled.project.folder / "workflow" / "envs"
    assert {path.name for path in folder.iterdir()} == {"ask.yaml", "counting.yaml", "environment.yaml"}
    assert (folder / "ask.yaml").read_text().splitlines() == [
        *("channels:", "  - conda-forge", "dependencies:", "  - whereabouts>=1")
    ]
    assert (folder / "counting.yaml").read_text() == (HERE / "program" / "envs" / "counting.yaml").read_text()
    rule = compiled.snakefile.partition("rule ask:")[2].partition("\nrule ")[0]
    assert '    conda:\n        "envs/ask.yaml"\n    envmodules:\n        "tools/1.2",\n        "compilers",\n' in rule
    assert compiled.snakefile.count('        "envs/environment.yaml"') >= 4


def test_lint_has_nothing_left_to_say(compiled: Compiled) -> None:
    # It says so on its error stream, and fails where it finds something.
    compiled.project.run("snakemake", "--lint", variables=compiled.variables)


def test_jobs_run_in_their_environments(compiled: Compiled) -> None:
    project, variables = compiled.project, compiled.with_conda
    listed = project.run("snakemake", "--list-conda-envs", "--sdm", "conda", variables=variables)
    assert all(f"workflow/envs/{name}.yaml" in listed for name in ("ask", "counting", "environment"))
    project.run("snakemake", *RUN, "--forceall", "--sdm", "conda", variables=variables)
    assert compiled.result("results/said.txt") == "of the environment\n"
    assert compiled.result("results/report.txt") == "6 environment\n"
    assert ".snakemake/conda/" in compiled.result("place.txt")


def test_without_being_asked_they_run_in_that_of_snakemake(compiled: Compiled) -> None:
    compiled.project.run("snakemake", *RUN, "--forceall", variables=compiled.variables)
    assert compiled.result("results/said.txt") == "of the machine\n"
    assert ".snakemake/conda/" not in compiled.result("place.txt")
    found = compiled.results()
    compiled.project.sequential(variables=compiled.variables)
    assert compiled.results() == found
