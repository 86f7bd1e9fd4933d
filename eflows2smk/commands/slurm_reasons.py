"""Why Slurm ended a job: what Snakemake's message and the log of the Slurm job say about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

MOST = 3

_STATUS = re.compile(r"SLURM-job '(\w+)' failed, SLURM status is: '([\w ]+)'")
_DAEMON = re.compile(r"(?:slurmstepd|slurmd|srun)\S*: (?:error: )?(.*)")
_MORE = re.compile("sbatch call:|For further error details")
# Follows from what was said before, or is of no interest.
_NOISE = re.compile(r"\S+: tasks? \S+: |cluster configuration lacks support|Job step|.* STEP \S+ ON |Detected \d+ oom")


def reasons(message: str, logs: Sequence[str]) -> list[str]:
    """Lines for the user; none where the message is not Slurm's."""
    if found := _STATUS.search(message):
        lines = [f"Slurm job {found[1]}: {found[2]}"]
    elif message.startswith(("SLURM", "Job submission failed")):
        # The command by which it was submitted, with all that is in it, says nothing to users of ours.
        return [" ".join(_MORE.split(message)[0].split())]
    else:
        lines = []
    said = (line for log in logs if "slurm_logs" in Path(log).parts for line in _daemons(Path(log)))
    return lines + list(dict.fromkeys(said))[:MOST]


def _daemons(log: Path) -> list[str]:
    try:
        text = log.read_text(errors="replace")
    except OSError:
        return []
    found = (_DAEMON.match(line) for line in text.splitlines())
    return [each[1].strip("* ") for each in found if each and not _NOISE.match(each[1])]
