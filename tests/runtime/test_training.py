"""The processes of a distributed training: what they find, and how they end."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from eflows2smk.runtime.errors import JobError
from eflows2smk.runtime.training import variables

START = (sys.executable, "-m", "eflows2smk.runtime.training", "processes", "-n")


def test_one_that_fails_ends_those_that_wait_for_it(tmp_path: Path) -> None:
    program = "import os, sys, time; sys.exit(3) if os.environ['RANK'] == '1' else time.sleep(60)"
    begun = time.monotonic()
    assert subprocess.run([*START, "3", "rank", sys.executable, "-c", program], cwd=tmp_path).returncode == 3
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (
            "SLURM_PROCID=4 SLURM_NTASKS=5 SLURM_LOCALID=0 SLURM_NODEID=2 SLURM_STEP_TASKS_PER_NODE=2(x2),1",
            "4 5 0 1 2",
        ),
        (
            "OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_LOCAL_RANK=1 OMPI_COMM_WORLD_LOCAL_SIZE=2",
            "1 2 1 2 0",
        ),
        ("PMI_RANK=3 PMI_SIZE=4 MPI_LOCALRANKID=1 MPI_LOCALNRANKS=2", "3 4 1 2 0"),
    ],
)
def test_what_launchers_tell_is_what_torchrun_would(told: str, found: str) -> None:
    names = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE", "GROUP_RANK")
    made = variables(dict(word.split("=") for word in told.split()))
    assert " ".join(made[name] for name in names) == found


def test_a_process_that_nobody_tells_its_rank_does_not_train_alone() -> None:
    with pytest.raises(JobError, match="does not say which one it is"):
        variables({"PATH": "/usr/bin"})
