"""Listings of folders, and paths that depend on where and by whom the program is run."""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eflows2smk.frontend.trusted import files
from eflows2smk.frontend.trusted.errors import Computed, TooLarge, Untrusted
from eflows2smk.frontend.trusted.limits import FOLDERS
from eflows2smk.frontend.trusted.paths import TracedPath
from eflows2smk.frontend.trusted.world import World


def listdir(world: World, path: Any = ".") -> list[str]:
    """``os.listdir``, sorted."""
    return world.listed(path)


@dataclass(frozen=True, slots=True)
class Entry:
    """What `os.scandir` gives for each name."""

    world: World
    name: str
    path: str

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return files.isfile(self.world, self.path)

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return files.isdir(self.world, self.path)

    def __fspath__(self) -> str:
        return self.path


class Entries:
    """The iterator of `os.scandir`, which is a context too."""

    __slots__ = ("_entries",)

    def __init__(self, entries: list[Entry]) -> None:
        self._entries = iter(entries)

    def __iter__(self) -> Iterator[Entry]:
        return self._entries

    def __next__(self) -> Entry:
        return next(self._entries)

    def __enter__(self) -> Entries:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._entries = iter(())


def scandir(world: World, path: Any = ".") -> Entries:
    """``os.scandir``, sorted by name."""
    return Entries([Entry(world, name, os.path.join(path, name)) for name in listdir(world, path)])  # noqa: PTH118


def walk(world: World, top: Any, topdown: bool = True, onerror: Any = None, followlinks: bool = False) -> Any:
    """``os.walk``, sorted; what the program removes from the list of folders is not entered."""
    if onerror is not None:
        raise Untrusted("os.walk(onerror=…)", "it is not supported")
    top = os.fspath(top)
    # What is refused is refused now, not when somebody asks for the next folder.
    world.reading(top)
    if world.unsure():
        raise Computed(world.shown(top))
    if world.undeclared():
        for _ in _walked(world, top, topdown, followlinks):
            pass
    return _walked(world, top, topdown, followlinks)


def _walked(world: World, top: str, topdown: bool, followlinks: bool) -> Any:
    if not os.path.isdir(world.reading(top)):
        return
    try:
        names = listdir(world, top)
    except OSError:
        # As the real one does.
        return
    inside = [name for name in names if os.path.isdir(world.real(os.path.join(top, name)))]  # noqa: PTH118
    rest = sorted(set(names).difference(inside))
    if topdown:
        yield top, inside, rest
    for name in inside:
        below = os.path.join(top, name)  # noqa: PTH118
        if followlinks or not os.path.islink(world.real(below)):
            yield from _walked(world, below, topdown, followlinks)
    if not topdown:
        yield top, inside, rest


def glob_paths(
    world: World,
    pathname: Any,
    *,
    root_dir: Any = None,
    dir_fd: None = None,
    recursive: bool = False,
    include_hidden: bool = False,
) -> list[str]:
    """``glob.glob``, sorted; every folder in which names were matched is recorded."""
    root = world.folder if root_dir is None else world.real(root_dir)
    pattern = os.fspath(pathname)
    _check_matched(world, os.path.join(root, pattern))  # noqa: PTH118
    if recursive and "**" in pattern:
        _bounded(os.path.join(root, pattern.partition("**")[0]))  # noqa: PTH118
    _record_folders(world, root, pattern, recursive)
    found = sorted(glob.glob(pattern, root_dir=root, recursive=recursive, include_hidden=include_hidden))
    if not found and world.undeclared():
        raise Computed(world.shown(pattern))
    return found


def _check_matched(world: World, pattern: str) -> None:
    """Refuses a pattern that may match what the workflow makes."""
    words = world.shown(pattern).split("/")
    made = any(
        len(words) == len(folder.split("/")) and all(map(fnmatch.fnmatchcase, folder.split("/"), words))
        for folder in world.made
    )
    if made or world.matched(world.shown(pattern)) or world.unsure():
        raise Computed(world.shown(pattern))


def _record_folders(world: World, root: str, pattern: str, recursive: bool) -> None:
    head, name = os.path.split(pattern)
    if not glob.has_magic(pattern):
        files.exists(world, os.path.join(root, pattern))  # noqa: PTH118
        return
    if glob.has_magic(head):
        _record_folders(world, root, head, recursive)
    if not glob.has_magic(name):
        return
    if recursive and name == "**":
        name = head
    there = glob.glob(head, root_dir=root, recursive=recursive) if head else [""]
    for folder in there or ([] if glob.has_magic(head) else [head]):
        full = os.path.join(root, folder)  # noqa: PTH118
        is_tree = recursive and pattern.endswith("**") and os.path.isdir(full)
        for below in _tree(world, full) if is_tree else [full]:
            world.record_listing(below)


def _bounded(top: str) -> None:
    """Refuses a folder with more below it than anyone means to list."""
    for number, _ in enumerate(os.walk(top)):
        if number > FOLDERS:
            raise TooLarge(f"a listing of more than {FOLDERS:,} folders")


def _tree(world: World, top: Any) -> list[str]:
    """A folder and all below it."""
    return [below for below, _, _ in walk(world, top)]


