"""The command lines of container engines, as COMPSs has them.

A program sees the folder of the workflow under its own name, and starts where it would start without an image. The
shell is in a folder below that of the workflow then, into which it has changed: ``$OLDPWD`` is the latter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eflows2smk.software.command import Literal, Piece, as_word, parse

_COMMANDS = {
    "DOCKER": 'docker run -i --rm -v "{home}:{home}" -w "$PWD"',
    "UDOCKER": 'udocker run --rm -v "{home}:{home}" -w "$PWD"',
    "SINGULARITY": 'singularity exec --bind "{home}" --pwd "$PWD"',
}


def inside(container: Mapping[str, Any], home: str = "$OLDPWD") -> tuple[Piece, ...]:
    """The shell text before a program that runs inside of an image, with a space at its end.

    container: the section of the description, one of `schema.ENGINES` its engine. home: the workflow's folder.
    """
    text = _COMMANDS[container["engine"]].replace("{home}", home)
    options = parse(str(container.get("options") or ""))
    image = as_word(str(container["image"]))
    space = Literal(" ")
    return (Literal(text), *((space, *options) if options else ()), space, *image, space)
