"""The page on PyCOMPSs is the one that the tables of the compiler give."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


def test_page_is_up_to_date(update_goldens: bool) -> None:
    page = DOCS / "coming-from-pycompss.md"
    text = runpy.run_path(str(DOCS / "coming_from_pycompss.py"))["page"]()
    if update_goldens:
        page.write_text(text)
    assert page.read_text() == text, "run python docs/coming_from_pycompss.py"
