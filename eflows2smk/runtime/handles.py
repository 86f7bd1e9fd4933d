"""Open files between jobs: what is stored is where the file is and how far it was read or written.

Who loads it opens the file again, when the paths of the program lead to where its files are (see `redirecting`).
"""

from __future__ import annotations

import copyreg
import io
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

TEXT = io.TextIOWrapper
BINARY = (io.BufferedReader, io.BufferedWriter, io.BufferedRandom)
# Files that were loaded, and how each is opened.
_waiting: list[tuple[Any, dict[str, Any]]] = []


def reduced(file: Any) -> Any:
    """For `pickle`. Raises TypeError for what can't be opened again."""
    if file.closed:
        return _closed, (type(file),)
    name = file.name
    if not isinstance(name, str) or not file.seekable():
        raise TypeError(f"the open file {name!r} can't be handed to another job")
    if file.writable():
        file.flush()
    how = {"name": name, "mode": _again(file.mode), "position": file.tell()}
    if isinstance(file, TEXT):
        how.update(encoding=file.encoding, errors=file.errors, newline=_newline(file))
    return _opened, (type(file), how)


def _again(mode: str) -> str:
    """The mode in which nothing of what is there is lost."""
    return mode.replace("w", "r+").replace("x", "r+").replace("++", "+")


def _newline(file: Any) -> str | None:
    # What is read is translated where the file remembers which ends of lines it saw.
    return None if file.newlines is not None or not file.readable() else getattr(file, "newline", None)


def _opened(kind: Any, how: dict[str, Any]) -> Any:
    file = kind.__new__(kind)
    _waiting.append((file, how))
    return file


def _closed(kind: type) -> Any:
    if issubclass(kind, TEXT):
        file: Any = open(os.devnull)  # noqa: SIM115
    else:
        file = open(os.devnull, "rb" if issubclass(kind, io.BufferedReader) else "r+b")  # noqa: SIM115
    file.close()
    return file


def open_again() -> None:
    """Open the files that were loaded."""
    for file, how in _waiting:
        mode = how["mode"]
        if isinstance(file, TEXT):
            binary = open(how["name"], mode.replace("t", "") + "b")  # noqa: SIM115
            file.__init__(binary, how["encoding"], how["errors"], how["newline"])  # type: ignore[misc]
            setattr(file, "mode", mode)  # noqa: B010 - to its type it is read-only
        else:
            file.__init__(io.FileIO(how["name"], mode.replace("b", "")))
        file.seek(how["position"])
    _waiting.clear()


def flush(values: Any) -> None:
    """What is written so far gets into the files: those among these values."""
    members: Iterable[Any] = values if isinstance(values, tuple | list) else (values,)
    for value in members:
        if isinstance(value, (TEXT, *BINARY)) and not value.closed and value.writable():
            value.flush()


for _kind in (TEXT, *BINARY):
    copyreg.pickle(_kind, reduced)
