"""The cluster that all tests of this folder share."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slurm.cluster import Cluster, missing


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running cluster; each test process has its own."""
    absent = missing()
    if absent:
        pytest.skip(f"no Slurm here ({', '.join(absent)}): apt-get install slurmctld slurmd slurm-client munge")
    pytest.importorskip("snakemake_executor_plugin_slurm", reason="pip install 'eflows2smk[slurm]'")
    # Paths of Slurm's sockets must be short, which pytest's own temporary folders are not.
    folder = Path(tempfile.mkdtemp(prefix="slurm-"))
    with open(Path(tempfile.gettempdir()) / "slurm-cluster.lock", "a") as lock:
        # Two that start at once would choose the same ports.
        fcntl.flock(lock, fcntl.LOCK_EX)
        running = Cluster.start(folder)
    yield running
    running.stop()
    shutil.rmtree(folder)
