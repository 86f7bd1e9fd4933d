"""What speaks to the terminal only: loggers and streams that swallow what they are told."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.trusted.errors import Untrusted


class SilentLogger:
    """What `logging.getLogger` gives: messages do not matter to a workflow's files and values."""

    __slots__ = ()

    def debug(self, *_: object, **__: object) -> None:
        """Nothing."""

    info = warning = warn = error = exception = critical = log = setLevel = debug

    def isEnabledFor(self, level: object) -> bool:
        return False


class SilentStream:
    """``sys.stdout`` and ``sys.stderr``."""

    __slots__ = ()

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing."""


LOGGER = SilentLogger()
STREAM = SilentStream()


def get_logger(name: Any = None) -> SilentLogger:
    """``logging.getLogger``."""
    return LOGGER


def log(*_: object, **__: object) -> None:
    """``logging.info`` and the like, ``warnings.warn``."""


def basic_config(*, filename: Any = None, **_: object) -> None:
    """``logging.basicConfig``."""
    if filename is not None:
        raise Untrusted("logging.basicConfig(filename=…)", "it writes a file")
