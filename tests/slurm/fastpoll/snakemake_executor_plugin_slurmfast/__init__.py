"""``snakemake --executor slurmfast``: the executor for Slurm, but asking for the state of jobs every second.

The original waits ten seconds longer after each question to which nothing had changed. It does so to spare a cluster
that many people use; the tests' own has one user.
"""

from __future__ import annotations

from snakemake_executor_plugin_slurm import Executor as Original
from snakemake_executor_plugin_slurm import ExecutorSettings, common_settings

__all__ = ["Executor", "ExecutorSettings", "common_settings"]


class Executor(Original):  # type: ignore[misc]
    """The original, with a constant pause."""

    @property
    def next_seconds_between_status_checks(self) -> int:
        return 1

    @next_seconds_between_status_checks.setter
    def next_seconds_between_status_checks(self, value: int) -> None:
        pass
