"""How a block ends other than at its end, and how exceptions of the program travel."""

from __future__ import annotations

from enum import Enum
from typing import Any


class Signal(Enum):
    """What a block gives that did not run to its end; the value of a `RETURN` is in the frame."""

    BREAK = "break"
    CONTINUE = "continue"
    RETURN = "return"


class Raised(Exception):
    """An exception of the program: a real one, raised by a real function on real values, or an instance cell."""

    def __init__(self, value: Any) -> None:
        super().__init__(value)
        self.value = value
        self.origin: Any = None
