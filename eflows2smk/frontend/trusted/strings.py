"""String building that keeps provenance: the plain Python result, as a `Text` wherever that is possible.

A *label* is the source text of the expression that a value came from, or None for a literal. A value that is
a `Text` keeps its own holes; a plain string with a label becomes one hole; a literal becomes part of the
fixed text. Results are always equal to what Python gives: where provenance can't be followed, it is dropped.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from eflows2smk.frontend.trusted import limits
from eflows2smk.frontend.trusted.order import ordered
from eflows2smk.frontend.trusted.rendering import renderable, rendered
from eflows2smk.workflow.text import Text, hole, join, shape_of

# Beyond this number of holes nobody can read a template; a string that grows in a loop would make each one
# slower.
HOLES = 64

Label = str | None
Field = tuple[Any, Label, str, str]


def piece(value: str, label: Label) -> str:
    """What a string contributes to a longer one."""
    if type(value) is Text:
        return value
    if type(value) is not str:
        value = str(value)
    return value if label is None else hole(label, value)


def joined(pieces: list[str]) -> str:
    """`join`, bounded: a text of very many holes becomes a plain string."""
    if sum(len(p.holes) for p in pieces if type(p) is Text) > HOLES:
        return "".join(pieces)
    return join(pieces)


def cut(text: str, start: int, end: int) -> str:
    """``text[start:end]``, 0 <= start <= end <= len(text); keeps holes unless a border runs through one."""
    if type(text) is not Text:
        return text[start:end]
    pieces: list[str] = []
    position = 0
    for literal, value, label in zip_longest(text.shape.literals, text.holes, text.shape.labels):
        stop = position + len(literal)
        pieces.append(literal[max(start - position, 0) : max(end - position, 0)])
        position = stop
        if value is None:
            break
        stop = position + len(value)
        if start <= position and stop <= end and (value or start < end):
            pieces.append(Text(value, shape_of(("", ""), (label,)), (value,)))
        elif max(start, position) < min(end, stop):
            return str(text)[start:end]
        position = stop
    return join(pieces)


def concat(left: str, right: str, left_label: Label = None, right_label: Label = None) -> str:
    """``left + right``."""
    limits.joined_length(len(left) + len(right))
    return joined([piece(left, left_label), piece(right, right_label)])


def formatted(value: Any, label: Label = None, conversion: str = "", spec: str = "") -> str:
    """One field of an f-string: ``{value!conversion:spec}``."""
    if type(value) is Text and not spec and conversion != "r" and conversion != "a":
        return value
    if spec:
        limits.spec(spec)
    renderable(value)
    direct = type(value) in _DIRECT
    if conversion:
        value = CONVERSIONS[conversion](value)
        if type(value) is Text and not spec:
            return value
    result = format(value, spec)
    if not direct:
        rendered(result)
    if type(result) is Text:
        return result
    return piece(result, label)


CONVERSIONS: dict[str, Callable[[Any], str]] = {"s": str, "r": repr, "a": ascii}
_DIRECT = frozenset({str, Text, int, float, bool})


def text_of(value: Any, label: Label = None) -> str:
    """``str(value)``."""
    return formatted(value, label, "s")


def fstring(pieces: Iterable[str | Field]) -> str:
    """An f-string: literal text as str, fields as (value, label, conversion or "", spec or "")."""
    return joined([p if isinstance(p, str) else formatted(*p) for p in pieces])


# --- the % operator -------------------------------------------------------------------------------

_DIRECTIVE = re.compile(
    r"%(?:\((?P<key>[^()]*)\))?[#0\- +]*(?P<width>\*|\d+)?"
    r"(?:\.(?P<precision>\*|\d*))?[hlL]?(?P<type>[a-zA-Z%])"
)


@lru_cache(maxsize=4096)
def _directives(template: str) -> tuple[re.Match[str], ...]:
    return tuple(_DIRECTIVE.finditer(template))


def percent(template: str, values: Any, labels: Label | tuple[Label, ...] = None) -> str:
    """``template % values``; `labels` has one for each value that was written in a tuple."""
    if "%" not in template:
        return str(template % values)
    directives = _directives(str(template))
    for directive in directives:
        limits.spec(directive.group())
    for value in values if isinstance(values, tuple) else (values,):
        renderable(value)
    result = rendered(template % values)
    traced = _traced_percent(template, values, labels, directives)
    return traced if traced == result else result


def _traced_percent(
    template: str, values: Any, labels: Label | tuple[Label, ...], directives: Sequence[re.Match[str]]
) -> str:
    queue = list(values) if isinstance(values, tuple) else [values]
    names = _labels_of(values, labels)
    pieces: list[str] = []
    position = used = 0
    for directive in directives:
        pieces.append(cut(template, position, directive.start()))
        position = directive.end()
        if directive["type"] == "%":
            pieces.append("%")
            continue
        if directive["key"] is not None:
            value, label = values[directive["key"]], directive["key"] if labels is not None else None
            pieces.append(_directed(directive.group(), values, value, label))
            continue
        count = 1 + (directive["width"] == "*") + (directive["precision"] == "*")
        taken = tuple(queue[used : used + count])
        if len(taken) < count:
            return ""
        used += count
        pieces.append(_directed(directive.group(), taken, taken[-1], names[used - 1]))
    pieces.append(cut(template, position, len(template)))
    return joined(pieces)


def _labels_of(values: Any, labels: Label | tuple[Label, ...]) -> Sequence[Label]:
    count = len(values) if isinstance(values, tuple) else 1
    if isinstance(labels, tuple):
        return labels if len(labels) == count else [None] * count
    if labels is None or not isinstance(values, tuple):
        return [labels] * count
    return [f"{labels}[{index}]" for index in range(count)]


def _directed(directive: str, operands: Any, value: Any, label: Label) -> str:
    if type(value) is Text and directive.endswith("s") and len(directive.partition(")")[2] or directive) in (1, 2):
        return value
    return piece(directive % operands, label)


# --- joining --------------------------------------------------------------------------------------


def join_method(separator: str, items: Iterable[Any], label: Label = None, separator_label: Label = None) -> str:
    """``separator.join(items)``."""
    parts = list(ordered(items))
    limits.joined_length(sum(map(len, parts)) if all(isinstance(part, str) for part in parts) else 0)
    result = str(separator).join(parts)
    if len(parts) > HOLES:
        return result
    between = piece(separator, separator_label)
    pieces: list[str] = []
    for index, part in enumerate(parts):
        if index:
            pieces.append(between)
        pieces.append(piece(part, None if label is None else f"{label}[{index}]"))
    return joined(pieces)


def path_join(parts: Sequence[Any], labels: Sequence[Label] = ()) -> Any:
    """``os.path.join(*parts)``; parts may be strings or paths."""
    texts = [os.fspath(part) for part in parts]
    if not texts or any(isinstance(text, bytes) for text in texts):
        return os.path.join(*texts)  # noqa: PTH118
    pieces: list[str] = []
    current = ""
    for text, label in zip_longest(texts, labels[: len(texts)]):
        if text.startswith("/") or not pieces:
            pieces, current = [], text
        elif not current or current.endswith("/"):
            current += text
        else:
            pieces.append("/")
            current += "/" + text
        pieces.append(piece(text, label))
    return joined(pieces)


def replace(text: str, old: str, new: str, count: int = -1, /) -> str:
    """``text.replace(old, new, count)``; the holes stay if only the fixed text is concerned."""
    result = str(text).replace(old, new, count)
    if type(text) is not Text or count != -1 or not old:
        return result
    pieces: list[str] = []
    for literal, value, label in zip_longest(text.shape.literals, text.holes, text.shape.labels):
        pieces.append(literal.replace(old, str(new)))
        if value is not None:
            pieces.append(Text(value, shape_of(("", ""), (label,)), (value,)))
    traced = join(pieces)
    return traced if traced == result else result


def trimmed(text: str, result: str) -> str:
    """`result`, a part of `text` that some method cut out at its borders, with the holes of that part."""
    if type(text) is not Text:
        return result
    if text.endswith(result):
        return cut(text, len(text) - len(result), len(text))
    start = text.find(result)
    return cut(text, start, start + len(result)) if start >= 0 else result
