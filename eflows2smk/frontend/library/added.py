"""Files of facts that other packages bring, and the one that users write beside ``main.py``.

A package names its file in an entry point of the group ``eflows2smk.library``. The entry point's name is the library,
its value the package and the file in it; nothing of the package is imported:

    [project.entry-points."eflows2smk.library"]
    meshtool = "meshtool:meshtool.facts"
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from eflows2smk.diagnostics import Diagnostic, Span
from eflows2smk.frontend.library.lines import Entry
from eflows2smk.frontend.library.tables import Table
from eflows2smk.reading import content

GROUP = "eflows2smk.library"
FILE = "eflows2smk.facts"


def of_user(folder: Path) -> tuple[Table | None, tuple[Diagnostic, ...]]:
    """The file of facts in the folder of a program, and why it can't be read."""
    path = folder / FILE
    if not path.is_file():
        return None, ()
    return _read(path, _shown(path), None)


@cache
def entries() -> dict[str, tuple[EntryPoint, ...]]:
    """The entry points of all installed packages, by the library that they tell of."""
    found: dict[str, tuple[EntryPoint, ...]] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda each: (each.name, each.value)):
        found[entry.name] = (*found.get(entry.name, ()), entry)
    return found


@cache
def of_packages(library: str) -> tuple[tuple[Table, ...], tuple[Diagnostic, ...]]:
    """What installed packages say about a library, and which of their files can't be read."""
    tables: list[Table] = []
    wrong: list[Diagnostic] = []
    for entry in entries().get(library, ()):
        table, problems = _of_entry(entry)
        wrong.extend(problems)
        if table is not None:
            tables.append(table)
    return tuple(tables), tuple(wrong)


def _of_entry(entry: EntryPoint) -> tuple[Table | None, tuple[Diagnostic, ...]]:
    package, _, file = entry.value.partition(":")
    name = file or f"{entry.name}.facts"
    for folder in _folders(package.strip()):
        path = folder / name
        if path.is_file():
            return _read(path, str(path), entry.name)
    shown = Span(f"{entry.value} (entry point of {GROUP})", 1, 0, 1, 1)
    message = f"the package '{package}' has no file '{name}', which is to tell of '{entry.name}'"
    help = 'the value of the entry point is a package and a file in it: "meshtool:meshtool.facts"'
    return None, (Diagnostic("E240", message, shown, help),)


def _folders(package: str) -> list[Path]:
    """Where a package lies. Python imports what stands above a package to find it, so only the top is asked for."""
    top, *below = package.split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return []
    places = spec.submodule_search_locations if spec is not None else None
    return [Path(place, *below) for place in places or ()]


def _shown(path: Path) -> str:
    """The path as diagnostics show it: relative where it lies below the current folder."""
    whole, here = path.resolve(), Path.cwd().resolve()
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(whole)


def _read(path: Path, shown: str, library: str | None) -> tuple[Table | None, tuple[Diagnostic, ...]]:
    def allows(entry: Entry) -> str:
        if library is None or entry.name == library or entry.name.startswith(f"{library}."):
            return ""
        return f"'{entry.name}' is not of '{library}', which is all that this file may tell of"

    try:
        text = content(path).decode()
    except (OSError, UnicodeDecodeError) as error:
        return None, (Diagnostic("E240", f"the file can't be read: {error}", Span(shown, 1, 0, 1, 1)),)
    return Table(text, shown, allows), ()
