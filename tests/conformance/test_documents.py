"""Each document of this folder shows what one part of PyCOMPSs does, and is its test.

A document has prose, the files of a program in code blocks (``python main.py``, ``json tool.json``, …; the name stands
behind the language), and in blocks named ``expected/…`` what the program leaves behind. ``environment`` has variables
that are set, one a line. The program is run as plain Python and compiled; both have to leave the same.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.differential.compare import check, left_behind
from tests.documents import files, write

FOLDER = Path(__file__).parent
DOCUMENTS = sorted(FOLDER.glob("*.md"))
_EXPECTED = "expected/"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_both_ways_leave_what_the_document_says(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = files(document.read_text())
    expected = {name.removeprefix(_EXPECTED): text for name, text in found.items() if name.startswith(_EXPECTED)}
    assert expected, "nothing says what the program leaves behind"
    for line in found.pop("environment", "").splitlines():
        monkeypatch.setenv(*line.split("=", 1))
    program = tmp_path / "program"
    write({name: text for name, text in found.items() if not name.startswith(_EXPECTED)}, program)
    check(program, tmp_path)
    left = left_behind(tmp_path / "compiled").files
    assert {name: left[name].read_text() if name in left else None for name in expected} == expected
