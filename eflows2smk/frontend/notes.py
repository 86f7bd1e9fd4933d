"""What the evaluator says once of a place in the program, without refusing it: code -> severity and message."""

from __future__ import annotations

from eflows2smk.diagnostics import Severity

NOTES = {
    "N300": (Severity.NOTE, "'print' is left out of the compiled workflow"),
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
