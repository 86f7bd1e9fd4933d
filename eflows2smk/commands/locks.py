"""Locks that a killed run has left: taken away where it is sure that nobody else runs in this folder.

Snakemake locks the folder in which it runs, and a run that is killed leaves the lock. `eflows2smk run` and the
Snakemake that it starts hold a file open and locked as long as one of them lives, so who gets that lock knows that
both are gone. Jobs may outlive them: processes of this machine, and jobs of Slurm, that work in this folder.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

from eflows2smk.diagnostics import NOWHERE, Diagnostic

FOLDER = Path(".snakemake")
# What Snakemake makes to lock a folder.
LOCKS = FOLDER / "locks"
OURS = FOLDER / "eflows2smk.run"
SECONDS = 20


class Occupied(Exception):
    """Somebody runs in this folder, or may do so."""

    def __init__(self, who: str, help: str) -> None:
        super().__init__(who)
        self.diagnostic = Diagnostic("E019", f"the folder is locked: {who}", NOWHERE, help)


def take() -> int | None:
    """Lock this folder for a run, after a stale lock of Snakemake was taken away; the file to be handed on to it.

    None where the file system has no locks. Raises Occupied where somebody else runs, or may do so.
    """
    FOLDER.mkdir(exist_ok=True)
    existed = OURS.exists()
    holder = _holder()
    handle = os.open(OURS, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        help = "wait for its end, or end it with Ctrl-C where it runs"
        raise Occupied(f"'eflows2smk run' is at work here ({holder})", help) from None
    except OSError:
        os.close(handle)
        handle = -1
    if any(LOCKS.glob("*")):
        _unlock(sure=existed and handle >= 0, holder=holder)
    if handle < 0:
        return None
    os.truncate(handle, 0)
    os.write(handle, json.dumps({"host": socket.gethostname(), "process": os.getpid()}).encode())
    return handle


def _unlock(*, sure: bool, holder: str) -> None:
    """Take away Snakemake's lock. sure: whether it was that of a run of ours that has ended. Raises Occupied."""
    here = list(_processes())
    if here:
        raise Occupied(f"processes of an earlier run still work here ({', '.join(here)})", "wait for their end")
    jobs = _jobs()
    if jobs:
        help = f"wait for their end, or cancel them: scancel {' '.join(jobs)}"
        raise Occupied(f"jobs of an earlier run are still in Slurm's queue ({', '.join(jobs)})", help)
    if not sure or not holder.endswith(f"on {socket.gethostname()}"):
        raise Occupied(
            f"a run has left its lock, or still runs on another machine ({holder or 'Snakemake itself locked it'})",
            "if nothing runs here any more, 'snakemake --unlock' takes it away",
        )
    for lock in LOCKS.glob("*"):
        lock.unlink(missing_ok=True)


def _holder() -> str:
    """Who wrote the file of ours last."""
    try:
        content = json.loads(OURS.read_text())
        return f"process {int(content['process'])} on {content['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _processes() -> Iterator[str]:
    """Snakemake, and the shells of jobs, that work in this folder on this machine."""
    here = os.path.realpath(".")
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().split(b"\0")
            folder = os.readlink(place / "cwd")
        except OSError:
            continue
        is_job = any(word.startswith(b"set -euo pipefail") for word in words)
        is_snakemake = any(os.path.basename(word) == b"snakemake" for word in words[:4])
        if folder == here and (is_job or is_snakemake) and int(place.name) != os.getpid():
            yield place.name


def _jobs() -> list[str]:
    """The numbers of the user's jobs in Slurm's queue that work in this folder."""
    if shutil.which("squeue") is None:
        return []
    try:
        done = subprocess.run(
            ["squeue", "--noheader", "--me", "--format", "%i %Z"],
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    rows = [line.split(" ", 1) for line in done.stdout.splitlines() if " " in line]
    here = os.path.realpath(".")
    return [number for number, folder in rows if os.path.realpath(folder.strip()) == here]
