"""The nodes of a job, in the environment variables that COMPSs has for them.

``python -m eflows2smk.runtime.nodes NODES THREADS PROGRAM ARGUMENT…`` runs a program that finds them there.
"""

from __future__ import annotations

import os
import re
import sys

from eflows2smk.runtime.errors import JobError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_PART = re.compile(r"([^\[\],]*)(?:\[([^\]]*)\])?([^\[\],]*)")


def environment(nodes: int, threads: int) -> dict[str, str]:
    """threads: of each node. Raises JobError where the job has got fewer nodes.

    Without Slurm there is one machine, which stands for all of them.
    """
    # Of a step on the first node Slurm 22.05 tells the step's nodes under the first name, the job's under the second.
    lists = [os.environ[name] for name in ("SLURM_JOB_NODELIST", "SLURM_NODELIST") if os.environ.get(name)]
    if lists:
        names = max((list(expanded(stated)) for stated in lists), key=len)
        if len(names) < nodes:
            raise JobError(f"{nodes} nodes are needed, but the job has {len(names)}: {','.join(names)}")
        names = names[:nodes]
    else:
        names = [os.uname().nodename] * nodes
    return {
        "COMPSS_NUM_NODES": str(nodes),
        "COMPSS_HOSTNAMES": ",".join(names),
        "COMPSS_NUM_THREADS": str(threads),
        "OMP_NUM_THREADS": str(threads),
    }


def expanded(nodelist: str) -> Iterator[str]:
    """``n[01-03,7],x1`` as Slurm writes it: n01, n02, n03, n7, x1."""
    position = 0
    while position < len(nodelist):
        found = _PART.match(nodelist, position)
        if found is None or found.end() == position:
            position += 1
            continue
        head, ranges, tail = found.groups()
        if ranges is None:
            yield head + tail
        else:
            yield from (head + number + tail for number in _numbers(ranges))
        position = found.end()


def _numbers(ranges: str) -> Iterator[str]:
    for each in ranges.split(","):
        first, _, last = each.partition("-")
        width = len(first)
        yield from (str(number).zfill(width) for number in range(int(first), int(last or first) + 1))


def main() -> int:
    from eflows2smk.runtime.reporting import report_line

    nodes, threads, *command = sys.argv[1:]
    try:
        os.environ.update(environment(int(nodes), int(threads)))
    except JobError as error:
        report_line(str(error))
        return 1
    try:
        os.execvp(command[0], command)
    except OSError as error:
        report_line(f"'{command[0]}' can't be started: {error.strerror}")
        return 127


if __name__ == "__main__":
    sys.exit(main())
