"""Run a program as plain Python and compiled, in two copies of its folder, and compare all that is left behind."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from difflib import unified_diff
from pathlib import Path

from eflows2smk.codegen.order import Order
from eflows2smk.commands.phases import compile_program
from eflows2smk.commands.printing import Prints
from eflows2smk.folders import PROJECT
from eflows2smk.verification import folders
from eflows2smk.verification.folders import Difference, Left
from tests.programs import Project

# Programs that print how long something took.
TIMING = frozenset(("host_unguarded",))


def left_behind(folder: Path) -> Left:
    """What is left of a run, sequential or compiled, without what is no file of the program."""
    left = folders.left_behind(folder)
    files = {path: place for path, place in left.files.items() if path.split("/", 1)[0] not in PROJECT}
    return Left(files, frozenset(path for path in left.empty if path.split("/", 1)[0] not in PROJECT))


def differences(sequential: Path, compiled: Path) -> list[str]:
    """One line for each file that is not the same, or only there once."""
    found = folders.compare(left_behind(sequential), left_behind(compiled), sequential / "main.py")
    return [_told(each) for each in found]


def _told(each: Difference) -> str:
    if each.missing or each.extra:
        return f"{each.path}: only after the {'sequential' if each.missing else 'compiled'} run"
    first = each.unlike[0]
    place = ", ".join(filter(None, (each.path, first.place, first.at)))
    return f"{place}: {first.one} in sequence, {first.other} compiled"


def check(program: Path, scratch: Path, variables: Mapping[str, str] | None = None) -> Project:
    """Assert that both ways of running a program's folder leave the same; `scratch` takes the copies.

    variables: of the compilation alone. Returns the compiled copy.
    """
    sequential = Project.copy_of(program, scratch / "sequential")
    compiled = Project.copy_of(program, scratch / "compiled")
    order = _order(sequential)
    said = sequential.sequential()
    compiled.compile(variables=variables)
    _check_runs(program, sequential, compiled, said, order)
    return compiled


def check_compiled(program: Path, compiled: Project, scratch: Path) -> None:
    """The same for a copy of the program's folder that is compiled already."""
    sequential = Project.copy_of(program, scratch / "sequential")
    order = _order(sequential)
    said = sequential.sequential()
    _check_runs(program, sequential, compiled, said, order)


def _order(project: Project) -> Order | None:
    """The order in which `eflows2smk run` shows what is printed; None for a program that prints nothing."""
    if not any(b"print(" in path.read_bytes() for path in project.folder.rglob("*.py")):
        return None
    with contextlib.chdir(project.folder):
        jobs = compile_program(Path("main.py"), project.arguments, Path()).jobs
        return None if jobs is None else jobs.order


_TRACEBACK = r"Traceback \(most recent call last\):\n(?:[^\n]*\n)*?eflows2smk: '[^\n]*ignored[^\n]*\n"
_IGNORED = re.compile(rf"This failure is ignored\.\n|{_TRACEBACK}")


def heard(folder: Path, order: Order) -> list[str]:
    """What `eflows2smk run` has shown of a run of Snakemake: of jobs as they ended, one after the other."""
    prints = Prints(order)
    with contextlib.chdir(folder):
        logs = sorted(Path("logs").rglob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        shown = [line for log in logs for line in prints.done(str(log))]
        said = "".join(f"{text}\n" for text in (*shown, *prints.rest(texts=True)))
    # A sequential run tells of failures that are ignored on its error stream.
    return _IGNORED.sub("", said).split("\n")[:-1]


def _check_runs(program: Path, sequential: Project, compiled: Project, said: str, order: Order | None) -> None:
    compiled.snakemake()
    found = differences(sequential.folder, compiled.folder)
    if order is not None and program.name not in TIMING:
        lines = unified_diff(said.splitlines(), heard(compiled.folder, order), "printed in sequence", "compiled", n=0)
        found += [line.rstrip() for line in lines]
    assert not found, "\n".join([f"{program.name}: the two runs differ", *found])
    made = set(left_behind(sequential.folder).files) - set(left_behind(program).files)
    assert made, f"{program.name} leaves nothing that could be compared"
