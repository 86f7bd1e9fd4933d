"""Print a table of the programs: rules, call sites, and whether they leave the same as plain Python.

``python -m tests.scoreboard.table FOLDER [PROGRAM…]`` runs them in copies below the folder.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from pathlib import Path

from tests.differential.compare import check
from tests.programs import Failed, environment
from tests.scoreboard.test_scoreboard import PROGRAMS


def row(program: Path, folder: Path) -> str:
    shutil.rmtree(folder / program.name, ignore_errors=True)
    begun = time.monotonic()
    try:
        check(program, folder / program.name)
        verdict = "same"
    except Failed as failed:
        verdict = f"fails: {str(failed).strip().splitlines()[0]}"
    except AssertionError as different:
        verdict = f"differs: {str(different).strip().splitlines()[0]}"
    seconds = time.monotonic() - begun
    snakefiles = list((folder / program.name).rglob("workflow/Snakefile"))
    text = snakefiles[0].read_text() if snakefiles else ""
    rules = len(re.findall(r"^(?:rule|checkpoint) (?!all:)", text, re.MULTILINE))
    sites = len(set(re.findall(r"^# \S+\.py:\d+ .*$", text, re.MULTILINE)))
    return f"| {program.name} | {rules} | {sites} | {verdict} | {seconds:.0f} s |"


def main(folder: Path, chosen: set[str]) -> None:
    os.environ.update(environment())
    print("| program | rules | call sites | left behind | time |\n|---|---|---|---|---|")
    for program in PROGRAMS:
        if not chosen or program.name in chosen:
            print(row(program, folder), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), set(sys.argv[2:]))
