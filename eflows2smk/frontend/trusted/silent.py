"""What speaks to the terminal only: loggers and streams that swallow what they are told."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.trusted.world import World


class SilentLogger:
    """What `logging.getLogger` gives: messages do not matter to a workflow's files and values."""

    __slots__ = ("name",)

    def __init__(self, name: str | None = None) -> None:
        self.name = name

    def debug(self, *_: object, **__: object) -> None:
        """Nothing."""

    info = warning = warn = error = exception = critical = fatal = log = debug
    setLevel = addHandler = removeHandler = addFilter = removeFilter = debug

    def isEnabledFor(self, level: object) -> bool:
        return False

    def hasHandlers(self) -> bool:
        return False


class SilentHandler:
    """A handler, formatter or filter of `logging`."""

    __slots__ = ()

    def setFormatter(self, *_: object, **__: object) -> None:
        """Nothing."""

    setLevel = addFilter = removeFilter = setStream = flush = close = setFormatter


class SilentStream:
    """``sys.stdout`` and ``sys.stderr``."""

    __slots__ = ()

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing."""


STREAM = SilentStream()


def get_logger(name: Any = None) -> SilentLogger:
    """``logging.getLogger``."""
    return SilentLogger(name)


def log(*_: object, **__: object) -> None:
    """``logging.info`` and the like, ``warnings.warn``."""


def handler(*_: object, **__: object) -> SilentHandler:
    """``logging.StreamHandler``, ``logging.Formatter`` and the like."""
    return SilentHandler()


def file_handler(world: World, filename: Any, *_: object, **__: object) -> SilentHandler:
    """``logging.FileHandler``: no file is written, the evaluator is told."""
    world.log_file(world.shown(filename))
    return SilentHandler()


def basic_config(world: World, *, filename: Any = None, **_: object) -> None:
    """``logging.basicConfig``."""
    if filename is not None:
        world.log_file(world.shown(filename))
