"""Decorated functions in modules that are not followed, as far as their text shows them. Nothing is imported."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import PathFinder
from itertools import islice
from pathlib import Path

from eflows2smk.frontend.tasks import DECORATORS

# So many files of a package are looked at.
_FILES = 300
_IMPORT = re.compile(rb"^[ \t]*(?:from|import)[ \t]+(?:pycompss|eflows2smk)\b", re.MULTILINE)
_DECORATED = re.compile(
    rb"^[ \t]*@(?:" + "|".join(DECORATORS).encode() + rb")\b[^\n]*\n(?:[^\n]*\n)*?[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Decorated:
    """A decorated function: its name, the name of its file, and the line of ``def``."""

    name: str
    file: str
    line: int


def decorated_in(name: str, root: Path) -> Decorated | None:
    """The first decorated function of a top-level module or package; None where none is found.

    root: the folder of the program, below which a program may have folders of its own in the search path.
    """
    for path in islice(_files(name, root), _FILES):
        try:
            text = path.read_bytes()
        except OSError:
            continue
        found = _DECORATED.search(text) if _IMPORT.search(text) else None
        if found is not None:
            return Decorated(found[1].decode(), path.name, text.count(b"\n", 0, found.start(1)) + 1)
    return None


def _files(name: str, root: Path) -> Iterator[Path]:
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        if (folder / f"{name}.py").is_file():
            yield folder / f"{name}.py"
        if (folder / name / "__init__.py").is_file():
            yield from sorted((folder / name).rglob("*.py"))
    spec = PathFinder.find_spec(name, sys.path)
    if spec is None:
        return
    for place in spec.submodule_search_locations or ():
        yield from sorted(Path(place).rglob("*.py"))
    if spec.origin is not None and not spec.submodule_search_locations and spec.origin.endswith(".py"):
        yield Path(spec.origin)
