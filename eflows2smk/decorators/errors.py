"""What a sequential run raises when software fails."""

from __future__ import annotations


class SoftwareError(Exception):
    """A description that can't be used, or a program that failed; previous outputs are as they were."""


class ProgramFailed(SoftwareError):
    """An external program ended with a non-zero exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class MissingOutput(SoftwareError):
    """Software ended well, but did not write a file or directory that it declares."""


class COMPSsException(Exception):  # noqa: N818 - the name is PyCOMPSs' own
    """What a task may raise in PyCOMPSs to cancel its group; here an error like any other."""

    def __init__(self, message: str = "", target: object = None) -> None:
        super().__init__(message)
        self.message = message
        self.target = target
