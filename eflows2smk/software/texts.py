"""The texts of a software that become a part of command lines, and the environment variables that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from eflows2smk.software.launched import LAUNCHED
from eflows2smk.software.schema import OF_LAUNCHERS
from eflows2smk.workflow.model import Software

VARIABLE = re.compile(r"(?<!\\)\$\{?([A-Za-z_]\w*)")
# Keys of `execution` that are no text of a command line.
_NO_TEXT = frozenset(("working_dir", "script", "results", "passes", "parts", "conda", "envmodules"))
# What makes a program another one than the function that describes it.
_PROGRAMS = ("binary", "args", "programs")


@cache
def command_texts(software: Software) -> tuple[str, ...]:
    """What stands in the command lines of a software, and of what is done before and after it."""
    is_launched = software.kind in LAUNCHED
    is_program = is_launched or any(key in software.execution for key in _PROGRAMS)
    sections = (software.execution if is_program else None, software.prolog, software.epilog, software.container)
    found: list[str] = []
    for section in sections:
        for key, value in (section or {}).items():
            if key not in _NO_TEXT or (is_launched and key == "script"):
                found += _strings(value)
    return tuple(found)


@cache
def variables(software: Software) -> tuple[str, ...]:
    """The environment variables that the commands of its jobs may look at."""
    sections = (software.execution, software.prolog, software.epilog, software.container)
    texts = [
        text
        for section in sections
        for key, value in (section or {}).items()
        if key not in OF_LAUNCHERS and key != "script"
        for text in _strings(value)
    ]
    return tuple(sorted({name for text in texts for name in VARIABLE.findall(text)}))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
