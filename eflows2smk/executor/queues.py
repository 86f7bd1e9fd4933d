"""``python -m eflows2smk.executor.queues SYSTEM submit|status|cancel …``: other queues than Slurm's.

Snakemake's executor ``cluster-generic`` calls it, as the profile says that `compile` writes for a site with such a
queue. Jobs leave their exit code in a file, since each queue tells in another way, and for another time, how one has
ended; it is asked only whether it still knows a job of which there is no such file.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(".snakemake/eflows2smk.queue")
# For a file that another node has written to be seen here.
LATENCY = 20
SECONDS = 60
_ID = {
    "pbs": r"^\s*(\d[\w.\[\]-]*)\s*$",
    "torque": r"^\s*(\d[\w.\[\]-]*)\s*$",
    "lsf": r"Job <(\d+)>",
    "sge": r"^\s*(\d+)",
    "htcondor": r"^\s*(\d+\.\d+)",
}


@dataclass(frozen=True, slots=True)
class Demand:
    """What a job asks for. cores: of each process. memory_mb: of a node. gpus: of a node."""

    name: str
    cores: int = 1
    processes: int = 1
    nodes: int = 1
    memory_mb: int = 0
    minutes: int = 0
    gpus: int = 0
    queue: str = ""
    account: str = ""

    @property
    def on_a_node(self) -> int:
        """Processes."""
        return -(-self.processes // self.nodes)

    @staticmethod
    def of(properties: Mapping[str, Any]) -> Demand:
        """From what Snakemake writes into the script of a job."""
        resources = properties.get("resources") or {}
        nodes, cores = int(resources.get("nodes") or 1), int(properties.get("threads") or 1)
        per_node = int(resources.get("tasks_per_node") or 0)
        processes = nodes * per_node if per_node else int(resources.get("tasks") or 1)
        memory = int(resources.get("mem_mb") or 0)
        if resources.get("mem_mb_per_cpu"):
            memory = int(resources["mem_mb_per_cpu"]) * cores * -(-processes // nodes)
        gpus = re.search(r"(\d+)$", str(resources.get("gres") or resources.get("gpu") or ""))
        named = str(properties.get("rule") or properties.get("groupid") or "job")
        return Demand(
            name=re.sub(r"\W", "_", named)[:15],
            cores=cores,
            processes=processes,
            nodes=nodes,
            memory_mb=memory,
            minutes=int(resources.get("runtime") or 0),
            gpus=int(gpus[1]) if gpus else 0,
            queue=str(resources.get("slurm_partition") or ""),
            account=str(resources.get("slurm_account") or ""),
        )


def _pbs(demand: Demand, script: str, log: str) -> tuple[list[str], str]:
    chunk = f"{demand.nodes}:ncpus={demand.on_a_node * demand.cores}:mpiprocs={demand.on_a_node}"
    chunk += f":ompthreads={demand.cores}" + (f":mem={demand.memory_mb}mb" if demand.memory_mb else "")
    chunk += f":ngpus={demand.gpus}" if demand.gpus else ""
    return [*_qsub(demand, log), "-l", f"select={chunk}", *_walltime(demand), script], ""


def _torque(demand: Demand, script: str, log: str) -> tuple[list[str], str]:
    nodes = f"nodes={demand.nodes}:ppn={demand.on_a_node * demand.cores}"
    nodes += f":gpus={demand.gpus}" if demand.gpus else ""
    memory = ["-l", f"mem={demand.memory_mb * demand.nodes}mb"] if demand.memory_mb else []
    return [*_qsub(demand, log), "-l", nodes, *memory, *_walltime(demand), script], ""


def _qsub(demand: Demand, log: str) -> list[str]:
    words = ["qsub", "-V", "-N", demand.name, "-j", "oe", "-o", log]
    return words + _named("-q", demand.queue) + _named("-A", demand.account)


def _walltime(demand: Demand) -> list[str]:
    return ["-l", f"walltime={demand.minutes // 60}:{demand.minutes % 60:02}:00"] if demand.minutes else []


def _lsf(demand: Demand, script: str, log: str) -> tuple[list[str], str]:
    words = ["bsub", "-J", demand.name, "-o", log, "-n", str(demand.processes * demand.cores)]
    words += ["-R", f"span[ptile={demand.on_a_node * demand.cores}]"]
    words += ["-R", f"rusage[mem={demand.memory_mb}MB]"] if demand.memory_mb else []
    words += ["-W", str(demand.minutes)] if demand.minutes else []
    words += ["-gpu", f"num={demand.gpus}"] if demand.gpus else []
    words += _named("-q", demand.queue) + _named("-P", demand.account)
    return [*words, f"sh {shlex.quote(script)}"], ""


def _sge(demand: Demand, script: str, log: str) -> tuple[list[str], str]:
    slots = demand.processes * demand.cores
    words = ["qsub", "-terse", "-V", "-cwd", "-S", "/bin/sh", "-N", demand.name, "-j", "y", "-o", log]
    # The names of parallel environments are the site's own.
    environment = os.environ.get("EFLOWS2SMK_PE", "smp" if demand.nodes == 1 else "mpi")
    words += ["-pe", environment, str(slots)] if slots > 1 else []
    words += ["-l", f"h_vmem={-(-demand.memory_mb * demand.nodes // slots)}M"] if demand.memory_mb else []
    words += ["-l", f"h_rt={demand.minutes * 60}"] if demand.minutes else []
    words += ["-l", f"gpu={demand.gpus}"] if demand.gpus else []
    return [*words, *_named("-q", demand.queue), *_named("-P", demand.account), script], ""


def _htcondor(demand: Demand, script: str, log: str) -> tuple[list[str], str]:
    lines = ["executable = /bin/sh", f"arguments = {script}", "getenv = true", f"initialdir = {os.getcwd()}"]
    lines += [f"output = {log}", f"error = {log}", f"request_cpus = {demand.processes * demand.cores}"]
    lines += [f"request_memory = {demand.memory_mb}MB"] if demand.memory_mb else []
    lines += [f"request_gpus = {demand.gpus}"] if demand.gpus else []
    lines += [f"allowed_execute_duration = {demand.minutes * 60}"] if demand.minutes else []
    lines += [f"accounting_group = {demand.account}"] if demand.account else []
    return ["condor_submit", "-terse", "-"], "\n".join([*lines, "queue", ""])


def _named(option: str, value: str) -> list[str]:
    return [option, value] if value else []


COMMANDS: dict[str, Callable[[Demand, str, str], tuple[list[str], str]]] = {
    "pbs": _pbs,
    "torque": _torque,
    "lsf": _lsf,
    "sge": _sge,
    "htcondor": _htcondor,
}
# How to ask whether a job still waits or runs, and what the answer to that is.
_ASKED: dict[str, tuple[list[str], str]] = {
    "pbs": (["qstat", "-f"], r"job_state = [^FCX]"),
    "torque": (["qstat", "-f"], r"job_state = [^FCX]"),
    "lsf": (["bjobs", "-noheader", "-o", "stat"], r"PEND|RUN|SUSP|PROV|WAIT|UNKWN"),
    "sge": (["qstat", "-j"], r"job_number"),
    "htcondor": (["condor_q", "-format", "%d", "JobStatus"], r"[1-257]"),
}
_CANCEL = {"pbs": "qdel", "torque": "qdel", "lsf": "bkill", "sge": "qdel", "htcondor": "condor_rm"}


def submit(system: str, options: Sequence[str], script: Path) -> int:
    """Print the number of the new job."""
    properties: dict[str, Any] = {}
    for line in script.read_text().splitlines():
        if line.startswith("# properties = "):
            properties = json.loads(line.removeprefix("# properties = "))
    FOLDER.mkdir(parents=True, exist_ok=True)
    name = FOLDER.absolute() / uuid.uuid4().hex
    ended = shlex.quote(f"{name}.code")
    wrapped = Path(f"{name}.sh")
    run = f"sh {shlex.quote(str(script.absolute()))}"
    here = shlex.quote(os.getcwd())
    wrapped.write_text(f"#!/bin/sh\ncd {here}\n{run}\necho $? > {ended}.new\nmv {ended}.new {ended}\n")
    wrapped.chmod(0o755)
    command, text = COMMANDS[system](Demand.of(properties), str(wrapped), f"{name}.log")
    command[1:1] = options
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    found = re.search(_ID[system], done.stdout, re.MULTILINE)
    if done.returncode or found is None:
        print(f"{shlex.join(command)}\n{done.stdout}{done.stderr}", file=sys.stderr)
        return 1
    (FOLDER / found[1]).write_text(str(name))
    print(found[1])
    return 0


def status(system: str, number: str) -> str:
    """What Snakemake wants to hear."""
    place = Path((FOLDER / number).read_text())
    command, alive = _ASKED[system]
    if not (told := _told(place)) and not _is_known([*command, number], alive):
        end = time.monotonic() + LATENCY
        while not (told := _told(place)) and time.monotonic() < end:
            time.sleep(1)
        # The queue has ended it: there was no time to write a file.
        told = told or "failed"
    return told or "running"


def _told(place: Path) -> str:
    try:
        code = Path(f"{place}.code").read_text().strip()
    except OSError:
        return ""
    if code != "0":
        return "failed"
    for ending in ("sh", "log"):
        Path(f"{place}.{ending}").unlink(missing_ok=True)
    return "success"


def _is_known(command: Sequence[str], alive: str) -> bool:
    """Whether the queue says that the job waits or runs; also where it does not answer at all."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return True
    return re.search(alive, done.stdout) is not None


def main(words: Sequence[str]) -> int:
    system, what, *rest = words
    if what == "submit":
        return submit(system, rest[:-1], Path(rest[-1]))
    if what == "status":
        print(status(system, rest[0]))
        return 0
    return subprocess.run([_CANCEL[system], *rest], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
