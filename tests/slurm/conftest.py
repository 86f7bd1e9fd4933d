"""The clusters that all tests of this folder share."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.slurm.cluster import Cluster, missing


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running cluster with accounting; each test process has its own."""
    with _running(ACCOUNTING="1", GPU_NODES="2") as running:
        yield running


@pytest.fixture(scope="session")
def cluster_without_accounting() -> Iterator[Cluster]:
    """One of a single node on which sacct does not work."""
    with _running(NODES="1", GPUS="0") as running:
        yield running


@contextmanager
def _running(**settings: str) -> Iterator[Cluster]:
    absent = missing()
    if absent:
        pytest.skip(f"no Slurm here: apt-get install --no-install-recommends {' '.join(absent)}")
    pytest.importorskip("snakemake_executor_plugin_slurm", reason="pip install 'eflows2smk[slurm]'")
    # Paths of Slurm's sockets must be short, which pytest's own temporary folders are not.
    folder = Path(tempfile.mkdtemp(prefix="slurm-"))
    with open(Path(tempfile.gettempdir()) / "slurm-cluster.lock", "a") as lock:
        # Two that start at once would choose the same ports.
        fcntl.flock(lock, fcntl.LOCK_EX)
        running = Cluster.start(folder, **settings)
    try:
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder)
