"""Reading files while a program is compiled: ``open``, and the libraries that open files by themselves."""

from __future__ import annotations

import configparser
import io
import os
from collections.abc import Iterator
from typing import Any

import yaml

from eflows2smk.frontend.trusted.errors import Untrusted
from eflows2smk.frontend.trusted.world import World

_WRITES = "only plain Python in a statement without calls of tasks can write files"


class StaticFile:
    """A file opened for reading; its content was read, and recorded, when it was opened."""

    __slots__ = ("name", "mode", "closed", "_stream")

    def __init__(self, name: str, mode: str, stream: io.TextIOWrapper | io.BytesIO) -> None:
        self.name = name
        self.mode = mode
        self.closed = False
        self._stream = stream

    def __enter__(self) -> StaticFile:
        self._open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._open())

    def __next__(self) -> Any:
        return next(self._open())

    def _open(self) -> io.TextIOWrapper | io.BytesIO:
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        return self._stream

    def read(self, size: int = -1) -> Any:
        return self._open().read(size)

    def readline(self, size: int = -1) -> Any:
        return self._open().readline(size)

    def readlines(self, hint: int = -1) -> list[Any]:
        return list(self._open().readlines(hint))

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._open().seek(offset, whence)

    def tell(self) -> int:
        return self._open().tell()

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def close(self) -> None:
        self.closed = True

    def write(self, *_: object) -> None:
        raise io.UnsupportedOperation("not writable")

    writelines = write

    def flush(self) -> None:
        self._open()


def open_file(
    world: World,
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: Any = None,
) -> StaticFile:
    """``open`` for reading."""
    if set(mode) & set("wax+"):
        raise Untrusted(f"open(…, {mode!r})", _WRITES, "write it in a statement of its own, or in a @task function")
    if isinstance(file, int) or opener is not None:
        raise Untrusted("open() of a descriptor", "it depends on the running process")
    stream = io.BytesIO(world.content(file))
    name = os.fspath(file)
    if "b" in mode:
        return StaticFile(name, mode, stream)
    # What Python reads without `encoding` depends on the locale of the machine; UTF-8 is meant nearly always.
    return StaticFile(name, mode, io.TextIOWrapper(stream, encoding or "utf-8", errors, newline))


def open_path(world: World, path: Any, *args: Any, **kwargs: Any) -> StaticFile:
    """``Path.open``."""
    return open_file(world, path, *args, **kwargs)


def read_text(
    world: World,
    path: Any,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
) -> str:
    """``Path.read_text``."""
    return str(open_file(world, path, encoding=encoding, errors=errors, newline=newline).read())


def read_bytes(world: World, path: Any) -> bytes:
    """``Path.read_bytes``."""
    return world.content(path)


def read_configuration(
    world: World, parser: configparser.RawConfigParser, names: Any, encoding: str | None = None
) -> Any:
    """``ConfigParser.read``: files that are missing are left out, the names of the others are returned."""
    found = []
    for name in [names] if isinstance(names, str | bytes | os.PathLike) else names:
        if not exists(world, name):
            continue
        with open_file(world, name, encoding=encoding) as file:
            parser.read_file(file, source=str(os.fspath(name)))
        found.append(os.fspath(name))
    return found


def load_yaml(stream: Any, Loader: Any = None) -> Any:
    """``yaml.load``; always the safe loader: the others differ only where they would run code."""
    return yaml.load(stream, yaml.SafeLoader)


def dump_yaml(data: Any, stream: Any = None, **kwargs: Any) -> Any:
    """``yaml.safe_dump`` to a string."""
    if stream is not None:
        raise Untrusted("yaml.dump to a file", _WRITES)
    return yaml.dump(data, None, _PlainDumper, **kwargs)


class _PlainDumper(yaml.SafeDumper):
    """Writes strings with provenance as what they are, strings."""


_PlainDumper.add_multi_representer(str, lambda dumper, text: dumper.represent_str(str(text)))


# --- what is there --------------------------------------------------------------------------------


def exists(world: World, path: Any) -> bool:
    """``os.path.exists``, ``Path.exists``."""
    return _present(world, path, os.path.exists)


def isfile(world: World, path: Any) -> bool:
    """``os.path.isfile``, ``Path.is_file``."""
    return _present(world, path, os.path.isfile)


def isdir(world: World, path: Any) -> bool:
    """``os.path.isdir``, ``Path.is_dir``."""
    return _present(world, path, os.path.isdir)


def _present(world: World, path: Any, test: Any) -> bool:
    real = world.reading(path)
    shown = world.shown(path)
    if shown in world.made:
        return test is not os.path.isfile
    if world.absent(shown):
        return False
    world.expecting(path)
    world.seen(path, "present" if os.path.exists(real) else "absent")
    return bool(test(real))


def getsize(world: World, path: Any) -> int:
    """``os.path.getsize``, in bytes."""
    return world.size(path)
