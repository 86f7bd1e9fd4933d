"""Each document in `eflows2smk/diagnostics/pages` is a page on one diagnostic and at the same time its test.

`eflows2smk.diagnostics.documents` says what is in them. ``pytest tests/diagnostics --update-goldens`` writes the
messages anew.
"""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from eflows2smk.commands.phases import compile_program
from eflows2smk.diagnostics.codes import CODES
from eflows2smk.diagnostics.documents import FOLDER, read
from eflows2smk.diagnostics.render import render
from eflows2smk.frontend.evaluation.bounds import Bounds
from tests import forking
from tests.programs import REPOSITORY, SECONDS, environment

DOCUMENTS = sorted(FOLDER.glob("*.md"))
VARIABLE = re.compile("[A-Z0-9_]+=")
# No program provokes these: a Python without Snakemake, a mistake of ours, unreadable files, a full disk, a cluster,
# what `status`, `explain` and `run` say of a folder (tests/incremental).
UNPROVOKED = {"E002", "E003", "E004", "E013", "E014", "E015", "E017", "E018", "E019", "E021", "E101", "E200"}

# No change of a program mends these: files that are in the way, words of the command, what is only told.
UNMENDED = {"E001", "E010", "E011", "E012", "E016", "E408", "E523", "W110"}
UNMENDED |= {"N301", "N302", "N303", "N304", "N305", "N308"}

# Programs that do not end need not go on for as long as a user's may.
NEAR = Bounds(iterations=1_000, calls=100)


def told(folder: Path, command: str) -> str:
    """What the command says of the program in the folder, which is the current one."""
    if not command:
        return render(compile_program(Path("main.py"), (), Path(), bounds=NEAR).diagnostics, folder, colour=False)
    stated = shlex.split(command)
    variables = dict(word.split("=", 1) for word in stated if VARIABLE.match(word))
    words = [sys.executable, "-m", *(word for word in stated if not VARIABLE.match(word))]
    return forking.run(words, folder, {**environment(), **variables}, SECONDS).stderr


def written(files: dict[str, str], folder: Path) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.mark.parametrize(
    "document", [path for path in DOCUMENTS if read(path).message is not None], ids=lambda path: path.stem
)
def test_message_is_the_one_in_the_document(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update_goldens: bool
) -> None:
    page = read(document)
    written(page.files, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert page.message is not None
    message = told(tmp_path, page.command)
    if update_goldens:
        head, fence, rest = page.text.partition(f"```text{' ' * bool(page.command)}{page.command}\n")
        document.write_text(f"{head}{fence}{message}{rest.removeprefix(page.message)}")
    else:
        assert message == page.message
    assert f"[{page.code}]" in message


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if read(path).changes], ids=lambda path: path.stem)
def test_mended_program_is_sound(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = read(document)
    written(page.mended, tmp_path)
    monkeypatch.chdir(tmp_path)
    command = "" if page.command.startswith("eflows2smk verify") else page.command
    message = told(tmp_path, command)
    assert "error[" not in message and f"[{page.code}]" not in message


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_title_is_that_of_the_code(document: Path) -> None:
    page = read(document)
    assert page.text.startswith(f"# {page.code}: {CODES[page.code]}\n")


def test_documents_lie_where_users_find_them() -> None:
    """`eflows2smk explain` shows them."""
    assert list(Path(__file__).parent.glob("*.md")) == []


def test_each_code_has_a_document() -> None:
    missing = sorted(set(CODES) - {path.stem for path in DOCUMENTS})
    assert missing == [], f"write {FOLDER}/{missing[0]}.md and the like: see another document"


def test_each_code_that_a_program_provokes_has_one() -> None:
    without = {read(path).code for path in DOCUMENTS if read(path).message is None}
    assert without == UNPROVOKED


def test_each_code_of_a_program_has_a_mended_one() -> None:
    mended = {read(path).code for path in DOCUMENTS if read(path).changes}
    assert set(CODES) - mended - UNPROVOKED - UNMENDED == set()


def test_each_code_that_is_used_is_in_the_table() -> None:
    used = {
        code
        for folder in ("eflows2smk", "codegen", "rules")
        for path in (REPOSITORY / folder).rglob("*.py")
        for code in re.findall(r'"([EWN]\d{3})"', path.read_text())
    }
    assert used - set(CODES) == set()
    assert set(CODES) - used == set(), "no module uses these"
