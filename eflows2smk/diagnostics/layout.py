"""One line of a source file, laid out for a terminal: tabs, wide characters, and a window for lines that are too long.

Enters a line and a range of characters, leaves the text to print and the columns to underline.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

TAB = 4
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """text: what to print. start, width: what to underline, in columns of the terminal; width is at least 1."""

    text: str
    start: int
    width: int


def excerpt(line: str, start: int, end: int, columns: int) -> Excerpt:
    """The part of `line` that shows the characters from `start` to `end` (exclusive) in at most `columns` columns."""
    cells = _cells(line)
    start = min(max(start, 0), len(cells))
    end = min(max(end, start), len(cells))
    first, last = _window(cells, start, end, columns)
    head = ELLIPSIS if first > 0 else ""
    tail = ELLIPSIS if last < len(cells) else ""
    text = head + "".join(text for text, _ in cells[first:last]) + tail
    left = len(head) + sum(width for _, width in cells[first:start])
    return Excerpt(text.rstrip(), left, max(1, sum(width for _, width in cells[start : min(end, last)])))


def _cells(line: str) -> list[tuple[str, int]]:
    """For each character what is printed for it, and how many columns that takes."""
    cells = []
    column = 0
    for character in line:
        if character == "\t":
            width = TAB - column % TAB
            text = " " * width
        elif unicodedata.category(character) in ("Cc", "Cf", "Cs"):
            # Neither control characters nor those that change the direction of writing reach the terminal.
            text, width = "\N{REPLACEMENT CHARACTER}", 1
        elif unicodedata.combining(character):
            text, width = character, 0
        else:
            text, width = character, 2 if unicodedata.east_asian_width(character) in "WF" else 1
        cells.append((text, width))
        column += width
    return cells


def _window(cells: list[tuple[str, int]], start: int, end: int, columns: int) -> tuple[int, int]:
    """The characters to show: all if they fit, else some around the marked ones, whose beginning is always shown."""
    if sum(width for _, width in cells) <= columns:
        return 0, len(cells)
    room = columns - 2 * len(ELLIPSIS)
    # A third of the line stands before what is marked, unless that leaves no room for all of it.
    marked = sum(width for _, width in cells[start:end])
    before = max(0, min(room // 3, room - marked))
    first = start
    while first > 0 and before >= cells[first - 1][1]:
        first -= 1
        before -= cells[first][1]
    last, used = first, 0
    while last < len(cells) and used + cells[last][1] <= room:
        used += cells[last][1]
        last += 1
    while first > 0 and last == len(cells) and used + cells[first - 1][1] <= room:
        first -= 1
        used += cells[first][1]
    return first, last
