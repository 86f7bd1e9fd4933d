"""``pycompss.runtime.management.direction``: the direction that a mode of ``open`` means."""

from __future__ import annotations

_IN, _OUT, _INOUT, _CONCURRENT, _COMMUTATIVE = 0, 1, 2, 3, 4
_OF_MODES = (("w", _OUT), ("r+", _INOUT), ("a", _INOUT), ("cv", _COMMUTATIVE), ("c", _CONCURRENT))


def get_compss_direction(access_mode: str) -> int:
    """The number that PyCOMPSs has for it."""
    return next((number for start, number in _OF_MODES if access_mode.startswith(start)), _IN)
