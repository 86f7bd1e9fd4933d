"""The pages on the codes: what each means and why, a program that provokes it, and the same program mended.

The pages are Markdown, and tests at the same time. In a page code blocks with a name behind their language are files;
the block ``text`` has the message, with the command that says it if that is not ``eflows2smk check main.py``; a block
``diff NAME`` mends a file: lines with ``-`` are replaced by those with ``+``, and ``@@`` stands between two places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eflows2smk.diagnostics.codes import CODES

FOLDER = Path(__file__).with_name("pages")
_BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<name>[^\n]+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile("[EWN][0-9]{3}")
_NO_FILES = ("text", "diff", "console")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the program that provokes the code, by file name, and what is said of it; None where none does.

    command: that says it; "" for a check. changes: the files that are mended, and how.
    """

    path: Path
    text: str
    files: dict[str, str]
    message: str | None = None
    command: str = ""
    changes: tuple[tuple[str, str], ...] = ()

    @property
    def code(self) -> str:
        return self.path.stem.split("-")[0]

    @property
    def mended(self) -> dict[str, str]:
        """All files of the mended program. Raises ValueError for a change that does not fit."""
        files = dict(self.files)
        for name, change in self.changes:
            files[name] = changed(files.get(name, ""), change)
        return files


def read(path: Path) -> Page:
    """Raises OSError."""
    text = path.read_text(encoding="utf-8")
    blocks = list(_BLOCK.finditer(text))
    files = {each["name"]: each["text"] for each in blocks if each["name"] and each["language"] not in _NO_FILES}
    changes = tuple((each["name"], each["text"]) for each in blocks if each["language"] == "diff")
    said = next((each for each in blocks if each["language"] == "text"), None)
    if said is None:
        return Page(path, text, files, changes=changes)
    return Page(path, text, files, said["text"], said["name"] or "", changes)


def changed(text: str, change: str) -> str:
    """A file mended. Raises ValueError where the lines to be replaced are not there, or there several times."""
    for part in change.split("@@\n"):
        lines = part.splitlines()
        before = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
        after = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
        if text.count(before) != 1 and before:
            raise ValueError(f"these lines are there {text.count(before)} times:\n{before}")
        text = text.replace(before, after, 1) if before else text + after
    return text


def pages(code: str) -> Iterator[Page]:
    """Those on a code: the main one, then further cases."""
    main = FOLDER / f"{code}.md"
    for path in (main, *sorted(FOLDER.glob(f"{code}-*.md"))):
        if path.is_file():
            yield read(path)


def link(code: str) -> str:
    """The address of a code's page, on this machine; "" where there is none."""
    path = FOLDER / f"{code}.md"
    return path.as_uri() if code in CODES and path.is_file() else ""
