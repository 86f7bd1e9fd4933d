"""The processes of a distributed training, on one node or several: ``python -m eflows2smk.runtime.training``.

``LAUNCHER… rank PROGRAM ARGUMENT…`` starts them, and ``rank PROGRAM ARGUMENT…`` becomes one of them. LAUNCHER is
``processes -n NUMBER``, for this machine, or what starts as many processes on all nodes of a job: ``srun -n NUMBER``.
Each finds the variables that ``torchrun`` sets, with which ``torch.distributed.init_process_group()`` needs no more:
RANK, WORLD_SIZE, LOCAL_RANK, LOCAL_WORLD_SIZE, GROUP_RANK, MASTER_ADDR and MASTER_PORT.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time

from eflows2smk.runtime.errors import JobError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The launcher that is none, and the word between a launcher and its program.
HERE, RANK = "processes", "rank"
# What each launcher tells its processes: their rank, how many there are, and both of their node.
_TOLD = (
    ("SLURM_PROCID", "SLURM_NTASKS", "SLURM_LOCALID", ""),
    ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_SIZE"),
    ("PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID", "MPI_LOCALNRANKS"),
)
_TASKS = re.compile(r"(\d+)(?:\(x(\d+)\))?")
GRACE = 10


def variables(environment: Mapping[str, str]) -> dict[str, str]:
    """What a process has to find, from what its launcher told it. Raises JobError where it told nothing."""
    for rank, size, local_rank, local_size in _TOLD:
        if rank in environment and size in environment:
            on_node = environment.get(local_size) or _tasks_of_node(environment)
            return {
                "RANK": environment[rank],
                "WORLD_SIZE": environment[size],
                "LOCAL_RANK": environment.get(local_rank, "0"),
                "LOCAL_WORLD_SIZE": on_node or environment[size],
                "GROUP_RANK": environment.get("SLURM_NODEID", "0"),
            }
    raise JobError("no process of a training: what started it does not say which one it is")


def _tasks_of_node(environment: Mapping[str, str]) -> str:
    """Of ``2(x3),1`` the number for this node."""
    counts = [
        count
        for count, times in _TASKS.findall(environment.get("SLURM_STEP_TASKS_PER_NODE", ""))
        for _ in range(int(times or 1))
    ]
    node = int(environment.get("SLURM_NODEID", "0"))
    return counts[node] if node < len(counts) else ""


def _start(words: Sequence[str]) -> int:
    """All processes; the exit code of the first that fails, which ends the others: they would wait for it."""
    border = words.index(RANK)
    launcher, program = words[:border], words[border + 1 :]
    with socket.socket() as free:
        free.bind(("", 0))
        os.environ["MASTER_PORT"] = str(free.getsockname()[1])
    if launcher[0] != HERE:
        # Of a step that is left waiting for one that has failed nobody would hear before its time is over.
        os.environ |= {"MASTER_ADDR": socket.gethostname(), "SLURM_KILL_BAD_EXIT": "1"}
        rank = [sys.executable, "-m", "eflows2smk.runtime.training", RANK]
        os.execvp(launcher[0], [*launcher, *rank, *program])
    number = int(launcher[-1])
    started = [subprocess.Popen(program, env={**os.environ, **_here(rank, number)}) for rank in range(number)]
    while True:
        codes = [process.poll() for process in started]
        failed = [code for code in codes if code]
        if failed or None not in codes:
            break
        time.sleep(0.05)
    for process in started:
        process.terminate()
    for process in started:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
    # As a shell tells that a signal ended a command.
    return 0 if not failed else failed[0] if failed[0] > 0 else 128 - failed[0]


def _here(rank: int, number: int) -> dict[str, str]:
    told = {"SLURM_PROCID": str(rank), "SLURM_NTASKS": str(number), "SLURM_LOCALID": str(rank)}
    return {**variables(told), "MASTER_ADDR": "127.0.0.1"}


def main(words: Sequence[str]) -> int:
    if words[0] != RANK:
        return _start(words)
    try:
        found = variables(os.environ)
    except JobError as error:
        print(f"eflows2smk: {error}", file=sys.stderr)
        return 1
    return os.execvpe(words[1], list(words[1:]), {**os.environ, **found})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
