"""Lists of paths that are too long for a command line: a file names them, one a line.

Bash gets a shell text as one argument, and Linux takes no single argument of more than 128 KiB.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eflows2smk.codegen.family import Family

# Bytes of paths in one list from which on they are read from a file.
LONGEST_LIST = 60_000
_OPTIONS = {"objects": "files-from", "paths": "paths-from"}


def is_long(lists: Sequence[Sequence[str]]) -> bool:
    """Whether a list of paths is too long for the shell text of a job."""
    return any(sum(len(text) + 3 for text in members) > LONGEST_LIST for members in lists)


def manifest(family: Family, slot: str, lists: Sequence[Sequence[str]]) -> tuple[dict[str, str], str]:
    """The files for all jobs, by path, and the path as it stands in a shell text."""
    files = {}
    for row, members in zip(family.values, lists, strict=True):
        files[_path(family, slot, row)] = "\n".join(members) + "\n"
    return files, _path(family, slot, [f"{{wildcards.{name}}}" for name in family.wildcards])


def _path(family: Family, slot: str, row: Sequence[str]) -> str:
    head = f"config/{family.name}_{slot}"
    return f"{head}/{'_'.join(row)}.txt" if row else f"{head}.txt"


def read_from(shell: tuple[str, ...], slot: str, path: str) -> tuple[str, ...]:
    """The shell text that takes the list from its file."""
    place = f"{{input.{slot}:q}}"
    option = re.compile(r"--(objects|paths) (\S+) " + re.escape(place))
    changed = [option.sub(lambda m: f"--{_OPTIONS[m[1]]} {m[2]} {path}", piece) for piece in shell]
    if any(place in piece for piece in changed):
        changed = [piece.replace(place, f'"${{{{{slot}[@]}}}}"') for piece in changed]
        changed.insert(0, f"mapfile -t {slot} < {path} && ")
    return tuple(changed)
