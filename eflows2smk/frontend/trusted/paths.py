"""Paths of `pathlib` that remember how their text was put together.

`TracedPath` is a `PosixPath` in all respects; besides, ``str()`` of it is a `Text` where the provenance could
be followed through ``/``, ``joinpath``, ``parent``, ``with_suffix`` and the like. Elsewhere it is the plain
string.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import PosixPath, PurePath
from typing import Any

from eflows2smk.frontend.trusted.strings import Label, cut, joined, path_join
from eflows2smk.workflow.text import Text, rewritten


class TracedPath(PosixPath):
    __slots__ = ("_text",)
    _text: str

    def __str__(self) -> str:
        return getattr(self, "_text", None) or super().__str__()

    def __fspath__(self) -> str:
        return str(self)

    def __repr__(self) -> str:
        return f"PosixPath({super().__str__()!r})"

    def __reduce__(self) -> Any:
        return TracedPath, (str(self),)

    def __truediv__(self, other: Any) -> TracedPath:
        made = super().__truediv__(other)
        return made if made is NotImplemented else self._extended(made, [other], ())

    def __rtruediv__(self, other: Any) -> TracedPath:
        made = super().__rtruediv__(other)
        return made if made is NotImplemented else traced(made, [other, self], ())

    def joinpath(self, *others: Any) -> TracedPath:
        return self._extended(super().joinpath(*others), others, ())

    def _extended(self, made: TracedPath, others: Sequence[Any], labels: Sequence[Label]) -> TracedPath:
        return traced(made, [self, *others], [None, *labels])

    @property
    def parent(self) -> TracedPath:
        made = super().parent
        return with_text(made, cut(str(self), 0, len(str(made))))

    @property
    def name(self) -> str:
        return _ending(self, super().name)

    @property
    def suffix(self) -> str:
        return _ending(self, super().suffix)

    @property
    def stem(self) -> str:
        name, stem = self.name, super().stem
        return cut(name, 0, len(stem))

    def with_name(self, name: str) -> TracedPath:
        return self._renamed(super().with_name(name), name)

    def with_stem(self, stem: str) -> TracedPath:
        return self._renamed(super().with_stem(stem), joined([stem, self.suffix]))

    def with_suffix(self, suffix: str) -> TracedPath:
        return self._renamed(super().with_suffix(suffix), joined([self.stem, suffix]))

    def _renamed(self, made: TracedPath, name: str) -> TracedPath:
        text = str(self)
        return with_text(made, joined([cut(text, 0, len(text) - len(self.name)), name]))


def with_text(path: TracedPath, text: str) -> TracedPath:
    """The path with this provenance, if it is one of the path's own text, else as it was."""
    if type(text) is Text and text == PosixPath.__str__(path):
        path._text = text
    return path


def traced(path: TracedPath, parts: Sequence[Any], labels: Sequence[Label]) -> TracedPath:
    """`path`, made of these parts, with their provenance."""
    kept = [(part, label) for part, label in _labelled(parts, labels) if os.fspath(part) not in ("", ".")]
    if kept:
        text = path_join([part for part, _ in kept], [label for _, label in kept])
        with_text(path, rewritten(text, PosixPath.__str__(path)))
    return path


def _labelled(parts: Sequence[Any], labels: Sequence[Label]) -> list[tuple[Any, Label]]:
    return [(part, labels[index] if index < len(labels) else None) for index, part in enumerate(parts)]


def make_path(parts: Sequence[Any], labels: Sequence[Label] = ()) -> TracedPath:
    """``Path(*parts)``."""
    return traced(TracedPath(*parts), parts, labels)


def divide(left: Any, right: Any, left_label: Label = None, right_label: Label = None) -> Any:
    """``left / right``, of paths or of anything else."""
    if isinstance(left, TracedPath) and isinstance(right, str | PurePath):
        return left._extended(PosixPath.__truediv__(left, right), [right], [right_label])
    if isinstance(right, TracedPath) and isinstance(left, str):
        return traced(PosixPath.__rtruediv__(right, left), [left, right], [left_label, None])
    return left / right


def _ending(path: TracedPath, ending: str) -> str:
    text = str(path)
    return cut(text, len(text) - len(ending), len(text)) if text.endswith(ending) else ending


# --- os.path --------------------------------------------------------------------------------------


def basename(path: Any) -> Any:
    """``os.path.basename``."""
    path = os.fspath(path)
    result = os.path.basename(path)
    return cut(path, len(path) - len(result), len(path)) if isinstance(path, str) else result


def dirname(path: Any) -> Any:
    """``os.path.dirname``."""
    path = os.fspath(path)
    result = os.path.dirname(path)
    return cut(path, 0, len(result)) if isinstance(path, str) else result


def split(path: Any) -> tuple[Any, Any]:
    """``os.path.split``."""
    return dirname(path), basename(path)


def splitext(path: Any) -> tuple[Any, Any]:
    """``os.path.splitext``."""
    path = os.fspath(path)
    root, extension = os.path.splitext(path)
    if isinstance(path, str):
        return cut(path, 0, len(root)), cut(path, len(root), len(path))
    return root, extension


def normpath(path: Any) -> Any:
    """``os.path.normpath``."""
    path = os.fspath(path)
    result = os.path.normpath(path)
    return rewritten(path, result) if isinstance(path, str) else result


def fspath(path: Any) -> Any:
    """``os.fspath``."""
    return os.fspath(path)
