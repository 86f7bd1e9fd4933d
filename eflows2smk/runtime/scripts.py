"""Scripts of host code inside a job: plain Python of the main program, with the modules that it names."""

from __future__ import annotations

import ast
import os
import re

from eflows2smk.runtime.errors import JobError
from eflows2smk.runtime.importing import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PLACE = re.compile(r"\s*# (.+):(\d+)$")


def load_script(path: str, name: str) -> Any:
    """The function of that name. Modules of the program that the script imports are imported as jobs do."""
    try:
        with open(path, "rb") as file:
            source = file.read()
    except OSError as error:
        raise JobError(f"'{path}' can't be read: {error.strerror}; compile the program again") from error
    tree = ast.parse(source, path)
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                import_module(alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module != "__future__":
            import_module(node.module)
    os.mkdir = _made
    # No module of this name exists, so what the script defines is stored by value.
    names: dict[str, Any] = {"__name__": "__host__", "__file__": path}
    exec(compile(tree, path, "exec", dont_inherit=True), names)
    return names[name]


_mkdir = os.mkdir


def _made(path: Any, *args: Any, **kwargs: Any) -> None:
    """``os.mkdir``: which job makes a folder first, or whether Snakemake has made it for an output, nobody can say."""
    try:
        _mkdir(path, *args, **kwargs)
    except FileExistsError:
        if not os.path.isdir(path):
            raise


def program_place(path: str, line: int) -> tuple[str, int, str] | None:
    """File, line and text of the program for a line of a script; None for lines that are ours."""
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read().split("\n")
    except OSError:
        return None
    for above in range(min(line, len(lines)) - 1, -1, -1):
        found = _PLACE.fullmatch(lines[above])
        if found is not None:
            number = int(found[2]) + line - above - 2
            return os.fspath(found[1]), number, lines[line - 1].strip()
    return None
