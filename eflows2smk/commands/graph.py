"""``eflows2smk graph``: the rules of a workflow and what goes from one to the next, for papers and other tools."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from eflows2smk.commands import site
from eflows2smk.commands.phases import compile_program
from eflows2smk.commands.reporting import activity, say, show
from eflows2smk.diagnostics import NOWHERE, Diagnostic, ProgramError

_DOT = "dot"


def graph_command(main: Path, argv: Sequence[str], form: str, output: Path | None) -> int:
    """form: "svg", which needs Graphviz, or one of `drawing.FORMS`."""
    from eflows2smk.codegen.project import Choices
    from eflows2smk.workflow.drawing import FORMS, drawing_of

    with activity(f"compiling {main}"):
        try:
            compiled = compile_program(main, argv, Path(), Choices(site=site.read()))
        except ProgramError as error:
            show(error.diagnostics)
            return 1
    show(compiled.diagnostics)
    if compiled.workflow is None or compiled.jobs is None:
        return 1
    drawing = drawing_of(compiled.workflow, compiled.jobs.rule_of)
    text = FORMS["dot" if form == "svg" else form](drawing)
    if form == "svg":
        drawn = _drawn(text)
        if drawn is None:
            help = "install Graphviz, or choose another --format: dot, mermaid, json"
            show([Diagnostic("E021", f"there is no command '{_DOT}' here, which lays out pictures", NOWHERE, help)])
            return 1
        text = drawn
    if output is None:
        say(text.rstrip("\n"))
        return 0
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        show([Diagnostic("E002", f"'{output}' can't be written: {error.strerror}", NOWHERE, "name another file")])
        return 1
    say(f"wrote {output}")
    return 0


def _drawn(text: str) -> str | None:
    """The picture; None where Graphviz is not installed."""
    if shutil.which(_DOT) is None:
        return None
    done = subprocess.run([_DOT, "-Tsvg"], input=text, capture_output=True, text=True, check=True)
    return done.stdout