def iglob(world: World, pathname: Any, **kwargs: Any) -> Iterator[str]:
    """``glob.iglob``."""
    return iter(glob_paths(world, pathname, **kwargs))


def iterdir(world: World, path: TracedPath) -> Iterator[TracedPath]:
    """``Path.iterdir``, sorted by name."""
    return iter([path / name for name in listdir(world, path)])


def path_glob(world: World, path: TracedPath, pattern: Any, **_: object) -> Iterator[TracedPath]:
    """``Path.glob``, sorted."""
    real = TracedPath(world.real(path))
    pattern = os.fspath(pattern)
    _check_matched(world, os.path.join(real, pattern))  # noqa: PTH118
    deep = "**" in pattern
    if deep:
        _bounded(os.path.join(real, pattern.partition("**")[0]))  # noqa: PTH118
    found = sorted(real.glob(pattern))
    if not found and world.undeclared():
        raise Computed(world.shown(path))
    for folder in {real, *(item.parent for item in found)}:
        for below in _tree(world, folder) if deep and os.path.isdir(folder) else [folder]:
            world.record_listing(below)
    return iter([path / os.path.relpath(item, real) for item in found])


def path_rglob(world: World, path: TracedPath, pattern: Any, **_: object) -> Iterator[TracedPath]:
    """``Path.rglob``, sorted."""
    return path_glob(world, path, f"**/{os.fspath(pattern)}")


def path_walk(
    world: World, path: TracedPath, top_down: bool = True, on_error: Any = None, follow_symlinks: bool = False
) -> Any:
    """``Path.walk`` (Python 3.12), sorted."""
    for folder, inside, rest in walk(world, path, top_down, on_error, follow_symlinks):
        yield TracedPath(folder), inside, rest


def matches(name: str, pattern: str) -> bool:
    """``fnmatch.fnmatch``, which on POSIX systems tells upper from lower case."""
    return fnmatch.fnmatchcase(name, pattern)


# --- making folders -------------------------------------------------------------------------------


def makedirs(world: World, name: Any, mode: int = 0o777, exist_ok: bool = False) -> None:
    """``os.makedirs``: nothing is made, the evaluator is told."""
    if not exist_ok and files.exists(world, name):
        raise FileExistsError(17, "File exists", os.fspath(name))
    shown = world.shown(name)
    world.make_folder(shown)
    while shown not in ("", "/", "."):
        world.made.add(shown)
        shown = os.path.dirname(shown)


def mkdir(world: World, path: Any, mode: int = 0o777) -> None:
    """``os.mkdir``."""
    if not files.isdir(world, os.path.dirname(os.fspath(world.real(path)).rstrip("/"))):
        raise FileNotFoundError(2, "No such file or directory", os.fspath(path))
    makedirs(world, path)


def path_mkdir(world: World, path: Any, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
    """``Path.mkdir``."""
    if parents or (exist_ok and files.exists(world, path)):
        makedirs(world, path, mode, exist_ok)
    else:
        mkdir(world, path, mode)


# --- where the program is run ---------------------------------------------------------------------


def getcwd(world: World) -> str:
    """``os.getcwd``."""
    return world.folder


def path_cwd(world: World) -> TracedPath:
    """``Path.cwd``."""
    return TracedPath(world.folder)


def abspath(world: World, path: Any) -> str:
    """``os.path.abspath``."""
    return os.path.normpath(world.real(path))


def realpath(world: World, path: Any, *, strict: bool = False) -> str:
    """``os.path.realpath``."""
    return os.path.realpath(world.real(path), strict=strict)


def relpath(world: World, path: Any, start: Any = ".") -> str:
    """``os.path.relpath``."""
    return os.path.relpath(world.real(path), world.real(start))


def expanduser(world: World, path: Any) -> str:
    """``os.path.expanduser`` of ``~``, by ``$HOME``."""
    text = str(os.fspath(path))
    home = world.variable("HOME") if text.startswith("~") else None
    if home is not None and (text == "~" or text.startswith("~/")):
        return home.rstrip("/") + text[1:]
    if text.startswith("~"):
        raise Untrusted("expanduser of another user", "it depends on the machine")
    return text


def home(world: World) -> TracedPath:
    """``Path.home``."""
    return TracedPath(expanduser(world, "~"))


def path_absolute(world: World, path: Any) -> TracedPath:
    """``Path.absolute``."""
    return TracedPath(world.folder, path)


def path_resolve(world: World, path: Any, strict: bool = False) -> TracedPath:
    """``Path.resolve``."""
    return TracedPath(realpath(world, path, strict=strict))


def path_expanduser(world: World, path: Any) -> TracedPath:
    """``Path.expanduser``."""
    return TracedPath(expanduser(world, path))


def getenv(world: World, name: str, default: Any = None) -> Any:
    """``os.getenv``."""
    return world.environment.get(name, default)


def expandvars(world: World, path: Any) -> str:
    """``os.path.expandvars``."""
    import re

    def value(found: re.Match[str]) -> str:
        known = world.variable(found[1] or found[2])
        return found[0] if known is None else known

    return re.sub(r"\$(?:(\w+)|\{([^}]*)\})", value, os.fspath(path), flags=re.ASCII)
