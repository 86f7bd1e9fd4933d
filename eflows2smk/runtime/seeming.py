"""Absolute paths of a script that runs in a private folder: those below the working folder lead to the private one.

The values stay as they are, so that what the script prints or writes of its paths is what plain Python would. Only
functions of `os` and `open` are given other paths; a library in C that opens files itself finds those of the working
folder.
"""

from __future__ import annotations

import builtins
import io
import os
from functools import wraps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

# Functions of `os`, with the positions of their paths.
_PATHS = {
    **dict.fromkeys(
        (
            *("stat", "lstat", "open", "listdir", "scandir", "mkdir", "rmdir", "remove", "unlink", "access", "chmod"),
            *("utime", "truncate", "readlink", "statvfs"),
        ),
        (0,),
    ),
    **dict.fromkeys(("rename", "replace", "link"), (0, 1)),
    "symlink": (1,),
}
# Parameters of `open` between the path and the function that opens it.
_BEFORE_OPENER = 6


class Seeming:
    """``with Seeming(home, folder):`` the private folder seems to be the working folder, by whatever path."""

    def __init__(self, home: str, folder: str) -> None:
        self.home = home
        self.folder = folder
        self._before: list[tuple[Any, str, Any]] = []

    def __enter__(self) -> None:
        opening = self._opening(builtins.open, os.open)
        for name, positions in _PATHS.items():
            self._replace(os, name, self._led(getattr(os, name), positions))
        self._replace(builtins, "open", opening)
        self._replace(io, "open", opening)
        self._replace(os, "getcwd", self._seen(os.getcwd))

    def __exit__(self, *_: object) -> None:
        while self._before:
            module, name, function = self._before.pop()
            setattr(module, name, function)

    def _replace(self, module: Any, name: str, function: Callable[..., Any]) -> None:
        self._before.append((module, name, getattr(module, name)))
        setattr(module, name, function)

    def _led(self, function: Callable[..., Any], positions: tuple[int, ...]) -> Callable[..., Any]:
        @wraps(function)
        def led(*args: Any, **kwargs: Any) -> Any:
            given = [self._place(each) if at in positions else each for at, each in enumerate(args)]
            return function(*given, **{name: self._place(each) for name, each in kwargs.items()})

        return led

    def _opening(self, function: Callable[..., Any], by_path: Callable[..., int]) -> Callable[..., Any]:
        """`open`, whose files have the names that the script gives them."""

        @wraps(function)
        def opening(file: Any, *args: Any, **kwargs: Any) -> Any:
            place = self._place(file)
            if place is file or len(args) > _BEFORE_OPENER:
                return function(place, *args, **kwargs)
            by = kwargs.pop("opener", None) or (lambda path, flags: by_path(path, flags, 0o666))
            return function(file, *args, **kwargs, opener=lambda _, flags: by(place, flags))

        return opening

    def _seen(self, function: Callable[[], str]) -> Callable[[], str]:
        def getcwd() -> str:
            found = function()
            return self.home + found[len(self.folder) :] if _is_below(found, self.folder) else found

        return getcwd

    def _place(self, path: Any) -> Any:
        """Where a path of the script leads."""
        text = os.fspath(path) if isinstance(path, os.PathLike) else path
        if isinstance(text, str) and _is_below(text, self.home) and not _is_below(text, self.folder):
            return self.folder + text[len(self.home) :]
        return path


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")
