"""Branches of which one side ends with an exception that nobody handles: the other side is what goes on, behind a job
that fails where the run decides so."""

from __future__ import annotations

import builtins
from typing import Any

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.control.keeping import Keeping
from eflows2smk.frontend.evaluation.conversion import SCALARS
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.exceptions import text_of
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import InstanceCell
from eflows2smk.workflow.text import has_symbol


def fails(keeping: Keeping, frame: Frame, span: Span, raised: Raised, condition: Any = None, way: str = "") -> None:
    """Record a script that raises the exception. way: how it asks the condition for that, "" where it always does.

    Raises Refused where no script can have the exception.
    """
    error, held = _written(raised.value)
    given, value = ("error", held) if held is not None else ("nothing", ())
    code = f"raise {error}"
    if way:
        given, value = ("condition", condition) if held is None else ("condition_and_error", (condition, held))
        test = given if held is None else f"{given}[0]"
        code = f"if {way.format(test)}:\n    raise {error if held is None else f'{given}[1]'}"
    keeping.gather(frame, span, [value])
    keeping.recording.freeze(value)
    script = keeping.residue.holding(frame, span, "checked", value, code, given)
    script.raises = True


def _written(error: Any) -> tuple[str, Any]:
    """The expression of an exception, and the value under the name ``error`` that it needs, if it needs one."""
    if isinstance(error, InstanceCell):
        return "error", error
    assert isinstance(error, BaseException)
    if "computed" in error.__dict__:
        return "error", error.__dict__["computed"]
    cls = type(error)
    is_plain = all(type(each) in SCALARS and not (isinstance(each, str) and has_symbol(each)) for each in error.args)
    if vars(builtins).get(cls.__name__) is cls and is_plain:
        return f"{cls.__name__}({', '.join(map(repr, error.args))})", None
    text = text_of(error)
    if has_symbol(text):
        raise Refused("E302", "what this exception says is only known when the workflow runs")
    return f"RuntimeError({text!r})", None
