"""Copies of a program's folder in which it can be run, so that nothing happens to the folder itself.

A copy has no results of earlier runs, and nothing that versions, caches and Snakemake keep for themselves. Links inside
the folder stay links; what a link outside of it leads to is copied, since a program could change it there.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

# Nobody's input: caches, and what tools know of a folder.
LEFT_OUT = frozenset(
    ".git .hg .svn .snakemake __pycache__ .mypy_cache .pytest_cache .ruff_cache .tox .nox .ipynb_checkpoints".split()
)
# In the top folder of a virtual environment, which can't be moved: it is linked.
_ENVIRONMENT = "pyvenv.cfg"


@dataclass(frozen=True, slots=True)
class Source:
    """The folders that a program needs to be run as it is in this one.

    root: the folder that holds all of them. trees: those that are copied. here: the one in which the program runs,
    below the root. program: its path from there.
    """

    root: Path
    trees: tuple[Path, ...]
    here: Path
    program: str

    @staticmethod
    def of(main: Path) -> Source:
        here, holds = Path.cwd(), main.resolve().parent
        program = os.path.relpath(main.resolve(), here)
        if holds.is_relative_to(here):
            return Source(here, (here,), Path(), program)
        if here.is_relative_to(holds):
            return Source(holds, (holds,), here.relative_to(holds), program)
        root = Path(os.path.commonpath((here, holds)))
        return Source(root, (here, holds), here.relative_to(root), program)

    def copied(self, target: Path, scratch: Path, is_result: Callable[[str], bool], linked: Collection[str]) -> Path:
        """Copy it all below a folder; the folder to run the program in. Raises OSError.

        scratch: the folder of all copies, which may lie in what is copied. is_result: whether a path, from where the
        program runs, is that of a result of earlier runs. linked: patterns of paths that are only read: there are links
        to these.
        """
        for tree in self.trees:
            copying = _Copying(tree, scratch, is_result, linked, self.root / self.here)
            copying.folder(tree, target / tree.relative_to(self.root))
        return target / self.here

    def real(self, path: str) -> str:
        """A path of the program, from where it runs, without the links that are links in copies, too."""
        found = os.path.realpath(self.root / self.here / path)
        is_inside = any(Path(found).is_relative_to(tree.resolve()) for tree in self.trees)
        return os.path.relpath(found, os.path.realpath(self.root / self.here)) if is_inside else path

    def state(self, scratch: Path) -> dict[str, tuple[int, int]]:
        """When all files were changed last, and their sizes."""
        return {path: each for tree in self.trees for path, each in _stated(tree, scratch)}


@dataclass(frozen=True, slots=True)
class _Copying:
    tree: Path
    scratch: Path
    is_result: Callable[[str], bool]
    linked: Collection[str]
    here: Path

    def folder(self, source: Path, target: Path) -> None:
        target.mkdir(parents=True, exist_ok=True)
        with os.scandir(source) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                path = Path(entry.path)
                seen = os.path.relpath(path, self.here)
                is_needed = entry.name not in LEFT_OUT and path != self.scratch
                if is_needed and not self.is_result(seen):
                    self._entry(path, target / entry.name, seen)

    def _entry(self, path: Path, target: Path, seen: str) -> None:
        if any(fnmatch(seen, pattern) for pattern in self.linked) or (path / _ENVIRONMENT).is_file():
            target.symlink_to(path.absolute())
        elif path.is_symlink() and (self._is_inside(path) or not path.exists()):
            target.symlink_to(os.readlink(path))
        elif path.is_dir():
            self.folder(path, target)
        elif path.is_file():
            _copy(path, target)

    def _is_inside(self, link: Path) -> bool:
        """Whether a link leads to another place of the folder, and will do so in its copy; or around it."""
        to = link.resolve()
        is_relative = not os.path.isabs(os.readlink(link))
        return (to.is_relative_to(self.tree.resolve()) and is_relative) or self.tree.resolve().is_relative_to(to)


def _copy(source: Path, target: Path) -> None:
    """Where the file system can do that, both share their blocks until one is changed."""
    with source.open("rb") as given, target.open("wb") as taken:
        left = os.fstat(given.fileno()).st_size
        try:
            while left > 0 and (done := os.copy_file_range(given.fileno(), taken.fileno(), left)):
                left -= done
        except OSError:
            given.seek(0)
            taken.seek(0)
            shutil.copyfileobj(given, taken)
    shutil.copystat(source, target)


def _stated(folder: Path, scratch: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in LEFT_OUT and os.path.join(place, name) != str(scratch)]
        for name in names:
            path = os.path.join(place, name)
            try:
                found = os.stat(path)
            except OSError:
                continue
            yield path, (found.st_mtime_ns, found.st_size)


def remove(folder: Path) -> None:
    """Also folders that nobody may write, as programs leave them."""

    def again(function: Callable[[str], object], path: str, error: object) -> None:
        os.chmod(os.path.dirname(path), stat.S_IRWXU)
        if os.path.isdir(path):
            os.chmod(path, stat.S_IRWXU)
            shutil.rmtree(path, ignore_errors=True)
        else:
            function(path)

    shutil.rmtree(folder, onerror=again)
