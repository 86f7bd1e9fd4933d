"""``eflows2smk init slurm``: what it asks a cluster, writes down, and what `compile` makes of it."""

from __future__ import annotations

import os
import pty
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.programs import Project
from tests.slurm.cluster import HERE, Cluster

COMMAND = ("eflows2smk", "init", "slurm", "-o", "site.yaml")


def written(cluster: Cluster, folder: Path, *options: str) -> dict[str, Any]:
    cluster.run(folder, *COMMAND, *options)
    found: dict[str, Any] = yaml.safe_load((folder / "site.yaml").read_text())
    return found


def test_without_options_the_clusters_own_defaults_are_written(cluster: Cluster, tmp_path: Path) -> None:
    site = written(cluster, tmp_path)
    assert site["default-resources"] == {"slurm_partition": "main", "runtime": 60, "mem_mb": 1000}
    assert site["slurm-status-command"] == "squeue"
    assert site["launcher"].startswith("srun")
    assert site["executor"] == "slurm-direct"


def test_the_limit_of_a_partition_is_kept(cluster: Cluster, tmp_path: Path) -> None:
    site = written(cluster, tmp_path, "--partition", "short")
    assert site["default-resources"]["runtime"] == 10


def test_options_are_taken_as_they_are(cluster: Cluster, tmp_path: Path) -> None:
    site = written(cluster, tmp_path, "--runtime", "7", "--memory", "300", "--jobs", "3", "--mpi", "pmi2")
    assert (site["default-resources"]["runtime"], site["default-resources"]["mem_mb"]) == (7, 300)
    assert (site["jobs"], site["launcher"]) == (3, "srun")


def test_another_kind_of_mpi_becomes_the_launcher(cluster: Cluster, tmp_path: Path) -> None:
    assert written(cluster, tmp_path, "--mpi", "none")["launcher"] == "srun --mpi=none"


@pytest.mark.parametrize(("option", "known"), [("--partition", "main, short"), ("--mpi", "pmi2")])
def test_what_the_cluster_has_not_is_refused(cluster: Cluster, tmp_path: Path, option: str, known: str) -> None:
    ended = cluster.try_command(tmp_path, *COMMAND, option, "other")
    assert ended.code == 1 and "error[E015]" in ended.output and known in ended.output
    assert not (tmp_path / "site.yaml").exists()


def test_a_site_profile_is_not_written_over(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("jobs: 1\n")
    ended = cluster.try_command(tmp_path, *COMMAND)
    assert ended.code == 1 and "--force" in ended.output
    assert (tmp_path / "site.yaml").read_text() == "jobs: 1\n"
    cluster.run(tmp_path, *COMMAND, "--force")


def test_on_a_terminal_it_asks(cluster: Cluster, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = cluster.start_command(tmp_path, *COMMAND, terminal=theirs)
    os.close(theirs)
    os.write(ours, b"short\n")
    assert process.wait(timeout=60) == 0
    os.close(ours)
    assert yaml.safe_load((tmp_path / "site.yaml").read_text())["default-resources"]["slurm_partition"] == "short"


def test_a_broken_site_profile_is_told(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("jobs: [1\n")
    project = Project.copy_of(HERE / "interrupted", tmp_path / "program")
    environment = f"EFLOWS2SMK_SITE={tmp_path / 'site.yaml'}"
    ended = cluster.try_command(project.folder, "env", environment, "eflows2smk", "compile", "main.py")
    assert ended.code == 1 and "error[E014]" in ended.output


@pytest.fixture
def with_accounts() -> Iterator[Cluster]:
    path = os.pathsep.join([os.environ["PATH"], "/usr/sbin"])
    absent = [name for name in ("slurmdbd", "mariadbd") if shutil.which(name, path=path) is None]
    if absent:
        pytest.skip(f"no {' and no '.join(absent)} here: apt-get install slurmdbd mariadb-server-core")
    folder = Path(tempfile.mkdtemp(prefix="slurm-"))
    running = Cluster.start(folder, ACCOUNTING="1", NODES="1")
    yield running
    running.stop()
    shutil.rmtree(folder)


def test_accounts_are_found_where_there_are_some(with_accounts: Cluster, tmp_path: Path) -> None:
    site = written(with_accounts, tmp_path)
    # To Slurm's data base root has an account of its own before anyone gives it one.
    assert site["default-resources"]["slurm_account"] in ("root", "default")
    assert site["slurm-status-command"] == "sacct"
    ended = with_accounts.try_command(tmp_path, *COMMAND, "--force", "--account", "other")
    assert ended.code == 1 and "there is no account 'other'" in ended.output
