"""Host segments: neighbouring statements of host code, which become one script and one rule."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.values import Future
from eflows2smk.workflow.model import Artefact, Domain, Leaf


@dataclass(slots=True)
class Step:
    """One statement of a segment. code: its source, at the left margin. span: where it stands; None for lines of ours.
    keeps: the name under which a line of ours keeps an object that loses its own; needed only if that is read."""

    code: str
    span: Span | None = None
    keeps: str = ""


@dataclass(slots=True)
class Place:
    """Where a segment stands: what `CallSite` and `Invocation` say of loops and calls."""

    levels: tuple[tuple[str, ...], ...]
    indices: tuple[int, ...]
    variables: tuple[object, ...]
    chain: tuple[Span, ...]
    barrier: int
    key: tuple[Any, ...]
    domains: tuple[Domain, ...] = ()


@dataclass(slots=True, eq=False)
class Segment:
    """A segment while it grows, and until the whole program is evaluated.

    number: of the invocation that it becomes. variables: script name -> the value that it denotes now.
    inputs: parameter -> what it holds. outputs: script name -> the future that it gives in the end.
    reads, writes: path -> what is read, what is written; edits: path -> what was there before, of which something may
    be left.
    carried: inputs that are only there since the script may leave the name as it was.
    captured: names that functions need which the script defines.
    doubtful: paths that may not be written at all.
    fixed: paths that the script opens in another way than by a relative path below the folder of the run.
    after: tokens of segments that have to come before. token: read by those that have to come after.
    repeated: a statement with effects that jobs which import the main program would run again.
    states: script name -> the library's state that it holds.
    loaded: objects that the script gets, each for itself.
    """

    number: int
    place: Place
    steps: list[Step] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, Any] = field(default_factory=dict)
    outputs: dict[str, Future] = field(default_factory=dict)
    artefacts: dict[str, Artefact] = field(default_factory=dict)
    imports: dict[str, None] = field(default_factory=dict)
    reads: dict[str, Leaf] = field(default_factory=dict)
    writes: dict[str, Artefact] = field(default_factory=dict)
    edits: dict[str, Leaf] = field(default_factory=dict)
    carried: set[str] = field(default_factory=set)
    captured: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    fixed: set[str] = field(default_factory=set)
    removes: dict[str, None] = field(default_factory=dict)
    after: dict[Artefact, None] = field(default_factory=dict)
    token: Artefact | None = None
    states: dict[str, str] = field(default_factory=dict)
    loaded: set[Future] = field(default_factory=set)
    repeated: Span | None = None
    prints: bool = False
    anything: bool = False
    raises: bool = False
    unknown: bool = False

    @property
    def span(self) -> Span:
        return next(step.span for step in self.steps if step.span is not None)

    @property
    def has_effects(self) -> bool:
        return bool(self.writes or self.removes or self.prints or self.anything or self.unknown)

    @property
    def held(self) -> list[Any]:
        """All that it reads."""
        return [*self.inputs.values(), *self.reads.values(), *self.edits.values(), *self.after]

    def denotes(self, value: Any) -> str:
        """The script's name for a value that has one, else ""; equal scalars are not the same value."""
        for name, known in self.variables.items():
            if known is value and not isinstance(value, int | float | str | bool | type(None)):
                return name
        return ""


def fresh(wanted: str, taken: Container[str]) -> str:
    """The name, or with a number behind it the first one that nobody has."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name
