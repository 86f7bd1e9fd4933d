"""The codes of all diagnostics, with the title that each has in the documentation.

E0 command line and files, E1 source, E2 software descriptions, E3 evaluation, E4 files and versions, E5 code
generation; W warns of something that is compiled, N notes something that is left out.
"""

from __future__ import annotations

CODES: dict[str, str] = {
    "E001": "the main program is missing",
    "E002": "a file of the project can't be written",
    "E003": "Snakemake can't be started",
    "E004": "a mistake of the compiler",
    "E100": "not valid Python",
    "E101": "a source file can't be read",
    "E102": "a source file can't be decoded",
    "E103": "circular import",
    "E300": "needs a value that only exists when the workflow runs",
    "E301": "not known when compiling",
    "E302": "a construct that can't be compiled",
    "E303": "a loop that does not end",
    "E304": "an import of names that are not known when compiling",
    "E305": "a name of a library that can't be compiled",
    "E306": "the program raises an error",
    "E307": "needs a value that is left out of the compiled workflow",
    "E308": "the program ends early",
    "E310": "a call that can't be evaluated when compiling",
    "E311": "a file that the workflow writes is read when compiling",
    "E312": "too large to work out when compiling",
    "E320": "a decorator is used wrongly",
    "E321": "the path of a software description is not known when compiling",
    "E322": "a software description is missing",
    "E323": "a task that jobs can't import",
    "E324": "a task whose name is something else in its module",
    "E325": "a task that reads a changed global",
    "E330": "a path that only exists when the workflow runs",
    "E331": "a value that can't be passed to a task",
    "E332": "not a path",
    "E400": "an input is missing",
    "E401": "a path that can't be an output",
    "E402": "a directory is written as a whole and in parts",
    "E403": "a path hidden in a larger value",
    "N300": "a call of print is left out",
    "N301": "a call is left out",
    "N302": "a folder that jobs make",
    "W310": "a computed value is printed",
    "W400": "a written file is passed as a plain string",
}
