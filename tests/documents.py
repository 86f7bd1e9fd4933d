"""Programs inside of Markdown documents: each code block with a name behind its language is a file."""

from __future__ import annotations

import re
from pathlib import Path

BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<name>[^\n]+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def files(page: str) -> dict[str, str]:
    """The named blocks of a document, by name; those in ``text`` are no files."""
    return {
        block["name"]: block["text"] for block in BLOCK.finditer(page) if block["name"] and block["language"] != "text"
    }


def write(found: dict[str, str], folder: Path) -> None:
    """Write the files below the folder. Those that say how they are run can be run."""
    for name, text in found.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        if text.startswith("#!"):
            path.chmod(0o755)
