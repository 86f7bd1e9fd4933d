"""Regular expressions for the values of a wildcard: as wide as is natural, or exactly these values.

Snakemake takes no braces in a constraint, so nothing here is written with ``{2}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from eflows2smk.codegen.fitting import is_number
from eflows2smk.workflow.text import has_symbol

# More values than this, listed in a regular expression, make planning slow.
MOST_LISTED = 200
# Longer expressions than this are no longer compact.
LONGEST = 2_000
# Values longer than this are only listed: the expression is put together character by character.
LONGEST_VALUE = 200

_Trie = dict[str, "_Trie"]
_END = ""


def natural(column: Iterable[str]) -> str:
    """Whole numbers, names without a slash, or anything."""
    values = set(column)
    if any(has_symbol(value) for value in values):
        # Numbers of iterations; less than 0 where something is subtracted.
        return r"-?\d+" if any("-" in value for value in values) else r"\d+"
    if all(is_number(value) for value in values):
        return r"-?\d+" if any(value.startswith("-") for value in values) else r"\d+"
    return ".+" if any("/" in value for value in values) else "[^/]+"


def exact(column: Iterable[str]) -> list[str]:
    """Expressions for just these values, the most readable one first; none if all of them would be too long."""
    values = sorted(set(column))
    if any(has_symbol(value) for value in values):
        return []
    found = []
    if len(values) <= MOST_LISTED:
        found.append("|".join(literal(value) for value in values))
    if all(len(value) <= LONGEST_VALUE for value in values):
        text = _of_trie(_trie(values))
        if len(text) <= LONGEST:
            found.append(text)
    return found


def literal(text: str) -> str:
    """The text as an expression; where it has braces, any character."""
    return re.sub(r"\\?[{}]", ".", re.escape(text))


def _trie(values: Sequence[str]) -> _Trie:
    root: _Trie = {}
    for value in values:
        node = root
        for character in value:
            node = node.setdefault(character, {})
        node[_END] = {}
    return root


def _of_trie(node: _Trie) -> str:
    """The texts below a node; characters behind which the same can stand share an alternative."""
    together: dict[str, list[str]] = {}
    for character, child in node.items():
        if character != _END:
            together.setdefault(_of_trie(child), []).append(character)
    branches = [_class(characters) + rest for rest, characters in together.items()]
    if not branches:
        return ""
    if len(branches) == 1 and _END not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if _END in node else ''}"


def _class(characters: list[str]) -> str:
    if len(characters) == 1:
        return literal(characters[0])
    text, start = "", 0
    codes = sorted(ord(character) for character in characters)
    for position, code in enumerate(codes):
        if position + 1 < len(codes) and codes[position + 1] == code + 1:
            continue
        first = codes[start]
        between = "-" if code - first > 1 else ""
        text += _in_class(first) + between + (_in_class(code) if code != first else "")
        start = position + 1
    return f"[{text}]"


def _in_class(code: int) -> str:
    character = chr(code)
    if character in "{}":
        # As a code, since braces may not stand here.
        return f"\\x{code:02x}"
    return f"\\{character}" if character in "\\]^-[&~|" else character
