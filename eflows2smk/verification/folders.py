"""What two runs of a program left behind in their folders, and where that differs."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eflows2smk.folders import PROJECT
from eflows2smk.verification.contents import unlike
from eflows2smk.verification.values import Unlike

# Snakemake's own mark in directories that a rule makes.
_MARKS = frozenset({".snakemake_timestamp"})
_CACHES = frozenset({"__pycache__"})


@dataclass(frozen=True, slots=True)
class Left:
    """What a run left behind: the files, and the folders in which nothing is, by the path that the program names."""

    files: Mapping[str, Path]
    empty: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that two runs did not leave in the same way.

    missing, extra: it is there after the first run only, or after the second only. unlike: where the contents differ.
    """

    path: str
    missing: bool = False
    extra: bool = False
    unlike: tuple[Unlike, ...] = field(default=())


def left_behind(folder: Path, here: Path = Path(), moved: Mapping[str, str] | None = None) -> Left:
    """here: where in the folder the program ran. moved: where a compiled workflow leaves what it makes of a file that
    was there before, by that file's path."""
    files: dict[str, Path] = {}
    empty: set[str] = set()
    targets = {target: path for path, target in (moved or {}).items()}
    for path in sorted(folder.rglob("*")):
        if path.name in _MARKS or not _CACHES.isdisjoint(path.relative_to(folder).parts):
            continue
        named = _named(os.path.relpath(path, folder / here), targets)
        if named is None:
            continue
        if path.is_symlink() or not path.is_dir():
            files[named] = path
        elif not any(entry.name not in _MARKS for entry in path.iterdir()):
            empty.add(named)
    return Left(files, frozenset(empty))


def _named(path: str, targets: Mapping[str, str]) -> str | None:
    """The path that the program has for one of the workflow; None for what it is there beside its result."""
    for target, named in targets.items():
        if path == target or path.startswith(f"{target}/"):
            return named + path[len(target) :]
        if path == named or path.startswith(f"{named}/"):
            return None
    return path


def compare(
    one: Left, other: Left, program: Path, ignored: Collection[str] = (), *, compiled: bool = True
) -> list[Difference]:
    """All files that differ, by path.

    program: see `contents.unlike`. ignored: paths. compiled: the second is that of a compiled project, which has
    folders of its own.
    """
    ours = PROJECT if compiled else frozenset()
    paths = sorted(path for path in {**one.files, **other.files} if path not in ignored)
    both = [path for path in paths if path in one.files and path in other.files]
    found = [Difference(path, missing=True) for path in paths if path not in other.files]
    found += [Difference(path, extra=True) for path in paths if path not in one.files and _top(path) not in ours]
    found += _unlike(both, one, other, program)
    for path in sorted(one.empty ^ other.empty):
        is_missing = path in one.empty
        holds_others = any(each.startswith(f"{path}/") for each in (other if is_missing else one).files)
        if not holds_others and (is_missing or _top(path) not in ours) and path not in ignored:
            found.append(Difference(f"{path}/", missing=is_missing, extra=not is_missing))
    return sorted(found, key=lambda each: each.path)


def _unlike(paths: list[str], one: Left, other: Left, program: Path) -> Iterator[Difference]:
    pairs, read = [], []
    for path in paths:
        first, second = one.files[path], other.files[path]
        if first.is_symlink() and second.is_symlink() and first.readlink() == second.readlink():
            # What they lead to is compared where it lies.
            continue
        if first.is_file() and second.is_file():
            pairs.append((first, second))
            read.append(path)
        elif first.exists() != second.exists() or first.is_dir() != second.is_dir():
            yield Difference(path, unlike=(Unlike("", _kind(first), _kind(second)),))
    for path, found in zip(read, unlike(pairs, program), strict=True):
        if found:
            yield Difference(path, unlike=tuple(found))


def _kind(path: Path) -> str:
    if not path.exists():
        return "a link that leads nowhere"
    return "a folder" if path.is_dir() else "a file"


def _top(path: str) -> str:
    return path.split("/", 1)[0]
