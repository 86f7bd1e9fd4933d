"""What each module of ``pycompss`` contains, in our terms."""

from __future__ import annotations

PACKAGES = ("pycompss", "pycompss.api")

# Module below pycompss.api -> our module below eflows2smk.decorators, and the names that it shares with it.
# The decorators have more names there: those of their classes, old and new, and these in upper case.
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
    "data_transformation": ("data_transformation", ("data_transformation", "dt", "dto", "DTObject")),
}
_SYNCHRONISATION = (
    "compss_wait_on",
    "compss_wait_on_file",
    "compss_wait_on_directory",
    "compss_barrier",
    "compss_barrier_group",
    "compss_open",
    "compss_delete_file",
    "compss_delete_object",
    "compss_file_exists",
    "TaskGroup",
)


def contents(name: str) -> dict[str, object] | None:
    """The names of the module; None if it is none of ours."""
    package, _, last = name.rpartition(".")
    if package != "pycompss.api":
        return None
    if last == "parameter":
        return _parameters()
    if last == "api":
        from eflows2smk.decorators import synchronisation

        return {shared: getattr(synchronisation, shared) for shared in _SYNCHRONISATION}
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
        return {**found, "DataTransformation": found["dt"]}
    short = last.replace("_", "")
    camel = "".join(part.title() for part in last.split("_"))
    first = camel[0].lower() + camel[1:]
    spellings = {last.upper(), last.capitalize(), short.upper(), short.capitalize(), camel, first}
    return {**found, **dict.fromkeys(spellings, found[last])}


def _parameters() -> dict[str, object]:
    from eflows2smk import parameters

    return {
        **parameters.DIRECTIONS,
        **parameters.CONVERSIONS,
        **parameters.NAMES,
        "Direction": parameters.Direction_,
    }
