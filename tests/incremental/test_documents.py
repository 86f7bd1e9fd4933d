"""After an edit just those jobs run again that it reaches; all is left as by a sequential run of the edited program."""

from pathlib import Path

import pytest

from tests.incremental.steps import play, read

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.md"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_what_runs_again(document: Path, tmp_path: Path) -> None:
    play(read(document.read_text()), tmp_path)
