"""What Slurm says about itself and about who asks: partitions, accounts, limits, and how MPI programs are started."""

from __future__ import annotations

import getpass
import re
import subprocess
from dataclasses import dataclass

from eflows2smk.executor.limits import minutes

SECONDS = 30


class NoSlurm(Exception):
    """A command of Slurm's is missing, or fails; the text says why."""


@dataclass(frozen=True, slots=True)
class Partition:
    """A queue. minutes: the longest that a job may take, None for no limit. memory_mb, cores, gpus: the most that one
    of its nodes has. nodes: how many a job may have."""

    name: str
    is_default: bool
    minutes: int | None
    memory_mb: int
    cores: int
    gpus: int = 0
    nodes: int = 0


@dataclass(frozen=True, slots=True)
class Site:
    """A cluster as its user sees it.

    accounts: those under which the user may submit, the default one first; none where nobody keeps accounts.
    most_jobs: how many of the user's jobs may wait or run at once, None for no limit.
    remembered: seconds for which ``squeue`` still knows of a job that has ended.
    mpi: the kind of MPI that ``srun`` starts by default. kinds: all that it knows.
    """

    name: str
    partitions: tuple[Partition, ...]
    accounts: tuple[str, ...]
    most_jobs: int | None
    has_accounting: bool
    remembered: int
    mpi: str
    kinds: tuple[str, ...]


def ask() -> Site:
    """Raises NoSlurm."""
    settings = _settings(said("scontrol", "show", "config"))
    partitions = _partitions(said("sinfo", "-h", "-o", "%P|%a|%l|%m|%c|%G|%D|%s"))
    if not partitions:
        raise NoSlurm("sinfo names no partition that is up")
    accounts, most_jobs = _associations()
    return Site(
        name=settings.get("ClusterName", "").strip('"'),
        partitions=partitions,
        accounts=accounts,
        most_jobs=most_jobs,
        has_accounting=_tried("sacct", "-n", "-X") is not None,
        remembered=int(settings.get("MinJobAge", "0").split()[0]),
        mpi=settings.get("MpiDefault", "none"),
        kinds=_kinds(),
    )


def said(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    except FileNotFoundError:
        raise NoSlurm(f"there is no command '{command[0]}' on this machine") from None
    except subprocess.TimeoutExpired:
        raise NoSlurm(f"'{' '.join(command)}' has not answered for {SECONDS} seconds") from None
    except subprocess.CalledProcessError as error:
        last = (error.stderr or error.stdout).strip().splitlines()[-1:]
        raise NoSlurm(f"'{' '.join(command)}' fails: {' '.join(last)}") from None
    # `srun --mpi=list` answers on the error stream.
    return done.stdout or done.stderr


def _tried(*command: str) -> str | None:
    """What a command said, None if it failed: not every cluster has a data base of accounts."""
    try:
        return said(*command)
    except NoSlurm:
        return None


def _settings(text: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in text.splitlines())
    return {key.strip(): value.strip() for key, equals, value in pairs if equals}


def _partitions(text: str) -> tuple[Partition, ...]:
    """From lines ``name*|up|limit|memory|cores|gres|nodes|nodes of a job``; one line for each kind of node."""
    found: dict[str, Partition] = {}
    for line in text.splitlines():
        shown, state, limit, memory, cores, gres, nodes, size = line.split("|")
        if state != "up":
            continue
        name = shown.rstrip("*")
        known = found.get(name)
        most = re.search(r"(\d+)$", size)
        together = int(nodes) + (known.nodes if known else 0)
        found[name] = Partition(
            name,
            shown.endswith("*"),
            minutes(limit),
            max(int(memory.rstrip("+")), known.memory_mb if known else 0),
            max(int(cores.rstrip("+")), known.cores if known else 0),
            max(_gpus(gres), known.gpus if known else 0),
            min(together, int(most[1])) if most else together,
        )
    return tuple(found.values())


def _gpus(gres: str) -> int:
    """Of a node, from ``gpu:a100:4(S:0-1),gpu:v100:2``."""
    return sum(int(number) for number in re.findall(r"\bgpu(?::[^:,()]+)?:(\d+)", gres))


def _associations() -> tuple[tuple[str, ...], int | None]:
    """The user's accounts, and the limit of jobs."""
    user = getpass.getuser()
    default = (_tried("sacctmgr", "-nP", "show", "user", user, "format=DefaultAccount") or "").strip()
    said = _tried("sacctmgr", "-nP", "show", "associations", f"user={user}", "format=Account,MaxSubmitJobs") or ""
    accounts: dict[str, None] = {default: None} if default else {}
    limits = []
    for line in said.splitlines():
        account, _, limit = line.partition("|")
        accounts[account] = None
        if limit.strip().isdigit():
            limits.append(int(limit))
    return tuple(accounts), min(limits, default=None)


def _kinds() -> tuple[str, ...]:
    said = _tried("srun", "--mpi=list") or ""
    return tuple(line.strip() for line in said.splitlines() if re.fullmatch(r"\s+\w+", line))
