"""What each module of ``pycompss`` contains, in our terms."""

from __future__ import annotations

import os
from functools import partial

PACKAGES = ("pycompss", "pycompss.api", "pycompss.streams")
STREAMS = "pycompss.streams.distro_stream"
# Here lie the modules that are plain Python.
FOLDER = os.path.join(os.path.dirname(__file__), "pycompss")

# Module below pycompss.api -> our module below eflows2smk.decorators, and the names that it shares with it.
_DECORATORS = {
    "task": ("task", ("task",)),
    "binary": ("binary", ("binary",)),
    "mpi": ("mpi", ("mpi",)),
    "mpmd_mpi": ("mpmd_mpi", ("mpmd_mpi",)),
    "multinode": ("multinode", ("multinode",)),
    "julia": ("julia", ("julia",)),
    "compss": ("compss", ("compss",)),
    "ompss": ("ompss", ("ompss",)),
    "decaf": ("decaf", ("decaf",)),
    "opencl": ("opencl", ("opencl",)),
    "reduction": ("reduction", ("reduction",)),
    "constraint": ("constraint", ("constraint",)),
    "http": ("http", ("http",)),
    "container": ("container", ("container",)),
    "on_failure": ("on_failure", ("on_failure",)),
    "prolog": ("prolog", ("prolog",)),
    "epilog": ("epilog", ("epilog",)),
    "software": ("software", ("software",)),
    "IO": ("io", ("IO",)),
    "local": ("local", ("local",)),
    "implement": ("implement", ("implement",)),
    "data_transformation": ("data_transformation", ("data_transformation", "dt", "dto", "DTObject")),
}


MODULES = (
    *PACKAGES,
    *(f"pycompss.api.{name}" for name in (*_DECORATORS, "api", "parameter", "exceptions")),
    STREAMS,
)


def source_of(name: str) -> tuple[str, bool]:
    """The file of a module that is plain Python, and whether it is a package; "" if there is none."""
    root, *parts = name.split(".")
    if root != "pycompss" or not parts:
        return "", False
    place = os.path.join(FOLDER, *parts)
    inside = os.path.join(place, "__init__.py")
    if os.path.isfile(inside):
        return inside, True
    return (f"{place}.py", False) if os.path.isfile(f"{place}.py") else ("", False)


def plain_modules() -> list[str]:
    """Those that are plain Python, packages included."""
    found = []
    for folder, _, files in os.walk(FOLDER):
        parts = ["pycompss", *os.path.relpath(folder, FOLDER).split(os.sep)]
        for file in files:
            stem, end = os.path.splitext(file)
            if end == ".py" and stem != "__init__":
                found.append(".".join([*(part for part in parts if part != "."), stem]))
    return sorted(found)


def contents(name: str) -> dict[str, object] | None:
    """The names of the module; None if it is none of ours."""
    package, _, last = name.rpartition(".")
    if name == STREAMS:
        from eflows2smk.decorators import streams

        return {shared: getattr(streams, shared) for shared in streams.__all__}
    if package != "pycompss.api":
        return None
    if last == "parameter":
        return _parameters()
    if last == "api":
        from eflows2smk.decorators import synchronisation

        return {shared: getattr(synchronisation, shared) for shared in synchronisation.__all__}
    if last == "exceptions":
        from eflows2smk.decorators.errors import COMPSsException

        return {"COMPSsException": COMPSsException}
    if last not in _DECORATORS:
        return None
    from importlib import import_module

    home, shared_names = _DECORATORS[last]
    module = import_module(f"eflows2smk.decorators.{home}")
    found: dict[str, object] = {shared: getattr(module, shared) for shared in shared_names}
    if last == "data_transformation":
        found.update(_parameters())
    return {**found, "__getattr__": partial(_spelt, name, found[last])}


def _spelt(module: str, decorator: object, name: str) -> object:
    """The decorator under the name of its class, or in upper case: ``OnFailure``, ``COMPSs``, ``MPMD_MPI``."""
    if name.replace("_", "").lower() != module.rpartition(".")[2].replace("_", "").lower():
        raise AttributeError(f"module '{module}' has no attribute '{name}'")
    return decorator


def _parameters() -> dict[str, object]:
    from eflows2smk import parameters

    return {
        **parameters.DIRECTIONS,
        **parameters.CONVERSIONS,
        **parameters.NAMES,
        **parameters.STREAMS,
        "Direction": parameters.Direction_,
    }
