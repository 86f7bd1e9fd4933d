"""A Python function on several MPI processes: they call it as the ranks of a job of the compiled workflow do."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any

from eflows2smk.decorators.errors import ProgramFailed, SoftwareError
from eflows2smk.runtime.objects import load, store
from eflows2smk.software import STRICT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from eflows2smk.software import Description
    from eflows2smk.workflow.model import Resources


def run_on_ranks(
    description: Description,
    function: Callable[..., Any],
    values: Mapping[str, Any],
    resources: Resources,
    returns: int,
) -> Any:
    """What the ranks return, in their order; None if `returns` is 0. values: all arguments by name.

    Raises ProgramFailed, or SoftwareError for what the compiler refuses.
    """
    name, count = function.__qualname__, resources.processes or 1
    _check(description, name, values, count, returns)
    program = os.path.relpath(sys.argv[0])
    module = function.__module__
    if module == "__main__":
        module = os.path.splitext(os.path.basename(program))[0]
    # Below the current folder: other nodes may have a /tmp of their own.
    folder = tempfile.mkdtemp(prefix=".eflows2smk", dir=".")
    try:
        words = [sys.executable, "-m", "eflows2smk.runtime.mpi", str(count), program, f"{module}:{name}"]
        for parameter, value in values.items():
            given = os.path.join(folder, f"{parameter}.given")
            store(value, given, f"the argument '{parameter}'")
            words += ["--object", parameter, given]
        for parameter, layout in description.execution.get("layouts", {}).items():
            words += ["--layout", parameter, ",".join(map(str, layout))]
        results = [os.path.join(folder, f"result.{rank}") for rank in range(count)] if returns else []
        words += ["--results", *results] if returns else []
        words += ["--from-main"]
        words += ["--", *sys.argv[1:]] if sys.argv[1:] else []
        _start(description, name, count, words)
        return _loaded(results, program) if returns else None
    finally:
        shutil.rmtree(folder)


def _loaded(results: list[str], program: str) -> list[object]:
    """What the ranks returned; their classes of the main file are ours."""
    main = os.path.splitext(os.path.basename(program))[0]
    before = sys.modules.get(main)
    sys.modules[main] = sys.modules["__main__"]
    try:
        return [load(result, "a returned value") for result in results]
    finally:
        if before is None:
            del sys.modules[main]
        else:
            sys.modules[main] = before


def _check(description: Description, name: str, values: Mapping[str, Any], count: int, returns: int) -> None:
    if returns not in (0, 1, count):
        raise SoftwareError(f"'{name}' is to return {returns} values, but each of its {count} processes gives one")
    for parameter in values:
        direction = description.directions.get(parameter)
        if direction is not None and direction.writes and not direction.is_path:
            raise SoftwareError(f"'{parameter}' of '{name}' is changed by several processes, each its own copy")


def _start(description: Description, name: str, count: int, words: list[str]) -> None:
    runner = f"{description.execution.get('runner') or 'mpiexec'} -n {count} {description.execution.get('flags') or ''}"
    sys.stdout.flush()
    sys.stderr.flush()
    code = subprocess.run(["bash", "-c", f"{STRICT}; {runner.rstrip()} {shlex.join(words)}"], check=False).returncode
    if code:
        raise ProgramFailed(f"'{name}' failed with exit code {code} on {count} MPI processes", code)
