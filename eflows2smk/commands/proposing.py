"""``eflows2smk init env``: an environment of conda for the jobs of a program, as a proposal."""

from __future__ import annotations

from pathlib import Path

from eflows2smk.commands.reporting import say, show
from eflows2smk.diagnostics import NOWHERE, Diagnostic
from eflows2smk.software import of_packages
from eflows2smk.source.packages import packages

HEAD = """\
# What jobs of {program} need that run Python, found from its imports. Look it through: versions are those that
# are installed here, and what is only imported by name while the program runs is missing.
"""


def propose_command(main: Path, output: Path, *, force: bool) -> int:
    """Write the file; its exit code."""
    if not main.is_file():
        return _refuse("E001", f"there is no program '{main}'", "the path is relative to this folder")
    if output.exists() and not force:
        return _refuse("E012", f"there is a file '{output}' already", "look at it, or write it anew with --force")
    text = HEAD.format(program=main.name) + of_packages(output.stem, packages(main)).text
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        return _refuse("E013", f"'{output}' can't be written: {error.strerror or error}", "choose another one with -o")
    say(f"wrote {output}")
    say(f"compile with it: eflows2smk compile --env {output} {main}")
    return 0


def _refuse(code: str, message: str, help: str) -> int:
    show([Diagnostic(code, message, NOWHERE, help)])
    return 1
