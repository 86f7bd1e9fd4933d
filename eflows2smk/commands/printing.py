"""What jobs and the program itself print, shown in the order of the program, as soon as all before it was shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from eflows2smk.codegen.order import filled, within

if TYPE_CHECKING:
    from eflows2smk.codegen.order import Around, Order, Place, Text

# A line of the private folder of programs, which is no word of theirs.
_OURS = "left undeclared, and not kept: "


class Prints:
    """The logs of jobs that are done, and what was shown. Everything that it gives is lines, without the last end."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self._waiting: dict[str, Place] = {}
        # Logs, and texts that no job decides on.
        self._expected: list[tuple[Place, str | Text]] = [(place, log) for log, place in order.known.items()]
        self._expected += [((text.number,), text) for text in order.texts if not text.around]
        self._expected.sort(key=lambda entry: entry[0])
        arounds = [*(each.around for each in order.computed), *(each.around for each in order.texts)]
        begins = [around[0].begins for around in arounds if around]
        # Jobs of computed loops may come behind this place.
        self._open = min(begins, default=None)
        # Those before it were shown, or can't come any more.
        self._next = 0
        self._line = ""

    def done(self, log: str) -> Iterator[str]:
        """The job with this log is done: what can be shown by now."""
        place = self.order.place(log)
        if place is None:
            return
        self._waiting[log] = place
        while self._next < len(self._expected):
            place, entry = self._expected[self._next]
            if (isinstance(entry, str) and entry not in self._waiting) or not self._is_settled(place):
                return
            self._next += 1
            if isinstance(entry, str):
                del self._waiting[entry]
            yield from self._shown(entry if isinstance(entry, str) else entry.text, is_log=isinstance(entry, str))

    def _is_settled(self, place: Place) -> bool:
        return self._open is None or place[0] <= self._open

    def rest(self, *, texts: bool) -> Iterator[str]:
        """What was not shown so far, when no job is left. texts: with what the program prints itself."""
        found: list[tuple[Place, str, bool]] = [(place, log, True) for log, place in self._waiting.items()]
        if texts:
            left = self._expected[self._next :]
            found += [(place, entry.text, False) for place, entry in left if not isinstance(entry, str)]
            for text in self.order.texts:
                if text.around:
                    found += [(place, shown, False) for place, shown in self._instances(text)]
        for _, entry, is_log in sorted(found):
            yield from self._shown(entry, is_log=is_log)
        self._waiting.clear()
        self._next = len(self._expected)
        if self._line:
            yield self._line
            self._line = ""

    def _instances(self, text: Text) -> Iterator[tuple[Place, str]]:
        """A text in a computed loop or branch, for each time that the program comes there."""
        found: list[dict[str, int]] = [{}]
        for depth, each in enumerate(text.around):
            if each.name:
                found = [
                    {**iterations, each.name: number}
                    for iterations in found
                    for number in self._iterations((*within(text.around[:depth], iterations), each.begins))
                ]
            else:
                found = [iterations for iterations in found if _holds(each, iterations)]
        for iterations in found:
            yield (*within(text.around, iterations), text.number), filled(text.text, iterations)

    def _iterations(self, place: Place) -> list[int]:
        """Those of the loop at this place, of which jobs were done."""
        size = len(place)
        return sorted({each[size] for each in self._waiting.values() if each[:size] == place and len(each) > size})

    def _shown(self, entry: str, *, is_log: bool) -> Iterator[str]:
        """A log, or a text: as soon as its last line has an end."""
        self._line += _read(entry) if is_log else entry
        if self._line.endswith("\n"):
            yield self._line[:-1]
            self._line = ""


def _holds(around: Around, iterations: dict[str, int]) -> bool:
    try:
        return bool(json.loads(Path(filled(around.condition, iterations)).read_text())) is around.holds
    except (OSError, ValueError):
        return False


def _read(log: str) -> str:
    """What a job printed."""
    try:
        text = Path(log).read_text(errors="replace")
    except OSError:
        return ""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(_OURS))
