"""Parts of PyCOMPSs that have no counterpart in a workflow of files, and what to do instead."""

from __future__ import annotations

from dataclasses import dataclass

from eflows2smk.frontend.evaluation.errors import Refused

_STREAM = (
    "a job starts when what it reads is complete, so none can read what another one is still writing",
    "pass a FILE_OUT of the task that writes as FILE_IN to the one that reads, or a list of files as COLLECTION_FILE",
)
_RESOURCES = (
    "the resources of a workflow are those of its jobs and of the profile",
    "leave the call out, and decide without it how the work is divided",
)
_EXCEPTION = (
    "a job that fails can't hand an exception to the main program",
    "return a value that says so, or write on_failure CANCEL_SUCCESSORS: what stands on the task is left out then",
)
_CANCEL = (
    "jobs that run can't be called off by others",
    "return a value that says so, and let the tasks after it look at it",
)
_STORE = (
    "its objects live in a server, where no job can wait for them",
    "pass the objects themselves, which are stored in files between jobs, or write files with FILE_OUT",
)
STREAMS = ("STREAM_IN", "STREAM_OUT")
STORES = ("storage", "hecuba", "dataclay")
EXCEPTION = "COMPSsException"
DISTRO_STREAMS = ("FileDistroStream", "ObjectDistroStream", "PscoDistroStream")
CALLED = (
    *DISTRO_STREAMS,
    "compss_get_number_of_resources",
    "compss_cancel_group",
)
REASONS: dict[str, tuple[str, str]] = {
    **dict.fromkeys((*DISTRO_STREAMS, *STREAMS), _STREAM),
    "compss_get_number_of_resources": _RESOURCES,
    "compss_cancel_group": _CANCEL,
    EXCEPTION: _EXCEPTION,
    **dict.fromkeys(STORES, _STORE),
}
# Calls that change nothing about what a program computes.
LEFT_OUT = (
    "compss_start",
    "compss_stop",
    "compss_snapshot",
    "compss_set_wall_clock",
    "compss_request_resources",
    "compss_free_resources",
    "compss_add_logger",
)


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A name of the API that programs may import, but not use."""

    name: str


def refusal(name: str, shown: str = "") -> Refused:
    """Says why the construct can't be compiled. shown: how the program calls it, if by another name."""
    reason, help = REASONS[name]
    return Refused("E340", f"'{shown or name}' can't be compiled: {reason}", help)
