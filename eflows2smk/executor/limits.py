"""How long jobs may take in each partition, as Slurm says."""

from __future__ import annotations

import re
import subprocess
from typing import Any

SECONDS = 30


def partition_limits() -> dict[str, int | None]:
    """Minutes in each partition, None for no limit; the default one is also under "".

    Empty where Slurm says nothing.
    """
    try:
        said = subprocess.run(
            ["sinfo", "--noheader", "--format=%P|%l"], capture_output=True, text=True, timeout=SECONDS, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return {}
    limits: dict[str, int | None] = {}
    for line in said.splitlines():
        name, _, limit = line.partition("|")
        limits[name.rstrip("*")] = minutes(limit)
        if name.endswith("*"):
            limits[""] = minutes(limit)
    return limits


def minutes(limit: str) -> int | None:
    """A limit of time as Slurm writes it: ``minutes:seconds``, ``hours:minutes:seconds``, or with days before."""
    found = re.fullmatch(r"(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+)", limit.strip())
    if found is None:
        return None
    days, hours, minutes_, _ = (int(part or 0) for part in found.groups())
    return (days * 24 + hours) * 60 + minutes_


def too_long(resources: Any, limits: dict[str, int | None]) -> str:
    """Why a job with these resources would wait for ever; empty if it would not, as far as is known."""
    asked = resources.get("runtime")
    stated = str(resources.get("slurm_partition") or "")
    names = stated.split(",")
    known = [limits[name] for name in names if name in limits]
    if not isinstance(asked, int) or len(known) < len(names) or None in known:
        return ""
    limit = max(each for each in known if each is not None)
    queue = f"the partition '{stated}'" if stated else "the partition of jobs that name none"
    return f"SLURM would never start it: it asks for {asked} minutes, {queue} allows {limit}" if asked > limit else ""
