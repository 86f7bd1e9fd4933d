"""Streams, which programs may import, but not use: there is no counterpart in a workflow of files."""

from __future__ import annotations

from eflows2smk.decorators.errors import SoftwareError


class DistroStream:
    """Raises SoftwareError when it is made."""

    def __init__(self, *_: object, **__: object) -> None:
        raise SoftwareError(f"'{type(self).__name__}': streams of PyCOMPSs can't be used without COMPSs")


class FileDistroStream(DistroStream):
    pass


class ObjectDistroStream(DistroStream):
    pass


class PscoDistroStream(DistroStream):
    pass


__all__ = ["FileDistroStream", "ObjectDistroStream", "PscoDistroStream"]
