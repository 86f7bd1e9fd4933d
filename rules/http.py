"""Requests to web services."""

from __future__ import annotations

from collections.abc import Sequence

from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.rules.arguments import mode
from eflows2smk.rules.python_task import Parts, finish, ignore, pass_argument
from eflows2smk.rules.quoting import braced, word
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.software import address, request_text
from eflows2smk.workflow.model import Invocation, Software


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of requests; each is one job."""
    parts = Parts()
    sample, execution = invocations[0], software.execution
    for argument in sample.arguments:
        if argument.direction.is_path and (argument.direction.writes or argument.direction.content != "file"):
            raise ProgramError(
                Diagnostic(
                    "E519",
                    f"'{argument.parameter}' of the request '{software.name}' is no file that is read",
                    sample.site.span,
                    "a request takes values and the content of files, and gives values",
                )
            )
        pass_argument(parts, argument.parameter, mode(argument), argument.parameter, False)
    if software.on_failure == "IGNORE":
        ignore(parts, software, sample)
    call = f"python -m eflows2smk.runtime.http {word(str(execution['request']).upper())}"
    call += f' "{braced(address(execution))}" {word(request_text(execution, "resource"))}'
    texts = [(key, request_text(execution, key)) for key in ("payload", "payload_type", "produces", "updates")]
    options = [f"--{key.replace('_', '-')} {word(text)}" for key, text in texts if text]
    parts.lines[:0] = options
    return finish(parts, software, sample, invocations, Context(context.program), call=call)
