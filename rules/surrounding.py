"""The prolog and the epilog of a Python function: shell text before and after the call of the runtime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.rules.arguments import Mode, mode, slot_name
from eflows2smk.rules.quoting import braced
from eflows2smk.software import Literal, Reference, command_line, fails
from eflows2smk.workflow.model import Invocation, Software

_KINDS = {
    Mode.TEXT: "params",
    Mode.VALUE: "params",
    Mode.PATH_IN: "input",
    Mode.PATH_AT: "params",
    Mode.PATH_OUT: "output",
    Mode.PATH_INOUT: "output",
}
_MARKS = {"bare": "", "single": "'", "double": '"'}


def step(software: Software, name: str, sample: Invocation) -> str:
    """The text of ``prolog`` or ``epilog``, "" where there is none. Raises ProgramError for what it can't be given."""
    section: Mapping[str, object] | None = getattr(software, name)
    if section is None:
        return ""
    text = _rendered(command_line(section, (), {}), sample)
    return text if fails(section, default=name == "prolog") else f"(set +e; (set -e; {text}); true)"


def _rendered(pieces: Sequence[Literal | Reference], sample: Invocation) -> str:
    return "".join(braced(piece.text) if isinstance(piece, Literal) else _place(piece, sample) for piece in pieces)


def _place(piece: Reference, sample: Invocation) -> str:
    argument = next((each for each in sample.arguments if each.parameter == piece.parameter), None)
    kind = None if argument is None else _KINDS.get(mode(argument))
    if argument is None or kind is None or (kind == "params" and isinstance(argument.reads, list | tuple | dict)):
        raise ProgramError(
            Diagnostic(
                "E511",
                f"'{piece.parameter}' is passed to the prolog or the epilog of '{sample.site.software.name}',"
                " and is no path, text or number of the call",
                sample.site.span,
                "pass it to the function only",
            )
        )
    mark = _MARKS[piece.quoting]
    return f"{mark}{{{kind}.{slot_name(piece.parameter)}:q}}{mark}"
