"""Reading the files that people name: those on a disk, of a size that can be worked with; nothing without an end."""

from __future__ import annotations

import difflib
import errno
import os
import stat
from pathlib import Path

# Bytes of a file. Its text takes up to four times as much memory, and what is made of it more.
SIZE = 50_000_000
_CHUNK = 1 << 20
# How much of two names has to be the same.
_LIKE = 0.75


def like(path: str | os.PathLike[str]) -> str:
    """The path of a file whose name is most like this one, in the same folder; "" where there is none."""
    wanted = Path(path)
    try:
        names = os.listdir(wanted.parent)
    except OSError:
        return ""
    close = difflib.get_close_matches(wanted.name, names, 1, _LIKE)
    return str(wanted.with_name(close[0])) if close else ""


class Oversized(OSError):
    """A file that is too large, or that is no file on a disk: a device, a pipe, a socket. strerror says which."""


def content(path: str | os.PathLike[str], limit: int = SIZE) -> bytes:
    """The bytes of a regular file.

    limit: the most that it may hold. Raises OSError for what can't be read, `Oversized` for what has no end that anyone
    would wait for. Files of ``/proc`` count as regular, too, and tell nothing of their size.
    """
    mode = Path(path).stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
    if not stat.S_ISREG(mode):
        raise Oversized(errno.EINVAL, f"it is {_kind(mode)}, and no file on a disk", os.fspath(path))
    # What has nothing to give at the moment says so, instead of waiting.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb", buffering=0) as file:
        size = os.fstat(descriptor).st_size
        if size > limit:
            raise Oversized(
                errno.EFBIG, f"it has {size:,} bytes, more than the {limit:,} that are read", os.fspath(path)
            )
        parts: list[bytes] = []
        total = 0
        while total <= limit:
            part = file.read(_CHUNK)
            if part is None:
                raise Oversized(errno.EAGAIN, "it waits for what comes next", os.fspath(path))
            if not part:
                return b"".join(parts)
            parts.append(part)
            total += len(part)
    raise Oversized(errno.EFBIG, f"it has more than the {limit:,} bytes that are read", os.fspath(path))


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"
