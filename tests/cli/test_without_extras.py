"""What the smallest installation can do: none of the packages that are extras."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import eflows2smk
from tests.programs import Project

PLUGIN = Path(eflows2smk.__file__).parent / "executor" / "plugin" / "snakemake_executor_plugin_slurm_direct"
PROGRAM = """
from eflows2smk import FILE_OUT, task

@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}")

write(3, "out.txt")
"""
START = """
import site, sys
site.addsitedir(sys.argv.pop(1))
from snakemake.cli import main
main(sys.argv[1:])
"""


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """The packages of this environment, without those of Snakemake's executor for Slurm."""
    folder = tmp_path / "packages"
    folder.mkdir()
    for path in Path(sysconfig.get_paths()["purelib"]).iterdir():
        if path.name not in ("snakemake_executor_plugin_slurm", "snakemake_executor_plugin_slurm_jobstep"):
            (folder / path.name).symlink_to(path)
    # Snakemake finds it where it is installed; where only its source is, it is not seen.
    if not (folder / PLUGIN.name).exists():
        (folder / PLUGIN.name).symlink_to(PLUGIN)
    return folder


def started(packages: Path, project: Project, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-S", "-c", START, str(packages), *words]
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return subprocess.run(
        command, cwd=project.folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_snakemake_runs_where_the_executor_for_slurm_is_not_installed(packages: Path, tmp_path: Path) -> None:
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "main.py").write_text(PROGRAM)
    project = Project(tmp_path / "program")
    project.compile()
    done = started(packages, project, "-c", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (project.folder / "out.txt").read_text() == "3"
    (project.folder / "out.txt").unlink()
    refused = started(packages, project, "--executor", "slurm-direct", "-j", "1")
    assert refused.returncode != 0 and "eflows2smk[slurm]" in refused.stdout + refused.stderr
