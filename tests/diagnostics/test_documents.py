"""Each document of this folder is a page on one diagnostic and at the same time its test.

A document has prose, the files of a program in code blocks (``python main.py``, ``json tool.json``, …; the name stands
behind the language), and a ``text`` block with what ``eflows2smk check main.py`` says of it; another command may stand
behind ``text``, with variables before it. ``pytest tests/diagnostics --update-goldens`` writes these blocks anew.
"""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from eflows2smk.commands.phases import compile_program
from eflows2smk.diagnostics.codes import CODES
from eflows2smk.diagnostics.render import render
from eflows2smk.frontend.evaluation.bounds import Bounds
from tests import forking
from tests.programs import SECONDS, environment

FOLDER = Path(__file__).parent
DOCUMENTS = sorted(path for path in FOLDER.glob("*.md"))
BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<name>[^\n]+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
VARIABLE = re.compile("[A-Z0-9_]+=")
# No program provokes these: a Python without Snakemake, a mistake of ours, unreadable files, a full disk, a cluster,
# what `status`, `explain` and `run` say of a folder (tests/incremental).
UNPROVOKED = {"E002", "E003", "E004", "E013", "E014", "E015", "E017", "E018", "E019", "E101", "E200"}

# Programs that do not end need not go on for as long as a user's may.
NEAR = Bounds(iterations=1_000, calls=100)


def told(folder: Path, command: str | None) -> str:
    """What the command says of the program in the folder, which is the current one."""
    if command is None:
        return render(compile_program(Path("main.py"), (), Path(), bounds=NEAR).diagnostics, folder, colour=False)
    stated = shlex.split(command)
    variables = dict(word.split("=", 1) for word in stated if VARIABLE.match(word))
    words = [sys.executable, "-m", *(word for word in stated if not VARIABLE.match(word))]
    return forking.run(words, folder, {**environment(), **variables}, SECONDS).stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_message_is_the_one_in_the_document(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update_goldens: bool
) -> None:
    page = document.read_text()
    monkeypatch.chdir(tmp_path)
    for block in BLOCK.finditer(page):
        if block["language"] == "text":
            continue
        if block["name"]:
            path = tmp_path / block["name"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["text"])
    (expected,) = (block for block in BLOCK.finditer(page) if block["language"] == "text")
    message = told(tmp_path, expected["name"])
    if update_goldens:
        page = page[: expected.start("text")] + message + page[expected.end("text") :]
        document.write_text(page)
    else:
        assert message == expected["text"]
    code = document.stem.split("-")[0]
    assert f"[{code}]" in message
    assert page.startswith(f"# {code}: {CODES[code]}\n")


def test_each_code_has_a_document() -> None:
    missing = sorted(set(CODES) - {path.stem.split("-")[0] for path in DOCUMENTS} - UNPROVOKED)
    assert missing == [], f"write tests/diagnostics/{missing[0]}.md and the like: see another document"


def test_each_code_that_is_used_is_in_the_table() -> None:
    repository = FOLDER.parent.parent
    used = {
        code
        for folder in ("eflows2smk", "codegen", "rules")
        for path in (repository / folder).rglob("*.py")
        for code in re.findall(r'"([EWN]\d{3})"', path.read_text())
    }
    assert used - set(CODES) == set()
    assert set(CODES) - used == set(), "no module uses these"
