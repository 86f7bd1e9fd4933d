"""The user's modules inside a job: imported under their own names, without running the workflow.

A main program may call its tasks at module level, without a ``__main__`` guard. Importing it then ends in a
`ModuleLevelCall`, and the module is executed again statement by statement, leaving out what belongs to the workflow.
"""

from __future__ import annotations

import os
import sys

from eflows2smk.decorators.mode import ModuleLevelCall, mode
from eflows2smk.runtime.effects import watch
from eflows2smk.runtime.errors import JobError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any


def prepare(program: str, argv: tuple[str, ...], first: tuple[str, ...] = (), last: tuple[str, ...] = ()) -> None:
    """Make ``sys.path[0]`` and ``sys.argv`` what they are under ``python PROGRAM ARGUMENTS``.

    first, last: folders that the program adds to ``sys.path``, before its own and behind all others.
    """
    folder = os.path.dirname(os.path.abspath(program))
    if sys.flags.safe_path:
        sys.path.insert(0, folder)
    else:
        sys.path[0] = folder
    sys.path[:0] = [os.path.abspath(path) for path in first]
    sys.path += [os.path.abspath(path) for path in last]
    sys.argv = [program, *argv]
    name = os.path.basename(program).removesuffix(".py")
    if "." in name:
        _find(name, os.path.abspath(program))


def _find(name: str, path: str) -> None:
    """Let a program called ``heat.v2.py`` be found as the module ``heat.v2``, though no package ``heat`` is there."""
    from importlib.util import spec_from_file_location
    from types import ModuleType

    parts = name.split(".")[:-1]
    for end in range(1, len(parts) + 1):
        package = ".".join(parts[:end])
        sys.modules.setdefault(package, ModuleType(package)).__dict__.setdefault("__path__", [])

    class Finder:
        @staticmethod
        def find_spec(wanted: str, *_: Any) -> Any:
            return spec_from_file_location(name, path) if wanted == name else None

    sys.meta_path.insert(0, Finder)


def import_module(name: str) -> ModuleType:
    """The user's module. What it raises while it is executed comes through, except calls of tasks."""
    if name in sys.modules and not mode.importing:
        return sys.modules[name]
    watch()
    before, mode.importing = mode.importing, True
    kept = _silenced() if not before else -1
    culprit = ""
    try:
        while True:
            try:
                if culprit:
                    from eflows2smk.runtime.unguarded import import_unguarded

                    import_unguarded(culprit)
                    culprit = ""
                __import__(name)
                return sys.modules[name]
            except ModuleLevelCall as call:
                # The module itself, or one that it imports; that one first, then on from there.
                culprit = call.module
                mode.defined = {key: made for key, made in mode.defined.items() if key[0] in sys.modules}
    finally:
        mode.importing = before
        if kept >= 0:
            _restored(kept)


def _silenced() -> int:
    """Send standard output nowhere: what a module prints as it is imported, the workflow has printed once. The stream
    stays the same object, since modules keep it, for their loggers. Returns what `_restored` takes; -1 for none."""
    try:
        sys.stdout.flush()
        kept = os.dup(1)
    except (AttributeError, OSError, ValueError):
        return -1
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return kept


def _restored(kept: int) -> None:
    sys.stdout.flush()
    os.dup2(kept, 1)
    os.close(kept)


def find(reference: str) -> Any:
    """The function or class called ``module:qualname``, with decorators and all."""
    owner, found = locate(reference)
    if isinstance(found, staticmethod | classmethod) and owner is not None:
        return found.__get__(None, owner)
    return found


def locate(reference: str) -> tuple[Any, Any]:
    """The class that holds it (None at module level) and the thing itself as its class's body left it.

    Of a dotted name without a colon nobody but Python knows which part is a module's.
    """
    module_name, colon, qualname = reference.rpartition(":")
    if not colon:
        from pkgutil import resolve_name

        return None, resolve_name(reference)
    owner: Any = None
    if module_name.endswith(".py"):
        from eflows2smk.runtime.scripts import load_script

        return None, load_script(module_name, qualname)
    found: Any = import_module(module_name)
    made = mode.defined.get((module_name, qualname), ())
    *around, last = qualname.split(".")
    for name in (*around, last):
        holder = found
        if isinstance(holder, type):
            owner = holder
            found = next((base.__dict__[name] for base in holder.__mro__ if name in base.__dict__), None)
        else:
            owner = None
            found = getattr(holder, name, None)
        if found is None and not (name == last and len(made) == 1):
            raise JobError(f"'{module_name}' has no '{qualname}' when it is imported by a job")
    if len(made) == 1 and getattr(found, "__func__", found) is not made[0]:
        # Whatever its name means by now.
        return owner, made[0]
    return owner, found
