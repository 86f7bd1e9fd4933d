"""Command lines of external programs: shell text in which parameters stand, and how their values get in.

The text of ``args`` is shell text. A value reaches the program byte for byte, whatever it holds: it is quoted for the
place where its parameter stands, so the quotes around it are closed, the quoted value put in, and opened again.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eflows2smk.parameters import Direction
from eflows2smk.software.references import REFERENCE


@dataclass(frozen=True, slots=True)
class Literal:
    """Shell text as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A parameter; quoting: "bare", or inside of "single" or "double" quotes."""

    parameter: str
    quoting: str = "bare"


Piece = Literal | Reference
_WORD_ENDS = " \t\n;&|()<>"
_PLAIN = re.compile(r"[\w@%+=:,./~-]*", re.ASCII)
# What means something inside of double quotes, but for the names of variables.
_SPECIAL = re.compile(r"[\\\"`]|\$(?![A-Za-z_]|\{[A-Za-z_]\w*\})")


def parse(text: str) -> tuple[Piece, ...]:
    """Shell text in pieces. A `#` at the start of a word is a character like any other, as PyCOMPSs has it."""
    pieces: list[Piece] = []
    literal = ""
    contexts = ["bare"]
    position = 0
    while position < len(text):
        found = REFERENCE.match(text, position)
        if found is not None:
            if literal:
                pieces.append(Literal(literal))
                literal = ""
            pieces.append(Reference(found[1], contexts[-1]))
            position = found.end()
            continue
        taken, escaped = _step(text, position, contexts, literal, bool(pieces))
        literal += escaped
        position += taken
    if literal:
        pieces.append(Literal(literal))
    return tuple(pieces)


def _step(text: str, position: int, contexts: list[str], before: str, has_pieces: bool) -> tuple[int, str]:
    """Take one character, or two that belong together; keeps track of the quotes."""
    character, context = text[position], contexts[-1]
    if context == "single":
        if character == "'":
            contexts.pop()
        return 1, character
    if character == "\\" and position + 1 < len(text):
        return 2, text[position : position + 2]
    if text.startswith("$(", position):
        contexts.append("bare")
        return 2, "$("
    if context == "double":
        if character == '"':
            contexts.pop()
        return 1, character
    if character == "'":
        contexts.append("single")
    elif character == '"':
        contexts.append("double")
    elif character == "(" and len(contexts) > 1:
        contexts.append("bare")
    elif character == ")" and len(contexts) > 1:
        contexts.pop()
    elif character == "#" and (before[-1:] in _WORD_ENDS if before else not has_pieces):
        return 1, "\\#"
    return 1, character


def command_line(
    execution: Mapping[str, Any], order: Sequence[str], directions: Mapping[str, Direction]
) -> tuple[Piece, ...]:
    """The program with its ``args``, or without these with its parameters in the order of the call.

    What stands under ``after`` ends it; only what is worked out from other keys has that.
    """
    pieces: list[Piece] = [*parse(str(execution["binary"]))]
    if execution.get("args") is not None:
        args = parse(str(execution["args"]))
        return (*pieces, Literal(" "), *args) if args else tuple(pieces)
    for name in order:
        direction = directions.get(name)
        if direction is None:
            pieces += [Literal(" "), Reference(name)]
        elif not direction.stream and direction.prefix != "#":
            glue = " " if direction.prefix and direction.is_collection else ""
            prefix = shlex.quote(direction.prefix) if direction.prefix else ""
            pieces += [Literal(f" {prefix}{glue}"), Reference(name)]
    return (*pieces, Literal(str(execution["after"]))) if "after" in execution else tuple(pieces)


def redirects(order: Sequence[str], directions: Mapping[str, Direction]) -> dict[str, str]:
    """Which parameter each stream of the program goes to or comes from: ``{"stdin": name, …}``."""
    return {directions[name].stream: name for name in order if name in directions and directions[name].stream}


def fails(section: Mapping[str, Any], *, default: bool) -> bool:
    """Whether a non-zero exit code is a failure, as ``fail_by_exit_value`` of the section says."""
    return str(section.get("fail_by_exit_value", default)).lower() not in ("false", "0")


def has_operators(text: str, operators: str = "|;&<>\n") -> bool:
    """Whether the shell text is more than one simple command: pipes, lists, redirections, outside of quotes."""
    return _has_operator(REFERENCE.sub("x", text), operators)


def has_expansions(text: str) -> bool:
    """Whether the shell puts something in the place of a part of the text: a variable, or what a command says."""
    return _has_operator(REFERENCE.sub("x", text), "", "$`")


def as_word(text: str) -> tuple[Piece, ...]:
    """A path or a name of a description as one word of shell text; variables and the home folder are expanded."""
    position = 2 if text.startswith("~/") else 0
    pieces: list[Piece] = [Literal("~/")] if position else []
    for found in REFERENCE.finditer(text):
        pieces += [*_quoted(text[position : found.start()]), Reference(found[1])]
        position = found.end()
    return (*pieces, *_quoted(text[position:]))


def _quoted(text: str) -> tuple[Literal, ...]:
    if _PLAIN.fullmatch(text):
        return (Literal(text),) if text else ()
    return (Literal('"' + _SPECIAL.sub(r"\\\g<0>", text) + '"'),)


def _has_operator(text: str, operators: str, expanded: str = "") -> bool:
    """Whether there is one of the operators outside of quotes, or what is expanded, outside of single ones."""
    quote = ""
    position = 0
    while position < len(text):
        character = text[position]
        if character in expanded and quote != "'":
            return True
        if quote:
            if character == "\\" and quote == '"':
                position += 1
            elif character == quote:
                quote = ""
        elif character == "\\":
            position += 1
        elif character in "'\"":
            quote = character
        elif character in operators:
            return True
        position += 1
    return False


def render(pieces: Sequence[Piece], values: Mapping[str, str | list[str]]) -> str:
    """Bash text with these values. A list makes one word of each member, but inside of quotes only one of all."""
    text = ""
    for piece in pieces:
        if isinstance(piece, Literal):
            text += piece.text
            continue
        value = values[piece.parameter]
        if isinstance(value, list):
            quoted = " ".join(map(shlex.quote, value)) if piece.quoting == "bare" else shlex.quote(" ".join(value))
        else:
            quoted = shlex.quote(value)
        mark = {"bare": "", "single": "'", "double": '"'}[piece.quoting]
        text += f"{mark}{quoted}{mark}"
    return text
