"""Documents with a program, and the core language that it becomes.

``pytest tests/core --update-goldens`` writes the blocks ``text core`` anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eflows2smk.frontend.core.modules import lower_program
from eflows2smk.frontend.core.printing import print_code
from tests.documents import BLOCK, files, write

DOCUMENTS = sorted(Path(__file__).parent.glob("*.md"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_program_becomes_what_the_document_says(document: Path, tmp_path: Path, update_goldens: bool) -> None:
    page = document.read_text()
    write(files(page), tmp_path)
    made = "\n".join(map(print_code, lower_program(tmp_path / "main.py", tmp_path)))

    def renewed(block: re.Match[str]) -> str:
        is_core = (block["language"], block["name"]) == ("text", "core")
        return f"```text core\n{made}```" if is_core else block[0]

    wanted = BLOCK.sub(renewed, page)
    if update_goldens:
        document.write_text(wanted)
    else:
        assert page == wanted
    assert "```text core" in page
