"""A Python task inside of an image: a process there calls the function, as a job of the compiled workflow does."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any

from eflows2smk.decorators.errors import ProgramFailed, SoftwareError
from eflows2smk.decorators.failure import put_back
from eflows2smk.runtime.objects import load, store
from eflows2smk.software import STRICT, Literal, inside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from eflows2smk.parameters import Direction
    from eflows2smk.software import Description


def run_contained(description: Description, function: Callable[..., Any], values: Mapping[str, Any]) -> Any:
    """What the function returns. values: all arguments by name. Raises ProgramFailed."""
    name = function.__qualname__
    program = os.path.relpath(sys.argv[0])
    module = function.__module__
    if module == "__main__":
        module = os.path.splitext(os.path.basename(program))[0]
    # Below the current folder, which is the one that the image sees.
    folder = tempfile.mkdtemp(prefix=".eflows2smk", dir=".")
    try:
        call = _Call(folder)
        for parameter, value in values.items():
            call.add(parameter, value, description.directions.get(parameter))
        result = os.path.join(folder, "result")
        words = ["python", "-m", "eflows2smk.runtime", program, f"{module}:{name}", *call.words, "--result", result]
        text = _entered(description, name) + shlex.join([*words, *(["--", *sys.argv[1:]] if sys.argv[1:] else [])])
        code = subprocess.run(["bash", "-c", f"{STRICT}; {text}"], check=False).returncode
        if code:
            raise ProgramFailed(f"'{name}' failed with exit code {code} in its container", code)
        call.put_back(name)
        return load(result, "the returned value")
    finally:
        shutil.rmtree(folder)


class _Call:
    """The arguments of the call, as options of the runtime and files in the folder."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.words: list[str] = []
        self.changed: list[tuple[Any, str]] = []

    def add(self, parameter: str, value: Any, direction: Direction | None) -> None:
        if direction is not None and direction.is_path and value is not None:
            is_one = isinstance(value, str | os.PathLike)
            paths = [os.fspath(path) for path in ([value] if is_one else value)]
            self.words += ["--path" if is_one else "--paths", parameter, *paths]
            return
        given, made = (os.path.join(self.folder, f"{parameter}.{end}") for end in ("given", "made"))
        store(value, given, f"the argument '{parameter}'")
        if direction is not None and direction.writes:
            self.changed.append((value, made))
            self.words += ["--update", parameter, given, made]
        else:
            self.words += ["--object", parameter, given]

    def put_back(self, name: str) -> None:
        """Changed objects get their new content."""
        for value, made in self.changed:
            if not put_back(value, load(made, "a changed argument")):
                kind = type(value).__name__
                raise SoftwareError(f"'{name}' changes a value of type '{kind}' in a container, which has no effect")


def _entered(description: Description, name: str) -> str:
    assert description.container is not None
    pieces = inside(description.container, "$PWD")
    if not all(isinstance(piece, Literal) for piece in pieces):
        raise SoftwareError(f"'{name}': the options of a Python task's container can't name parameters")
    return "".join(piece.text for piece in pieces if isinstance(piece, Literal))
