"""Programs are drawn, and what is done to them: after each edit all is left as by a sequential run of the new program.

``pytest tests/incremental/test_drawn.py --long`` draws thousands of edits.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.differential.compare import left_behind
from tests.differential.computed_programs import computed_programs
from tests.differential.host_programs import host_programs
from tests.differential.object_programs import Writer, parts, without
from tests.differential.programs import programs
from tests.differential.test_objects import raising, refused_alone, written
from tests.incremental.drawn import meaningful, meaningless
from tests.incremental.steps import Player, read
from tests.incremental.test_digests import digests
from tests.programs import REPOSITORY, Failed, Project

MODULES = REPOSITORY / "tests" / "differential" / "program"
ALL_IS_WELL = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
# What they find depends on what earlier runs have left in the folder, by plain Python, too.
LOOKING = (".glob(", "exists(", "listdir(")


class Session(Player):
    """A program that is edited. counted: what was done, and what became of it."""

    def __init__(self, scratch: Path, chance: random.Random) -> None:
        super().__init__(scratch)
        self.chance = chance
        self.counted: Counter[str] = Counter()
        self.said: list[str] = []
        self.number = 0

    def begins(self, files: dict[str, str]) -> bool:
        """Whether the program ends well by plain Python, and can be compiled."""
        if not self._runs(files):
            return False
        try:
            self.begin(files)
        except Failed as failure:
            if "error[" not in str(failure):
                raise
            return False
        self._compared()
        return True

    def edit(self) -> None:
        """Edit the program, so that it means something else."""
        for _ in range(20):
            files = dict(self.program)
            titles = [self._edited(files, meaningful) for _ in range(self.chance.randint(1, 2))]
            if files != self.program and self._runs(files):
                break
            self.counted["fails in plain Python"] += 1
        else:
            return
        self.said.append("; ".join(titles))
        self._go_on(files, len(titles))

    def reword(self) -> None:
        """Edit the program, so that it means the same: nothing has to be run."""
        files = dict(self.program)
        titles = [self._edited(files, meaningless) for _ in range(self.chance.randint(2, 5))]
        self.said.append("; ".join(titles))
        ran = self._go_on(files, len(titles), is_same=True)
        assert not ran, self._report(f"ran {dict(ran)} after edits that mean nothing")

    def delete(self) -> None:
        """Delete something that the program leaves."""
        files = sorted(set(left_behind(self._fresh()).files) - set(self.program))
        if not files:
            return
        path = self.chance.choice(files)
        (self.project.folder / path).unlink(missing_ok=True)
        self.said.append(f"deleted {path}")
        self._go_on(self.program, 1, is_same=True)

    def _edited(self, files: dict[str, str], kind: Any) -> str:
        # Nearly always it is the main program that is edited.
        name = "main.py" if self.chance.random() < 0.6 or len(files) == 1 else self.chance.choice(sorted(files))
        edits = kind(files[name]) if name.endswith(".py") else []
        if not edits:
            return "nothing"
        edit = self.chance.choice(edits)
        files[name] = edit.applied(files[name])
        return f"{name}: {edit.title}"

    def _go_on(self, files: dict[str, str], edits: int, *, is_same: bool = False) -> Counter[str]:
        before = self.program
        self.program = dict(files)
        self._write_all(files)
        try:
            self.project.compile()
        except Failed as failure:
            assert "error[" in str(failure), self._report(str(failure))
            assert not is_same, self._report(str(failure))
            self.counted["refused"] += 1
            self.program = before
            self._write_all(before)
            self.project.compile()
            return Counter()
        try:
            ran = self.snakemake()
        except Failed as failure:
            raise AssertionError(self._report(str(failure))) from None
        self.counted["edits"] += edits
        self.counted["jobs"] += ran.total()
        self.counted["runs"] += 1
        if is_same:
            self.counted["edits that mean nothing"] += edits
        self._compared()
        return ran

    def _compared(self) -> None:
        self.number += 1
        # What an earlier program made may stay.
        found = [line for line in self.differences(self.number) if "only after the compiled run" not in line]
        # Folders in which nothing lies are made when a job runs, and there may be none.
        found = [
            line for line in found if not line.endswith(("empty in one run only", "/: only after the sequential run"))
        ]
        assert not found, self._report("\n".join(found))

    def _write_all(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.project.folder / name
            if path.read_text() != text:
                path.write_text(text)

    def _fresh(self) -> Path:
        folder = self.scratch / "probed"
        shutil.rmtree(folder, ignore_errors=True)
        self._runs(self.program)
        return folder

    def _runs(self, files: dict[str, str]) -> bool:
        """Whether plain Python runs it; what it leaves is in the folder ``probed``."""
        folder = self.scratch / "probed"
        shutil.rmtree(folder, ignore_errors=True)
        for name, text in files.items():
            self._write(folder / name, text)
        try:
            type(self.project)(folder).sequential()
        except Failed:
            return False
        return True

    def _report(self, what: str) -> str:
        texts = "\n".join(f"--- {name}\n{text}" for name, text in self.program.items() if name == "main.py")
        return "\n".join([f"{what}\nafter:", *self.said, texts])


def packed(chance: random.Random, functions: int) -> dict[str, str]:
    """A pack of functions that have nothing in common, that end well, and that are not refused."""
    text = Writer(chance.choice).program(functions)
    looking = [name for name in parts(text) if any(word in without(text, {*parts(text)} - {name}) for word in LOOKING)]
    text = without(text, looking)
    with tempfile.TemporaryDirectory() as scratch:
        text = without(text, raising(text, Path(scratch)))
        text = without(text, refused_alone(text, Path(scratch)) if is_refused(text, Path(scratch) / "all") else ())
    return {"main.py": text, "shapes.py": (MODULES / "shapes.py").read_text(), "input.txt": "t 12 input\n"}


def is_refused(text: str, folder: Path) -> bool:
    try:
        Project(written(text, folder)).compile()
    except Failed:
        return True
    return False


def _beside(text: str, *modules: str) -> dict[str, str]:
    return {"main.py": text, **{name: (MODULES / name).read_text() for name in modules}}


def drawn() -> st.SearchStrategy[dict[str, str]]:
    """The files of a program."""
    return st.one_of(
        st.integers(0, 2**32).map(lambda seed: packed(random.Random(seed), 4)),
        computed_programs().map(_beside),
        host_programs().map(lambda text: _beside(text, "numbers_.py")),
        programs().map(lambda text: _beside(text, "steps.py")),
    )


def play(files: dict[str, str], seed: int, steps: Sequence[str]) -> Counter[str]:
    if any(word in files["main.py"] for word in LOOKING):
        return Counter()
    with tempfile.TemporaryDirectory() as scratch:
        session = Session(Path(scratch), random.Random(seed))
        if not session.begins(files):
            return Counter({"programs that are not taken": 1})
        session.counted["programs"] += 1
        for step in steps:
            getattr(session, step)()
        return session.counted


STEPS = st.lists(st.sampled_from(["edit", "edit", "edit", "reword", "delete"]), min_size=4, max_size=10)


def test_edits_that_mean_nothing_change_no_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [path for path in sys.path if Path(path or ".").resolve() != REPOSITORY])
    files = read((Path(__file__).parent / "documents" / "tasks.md").read_text()).files
    chance, found = random.Random(1), []
    for name in ("before", "after"):
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.chdir(folder)
        found.append(digests(files, folder))
        for _ in range(30):
            files["main.py"] = chance.choice(meaningless(files["main.py"])).applied(files["main.py"])
    assert found[0] == found[1]


@settings(max_examples=200, deadline=None, suppress_health_check=ALL_IS_WELL, print_blob=True)
@given(files=drawn(), seed=st.integers(0, 2**32), steps=STEPS)
def _long(files: dict[str, str], seed: int, steps: list[str]) -> None:
    note(files["main.py"])
    play(files, seed, steps)


def test_a_thousand_edits(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--long"):
        pytest.skip("only with --long")
    _long()
