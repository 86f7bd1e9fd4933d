"""Running an external program: alone or under an MPI launcher, with its prolog and epilog."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any

from eflows2smk.decorators import paths
from eflows2smk.decorators.errors import ProgramFailed, SoftwareError
from eflows2smk.decorators.failure import ignored, stand_in
from eflows2smk.decorators.private import PrivateFolder
from eflows2smk.decorators.shell import Step, steps, surrounding, working_folder
from eflows2smk.software import STRICT, resources_of
from eflows2smk.workflow.paths import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from eflows2smk.parameters import Direction
    from eflows2smk.software import Description

_TAIL = 20


def run_external(
    description: Description, order: Mapping[str, Any], name: str, variable: Callable[[str], object]
) -> Any:
    """The exit code of the program, or the default where its failure is ignored.

    order: the arguments in the order in which they are passed. variable: looks up what expressions of the
    description name. Raises ProgramFailed for a non-zero exit code where that is a failure, MissingOutput, or
    SoftwareError for missing inputs.
    """
    here = os.getcwd()
    values = {key: _normalised(value, description.directions.get(key), here) for key, value in order.items()}
    declared = list(paths.declared(values, description.directions))
    for path in declared:
        if not path.direction.writes and not os.path.exists(path.path):
            raise SoftwareError(f"'{name}' reads '{path.path}', which does not exist")
    written = [path for path in declared if path.direction.writes]
    resources = resources_of(description, variable, dict(os.environ))
    working_dir = working_folder(description, values)
    seen = _seen_from(values, description.directions, here) if working_dir else values
    todo = list(steps(description, f"'{name}'", seen, resources))
    texts = [step.text for step in todo]
    with PrivateFolder(here, written, working_dir, texts, [path.path for path in declared]) as folder:
        environment = {**os.environ, "OMP_NUM_THREADS": str(resources.cpus or 1), "OLDPWD": here}
        failure, failed = description.failure, False
        result: Any = 0
        try:
            result = _exit_code(todo, folder.work, environment)
            folder.check(f"'{name}'")
        except SoftwareError as error:
            if failure.management != "IGNORE":
                raise
            result, failed = ignored(failure, name, error, 1), True
        if failure.management == "IGNORE":
            for path in written:
                stand_in(failure, path, folder.place(path), failed=failed)
        folder.commit(f"'{name}'")
    return result


def surrounded(description: Description, name: str, values: Mapping[str, Any], body: Callable[[], Any]) -> Any:
    """What a Python function gives, between its prolog and its epilog. Raises ProgramFailed."""
    environment = {**os.environ, "OLDPWD": os.getcwd()}
    if description.prolog is not None:
        step = surrounding(description.prolog, f"the prolog of '{name}'", values, must_succeed=True)
        _exit_code([step], os.getcwd(), environment)
    returned = body()
    if description.epilog is not None:
        step = surrounding(description.epilog, f"the epilog of '{name}'", values, must_succeed=False)
        _exit_code([step], os.getcwd(), environment)
    return returned


def _exit_code(todo: Iterable[Step], folder: str, environment: Mapping[str, str]) -> int:
    """Run the steps; the exit code of the program. Raises ProgramFailed."""
    result = 0
    for step in todo:
        code, errors = _run(step.text, folder, environment)
        if code and step.must_succeed:
            raise ProgramFailed(f"{step.what} failed with exit code {code}{_tail(errors)}", code)
        if step.is_program:
            result = code
    return result


def _run(text: str, folder: str, environment: Mapping[str, str]) -> tuple[int, str]:
    """Exit code and error stream, which is shown as well, once the program has ended."""
    sys.stdout.flush()
    with tempfile.TemporaryFile("w+", errors="surrogateescape") as script:
        # No single argument may have more than 128 KiB.
        script.write(f"{STRICT}\n{text}\n")
        script.seek(0)
        done = subprocess.run(
            ["bash", f"/dev/fd/{script.fileno()}"],
            cwd=folder,
            env=environment,
            stderr=subprocess.PIPE,
            errors="surrogateescape",
            check=False,
            pass_fds=[script.fileno()],
        )
    sys.stderr.write(done.stderr)
    return done.returncode, done.stderr


def _tail(errors: str) -> str:
    lines = errors.rstrip().splitlines()[-_TAIL:]
    return ":\n" + "\n".join(f"  {line}" for line in lines) if lines else ""


def _normalised(value: Any, direction: Direction | None, here: str) -> Any:
    """Paths as short as they can be: relative inside of the current folder, absolute outside of it."""
    if direction is None or not direction.is_path or value is None:
        return value
    if isinstance(value, str | os.PathLike):
        path = plain(os.path.join(here, value), here)
        relative = os.path.relpath(path, here)
        return path if relative.split(os.sep)[0] == os.pardir else relative
    return [_normalised(item, direction, here) for item in value]


def _seen_from(values: Mapping[str, Any], directions: Mapping[str, Direction], here: str) -> dict[str, Any]:
    """The arguments as the program in its working folder has to name them."""

    def seen(value: Any) -> Any:
        if isinstance(value, str):
            # Not with `..`, which leads elsewhere where the working folder is a link.
            return os.path.join(here, value)
        return value if value is None else [seen(item) for item in value]

    return {
        name: seen(value) if name in directions and directions[name].is_path else value
        for name, value in values.items()
    }
