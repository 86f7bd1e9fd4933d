"""Where Python finds a module that a program imports, and whether that module is a part of the program.

A part of the program is what lies in its folder or in that of the run, and what can reach a task from anywhere else: a
package whose text imports the API, or another package that does. All others are libraries. Nothing is imported.
"""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import EXTENSION_SUFFIXES, PathFinder
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from eflows2smk.reading import content

# So many files of a package are looked at, and so many in all for one package and what it imports.
_FILES = 300
_MOST = 2_000
_API = re.compile(rb"^[ \t]*(?:from|import)[ \t]+(?:pycompss|eflows2smk)\b", re.MULTILINE)
_IMPORTED = re.compile(rb"^[ \t]*(?:from|import)[ \t]+(\w+)", re.MULTILINE)
# Folders of installed packages, as Python and Debian name them.
_INSTALLED = frozenset(("site-packages", "dist-packages"))


class Search:
    """What a program may import.

    root: the folder of the main file. folder: that of the run. path: the entries of `sys.path` as they are now.
    is_library: whether a package is one of which facts are known.
    """

    def __init__(
        self, root: Path, folder: Path, path: Callable[[], Sequence[str]], is_library: Callable[[str], bool]
    ) -> None:
        self.root = root
        self.folder = folder
        self.path = path
        self.is_library = is_library
        self._standard = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}
        self._homes: dict[str, Path] = {}
        self._missed: set[tuple[str, tuple[str, ...]]] = set()
        self._reaching: dict[tuple[str, Path], bool] = {}
        self._installed: dict[tuple[str, tuple[str, ...]], bool] = {}

    def home(self, top: str) -> Path | None:
        """The folder in which the program's package or module of this name lies; None for libraries.

        What was found once stays, as it does in ``sys.modules``.
        """
        entries = tuple(self.path())
        if top not in self._homes and (top, entries) not in self._missed:
            found = None if top in sys.builtin_module_names else self._find(top, self._folders(entries))
            if found is None:
                self._missed.add((top, entries))
            else:
                self._homes[top] = found
        return self._homes.get(top)

    def is_installed(self, top: str) -> bool:
        """Whether Python would find a package or module of this name, here and as ``sys.path`` is now."""
        if top in sys.stdlib_module_names or top in sys.builtin_module_names:
            return True
        entries = [os.fspath(folder) for folder in self._folders(self.path())]
        key = top, tuple(entries)
        if key not in self._installed:
            # The second finds what only import hooks know, as those of packages that are being developed.
            found = PathFinder.find_spec(top, entries) is not None
            self._installed[key] = found or top in sys.modules or find_spec(top) is not None
        return self._installed[key]

    def _folders(self, entries: Sequence[str]) -> list[Path]:
        return [Path(os.path.abspath(self.folder / entry)) for entry in entries]  # noqa: PTH100 - links stay as written

    def _find(self, top: str, folders: Sequence[Path]) -> Path | None:
        for folder in folders:
            kind = _kind(folder, top)
            if kind:
                return folder if kind == "source" and self._is_followed(top, folder, folders) else None
        if top in sys.stdlib_module_names:
            return None
        # A folder without __init__.py is a package only if there is no other anywhere.
        for folder in folders:
            inside = folder / top
            if inside.is_dir() and self._is_near(folder) and any(inside.rglob("*.py")):
                return folder
        return None

    def _is_near(self, folder: Path) -> bool:
        """Whether a folder is one of the program itself."""
        if folder == self.root:
            return True
        within = next((each for each in (self.root, self.folder) if folder.is_relative_to(each)), None)
        return within is not None and _INSTALLED.isdisjoint(folder.relative_to(within).parts)

    def _is_followed(self, top: str, folder: Path, folders: Sequence[Path]) -> bool:
        if folder == self.root:
            return True
        if folder in self._standard or self.is_library(top):
            return False
        return self._is_near(folder) or self._reaches(top, folder, folders)

    # Reaching tasks ---------------------------------------------------------------------------------------------------

    def _reaches(self, top: str, folder: Path, folders: Sequence[Path]) -> bool:
        """Whether the text of a package, or of what it imports, imports the API."""
        key = (top, folder)
        if key not in self._reaching:
            self._reaching[key] = self._searched(top, folder, folders)
        return self._reaching[key]

    def _searched(self, top: str, folder: Path, folders: Sequence[Path]) -> bool:
        seen = {top}
        pending = [(top, folder)]
        left = _MOST
        while pending and left > 0:
            name, home = pending.pop(0)
            for path in islice(_files(home, name), _FILES):
                left -= 1
                try:
                    text = content(path)
                except OSError:
                    continue
                if _API.search(text):
                    return True
                for other in {each.decode() for each in _IMPORTED.findall(text)} - seen:
                    seen.add(other)
                    place = self._elsewhere(other, folders)
                    if place is not None:
                        pending.append((other, place))
        return False

    def _elsewhere(self, top: str, folders: Sequence[Path]) -> Path | None:
        """Where a package lies of which nothing is known."""
        if top in sys.stdlib_module_names or self.is_library(top):
            return None
        for folder in folders:
            kind = _kind(folder, top)
            if kind:
                return folder if kind == "source" and folder not in self._standard else None
        return None


def _kind(folder: Path, top: str) -> str:
    """Whether a package or module in this folder has Python's source, or is "compiled"; "" if there is none."""
    if (folder / top / "__init__.py").is_file() or (folder / f"{top}.py").is_file():
        return "source"
    stems = (folder / top / "__init__", folder / top)
    return "compiled" if any(Path(f"{stem}{end}").is_file() for stem in stems for end in EXTENSION_SUFFIXES) else ""


def _files(folder: Path, top: str) -> Iterator[Path]:
    """Those of a package or module, the nearest to its beginning first."""
    package = folder / top
    if (package / "__init__.py").is_file():
        yield from sorted(package.rglob("*.py"), key=lambda path: (len(path.parts), path))
    else:
        yield folder / f"{top}.py"
