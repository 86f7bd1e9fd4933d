"""``pycompss.util.exceptions``: what PyCOMPSs itself raises, for the handlers of programs."""

from __future__ import annotations


class SerializerException(Exception):
    pass


class PyCOMPSsException(Exception):
    def __init__(self, message: str) -> None:
        super().__init__(f"PyCOMPSs Exception: {message}")


class NotInPyCOMPSsException(Exception):
    def __init__(self, message: str) -> None:
        super().__init__(f"Outside PyCOMPSs scope: {message}")


class NotImplementedException(Exception):
    def __init__(self, functionality: str) -> None:
        super().__init__(f"Functionality {functionality} not implemented yet.")


class MissingImplementedException(Exception):
    def __init__(self, functionality: str) -> None:
        super().__init__(f"Missing {functionality}. Needs to be overridden.")


class DDSException(Exception):
    def __init__(self, message: str) -> None:
        super().__init__(f"DDS Exception: {message}")


class TimeOutError(Exception):
    pass


class CancelError(Exception):
    pass
