"""``eflows2smk init pbs|lsf|sge|htcondor``, and what jobs are submitted with there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eflows2smk.cli import app
from eflows2smk.executor.queues import COMMANDS, Demand, status

PARALLEL = {
    "rule": "simulate",
    "threads": 2,
    "resources": {"nodes": 2, "tasks_per_node": 3, "mem_mb_per_cpu": 100, "runtime": 90, "slurm_account": "physics"},
}
ALONE = {"rule": "train", "threads": 4, "resources": {"mem_mb": 800, "gpu": 1, "slurm_partition": "long"}}


@pytest.mark.parametrize(
    ("system", "parallel", "alone"),
    [
        (
            "pbs",
            "qsub -V -N simulate -j oe -o L -A physics -l select=2:ncpus=6:mpiprocs=3:ompthreads=2:mem=600mb"
            " -l walltime=1:30:00 S",
            "qsub -V -N train -j oe -o L -q long -l select=1:ncpus=4:mpiprocs=1:ompthreads=4:mem=800mb:ngpus=1 S",
        ),
        (
            "torque",
            "qsub -V -N simulate -j oe -o L -A physics -l nodes=2:ppn=6 -l mem=1200mb -l walltime=1:30:00 S",
            "qsub -V -N train -j oe -o L -q long -l nodes=1:ppn=4:gpus=1 -l mem=800mb S",
        ),
        (
            "lsf",
            "bsub -J simulate -o L -n 12 -R span[ptile=6] -R rusage[mem=600MB] -W 90 -P physics sh S",
            "bsub -J train -o L -n 4 -R span[ptile=4] -R rusage[mem=800MB] -gpu num=1 -q long sh S",
        ),
        (
            "sge",
            "qsub -terse -V -cwd -S /bin/sh -N simulate -j y -o L -pe mpi 12 -l h_vmem=100M -l h_rt=5400 -P physics S",
            "qsub -terse -V -cwd -S /bin/sh -N train -j y -o L -pe smp 4 -l h_vmem=200M -l gpu=1 -q long S",
        ),
    ],
)
def test_a_job_asks_for_what_its_description_says(system: str, parallel: str, alone: str) -> None:
    for properties, expected in ((PARALLEL, parallel), (ALONE, alone)):
        command, text = COMMANDS[system](Demand.of(properties), "S", "L")
        assert " ".join(command) == expected and not text


def test_htcondor_reads_what_a_job_asks_for() -> None:
    command, text = COMMANDS["htcondor"](Demand.of(PARALLEL), "S", "L")
    assert command == ["condor_submit", "-terse", "-"]
    lines = text.splitlines()
    assert {"request_cpus = 12", "request_memory = 600MB", "allowed_execute_duration = 5400"} <= set(lines)
    assert lines[-1] == "queue" and "accounting_group = physics" in lines


@pytest.mark.parametrize(("code", "said"), [("0\n", "success"), ("3\n", "failed")])
def test_how_a_job_ended_is_in_its_file(tmp_path: Path, monkeypatch: Any, code: str, said: str) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path(".snakemake/eflows2smk.queue")
    folder.mkdir(parents=True)
    (folder / "7").write_text(str(folder.absolute() / "name"))
    (folder / "name.code").write_text(code)
    (folder / "name.log").touch()
    assert status("lsf", "7") == said
    assert (folder / "name.log").exists() == (said == "failed")


def test_a_queue_that_is_not_here_is_told(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = CliRunner().invoke(app, ["init", "lsf", "-o", str(tmp_path / "site.yaml")])
    assert done.exit_code == 1 and "there is no command 'bsub' on this machine" in done.output
    assert not (tmp_path / "site.yaml").exists()
