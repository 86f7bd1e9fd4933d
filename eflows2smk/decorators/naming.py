"""Which entries of folders a text names: those that the private folder of a program shows, as in compiled jobs."""

from __future__ import annotations

import glob
import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# How many folders above its own a program can name.
HIGHEST = 6
# Between parts of words, between words, and around quotes, which may hold spaces.
_BETWEEN = (
    re.compile(r"""[ \t\n'"`;|&<>(){}=:,$]+"""),
    re.compile(r"""[ \t\n'"`;|&<>()]+"""),
    re.compile(r"""[\n'"]+"""),
)
# A quote inside of quotes, which belongs to the word.
_QUOTED = "'\"'\"'"
_PATTERN = re.compile(r"[*?\[]")
_SCRIPT = 65536


class Named:
    """links: entries by where they seem to be: how many folders above that of the program, and their name."""

    def __init__(self, home: str, hidden: Iterable[str]) -> None:
        """home: the current folder. hidden: entries of it that the program does not see."""
        self.links: dict[tuple[int, str], str] = {}
        self._home = home
        self._hidden = frozenset(hidden)
        self._read: set[str] = set()

    def read(self, text: str) -> None:
        """Find what the text, and scripts that it names, name: words, parts of them, and what stands in quotes."""
        text = text.replace(_QUOTED, "\1")
        for word in dict.fromkeys(word for between in _BETWEEN for word in between.split(text)):
            self.word(word.replace("\1", "'"))

    def word(self, word: str) -> None:
        """Find what may be a relative path. Raises ValueError for what lies too far above."""
        if not word or word.startswith("/"):
            return
        height = 0
        while word == ".." or word.startswith("../") or (word.startswith("./") and len(word) > 2):
            first, _, word = word.partition("/")
            word, height = word or ".", height + (first == "..")
        folder = os.path.join(self._home, *[".."] * height)
        entry = word.partition("/")[0]
        if height > HIGHEST:
            raise ValueError(f"'{word}' lies too far above the working folder")
        for found in _matching(folder, entry):
            self._entry(height, folder, found, word if found == entry else "")

    def _entry(self, height: int, folder: str, entry: str, path: str) -> None:
        if not height and entry in self._hidden:
            return
        self.links.setdefault((height, entry), os.path.join(folder, entry))
        script = os.path.join(folder, path)
        if not path or script in self._read or not os.path.isfile(script):
            return
        self._read.add(script)
        try:
            with open(script, "rb") as file:
                begin = file.read(2)
                if begin == b"#!" or script.endswith((".sh", ".py")):
                    self.read((begin + file.read(_SCRIPT - 2)).decode(errors="surrogateescape"))
        except OSError:
            # Whoever runs it says so.
            return


def _matching(folder: str, entry: str) -> Iterator[str]:
    """The entries of a folder that a word, or a pattern, names."""
    if entry == ".":
        yield from os.listdir(folder)
    elif _PATTERN.search(entry):
        yield from glob.glob(entry, root_dir=folder)
    elif entry and os.path.exists(os.path.join(folder, entry)):
        yield entry
