"""What is said once of a place in the program, without refusing it: code -> severity and message."""

from __future__ import annotations

from eflows2smk.diagnostics import Diagnostic, Severity
from eflows2smk.frontend.evaluation.machine import Machine, Site

NOTES = {
    "N301": (Severity.NOTE, "this call is left out of the compiled workflow; no file and no value depends on it"),
    "N302": (Severity.NOTE, "this folder is made by the jobs that write in it"),
    "N303": (
        Severity.NOTE,
        "what is there now counts as not there: the workflow itself writes it, and Snakemake knows when again",
    ),
    "N304": (
        Severity.NOTE,
        "how often this loop runs is only known when the workflow runs; Snakemake plans it then",
    ),
    "N305": (
        Severity.NOTE,
        "which branch is taken is only known when the workflow runs; Snakemake plans it then",
    ),
    "W310": (Severity.WARNING, "this call is left out of the compiled workflow, though a computed value stands in it"),
}


def note(machine: Machine, code: str, site: Site) -> None:
    """Say it at the place, once however often a loop comes by."""
    severity, message = NOTES[code]
    machine.report(Diagnostic(code, message, site.span, "", (), severity))


def warn(machine: Machine, code: str, site: Site, message: str, help: str) -> None:
    machine.report(Diagnostic(code, message, site.span, help, (), Severity.WARNING))
