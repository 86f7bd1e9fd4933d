"""The last limit: one operation that takes very long, or very much memory, is stopped wherever it is.

What can be bounded beforehand is (`trusted/limits.py`, `Bounds`). What is left are structures that grow with each look
at them, such as lists that hold one list twice, and functions that nobody thought of.
"""

from __future__ import annotations

import ctypes
import os
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eflows2smk.frontend.evaluation.errors import Refused

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluation.machine import Machine

# CPU seconds of one operation; bytes that an evaluation may take in any case, and for each operation: a program may be
# as large as it likes.
SECONDS = 5.0
MEMORY = 800_000_000
EACH = 2_000
# So much is room for stacks and arenas of which little is in use. What one call asks for above it fails at once.
_ROOM = 2_000_000_000
_PAUSE = 0.2
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Overrun(BaseException):
    """An operation was stopped: no exception of the program. place: the module and the node of its statement."""

    def __init__(self, what: str = "time") -> None:
        super().__init__(what)
        self.what = what
        self.place: tuple[Any, Any] | None = None

    def refused(self) -> Refused:
        what = "too long" if self.what == "time" else "too much memory"
        return Refused(
            "E312",
            f"this takes {what} to be worked out when the workflow is compiled",
            "compute it in a @task function",
        )


class _OutOfMemory(Overrun):
    """What the watch raises in another thread, which can only be told a class."""

    def __init__(self) -> None:
        super().__init__("memory")


@contextmanager
def watched(machine: Machine) -> Iterator[None]:
    """Raises Overrun in what is done meanwhile, in this thread, if an operation of the machine takes too much."""
    over = threading.Event()
    stopped: list[type[Overrun]] = []
    before, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _Limit(_pages()[0] * _PAGE + _ROOM, before, hard)
    watch = threading.Thread(
        target=_watch, args=(machine, threading.get_ident(), over, limit, stopped), name="watch", daemon=True
    )
    limit.set(MEMORY)
    watch.start()
    try:
        yield
    except MemoryError:
        raise Overrun("memory") from None
    except Exception:
        if stopped:
            # It came where nothing expects an exception, and what was half done fails in its own way.
            raise stopped[0]() from None
        raise
    finally:
        over.set()
        watch.join()
        resource.setrlimit(resource.RLIMIT_AS, (before, hard))


@dataclass(frozen=True, slots=True)
class _Limit:
    """What the process may reserve: `room` and what the evaluation may take, but not more than before."""

    room: int
    before: int
    hard: int

    def set(self, memory: int) -> None:
        wanted = self.room + memory
        if self.before == resource.RLIM_INFINITY or wanted < self.before:
            resource.setrlimit(resource.RLIMIT_AS, (wanted, self.hard))


def _watch(machine: Machine, thread: int, over: threading.Event, limit: _Limit, stopped: list[type[Overrun]]) -> None:
    began = _pages()[1]
    done, since = _progress(machine), time.process_time()
    while not over.wait(_PAUSE):
        allowed = MEMORY + EACH * machine.operations
        limit.set(allowed)
        if (_pages()[1] - began) * _PAGE > allowed:
            stopped.append(_OutOfMemory)
            _stop(thread, _OutOfMemory)
            return
        now = time.process_time()
        if _progress(machine) != done:
            done, since = _progress(machine), now
        elif now - since > SECONDS:
            stopped.append(Overrun)
            _stop(thread, Overrun)
            return


def _progress(machine: Machine) -> tuple[int, int]:
    """What the program does, and what the compiler does by itself: that is no operation that takes too long."""
    return machine.operations, machine.reach.steps


def _stop(thread: int, why: type[Overrun]) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(why))


def _pages() -> tuple[int, int]:
    """Of this process: reserved, and in use."""
    reserved, used, *_ = Path("/proc/self/statm").read_text().split()
    return int(reserved), int(used)
