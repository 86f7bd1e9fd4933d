"""Run a program as plain Python and compiled, in two copies of its folder, and compare all that is left behind."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import numpy as np

from eflows2smk.codegen.order import Order
from eflows2smk.commands.phases import compile_program
from eflows2smk.commands.printing import Prints
from tests.programs import WORKING_FOLDERS, Project

# Pictures carry the version of their library, but not always the same bytes.
BY_EXISTENCE = (".png", ".pdf", ".svg")
# Snakemake's own mark in directories that a rule makes.
MARKS = (".snakemake_timestamp",)
# Programs that print how long something took.
TIMING = frozenset(("host_unguarded",))


@dataclass(frozen=True, slots=True)
class Left:
    """What a run left behind: the files, and the folders in which nothing is, by path."""

    files: dict[str, Path]
    empty: frozenset[str]


def left_behind(folder: Path) -> Left:
    files: dict[str, Path] = {}
    empty: set[str] = set()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if inside.parts[0] in WORKING_FOLDERS or "__pycache__" in inside.parts or path.name in MARKS:
            continue
        if not path.is_dir():
            files[str(inside)] = path
        elif not any(entry.name not in MARKS for entry in path.iterdir()):
            empty.add(str(inside))
    return Left(files, frozenset(empty))


def same(one: Path, other: Path) -> bool:
    """Byte for byte, except arrays (by value) and pictures (both are there)."""
    if one.suffix in BY_EXISTENCE:
        return True
    left, right = one.read_bytes(), other.read_bytes()
    if left == right:
        return True
    if one.suffix != ".npy":
        return False
    first, second = np.load(one, allow_pickle=True), np.load(other, allow_pickle=True)
    return bool(first.dtype == second.dtype and np.array_equal(first, second))


def differences(sequential: Path, compiled: Path) -> list[str]:
    """One line for each file that is not the same, or only there once."""
    one, other = left_behind(sequential), left_behind(compiled)
    found = [f"{path}: only after the sequential run" for path in one.files if path not in other.files]
    found += [f"{path}: only after the compiled run" for path in other.files if path not in one.files]
    found += [
        f"{path}: {_shown(one.files[path])} in sequence, {_shown(other.files[path])} compiled"
        for path in one.files
        if path in other.files and not same(one.files[path], other.files[path])
    ]
    found += [f"{path}/: empty in one run only" for path in sorted(one.empty ^ other.empty)]
    return found


def _shown(path: Path) -> str:
    content = path.read_bytes()
    return repr(content[:120]) + ("…" if len(content) > 120 else "")


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
