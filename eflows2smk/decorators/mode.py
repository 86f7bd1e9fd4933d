"""Whether this process is a job, and whether it is importing the user's module right now."""

from __future__ import annotations

import sys


class Mode:
    """State of the process. The runtime sets it; a plain ``python main.py`` never does.

    job: functions are called by a job of the compiled workflow. importing: the user's module is being executed for
    its definitions only, so that a call of a task is none of our business. tasks: how many tasks are running, each
    inside of the one before. defined: what decorators made during such an import, by module and qualified name: the
    name itself may be that of something else by the end, as of a decorator of the user's above ours.
    """

    __slots__ = ("job", "importing", "tasks", "defined")

    def __init__(self) -> None:
        self.job = False
        self.importing = False
        self.tasks = 0
        self.defined: dict[tuple[str, str], list[object]] = {}


mode = Mode()


class TaskBody:
    """``with TaskBody():`` what is called inside of it is a part of a task."""

    __slots__ = ()

    def __enter__(self) -> None:
        mode.tasks += 1

    def __exit__(self, *_: object) -> None:
        mode.tasks -= 1


def in_task() -> bool:
    """Whether the caller is a part of a task; if not, it is one of the main program."""
    return mode.tasks > 0 and not mode.importing


class ModuleLevelCall(BaseException):
    """A module calls a task while a job imports it. Not an `Exception`, so that no handler of the user's takes it.

    module: name of the module whose top-level statement made the call.
    """

    def __init__(self, module: str = "") -> None:
        super().__init__("a task was called while its module was imported")
        self.module = module or _module_level()


class ModuleLevelEffect(ModuleLevelCall):
    """A module changes files, or starts a program, while a job imports it."""


def _module_level() -> str:
    frame = sys._getframe()
    while frame.f_back is not None and frame.f_code.co_name != "<module>":
        frame = frame.f_back
    return str(frame.f_globals["__name__"])
