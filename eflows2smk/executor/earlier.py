"""Jobs of an earlier run that still wait or run: they would write the same files as ours.

A Snakemake that is killed leaves its jobs in the queue, and ``snakemake --unlock`` does not ask for them.
"""

from __future__ import annotations

import os
import subprocess
import time

SECONDS = 30
# For jobs that Slurm is ending, until it says that they have ended.
PATIENCE = 60
_ENDING = "COMPLETING"
# How the executor for Slurm marks its jobs.
_MARKS = ("rule_", "group_")


def left() -> list[str]:
    """The numbers of such jobs of this folder, once those that Slurm is ending have ended; none where it says nothing.

    Raises nothing: where Slurm does not answer, submitting will say so.
    """
    end = time.monotonic() + PATIENCE
    while True:
        jobs = _jobs()
        if any(state != _ENDING for state in jobs.values()) or not jobs or time.monotonic() > end:
            return sorted(jobs, key=lambda number: (len(number), number))
        time.sleep(1)


def _jobs() -> dict[str, str]:
    """The states of the user's jobs in this folder, by number."""
    here = os.path.realpath(".")
    try:
        said = subprocess.run(
            ["squeue", "--noheader", "--me", "--format", "%i|%T|%k|%Z"],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return {}
    rows = (line.split("|", 3) for line in said.splitlines())
    return {
        row[0]: row[1]
        for row in rows
        if len(row) == 4 and row[2].startswith(_MARKS) and os.path.realpath(row[3].strip()) == here
    }
