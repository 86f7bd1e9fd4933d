"""The names of eFlows4HPC and PyCOMPSs under which programs describe their software: decorators, directions, waiting.

Every job imports this package through the user's program, so a name is only loaded when somebody asks for it.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from eflows2smk.decorators.binary import binary
    from eflows2smk.decorators.compss import compss
    from eflows2smk.decorators.constraint import constraint
    from eflows2smk.decorators.container import container
    from eflows2smk.decorators.data_transformation import (
        DTObject,
        data_transformation,
        dt,
        dto,
    )
    from eflows2smk.decorators.decaf import decaf
    from eflows2smk.decorators.epilog import epilog
    from eflows2smk.decorators.errors import (
        COMPSsException,
        MissingOutput,
        ProgramFailed,
        SoftwareError,
    )
    from eflows2smk.decorators.http import http
    from eflows2smk.decorators.implement import implement
    from eflows2smk.decorators.io import IO
    from eflows2smk.decorators.julia import julia
    from eflows2smk.decorators.local import local
    from eflows2smk.decorators.mpi import mpi
    from eflows2smk.decorators.mpmd_mpi import mpmd_mpi
    from eflows2smk.decorators.multinode import multinode
    from eflows2smk.decorators.ompss import ompss
    from eflows2smk.decorators.on_failure import on_failure
    from eflows2smk.decorators.opencl import opencl
    from eflows2smk.decorators.prolog import prolog
    from eflows2smk.decorators.reduction import reduction
    from eflows2smk.decorators.software import software
    from eflows2smk.decorators.synchronisation import (
        TaskGroup,
        barrier,
        compss_add_logger,
        compss_barrier,
        compss_barrier_group,
        compss_cancel_group,
        compss_delete_file,
        compss_delete_object,
        compss_file_exists,
        compss_free_resources,
        compss_get_number_of_resources,
        compss_open,
        compss_request_resources,
        compss_set_wall_clock,
        compss_snapshot,
        compss_start,
        compss_stop,
        compss_wait_on,
        compss_wait_on_directory,
        compss_wait_on_file,
        open_file,
        wait_on,
        wait_on_directory,
        wait_on_file,
    )
    from eflows2smk.decorators.task import task
    from eflows2smk.parameters import (
        COLLECTION,
        COLLECTION_FILE,
        COLLECTION_FILE_IN,
        COLLECTION_FILE_INOUT,
        COLLECTION_FILE_OUT,
        COLLECTION_IN,
        COLLECTION_IN_DELETE,
        COLLECTION_INOUT,
        COLLECTION_OUT,
        COLLECTION_TO_DIRECTORY,
        COLLECTION_TO_FILE,
        COLLECTION_TO_OBJECT,
        COMMUTATIVE,
        CONCURRENT,
        DICTIONARY,
        DICTIONARY_IN,
        DICTIONARY_IN_DELETE,
        DICTIONARY_INOUT,
        DICTIONARY_OUT,
        DIRECTORY,
        DIRECTORY_IN,
        DIRECTORY_INOUT,
        DIRECTORY_OUT,
        DIRECTORY_TO_OBJECT,
        FILE,
        FILE_COMMUTATIVE,
        FILE_COMMUTATIVE_STDERR,
        FILE_COMMUTATIVE_STDIN,
        FILE_COMMUTATIVE_STDOUT,
        FILE_CONCURRENT,
        FILE_CONCURRENT_STDERR,
        FILE_CONCURRENT_STDIN,
        FILE_CONCURRENT_STDOUT,
        FILE_IN,
        FILE_IN_STDIN,
        FILE_INOUT,
        FILE_INOUT_STDERR,
        FILE_INOUT_STDIN,
        FILE_INOUT_STDOUT,
        FILE_OUT,
        FILE_OUT_STDERR,
        FILE_OUT_STDOUT,
        FILE_STDERR,
        FILE_STDIN,
        FILE_STDOUT,
        FILE_TO_COLLECTION,
        FILE_TO_OBJECT,
        IN,
        IN_DELETE,
        INOUT,
        OBJECT_TO_DIRECTORY,
        OBJECT_TO_FILE,
        OUT,
        STDERR,
        STDIN,
        STDOUT,
        Cache,
        Depth,
        Keep_rename,
        Prefix,
        StdIOStream,
        Type,
        Weight,
        block_count,
        block_length,
        stride,
    )
    from eflows2smk.parameters import Direction_ as Direction

# Where a name lives; all others of `__all__` are in `parameters`.
_HOME = {
    "DTObject": "data_transformation",
    "dt": "data_transformation",
    "dto": "data_transformation",
    "SoftwareError": "errors",
    "ProgramFailed": "errors",
    "MissingOutput": "errors",
    "wait_on": "synchronisation",
    "wait_on_file": "synchronisation",
    "wait_on_directory": "synchronisation",
    "barrier": "synchronisation",
    "open_file": "synchronisation",
    "compss_wait_on": "synchronisation",
    "compss_wait_on_file": "synchronisation",
    "compss_wait_on_directory": "synchronisation",
    "compss_barrier": "synchronisation",
    "compss_open": "synchronisation",
    "compss_barrier_group": "synchronisation",
    "compss_delete_file": "synchronisation",
    "compss_delete_object": "synchronisation",
    "compss_file_exists": "synchronisation",
    "TaskGroup": "synchronisation",
    "compss_start": "synchronisation",
    "compss_stop": "synchronisation",
    "compss_snapshot": "synchronisation",
    "compss_set_wall_clock": "synchronisation",
    "compss_request_resources": "synchronisation",
    "compss_free_resources": "synchronisation",
    "compss_add_logger": "synchronisation",
    "compss_get_number_of_resources": "synchronisation",
    "compss_cancel_group": "synchronisation",
    "COMPSsException": "errors",
    "IO": "io",
    **{
        name: name
        for name in (
            "task software binary http mpi mpmd_mpi multinode compss julia ompss decaf opencl reduction constraint"
            " container on_failure prolog epilog data_transformation local implement".split()
        )
    },
}

__all__ = [
    "Direction",
    "task",
    "software",
    "binary",
    "http",
    "mpi",
    "mpmd_mpi",
    "multinode",
    "compss",
    "julia",
    "ompss",
    "decaf",
    "opencl",
    "reduction",
    "constraint",
    "container",
    "on_failure",
    "prolog",
    "epilog",
    "data_transformation",
    "dt",
    "dto",
    "DTObject",
    "wait_on",
    "wait_on_file",
    "wait_on_directory",
    "barrier",
    "open_file",
    "compss_wait_on",
    "compss_wait_on_file",
    "compss_wait_on_directory",
    "compss_barrier",
    "compss_open",
    "compss_barrier_group",
    "compss_delete_file",
    "compss_delete_object",
    "compss_file_exists",
    "TaskGroup",
    "compss_start",
    "compss_stop",
    "compss_snapshot",
    "compss_set_wall_clock",
    "compss_request_resources",
    "compss_free_resources",
    "compss_add_logger",
    "compss_get_number_of_resources",
    "compss_cancel_group",
    "COMPSsException",
    "IO",
    "local",
    "implement",
    "SoftwareError",
    "ProgramFailed",
    "MissingOutput",
    "IN",
    "OUT",
    "INOUT",
    "IN_DELETE",
    "CONCURRENT",
    "COMMUTATIVE",
    "FILE",
    "FILE_IN",
    "FILE_OUT",
    "FILE_INOUT",
    "FILE_CONCURRENT",
    "FILE_COMMUTATIVE",
    "FILE_STDIN",
    "FILE_IN_STDIN",
    "FILE_STDOUT",
    "FILE_OUT_STDOUT",
    "FILE_INOUT_STDOUT",
    "FILE_STDERR",
    "FILE_OUT_STDERR",
    "FILE_INOUT_STDERR",
    "FILE_INOUT_STDIN",
    "FILE_CONCURRENT_STDIN",
    "FILE_CONCURRENT_STDOUT",
    "FILE_CONCURRENT_STDERR",
    "FILE_COMMUTATIVE_STDIN",
    "FILE_COMMUTATIVE_STDOUT",
    "FILE_COMMUTATIVE_STDERR",
    "DIRECTORY",
    "DIRECTORY_IN",
    "DIRECTORY_OUT",
    "DIRECTORY_INOUT",
    "COLLECTION",
    "COLLECTION_IN",
    "COLLECTION_INOUT",
    "COLLECTION_OUT",
    "COLLECTION_IN_DELETE",
    "COLLECTION_FILE",
    "COLLECTION_FILE_IN",
    "COLLECTION_FILE_INOUT",
    "COLLECTION_FILE_OUT",
    "DICTIONARY",
    "DICTIONARY_IN",
    "DICTIONARY_INOUT",
    "DICTIONARY_OUT",
    "DICTIONARY_IN_DELETE",
    "Type",
    "StdIOStream",
    "Prefix",
    "Depth",
    "Weight",
    "Keep_rename",
    "block_count",
    "block_length",
    "stride",
    "Cache",
    "STDIN",
    "STDOUT",
    "STDERR",
    "OBJECT_TO_FILE",
    "FILE_TO_OBJECT",
    "FILE_TO_COLLECTION",
    "COLLECTION_TO_OBJECT",
    "COLLECTION_TO_FILE",
    "OBJECT_TO_DIRECTORY",
    "DIRECTORY_TO_OBJECT",
    "COLLECTION_TO_DIRECTORY",
]


if not TYPE_CHECKING:
    # To type checkers it would say that every name is there.

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name in _HOME:
            value: object = getattr(import_module(f"eflows2smk.decorators.{_HOME[name]}"), name)
        elif name in __all__:
            # "Direction" is the key of the dictionary form, {Type: FILE, Direction: IN}; the class of that name is
            # ours.
            value = getattr(import_module("eflows2smk.parameters"), "Direction_" if name == "Direction" else name)
        else:
            raise AttributeError(f"module 'eflows2smk' has no attribute '{name}'")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(type(sys)):  # type: ignore[misc]
    """Keeps the decorator ``eflows2smk.software`` in its place when the subpackage of that name is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if name != "software" or not isinstance(value, type(sys)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
