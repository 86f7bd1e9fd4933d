"""After an edit just those calls have another digest that it reaches; nothing is run, so that many can be tried."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from eflows2smk.frontend.compiling import evaluate
from tests.incremental.steps import edited, read
from tests.programs import REPOSITORY

DOCUMENTS = sorted((Path(__file__).parent / "digests").glob("*.md"))


def digests(files: dict[str, str], folder: Path) -> dict[str, list[str]]:
    """By the names of the calls."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    workflow, found = evaluate(Path("main.py"), (), folder)
    assert workflow is not None, [f"{each.code} {each.message}" for each in found]
    made: dict[str, list[str]] = {}
    for invocation in workflow.invocations:
        made.setdefault(invocation.site.name, []).append(workflow.meanings[invocation.site])
    return made


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_which_digests_change(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What the tests can import is nothing that the program has beside itself.
    monkeypatch.setattr(sys, "path", [path for path in sys.path if Path(path or ".").resolve() != REPOSITORY])
    history = read(document.read_text())
    files = dict(history.files)
    wrong: list[str] = []

    def now(number: int) -> dict[str, list[str]]:
        # Each time in another place, of which no digest depends.
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        return digests(files, folder)

    before = now(0)
    for number, step in enumerate(history.steps, start=1):
        for name, edit in step.edits:
            files[name] = edited(files[name], edit)
        files.update(step.written)
        after = now(number)
        changed = {name for name in after if after[name] != before.get(name)}
        if changed != set(step.runs):
            wrong.append(f"'{step.title}' reaches {sorted(changed)}, not {sorted(step.runs)}")
        before = after
    assert not wrong, "\n".join(wrong)
