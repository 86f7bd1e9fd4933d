"""Paths as they are compared: one spelling for each place, and the place that the file system would find."""

from __future__ import annotations

import os
from collections.abc import Iterator
from posixpath import normpath


def above(path: str) -> Iterator[str]:
    """The folders around a path."""
    position = path.rfind("/")
    while position > 0:
        yield path[:position]
        position = path.rfind("/", 0, position)


def plain(path: str, folder: str) -> str:
    """The path without what says nothing, as ``a/../b`` and ``./b``; relative ones start in the folder.

    Behind a link ``..`` is the folder above of what it leads to: then the path is an absolute one.
    """
    parts = str(path).split("/")
    for position, part in enumerate(parts):
        above = os.path.join(folder, *parts[:position]) if parts[0] else "/".join(parts[:position]) or "/"
        if part == ".." and position and os.path.islink(above):
            rest = "/".join(parts[position:])
            return plain(f"{os.path.realpath(above)}/{rest}", folder)
    return normpath(path)
