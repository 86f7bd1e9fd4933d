"""Declared files and directories around a call: folders made before it, outputs looked for after it."""

from __future__ import annotations

import os

from eflows2smk.decorators.errors import MissingOutput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from eflows2smk.parameters import Direction


def make_parent(path: Any) -> None:
    """Make the folder in which the path lies, as Snakemake does for the outputs of its jobs."""
    parent = os.path.dirname(os.path.normpath(path))
    if parent:
        os.makedirs(parent, exist_ok=True)


def check_written(path: Any, is_directory: bool, what: str) -> None:
    """Raises MissingOutput where there is nothing."""
    exists = os.path.isdir(path) if is_directory else os.path.lexists(path)
    if not exists:
        kind = "directory" if is_directory else "file"
        raise MissingOutput(f"{what} was to write the {kind} '{os.fspath(path)}', but there is none after it")


def remove(path: str) -> None:
    """Remove the file or the directory, if there is one."""
    if os.path.isdir(path) and not os.path.islink(path):
        from shutil import rmtree

        rmtree(path)
    elif os.path.lexists(path):
        os.unlink(path)


class DeclaredPath:
    """One path that software reads, writes or both."""

    __slots__ = ("parameter", "path", "direction")

    def __init__(self, parameter: str, path: str, direction: Direction) -> None:
        self.parameter = parameter
        self.path = path
        self.direction = direction

    @property
    def is_directory(self) -> bool:
        return self.direction.content in ("directory", "collection_directory")


def declared(values: Mapping[str, Any], directions: Mapping[str, Direction]) -> Iterator[DeclaredPath]:
    """The paths among the arguments of a call; collections member by member, None nowhere."""
    for name, value in values.items():
        direction = directions.get(name)
        if direction is not None and direction.is_path:
            for path in _flat(value):
                yield DeclaredPath(name, os.fspath(path), direction)


def _flat(value: Any) -> Iterator[Any]:
    if value is None:
        return
    if isinstance(value, str | os.PathLike):
        yield value
    else:
        for item in value:
            yield from _flat(item)
