"""What a compilation sees of the outside, and the record of what it looked at.

Everything that a program reads while it is compiled goes through one `World`: its arguments, the environment,
files and listings. Paths are recorded normalised, relative to the working folder where they lie inside it.
The evaluator sets the hooks, by which reading what the workflow itself writes is refused.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eflows2smk.frontend.trusted.environment import Environment
from eflows2smk.frontend.trusted.errors import Computed, TooLarge, Untrusted
from eflows2smk.frontend.trusted.limits import FOLDERS
from eflows2smk.reading import Oversized, content

# What can be looked at: what is in a file, the names in a folder, whether something is there and how large it is, a
# variable of the environment.
CONTENT, LISTING, STATE, VARIABLE = "content", "listing", "state", "variable"


def _never(path: str) -> bool:
    return False


def _unheard(kind: str, name: str, seen: str) -> None:
    pass


def _no_folder(path: str) -> None:
    raise Untrusted("making a folder", "it changes the disk", "Snakemake makes the folders of all outputs by itself")


@dataclass(slots=True)
class World:
    """The outside of one compilation.

    cwd: absolute path of the folder where the program is run. argv: as the program sees it, argv[0] is the
    program. program: path of the program's file. search_path: the program's own copy of `sys.path`.

    instead: path -> what is read in place of what stands in the file.
    files_read: path -> a fingerprint of what was seen there (content, a listing, that it exists, its size).
    descriptions: paths of the software descriptions among these.
    environment_read: variable -> its value, or None where it is not set.

    Hooks. written: whether an invocation writes or removes this path, something in it, or a folder around it.
    matched: whether a pattern may match such a path. unsure: whether there are jobs that may write anything.
    absent: whether a path that exists counts as not there yet.
    undeclared: whether files may come to be of which nothing is known.
    make_folder: called instead of making a folder.
    log_file: called instead of opening a file for messages.
    looked: hears of all that is looked at: whether it is a file, a listing, or a variable, of which name, and what was
    seen there.
    """

    cwd: str | os.PathLike[str]
    argv: list[str]
    environ: Mapping[str, str]
    program: str | os.PathLike[str] = ""
    search_path: list[str] = field(default_factory=list)
    files_read: dict[str, str] = field(default_factory=dict)
    descriptions: set[str] = field(default_factory=set)
    environment_read: dict[str, str | None] = field(default_factory=dict)
    written: Callable[[str], bool] = _never
    matched: Callable[[str], bool] = _never
    unsure: Callable[[], bool] = lambda: False
    absent: Callable[[str], bool] = _never
    undeclared: Callable[[], bool] = lambda: False
    make_folder: Callable[[str], None] = _no_folder
    log_file: Callable[[str], None] = _no_folder
    looked: Callable[[str, str, str], None] = _unheard
    instead: Mapping[str, bytes] = field(default_factory=dict)
    folder: str = field(init=False)
    made: set[str] = field(default_factory=set)
    listings: int = 0
    recursion_limit: int = 1000
    environment: Environment = field(init=False)
    parser_class: Any = None

    def __post_init__(self) -> None:
        self.folder = os.fspath(self.cwd)
        self.environment = Environment(self.variable)
        if not self.search_path:
            self.search_path = [os.path.dirname(self.real(self.program)), *sys.path[1:]]

    def real(self, path: Any) -> str:
        """Where the path lies on the disk."""
        return os.path.join(self.folder, _text(path))  # noqa: PTH118

    def shown(self, path: Any) -> str:
        """The path as it is recorded, and as the workflow names it."""
        absolute = os.path.normpath(self.real(path))
        inside = os.path.relpath(absolute, self.folder)
        return absolute if inside == ".." or inside.startswith("../") else inside

    def reading(self, path: Any) -> str:
        """Where the path lies on the disk; refused if the workflow writes it."""
        shown = self.shown(path)
        if self.written(shown):
            raise Computed(shown)
        return self.real(path)

    def expecting(self, path: Any) -> None:
        """Refuses what is not there where files may come to be of which nothing is known."""
        if (self.undeclared() or self.unsure()) and not os.path.exists(self.real(path)):
            raise Computed(self.shown(path))

    def content(self, path: Any) -> bytes:
        """The bytes of a file."""
        real = self.reading(path)
        self.expecting(path)
        with named(path):
            try:
                data = self.instead.get(self.shown(path)) or content(real)
            except Oversized as error:
                raise TooLarge(f"what '{self.shown(path)}' gives ({error.strerror})") from None
        seen = self.files_read[self.shown(path)] = fingerprint(CONTENT, data)
        self.looked(CONTENT, self.shown(path), seen)
        return data

    def contents(self) -> dict[str, str]:
        """Fingerprints of the files of which the content was read."""
        kinds = ((path, seen.partition(" ")) for path, seen in self.files_read.items())
        return {path: known for path, (kind, _, known) in kinds if kind == CONTENT}

    def seen(self, path: Any, what: str) -> None:
        """Records what is less than the content of a path: that it exists, or its size."""
        self.files_read.setdefault(self.shown(path), what)
        self.looked(STATE, self.shown(path), what)

    def size(self, path: Any) -> int:
        """The size of a file in bytes."""
        real = self.reading(path)
        with named(path):
            size = Path(real).stat().st_size
        self.seen(path, f"size {size}")
        return size

    def listed(self, folder: Any) -> list[str]:
        """The names in a folder in a fixed order, recorded; refused if the workflow writes in that folder.

        A file system gives names in an order of its own, which differs between machines and after copying: a
        workflow compiled twice would come out differently. Any order is one that the operating system may
        give.
        """
        real, shown = self.reading(folder), self.shown(folder)
        if self.unsure():
            raise Computed(shown)
        made = {os.path.basename(each) for each in self.made if os.path.dirname(each) == shown.removeprefix(".")}
        if shown in self.made and not os.path.isdir(real):
            if self.undeclared():
                raise Computed(shown)
            return sorted(made)
        with named(folder):
            ordered = sorted(os.listdir(real))
        if not ordered and self.undeclared():
            raise Computed(shown)
        self.record_listing(folder)
        return sorted({*ordered, *made}) if made else ordered

    def record_listing(self, folder: Any) -> None:
        """Records which names there are in a folder; of one that is not there only that it was looked at."""
        if not os.path.isdir(self.real(folder)):
            self.looked(LISTING, self.shown(folder), "")
            return
        self.listings += 1
        if self.listings > FOLDERS:
            raise TooLarge(f"a listing of more than {FOLDERS:,} folders")
        names = "\0".join(sorted(os.listdir(self.real(folder))))
        seen = self.files_read[self.shown(folder)] = fingerprint(LISTING, names.encode(errors="surrogateescape"))
        self.looked(LISTING, self.shown(folder), seen)

    def variable(self, name: str) -> str | None:
        """An environment variable, recorded."""
        value = self.environ.get(name)
        self.environment_read[name] = value
        self.looked(VARIABLE, name, repr(value))
        return value


def _text(path: Any) -> str:
    text = os.fspath(path)
    return os.fsdecode(text) if isinstance(text, bytes) else str(text)


@contextmanager
def named(path: Any) -> Iterator[None]:
    """Errors of the operating system name the path as the program does."""
    try:
        yield
    except OSError as error:
        raise type(error)(error.errno, error.strerror, os.fspath(path)) from None


def fingerprint(kind: str, data: bytes) -> str:
    """A short name for this content."""
    return f"{kind} {hashlib.sha256(data).hexdigest()[:24]}"
