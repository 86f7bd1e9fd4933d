"""The folders of a compiled project, in which the workflow keeps what the program itself does not leave.

What lies below `INTERMEDIATE` is read by other jobs and by Snakemake, and by nobody else. Beside it a user sees the
program, its results, ``workflow/``, ``config/``, ``slurm/`` and the logs.
"""

from __future__ import annotations

INTERMEDIATE = "intermediate"

# What tasks and plain Python hand on.
OBJECTS = f"{INTERMEDIATE}/objects"
# Files and folders that are overwritten or changed later, as each call leaves them.
VERSIONS = f"{INTERMEDIATE}/versions"
# What computed loops and branches decide, with what each iteration gets.
DECISIONS = f"{INTERMEDIATE}/decisions"
# Empty files that stand for jobs which leave nothing else.
DONE = f"{INTERMEDIATE}/done"
# How folders were at the end of the last run.
SEALS = f"{INTERMEDIATE}/folders"

LOGS = "logs"
# What becomes of files that were there before the run. The user looks for it, so it is not intermediate.
RESULTS = "results"

# All that a compiled project has beside the files of the program.
PROJECT = frozenset({INTERMEDIATE, LOGS, "workflow", "config", "slurm", ".snakemake"})

# Where earlier releases kept all that, beside what the program leaves.
FORMER = ("objects/", "versions/", "done/")
FORMER_SEALS = "objects/folders"
