"""What jobs get from elsewhere, beside their arguments and the code that they run."""

from __future__ import annotations

from collections.abc import Mapping

from eflows2smk.software import variables
from eflows2smk.workflow.model import Invocation

# Variables that differ from machine to machine, or from one login to the next.
_OF_MACHINES = frozenset(
    "BASH_ENV HOME HOSTNAME LANG LD_LIBRARY_PATH LOGNAME OLDPWD OMP_NUM_THREADS PATH PWD SHELL SHLVL TEMP TERM TMP"
    " TMPDIR UID USER".split()
)


def told(invocation: Invocation, environment: Mapping[str, str | None]) -> str:
    """How many processes a job has, and the variables that its commands may look at; "" if it is told nothing.

    environment: the variables as they are when compiling; None for those that are not set.
    """
    processes = invocation.resources.processes or 1
    found = [f"processes={processes}"] if processes > 1 else []
    for name in variables(invocation.site.software):
        if name not in _OF_MACHINES and not name.startswith("SLURM_") and environment.get(name) is not None:
            found.append(f"{name}={environment[name]}")
    return " ".join(found)
