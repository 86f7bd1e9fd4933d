"""What evaluating a statement changed, so that it can be taken back when the statement turns out to be host code."""

from __future__ import annotations

import argparse
import copy
import random
import types
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from eflows2smk.frontend.values import Record, UserClass, UserModule

_SEQUENCES = (list, bytearray)


class Journal:
    """Undo steps, the newest last."""

    __slots__ = ("_undo", "_saved")

    def __init__(self) -> None:
        self._undo: list[Callable[[], None]] = []
        self._saved: set[int] = set()

    def note(self, undo: Callable[[], None]) -> None:
        self._undo.append(undo)

    def save_name(self, names: dict[str, Any], name: str) -> None:
        """Remember what the name is bound to."""
        if name in names:
            value = names[name]
            self._undo.append(lambda: names.__setitem__(name, value))
        else:
            self._undo.append(partial(_forget, names, name))

    def save(self, value: Any) -> None:
        """Remember what is in an object that is about to change."""
        if id(value) in self._saved:
            return
        restore = _restorer(value)
        if restore is not None:
            self._saved.add(id(value))
            # The object is held, so that its id is not given to another.
            self._undo.append(restore)

    def save_end(self, value: list[Any]) -> None:
        """Remember how long a list is that only grows."""
        if id(value) not in self._saved:
            length = len(value)
            self._undo.append(lambda: value.__delitem__(slice(length, None)))

    def rollback(self) -> None:
        while self._undo:
            self._undo.pop()()
        self._saved.clear()


def _forget(names: dict[str, Any], name: str) -> None:
    # Nothing is asked of the value: computed ones answer no question.
    names.pop(name, None)


def _restorer(value: Any) -> Callable[[], None] | None:
    if isinstance(value, Record):
        return _dictionary(value.state)
    if isinstance(value, UserClass | UserModule):
        return _dictionary(value.names)
    if isinstance(value, dict):
        return _dictionary(value)
    if isinstance(value, argparse.Namespace | types.SimpleNamespace):
        return _dictionary(value.__dict__)
    if isinstance(value, _SEQUENCES):
        items = list(value)

        def sequence() -> None:
            value[:] = items

        return sequence
    if isinstance(value, set):
        members = set(value)

        def members_again() -> None:
            value.clear()
            value.update(members)

        return members_again
    if isinstance(value, deque):
        items = list(value)

        def both_ends() -> None:
            value.clear()
            value.extend(items)

        return both_ends
    if hasattr(value, "bit_generator"):
        state = value.bit_generator.state

        def generator() -> None:
            value.bit_generator.state = state

        return generator
    if isinstance(value, random.Random):
        numbers = value.getstate()
        return lambda: value.setstate(numbers)
    numpy_array = hasattr(value, "__array_interface__") and getattr(value, "flags", None) is not None
    if numpy_array:
        content = copy.deepcopy(value)

        def array() -> None:
            value[...] = content

        return array
    return None


def _dictionary(value: dict[Any, Any]) -> Callable[[], None]:
    items = dict(value)

    def dictionary() -> None:
        value.clear()
        value.update(items)

    return dictionary
