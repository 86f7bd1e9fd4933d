"""A script whose files are stored elsewhere than its code says: it runs in a private folder, where they seem to be.

The private folder has links to the entries of the working folder, but for the paths that are somewhere else: those are
links to where they are, copies of what was there before, or absent until the script writes them. What the script made
is moved to its place afterwards; so is all that nobody declared, and what it deleted is deleted.
"""

from __future__ import annotations

import os
import shutil

from eflows2smk.runtime.errors import JobError
from eflows2smk.runtime.seeming import Seeming

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

_PRIVATE = ".snakemake"


class Redirections:
    """Paths of the program and where they are: to be read (at a place), or written (from a place or "", to another)."""

    __slots__ = ("reads", "writes")

    def __init__(self) -> None:
        self.reads: dict[str, str] = {}
        self.writes: dict[str, tuple[str, str]] = {}

    def add(self, option: str, words: Sequence[str]) -> None:
        """``--read PATH… PLACE…`` (as many of both), ``--write PATH PLACE``, ``--edit PATH PLACE PLACE``."""
        match option:
            case "--read":
                half = len(words) // 2
                self.reads.update(zip(words[:half], words[half:], strict=True))
            case "--write":
                self.writes[words[0]] = ("", words[1])
            case _:
                self.writes[words[0]] = (words[1], words[2])

    def __bool__(self) -> bool:
        return bool(self.reads or self.writes)


def redirected(where: Redirections, run: Callable[[], Any]) -> Any:
    """What `run` gives in the private folder. Raises JobError where a file is missing afterwards, and what `run` does;
    then nothing is moved."""
    home = os.getcwd()
    folder = os.path.join(home, _PRIVATE, "private", f"{os.getpid()}.{os.urandom(4).hex()}")
    links: dict[str, str] = {}
    _mirror(home, folder, _tree([*where.reads, *where.writes]), links)
    try:
        _fill(where, home, folder, links)
        os.chdir(folder)
        try:
            with Seeming(home, folder):
                value = run()
        finally:
            os.chdir(home)
        _move_results(where, folder)
        _move_rest(folder, home, links)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return value


def _tree(paths: list[str]) -> dict[str, Any]:
    """Paths as nested dictionaries; None for what is a path as a whole."""
    tree: dict[str, Any] = {}
    for path in sorted(paths):
        *folders, name = path.split("/")
        inside = tree
        for folder in folders:
            inside = inside.setdefault(folder, {})
            if inside is None:
                break
        else:
            inside.setdefault(name, None)
    return tree


def _mirror(source: str, folder: str, tree: dict[str, Any], links: dict[str, str]) -> None:
    """Link the entries of a folder, but for those that `tree` tells more of."""
    os.makedirs(folder)
    for entry in os.scandir(source) if os.path.isdir(source) else ():
        if entry.name not in tree and entry.name != _PRIVATE:
            links[os.path.join(folder, entry.name)] = entry.path
            os.symlink(entry.path, os.path.join(folder, entry.name))
    for name, inside in tree.items():
        if inside is not None:
            _mirror(os.path.join(source, name), os.path.join(folder, name), inside, links)


def _fill(where: Redirections, home: str, folder: str, links: dict[str, str]) -> None:
    for path, place in where.reads.items():
        if path in where.writes and where.writes[path][0]:
            # It is copied below.
            continue
        link, target = os.path.join(folder, path), os.path.join(home, place)
        if not os.path.lexists(link):
            os.symlink(target, link)
            if path == place:
                # What the script removes is gone afterwards; a version of it, which others may read, is not.
                links[link] = target
    for path, (before, _) in where.writes.items():
        if not before:
            continue
        _copy(before, os.path.join(folder, path))


def _copy(source: str, target: str) -> None:
    if os.path.isdir(source):
        shutil.copytree(source, target, symlinks=True)
    else:
        shutil.copy2(source, target)


def _move_results(where: Redirections, folder: str) -> None:
    for path, (_, place) in where.writes.items():
        made = os.path.join(folder, path)
        if not os.path.exists(made):
            if path == place and os.path.exists(place):
                continue
            raise JobError(f"'{path}' was not written")
        if os.path.isdir(place) and os.path.isdir(made):
            shutil.rmtree(place)
        if os.path.islink(made):
            # It was renamed: the file itself is still where it was.
            _copy(os.path.realpath(made), place)
            os.unlink(made)
        else:
            shutil.move(made, place)


def _move_rest(folder: str, home: str, links: dict[str, str]) -> None:
    for link, target in links.items():
        if not os.path.lexists(link):
            os.unlink(target) if os.path.islink(target) or not os.path.isdir(target) else shutil.rmtree(target)
    for entry in list(os.scandir(folder)):
        target = os.path.join(home, entry.name)
        if entry.is_symlink():
            continue
        if entry.is_dir() and os.path.isdir(target):
            _move_rest(entry.path, target, {})
        elif entry.is_dir() or not os.path.exists(target) or links.get(entry.path) == target:
            shutil.move(entry.path, target)
