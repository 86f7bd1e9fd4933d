"""What the top level of a module does to files, and programs that it starts, when a job imports it: nothing.

The workflow did it once. Python announces such events to audit hooks before they happen; a statement at module level
that is about to do one is left out, as calls of tasks are.
"""

from __future__ import annotations

import os
import sys

from eflows2smk.decorators.mode import ModuleLevelEffect, mode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Events by what they do; all of these have a path first, or none that matters.
_PATHS = frozenset(
    {
        *("os.mkdir", "os.remove", "os.rmdir", "os.rename", "os.link", "os.symlink", "os.truncate", "os.chmod"),
        *("os.chown", "os.utime", "shutil.rmtree", "shutil.move", "shutil.copyfile", "shutil.copytree"),
    }
)
_PROGRAMS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn"})
# What these do is nobody else's business, or Python's own.
_OWN = ("tempfile", "importlib._bootstrap_external", "_frozen_importlib_external", "pathlib._temporary")


def watch() -> None:
    """From now on such events of modules that are being imported for a job raise `ModuleLevelEffect`."""
    if not _watching:
        _watching.append(True)
        sys.addaudithook(_see)


_watching: list[bool] = []


def _see(event: str, arguments: tuple[Any, ...]) -> None:
    if not mode.importing:
        return
    if event == "open":
        path, _, flags = arguments
        if not isinstance(flags, int) or not flags & _WRITING or isinstance(path, int):
            return
    elif event in _PATHS:
        path = arguments[0]
    elif event in _PROGRAMS:
        path = ""
    else:
        return
    module = _at_module_level(sys._getframe(1))
    if module is not None and not _is_hidden(path):
        raise ModuleLevelEffect(module)


def _at_module_level(frame: FrameType | None) -> str | None:
    """The module of the program whose top level has come to this place; None for others."""
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name in _OWN:
            return None
        if frame.f_code.co_name == "<module>":
            place = os.path.abspath(frame.f_code.co_filename)
            inside = (sys.path[0] or os.getcwd(), os.getcwd())
            is_own = any(place.startswith(os.path.join(folder, "")) for folder in inside)
            return str(name) if is_own and "site-packages" not in place else None
        frame = frame.f_back
    return None


def _is_hidden(path: Any) -> bool:
    """Whether it is one of those files that libraries keep for themselves, or no file at all."""
    text = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
    if text.startswith("/dev/"):
        return True
    absolute = os.path.abspath(text)
    inside = os.path.relpath(absolute, os.getcwd()) if text else ""
    words = (absolute if inside.startswith("..") else inside).split("/")
    return any(word == "__pycache__" or (word.startswith(".") and word != ".") for word in words)
