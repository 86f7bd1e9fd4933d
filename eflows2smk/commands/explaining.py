"""``eflows2smk explain CODE``: a code's page in the terminal."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from difflib import get_close_matches

from eflows2smk.commands.reporting import is_terminal, say
from eflows2smk.diagnostics.codes import CODES
from eflows2smk.diagnostics.documents import CODE, Page, pages

COLUMNS = 100
_FENCE = re.compile(r"^```(\w+) ([^\n]+)$", re.MULTILINE)


def code_of(word: str) -> str:
    """The code that a word is, in whatever case; "" for other words."""
    return word.upper() if CODE.fullmatch(word.upper()) else ""


def completions(incomplete: str) -> list[tuple[str, str]]:
    """The codes that begin with this, and their titles; none for the beginning of a path."""
    return [(code, title) for code, title in CODES.items() if incomplete and code.startswith(incomplete.upper())]


def explain_code_command(code: str, *, as_json: bool) -> int:
    """Shows a page. Raises ValueError for a code that there is not."""
    if code not in CODES:
        near = get_close_matches(code, CODES, 3, 0.7)
        raise ValueError(f"there is no code '{code}'" + (f"; there are {', '.join(near)}" if near else ""))
    found = list(pages(code))
    if as_json:
        say(json.dumps({"code": code, "title": CODES[code], "pages": [_plain(page) for page in found]}, indent=1))
    elif is_terminal(sys.stdout):
        _show(found)
    else:
        say("\n".join(_text(page, is_first=not number) for number, page in enumerate(found)).rstrip("\n"))
    return 0


def _plain(page: Page) -> dict[str, object]:
    return {
        "text": page.text,
        "files": page.files,
        "command": page.command or "eflows2smk check main.py",
        "message": page.message,
        "mended": page.mended if page.changes else None,
    }


def _text(page: Page, *, is_first: bool) -> str:
    """As Markdown. Of further cases the title is not said again."""
    return page.text if is_first else page.text.partition("\n")[2]


def _show(found: list[Page]) -> None:
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.rule import Rule

    console = Console(highlight=False)
    console = Console(highlight=False, width=min(console.width, COLUMNS))
    for number, page in enumerate(found):
        if number:
            console.print(Rule(style="dim"))
        console.print(Markdown("\n".join(_named(_text(page, is_first=not number))), code_theme="ansi_dark"))


def _named(text: str) -> Iterator[str]:
    """With the names of files above their blocks, where a terminal shows no word of a fence's."""
    for line in text.splitlines():
        if found := _FENCE.fullmatch(line):
            language, name = found.groups()
            yield from (f"`{'$ ' if language == 'text' else ''}{name}`:", "")
        yield line
