"""Small workflow graphs of external programs, and projects made of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from eflows2smk.codegen.project import generate
from eflows2smk.codegen.writer import write
from eflows2smk.diagnostics import Span
from eflows2smk.parameters import COLLECTION_FILE_IN, FILE_IN, FILE_OUT, IN
from eflows2smk.workflow.model import (
    ABSENT,
    Argument,
    Artefact,
    CallSite,
    Invocation,
    Kind,
    Resources,
    Software,
    Workflow,
)
from eflows2smk.workflow.text import Text, hole, join
from tests import forking
from tests.programs import SECONDS

HERE = Span("main.py", 3, 0, 3, 8)
RESOURCES = Resources()


def path(*pieces: str | tuple[str, object]) -> str:
    """A path with provenance: ``path("out/", ("i", 3), ".txt")``."""
    return join([piece if isinstance(piece, str) else hole(piece[0], str(piece[1])) for piece in pieces])


def shell(name: str, text: str, *parameters: str) -> Software:
    """A program that runs a shell text; parameters ``in_…`` are read, ``out…`` written, ``all…`` lists."""
    directions = {"in": FILE_IN, "out": FILE_OUT, "all": COLLECTION_FILE_IN}
    declared = tuple((each, directions.get(each.split("_")[0], IN)) for each in parameters)
    words = " ".join(f"{{{{{each}}}}}" for each in parameters)
    execution = {"type": "binary", "binary": "sh", "args": f"-c '{text}' sh {words}"}
    return Software("binary", name, "main", name, "main.py", HERE, declared, execution=execution)


def site(software: Software, *levels: tuple[str, ...]) -> CallSite:
    return CallSite(software.name, software, HERE, f"{software.name}(…)", levels)


class Graph:
    """A workflow as it grows: calls in program order, with the current version of each path."""

    def __init__(self) -> None:
        self.invocations: list[Invocation] = []
        self.current: dict[str, Artefact] = {}
        self.barriers: list[int] = []

    def read(self, name: str) -> Artefact:
        return self.current.setdefault(name, Artefact(Kind.FILE, name, 0, -1))

    def call(self, where: CallSite, loop: Sequence[object] = (), **arguments: object) -> None:
        """Call the software; its arguments are paths, lists of paths, or values. loop: the loop variables' values."""
        number = len(self.invocations)
        made: list[Argument] = []
        written: list[Artefact] = []
        for name, direction in where.software.parameters:
            value = arguments[name]
            if direction.writes:
                version = self.current[value].version + 1 if value in self.current else 1  # type: ignore[index]
                written.append(Artefact(Kind.FILE, value, version, number, name))  # type: ignore[arg-type]
                made.append(Argument(name, direction, ABSENT, written[-1]))
            elif direction.is_collection:
                made.append(Argument(name, direction, [self.read(each) for each in value]))  # type: ignore[attr-defined]
            else:
                made.append(Argument(name, direction, self.read(value) if direction.is_path else value))  # type: ignore[arg-type]
        for artefact in written:
            self.current[artefact.path] = artefact
        indices = tuple(number for _ in where.levels)
        barrier = len(self.barriers)
        values = tuple(loop)
        self.invocations.append(Invocation(number, where, indices, values, tuple(made), (), RESOURCES, barrier))

    def barrier(self) -> None:
        self.barriers.append(len(self.invocations))

    @property
    def workflow(self) -> Workflow:
        return Workflow("main.py", (), tuple(self.invocations), tuple(self.barriers))

    def files(self) -> dict[str, str]:
        return generate(self.workflow)

    def snakefile(self) -> str:
        return self.files()["workflow/Snakefile"]


def snakemake(folder: Path, *options: str) -> str:
    """Run Snakemake in a folder; what it says. Fails where it does."""
    done = forking.run(["snakemake", "-c1", *options], folder, os.environ, SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def run(graph: Graph, folder: Path, sources: dict[str, str] | None = None, *options: str) -> None:
    """Write the project and the files that exist before the run, and run it."""
    for name, content in (sources or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    write(graph.files(), folder)
    snakemake(folder, *options)


def contents(folder: Path, names: Iterable[str]) -> dict[str, str]:
    return {name: (folder / name).read_text() for name in names}


__all__ = ["Graph", "Text", "contents", "path", "run", "shell", "site", "snakemake"]
