"""``eflows2smk init slurm``: what it asks a cluster, writes down, and what `compile` makes of it."""

from __future__ import annotations

import os
import pty
import re
import threading
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.installation import commands
from tests.programs import Project
from tests.slurm.cluster import DIRECT, HERE, Cluster

COMMAND = ("eflows2smk", "init", "slurm", "-o", "site.yaml")


def written(cluster: Cluster, folder: Path, *options: str) -> dict[str, Any]:
    cluster.run(folder, *COMMAND, *options)
    found: dict[str, Any] = yaml.safe_load((folder / "site.yaml").read_text())
    return found


def test_without_options_the_clusters_own_defaults_are_written(cluster: Cluster, tmp_path: Path) -> None:
    site = written(cluster, tmp_path)
    defaults = {key: value for key, value in site["default-resources"].items() if key != "slurm_account"}
    assert defaults == {"slurm_partition": "main", "runtime": 60, "mem_mb": 1000}
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
    # The partition, then the account.
    os.write(ours, b"short\n\n")
    assert process.wait(timeout=60) == 0
    os.close(ours)
    assert yaml.safe_load((tmp_path / "site.yaml").read_text())["default-resources"]["slurm_partition"] == "short"


def test_a_broken_site_profile_is_told(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("jobs: [1\n")
    project = Project.copy_of(HERE / "interrupted", tmp_path / "program")
    environment = f"EFLOWS2SMK_SITE={tmp_path / 'site.yaml'}"
    ended = cluster.try_command(project.folder, "env", environment, "eflows2smk", "compile", "main.py")
    assert ended.code == 1 and "error[E014]" in ended.output


def test_accounts_are_found_where_there_are_some(cluster: Cluster, tmp_path: Path) -> None:
    site = written(cluster, tmp_path)
    # To Slurm's data base root has an account of its own before anyone gives it one.
    assert site["default-resources"]["slurm_account"] in ("root", "default")
    assert site["slurm-status-command"] == "sacct"
    ended = cluster.try_command(tmp_path, *COMMAND, "--force", "--account", "other")
    assert ended.code == 1 and "there is no account 'other'" in ended.output


def test_without_accounting_squeue_is_asked(cluster_without_accounting: Cluster, tmp_path: Path) -> None:
    site = written(cluster_without_accounting, tmp_path)
    assert site["slurm-status-command"] == "squeue"
    assert "slurm_account" not in site["default-resources"]


def test_a_workflow_runs_without_accounting(cluster_without_accounting: Cluster, tmp_path: Path) -> None:
    project = Project.copy_of(HERE / "kinds", tmp_path / "program")
    site = f"EFLOWS2SMK_SITE={tmp_path / 'site.yaml'}"
    written(cluster_without_accounting, tmp_path)
    for command in (("eflows2smk", "compile", "main.py"), ("snakemake", "--profile", "slurm")):
        cluster_without_accounting.run(project.folder, "env", site, *command)
    assert (project.folder / "out" / "sum_5.txt").read_text() == "15\n"


def test_snakemakes_own_executor_hears_of_cancelled_jobs_from_squeue(cluster: Cluster, tmp_path: Path) -> None:
    project = Project.copy_of(HERE / "ended", tmp_path / "program")
    (project.folder / "first").touch()
    # Where only that executor can be found.
    path = f"{commands(without='snakemake_executor_plugin_slurm_direct')}{os.pathsep}{cluster.environment()['PATH']}"
    environment = ("env", f"EFLOWS2SMK_SITE={tmp_path / 'site.yaml'}", "PYTHONPATH=", f"PATH={path}")
    cluster.run(tmp_path, *environment, *COMMAND)
    site = yaml.safe_load((tmp_path / "site.yaml").read_text())
    assert ("executor" in site, site["slurm-status-command"]) == (False, "squeue")

    def cancel() -> None:
        cluster.wait_until((project.folder / "out" / "first.txt").exists)
        cluster.run(project.folder, "scancel", cluster.wait_for_job("hold_wildcards_first"))

    canceller = threading.Thread(target=cancel)
    canceller.start()
    ended = cluster.try_command(
        project.folder, *environment, "eflows2smk", "run", "main.py", "--", "--", "--profile", "slurm"
    )
    canceller.join()
    assert ended.code == 1
    assert re.search(r"failed: hold name=first\n  called at main.py:\d+ .*\n  Slurm job \d+: CANCELLED", ended.output)


def test_the_default_time_is_cut_to_what_a_queue_allows(cluster: Cluster, tmp_path: Path) -> None:
    site = written(cluster, tmp_path)
    node = {"memory_mb": 4000, "cores": 4, "gpus": 2, "nodes": 4}
    assert site["partitions"] == {"main": {"minutes": "unlimited", **node}, "short": {"minutes": 10, **node}}
    folder = Project.copy_of(HERE / "queues", tmp_path / "program").folder
    environment = ("env", f"EFLOWS2SMK_SITE={tmp_path / 'site.yaml'}")
    cluster.run(folder, *environment, "eflows2smk", "run", "main.py", "--", "--", "--profile", "slurm", *DIRECT)
    asked = {rule: cluster.jobs_of(rule)[-1] for rule in ("brief", "usual", "anywhere")}
    found = {rule: (job["Partition"], job["TimeLimit"]) for rule, job in asked.items()}
    assert found["brief"] == ("short", "00:10:00")
    assert found["usual"] == ("main", "01:00:00")
    assert found["anywhere"][1] == "01:00:00"


def test_a_job_that_its_queue_would_not_start_is_refused_when_it_is_submitted(cluster: Cluster, tmp_path: Path) -> None:
    folder = Project.copy_of(HERE / "queues", tmp_path / "program").folder
    # Without a site profile the compiler knows of no limits. What stands here takes the place of what the profile says.
    options = ("--set-resources", "brief:slurm_partition=short", "brief:runtime=11", "usual:runtime=11")
    ended = cluster.try_command(
        folder, "eflows2smk", "run", "main.py", "--", "--", "--profile", "slurm", *DIRECT, *options
    )
    assert ended.code == 1
    reason = "SLURM would never start it: it asks for 11 minutes, the partition 'short' allows 10."
    assert f'failed: brief\n  called at main.py:34 brief("brief.txt")\n  {reason}\n' in ended.output
    assert (folder / "usual.txt").exists()


def test_settings_of_the_site_for_a_rule_leave_those_of_the_compiler(cluster: Cluster, tmp_path: Path) -> None:
    site = written(cluster, tmp_path)
    site["set-resources"] = {"brief": {"mem_mb": 321, "runtime": 3}, "launched": {"mpi": "srun --label"}}
    (tmp_path / "site.yaml").write_text(yaml.safe_dump(site))
    folder = Project.copy_of(HERE / "queues", tmp_path / "program").folder
    environment = ("env", f"EFLOWS2SMK_SITE={tmp_path / 'site.yaml'}")
    cluster.run(folder, *environment, "eflows2smk", "run", "main.py", "--", "--", "--profile", "slurm", *DIRECT)
    job = cluster.jobs_of("brief")[-1]
    assert (job["Partition"], job["TimeLimit"], job["MinMemoryNode"]) == ("short", "00:03:00", "321M")
    assert "1: here" in (folder / "logs" / "launched.log").read_text()
    stated = yaml.safe_load((folder / "slurm" / "config.yaml").read_text())["set-resources"]
    assert set(stated) == {"brief", "launched", "anywhere"}


def test_settings_of_the_site_for_a_rule_have_names(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("set-resources: ['brief:mem_mb=1']\n")
    folder = Project.copy_of(HERE / "queues", tmp_path / "program").folder
    environment = ("env", f"EFLOWS2SMK_SITE={tmp_path / 'site.yaml'}")
    ended = cluster.try_command(folder, *environment, "eflows2smk", "compile", "main.py")
    assert ended.code == 1 and "error[E014]" in ended.output and "'set-resources' has to be a mapping" in ended.output
