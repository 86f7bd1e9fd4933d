"""A rule as it will be printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from eflows2smk.codegen.forms import Form, Pattern
from eflows2smk.rules.directives import Directives


@dataclass(slots=True)
class Entry:
    """A line of a directive: its name, its form, what wraps it."""

    name: str
    form: Form
    marks: tuple[str, ...] = ()


@dataclass(slots=True)
class Rule:
    """All of one rule but its place in the file."""

    name: str
    comment: str
    shell: tuple[str, ...]
    inputs: list[Entry] = field(default_factory=list)
    outputs: list[Entry] = field(default_factory=list)
    log: Pattern | None = None
    params: list[Entry] = field(default_factory=list)
    resources: list[Entry] = field(default_factory=list)
    constraints: dict[str, str] = field(default_factory=dict)
    directives: Directives = Directives()
    note: tuple[str, ...] = ()
    checkpoint: bool = False
    after: tuple[str, ...] = ()
