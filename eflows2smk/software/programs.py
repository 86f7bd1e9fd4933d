"""Several programs in one MPI launch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eflows2smk.software.command import has_operators

# Keys of an entry of `programs`, with their types as in `schema`.
PROGRAM = "binary:s* args:s processes:n"


def program_texts(execution: Mapping[str, Any]) -> list[str]:
    """The command line of each program as it is written: what stands in ``args`` and no more."""
    return [
        " ".join(str(program[key]) for key in ("binary", "args") if program.get(key))
        for program in execution["programs"]
    ]


def check_programs(programs: Sequence[Mapping[str, Any]], error: Callable[..., None]) -> None:
    """Report what no launcher could take. error: takes code, message, place and help."""
    if not programs:
        error("E211", "'programs' has to list at least one program", ("execution", "programs"))
    for number, program in enumerate(programs):
        text = f"{program.get('binary', '')} {program.get('args', '')}"
        if has_operators(text) or ":" in text.split():
            error(
                "E211",
                f"the command line of program {number + 1} has a ':' or operators of the shell, which end it",
                ("execution", "programs", number),
                "put them into a script that the program's processes run",
            )
