"""From what an invocation asks of the machine to Snakemake's resources."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from eflows2smk.software import slurm_options
from eflows2smk.workflow.model import Invocation

EXTRA, merged = slurm_options.EXTRA, slurm_options.merged
Getter = Callable[[Invocation], object]


# Has a directive of its own, which is left out where all jobs have one.
THREADS = "threads"


def _threads(invocation: Invocation) -> int:
    """Cores of each process."""
    return invocation.resources.cpus or 1


def _is_parallel(invocation: Invocation) -> bool:
    processes = invocation.resources.processes
    return processes is not None and processes > 1


def _memory(invocation: Invocation) -> object:
    return None if _is_parallel(invocation) else invocation.resources.memory_mb


def _memory_per_cpu(invocation: Invocation) -> object:
    memory = invocation.resources.memory_mb
    if memory is None or not _is_parallel(invocation):
        return None
    # A job on several nodes asks by CPU; the description gives what each process may use.
    return ceil(memory / (invocation.resources.cpus or 1))


def _nodes_share(invocation: Invocation) -> int | None:
    """Processes on each node of a job that is spread over nodes; None where nothing says how it is spread."""
    if _is_parallel(invocation):
        return invocation.resources.processes_per_node or None
    return 1 if (invocation.resources.nodes or 1) > 1 else None


def _gpus(invocation: Invocation) -> object:
    gpus = invocation.resources.gpus
    if gpus is None or (gpus and (_nodes_share(invocation) or invocation.resources.gpus_of_a_node)):
        return None
    return gpus * (invocation.resources.processes or 1)


def _model(invocation: Invocation) -> object:
    """Which, where their number is one of the job; `_gpus_of_a_node` says it itself."""
    return invocation.resources.gpu_model if _gpus(invocation) else None


def _gpus_of_a_node(invocation: Invocation) -> object:
    # Slurm would give one node the most of a number of GPUs that is that of the job.
    gpus, processes = invocation.resources.gpus, _nodes_share(invocation)
    if gpus and invocation.resources.gpus_of_a_node:
        processes = 1
    if not gpus or not processes:
        return None
    return ":".join(filter(None, ("gpu", invocation.resources.gpu_model, str(gpus * processes))))


def _tasks_per_gpu(invocation: Invocation) -> object:
    # Without it the executor asks for one task a GPU, and the number of tasks is lost.
    has_tasks = _is_parallel(invocation) or _nodes_share(invocation)
    return 0 if invocation.resources.gpus and has_tasks else None


def of_all_kinds() -> tuple[tuple[str, Getter], ...]:
    """The resources that each kind of rule has."""
    return (
        (THREADS, _threads),
        ("mem_mb", _memory),
        ("mem_mb_per_cpu", _memory_per_cpu),
        ("gpu", _gpus),
        ("gpu_model", _model),
        ("gres", _gpus_of_a_node),
        ("tasks_per_gpu", _tasks_per_gpu),
        ("runtime", lambda invocation: invocation.resources.minutes),
        ("constraint", lambda invocation: invocation.resources.features),
    )


def slurm(invocation: Invocation) -> dict[str, object]:
    """What belongs into the profile of a cluster rather than into the rule."""
    queue = invocation.resources.queue
    return ({} if queue is None else {"slurm_partition": queue}) | slurm_options.resources(
        dict(invocation.resources.site)
    )
