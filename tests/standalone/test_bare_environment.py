"""A project that brings its runtime needs Snakemake and what the program imports; any other one says what it lacks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from eflows2smk.codegen import standalone
from tests.programs import Project, environment

HERE = Path(__file__).parent
# What the compiler needs and jobs do not.
LEFT_OUT = ("eflows2smk", "__editable__", "libcst", "typer", "rich", "cloudpickle", "snakemake_executor_plugin")


class Bare:
    """An environment with all packages of this one but those that Snakemake does not bring."""

    def __init__(self, folder: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
        packages = next(folder.glob("lib/python*/site-packages"))
        for path in Path(sysconfig.get_paths()["purelib"]).iterdir():
            if not path.name.startswith((*LEFT_OUT, "pip")) and not (packages / path.name).exists():
                (packages / path.name).symlink_to(path)
        self.bin = folder / "bin"

    def run(self, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
        variables = {**environment(), "PATH": os.pathsep.join([str(folder / "bin"), os.defpath])}
        return subprocess.run(
            [str(self.bin / "python"), "-m", *command],
            cwd=folder,
            env=variables,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Bare:
    return Bare(tmp_path_factory.mktemp("environment") / "bare")


def test_it_has_neither_the_runtime_nor_what_that_imports(bare: Bare, tmp_path: Path) -> None:
    for name in ("eflows2smk.runtime", "cloudpickle"):
        assert "No module named" in bare.run(tmp_path, name).stderr


def test_a_project_that_brings_its_runtime_runs_there_from_another_folder(bare: Bare, tmp_path: Path) -> None:
    project = Project.copy_of(HERE / "program", tmp_path / "program")
    project.compile("--standalone", variables={"PATH": f"{project.folder / 'bin'}:{environment()['PATH']}"})
    moved = Project(tmp_path / "elsewhere" / "it's here")
    shutil.copytree(project.folder, moved.folder)
    done = bare.run(moved.folder, "snakemake", "-c", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (moved.folder / "results" / "report.txt").read_text() == "6 machine\n"
    assert (moved.folder / "results" / "long.txt").read_text() == "2 long\n"
    assert str(bare.bin.parent) == (moved.folder / "place.txt").read_text()


def test_any_other_project_says_at_its_start_what_to_install(bare: Bare, tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(
        "from eflows2smk import task\n@task(returns=1)\ndef f():\n    return 1\nprint(f())\n"
    )
    Project(tmp_path).compile()
    done = bare.run(tmp_path, "snakemake", "-c", "1")
    assert done.returncode == 1
    assert "Jobs of this workflow need eflows2smk 0.1, but it is not installed where Snakemake is." in done.stderr
    assert "pip install 'eflows2smk==0.1.*'" in done.stderr and "compile --standalone" in done.stderr


def test_packages_come_with_their_versions_and_licences() -> None:
    files = standalone.files()
    about = [path for path in files if path.endswith(".dist-info/METADATA")]
    assert len(about) == 2 and all("\nVersion: " in files[path] for path in about)
    assert all("copyright" in files[path.replace("METADATA", "LICENSE")].lower() for path in about)
    assert "`eflows2smk`" in files["workflow/lib/README.md"]
