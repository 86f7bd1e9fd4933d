"""What jobs print, shown in the order of the program: a job's as soon as all before it have been shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eflows2smk.codegen.order import Order

# A line of the private folder of programs, which is no word of theirs.
_OURS = "left undeclared, and not kept: "


class Prints:
    """The logs of jobs that are done, and which of them were shown."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self._waiting: dict[str, tuple[int, ...]] = {}
        self._expected = sorted((place, log) for log, place in order.known.items())
        # Those before it were shown, or can't come any more.
        self._next = 0

    def done(self, log: str) -> Iterator[str]:
        """The job with this log is done: what can be shown by now."""
        place = self.order.place(log)
        if place is None:
            return
        self._waiting[log] = place
        while self._next < len(self._expected) and self._expected[self._next][1] in self._waiting:
            place, log = self._expected[self._next]
            # Jobs of computed loops may still come before it.
            if any(begins < place[0] for _, begins, _ in self.order.computed):
                return
            self._next += 1
            del self._waiting[log]
            yield from _shown(log)

    def rest(self) -> Iterator[str]:
        """What was not shown so far, when no job is left."""
        for log, _ in sorted(self._waiting.items(), key=lambda entry: entry[1]):
            yield from _shown(log)
        self._waiting.clear()


def _shown(log: str) -> Iterator[str]:
    """What a job printed, without the last end of line; nothing where it printed nothing."""
    try:
        text = Path(log).read_text(errors="replace")
    except OSError:
        return
    lines = [line for line in text.removesuffix("\n").split("\n") if not line.startswith(_OURS)]
    if any(lines):
        yield "\n".join(lines)
