"""Files of facts: which entries each has, and what an entry says, read when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from pathlib import Path

from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.frontend.library.facts import Alias, Facts, TypeFacts
from eflows2smk.frontend.library.lines import Entry, entries, problem
from eflows2smk.frontend.library.notation import Said, read

BUILTINS = "builtins"
# Libraries that have no file of their own.
OTHERS = "others"
# Methods of objects whose class is not known, each named ``any.NAME``.
ANY = "any"


class Table:
    """What one file says. Of two entries for one name the first counts, and the second is a problem."""

    def __init__(self, text: str, file: str, allows: Callable[[Entry], str] | None = None) -> None:
        """file: as diagnostics shall show it. allows: says why an entry may not stand in this file, "" if it may."""
        found, wrong = entries(text, file)
        self._entries: dict[tuple[bool, str], Entry] = {}
        self._said: dict[tuple[bool, str], Said | None] = {}
        self._problems = wrong
        for entry in found:
            key = (entry.is_type, entry.name)
            first = self._entries.setdefault(key, entry)
            why = allows(entry) if allows is not None else ""
            if first is not entry:
                why = f"'{entry.name}' stands in line {first.number} already"
            if why:
                self._problems.extend(problem(why, entry.head).diagnostics)
                if first is entry:
                    del self._entries[key]

    def facts(self, name: str) -> Facts | Alias | None:
        """What is said of a function, attribute or value; None where nothing is, or nothing that can be understood."""
        found = self._get(False, name)
        return found if isinstance(found, Facts | Alias) else None

    def type(self, name: str) -> TypeFacts | None:
        found = self._get(True, name)
        return found if isinstance(found, TypeFacts) else None

    def names(self) -> Iterator[str]:
        """All names that are no types, in the order of the file."""
        return (name for is_type, name in self._entries if not is_type)

    def types(self) -> Iterator[str]:
        return (name for is_type, name in self._entries if is_type)

    def problems(self) -> tuple[Diagnostic, ...]:
        """All that is wrong with the file, by line."""
        for is_type, name in self._entries:
            self._get(is_type, name)
        return tuple(sorted(self._problems, key=lambda each: each.span))

    def _get(self, is_type: bool, name: str) -> Said | None:
        key = (is_type, name)
        if key not in self._said:
            entry = self._entries.get(key)
            try:
                self._said[key] = None if entry is None else read(entry)
            except ProgramError as error:
                self._said[key] = None
                self._problems.extend(error.diagnostics)
        return self._said[key]


@cache
def known(library: str) -> Table | None:
    """The file of this library that comes with the compiler."""
    file = resources.files("eflows2smk.frontend.library").joinpath("known", f"{library}.facts")
    return Table(file.read_text(encoding="utf-8"), f"{library}.facts") if file.is_file() else None


def known_libraries() -> tuple[str, ...]:
    """The libraries that have a file of their own, with `BUILTINS` and `OTHERS`."""
    folder = resources.files("eflows2smk.frontend.library").joinpath("known")
    return tuple(sorted(Path(each.name).stem for each in folder.iterdir() if each.name.endswith(".facts")))


def known_tables(name: str) -> Iterator[Table]:
    """The files that may have an entry for this dotted name."""
    first = name.partition(".")[0]
    of_file = first.isidentifier() and first != OTHERS and (first, name) != (ANY, ANY)
    own = known(first) if of_file else None
    for table in (own, known(BUILTINS), known(OTHERS)) if own is None else (own,):
        if table is not None:
            yield table
