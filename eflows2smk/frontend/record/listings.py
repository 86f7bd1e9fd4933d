"""Who saw which files there are: what is written there afterwards has to wait, or it would be seen too.

Snakemake orders writers before readers of a file. That something is *not* there yet, in a folder that is listed or
passed as a whole, no file says; where the writer does not depend on the reader anyway, a barrier stands between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from posixpath import dirname
from typing import Any

from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.workflow.model import Domain, Invocation, artefacts


class Listings:
    """Of one evaluation. entries: invocations and scripts, known by their numbers; barriers: numbers of those before
    them. Both grow."""

    def __init__(self, entries: Sequence[Any], barriers: list[int]) -> None:
        self.entries = entries
        self.barriers = barriers
        # The last invocation that saw what is in a folder, or whether a file is there; "." for all files.
        self._seen: dict[str, int] = {}
        self._disturbed: set[int] = set()

    def state(self) -> tuple[dict[str, int], set[int]]:
        """For `restore`."""
        return dict(self._seen), set(self._disturbed)

    def restore(self, state: tuple[dict[str, int], set[int]]) -> None:
        self._seen, self._disturbed = dict(state[0]), set(state[1])

    def sees(self, path: str, reader: int = -1) -> None:
        """An invocation looks at what is at the path, or in it; the one that is recorded next unless said otherwise."""
        self._seen[path] = len(self.entries) if reader < 0 else reader

    def disturbs(self, reader: int) -> None:
        """What is recorded next would change what an invocation sees."""
        self._disturbed.add(reader)

    def appears(self, path: str, number: int) -> None:
        """An invocation writes a path that was not there before."""
        if not self._seen:
            return
        folder = path
        while True:
            reader = self._seen.get(folder, number)
            if reader < number:
                self._disturbed.add(reader)
            if folder in (".", "/"):
                return
            folder = dirname(folder) or "."

    def settle(self, number: int, read: Iterable[Any], domains: Sequence[Domain]) -> None:
        """Let an invocation, which reads this and lies in these domains, come after all who must not see its files."""
        if not self._disturbed:
            return
        disturbed, self._disturbed = self._disturbed, set()
        barriers = self.barriers
        since = barriers[-1] if barriers else 0
        waiting = [reader for reader in disturbed if reader >= since]
        if not waiting:
            return
        decisions = [domain.decides.producer for domain in domains]
        producers = [*_producers(read), *decisions]
        if all(self._depends(producers, reader) for reader in waiting):
            return
        position = min([number, *decisions])
        if max(waiting) >= position:
            raise Refused(
                "E402",
                "this writes a file in a computed loop, into a folder that is listed there too",
                "write to another folder, or list it behind the loop",
            )
        barriers.append(position)

    def _depends(self, numbers: Sequence[int], reader: int) -> bool:
        """Whether one of these invocations comes after the reader in any case."""
        seen: set[int] = set()
        pending = list(numbers)
        while pending:
            number = pending.pop()
            if number == reader:
                return True
            # What came before it does not depend on it.
            if number < reader or number in seen or number >= len(self.entries):
                continue
            seen.add(number)
            entry = self.entries[number]
            held = [argument.reads for argument in entry.arguments] if isinstance(entry, Invocation) else entry.held
            pending += [*_producers(held), *(domain.decides.producer for domain in entry.domains)]
        return False


def _producers(held: Iterable[Any]) -> list[int]:
    return [made.producer for each in held for made in artefacts(each)]
