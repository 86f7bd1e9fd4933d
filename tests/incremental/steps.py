"""Documents that hold a program and what is done to it, step by step.

The blocks above the first ``## `` are the program's files. Each section is a step: ``edit FILE`` blocks replace the
lines behind ``-`` by those behind ``+``, ``write FILE`` blocks are new files, ``delete`` blocks name paths, and the
line ``Runs: double 2, total.`` says how many jobs of which rules have to run then; ``Runs: nothing.``.

``Options: --batch 2.`` stands above the first step, for all compilations. ``Set: $LEVEL=low.`` there and in steps gives
environment variables, from then on.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests import forking
from tests.differential.compare import differences
from tests.documents import BLOCK
from tests.programs import SECONDS, Failed, Project, environment

_JOB = re.compile(r"^(?:local)?(?:rule|checkpoint) (\w+):$", re.MULTILINE)
_VARIABLE = re.compile(r"\$(\w+)=([^\s,]*[^\s,.])")


@dataclass(frozen=True, slots=True)
class Step:
    """edits, written: by path. removed: paths. runs: jobs by rule. variables: of the environment."""

    title: str
    edits: tuple[tuple[str, str], ...]
    written: tuple[tuple[str, str], ...]
    removed: tuple[str, ...]
    runs: Counter[str]
    variables: dict[str, str]


@dataclass(frozen=True, slots=True)
class History:
    files: dict[str, str]
    steps: tuple[Step, ...]
    options: tuple[str, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)


def read(page: str) -> History:
    head, *sections = re.split(r"^## ", page, flags=re.MULTILINE)
    files = {block["name"]: block["text"] for block in BLOCK.finditer(head) if block["name"]}
    options = re.search(r"^Options: (.+)\.$", head, re.MULTILINE)
    return History(files, tuple(map(_step, sections)), tuple(options[1].split()) if options else (), _variables(head))


def _variables(text: str) -> dict[str, str]:
    said = re.search(r"^Set: (.+)$", text, re.MULTILINE)
    return dict(_VARIABLE.findall(said[1])) if said else {}


def _step(section: str) -> Step:
    blocks = [(block["language"], block["name"] or "", block["text"]) for block in BLOCK.finditer(section)]
    said = re.search(r"^Runs: ([^.]+)\.", section, re.MULTILINE)
    assert said is not None, section
    runs: Counter[str] = Counter()
    for entry in re.split(r",\s+", said[1]) if said[1] != "nothing" else ():
        name, _, count = entry.partition(" ")
        runs[name] = int(count or 1)
    return Step(
        section.splitlines()[0],
        tuple((name, text) for kind, name, text in blocks if kind == "edit"),
        tuple((name, text) for kind, name, text in blocks if kind == "write"),
        tuple(line for kind, _, text in blocks if kind == "delete" for line in text.split("\n") if line),
        runs,
        _variables(section),
    )


def edited(text: str, edit: str) -> str:
    """The text with each group of lines behind ``-`` replaced by the lines behind ``+`` that follow it."""
    for old, new in re.findall(r"((?:^-.*\n)*)((?:^\+.*\n)*)", edit, re.MULTILINE):
        before = "".join(line[1:] + "\n" for line in old.splitlines())
        after = "".join(line[1:] + "\n" for line in new.splitlines())
        if before:
            assert text.count(before) == 1, f"{text.count(before)} times in the file:\n{before}"
            text = text.replace(before, after)
        elif after:
            text += after
    return text


class Player:
    """The program in a folder of its own, compiled and run after each step."""

    def __init__(self, scratch: Path, options: tuple[str, ...] = ()) -> None:
        self.scratch = scratch
        self.options = options
        self.variables: dict[str, str] = {}
        self.project = Project(scratch / "compiled")
        self.program: dict[str, str] = {}

    def begin(self, files: dict[str, str]) -> None:
        self.program = dict(files)
        for name, text in files.items():
            self._write(self.project.folder / name, text)
        self.compile()
        self.snakemake()

    def compile(self) -> None:
        self.project.compile(*self.options, variables=self.variables)

    def apply(self, step: Step) -> None:
        self.variables.update(step.variables)
        for name, edit in step.edits:
            self.program[name] = edited(self.program[name], edit)
        self.program.update(step.written)
        for name in {name for name, _ in (*step.edits, *step.written)}:
            self._write(self.project.folder / name, self.program[name])
        for name in step.removed:
            path = self.project.folder / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
            self.program.pop(name, None)

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def snakemake(self) -> Counter[str]:
        """The jobs that ran, by rule."""
        done = forking.run(("snakemake", "-c", "2"), self.project.folder, {**environment(), **self.variables}, SECONDS)
        if done.returncode:
            raise Failed(f"{done.stdout}\n{done.stderr}\n{self.project._logs()}")  # noqa: SLF001
        return Counter(name for name in _JOB.findall(done.stdout + done.stderr) if name != "all")

    def differences(self, number: int) -> list[str]:
        """What is different after a sequential run of the program as it is now, in a fresh folder."""
        fresh = self.scratch / f"sequential_{number}"
        for name, text in self.program.items():
            self._write(fresh / name, text)
        Project(fresh).sequential(variables=self.variables)
        found = differences(fresh, self.project.folder)
        shutil.rmtree(fresh)
        return found


def play(history: History, scratch: Path) -> None:
    """Raises AssertionError with all steps that run other jobs than they say, or leave something else."""
    player = Player(scratch, history.options)
    player.variables.update(history.variables)
    player.begin(history.files)
    wrong: list[str] = []
    for number, step in enumerate(history.steps):
        player.apply(step)
        player.compile()
        ran = player.snakemake()
        if ran != step.runs:
            wrong.append(f"'{step.title}' ran {dict(ran)}, not {dict(step.runs)}")
        wrong += [f"'{step.title}': {line}" for line in player.differences(number)]
    assert not wrong, "\n".join(wrong)
