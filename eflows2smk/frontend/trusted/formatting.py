"""``str.format`` with provenance: the same fields, conversions and numbering as Python's."""

from __future__ import annotations

import _string  # type: ignore[import-not-found]
import string
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from eflows2smk.frontend.trusted.methods import read_attribute
from eflows2smk.frontend.trusted.strings import CONVERSIONS, Label, formatted, joined

_Fields = tuple[tuple[str, str | None, str | None, str | None], ...]
Attribute = Callable[[Any, str], Any]


@lru_cache(maxsize=4096)
def _fields(template: str) -> _Fields:
    return tuple(string.Formatter().parse(template))


def format_method(
    template: str,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    arg_labels: Sequence[Label] = (),
    kwarg_labels: Mapping[str, Label] | None = None,
    attribute: Attribute = read_attribute,
) -> str:
    """``template.format(*args, **kwargs)``. `attribute` reads ``{0.name}``."""
    filler = _Filler(args, kwargs, arg_labels, kwarg_labels or {}, attribute)
    return filler.fill(str(template))


class _Filler:
    """The fields of one call of `str.format`, numbered as they come."""

    def __init__(
        self,
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
        arg_labels: Sequence[Label],
        kwarg_labels: Mapping[str, Label],
        attribute: Attribute,
    ) -> None:
        self.args = args
        self.kwargs = kwargs
        self.arg_labels = arg_labels
        self.kwarg_labels = kwarg_labels
        self.attribute = attribute
        self.next = 0
        self.manual = False

    def fill(self, template: str, nested: int = 0) -> str:
        if nested > 1:
            raise ValueError("Max string recursion exceeded")
        pieces: list[str] = []
        for literal, name, spec, conversion in _fields(template):
            pieces.append(literal)
            if name is not None:
                value, label = self.value(name)
                inner = self.fill(spec, nested + 1) if spec else ""
                pieces.append(formatted(value, label, self.conversion(conversion), str(inner)))
        return joined(pieces)

    @staticmethod
    def conversion(conversion: str | None) -> str:
        if conversion is not None and conversion not in CONVERSIONS:
            raise ValueError(f"Unknown conversion specifier '{conversion}'")
        return conversion or ""

    def value(self, name: str) -> tuple[Any, Label]:
        first, rest = _split_field(name)
        value, label = self.first(first)
        for is_attribute, key in rest:
            value = self.read(value, key) if is_attribute else value[key]
        if rest and label is not None:
            first_name = "" if first is None else str(first)
            label += name[len(first_name) :]
        return value, label

    def first(self, key: int | str | None) -> tuple[Any, Label]:
        if isinstance(key, str):
            return self.kwargs[key], self.kwarg_labels.get(key, key)
        if key is None:
            if self.manual:
                raise ValueError("cannot switch from manual field specification to automatic field numbering")
            key, self.next = self.next, self.next + 1
        elif self.next:
            raise ValueError("cannot switch from automatic field numbering to manual field specification")
        else:
            self.manual = True
        if key >= len(self.args):
            raise IndexError(f"Replacement index {key} out of range for positional args tuple")
        label = self.arg_labels[key] if key < len(self.arg_labels) else str(key)
        return self.args[key], label

    def read(self, value: Any, name: str) -> Any:
        return self.attribute(value, name)


@lru_cache(maxsize=4096)
def _split_field(name: str) -> tuple[int | str | None, tuple[tuple[bool, Any], ...]]:
    """``0.a[b]`` as (0, ((True, "a"), (False, "b"))); None where the field is to be numbered."""
    first, rest = _string.formatter_field_name_split(name)
    return (None if first == "" else first), tuple(rest)
