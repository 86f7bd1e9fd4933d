"""Failures inside a job: the user's traceback first, without our own frames, then where the call stands."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from traceback import TracebackException
    from types import TracebackType

_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


def report_failure(error: BaseException, what: str) -> None:
    """Write the traceback of the user's code to the error stream, then one line that says what failed."""
    import traceback

    sys.stdout.flush()
    seen: BaseException | None = error
    while seen is not None:
        seen.__traceback__ = _users(seen.__traceback__)
        seen = seen.__cause__ or seen.__context__
    shown = traceback.TracebackException.from_exception(error)
    _in_program(shown)
    print("".join(shown.format()), end="", file=sys.stderr)
    report_line(what)


def _in_program(shown: TracebackException) -> None:
    """Lines of generated scripts become the lines of the program that they were taken from."""
    from traceback import FrameSummary

    from eflows2smk.runtime.scripts import program_place

    link: TracebackException | None = shown
    while link is not None:
        for position, frame in enumerate(link.stack):
            place = None
            if frame.filename.endswith(".py") and "workflow/scripts/" in frame.filename and frame.lineno:
                place = program_place(frame.filename, frame.lineno)
            if place is not None:
                link.stack[position] = FrameSummary(place[0], place[1], "<module>", lookup_line=False, line=place[2])
        link = link.__cause__ or link.__context__


def report_line(text: str) -> None:
    print(f"eflows2smk: {text}", file=sys.stderr)


def _users(trace: TracebackType | None) -> TracebackType | None:
    """The traceback without our frames; empty if the error is in nobody's code, as a syntax error."""
    frames = []
    while trace is not None:
        if not _is_ours(trace.tb_frame.f_code.co_filename):
            frames.append(trace)
        trace = trace.tb_next
    below = None
    for frame in reversed(frames):
        frame.tb_next = below
        below = frame
    return below


def _is_ours(path: str) -> bool:
    return path.startswith((_OURS, "<frozen "))
