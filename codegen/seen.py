"""Scripts know their files under the names that the program gives them: options that say where these are stored."""

from __future__ import annotations

from typing import Any

from eflows2smk.codegen.family import Family, Slot
from eflows2smk.codegen.storage import Storage
from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.rules.quoting import word
from eflows2smk.rules.recipe import SEEN
from eflows2smk.workflow.model import Each, Joined


def settle(family: Family, storage: Storage) -> None:
    """Leave out the options that say nothing new, once it is known where everything is stored.

    If one file is elsewhere, the script runs in a private folder, and all that it writes is moved from there.
    """
    seen = [slot for slot in family.params if slot.marks[:1] == (SEEN,)]
    if not seen:
        return
    moved = {slot.name for slot in seen if _is_elsewhere(slot, family, storage)}
    if moved:
        _check_known(seen, family)
    written = {slot.name for slot in family.outputs}
    family.params = [slot for slot in family.params if slot not in seen]
    for slot in seen:
        place = f"{{params.{slot.name}:q}}"
        if moved and (slot.name in moved or slot.marks[1] in written):
            if all(entry == slot.column[0] for entry in slot.column):
                first = slot.column[0]
                text = " ".join(map(word, first)) if isinstance(first, list) else word(first)
                family.shell = tuple(piece.replace(place, text) for piece in family.shell)
            else:
                family.params.append(Slot(slot.name, slot.column))
        else:
            family.shell = tuple(piece for piece in family.shell if place not in piece)


def _is_elsewhere(slot: Slot, family: Family, storage: Storage) -> bool:
    name = slot.marks[1]
    places = [each.column for each in (*family.inputs, *family.outputs) if each.name == name]
    return any(
        _texts(entry, storage) != paths for column in places for entry, paths in zip(column, _lists(slot), strict=True)
    )


def _check_known(seen: list[Slot], family: Family) -> None:
    """Raise ProgramError where it is not known how many files there are to be told where each of them is."""
    for slot in seen:
        for each in (*family.inputs, *family.outputs):
            many = each.name == slot.marks[1] and any(
                isinstance(item, Each) for entry in each.column for item in _items(entry)
            )
            if many and family.site is not None:
                raise ProgramError(
                    Diagnostic(
                        "E405",
                        "this reads files that only some runs write, and one of them, or another that it reads, is"
                        " written again by a later call or on the other side of a branch",
                        family.site.span,
                        "write each file once: under names of their own, or into folders of their own",
                    )
                )


def _items(entry: Any) -> list[Any]:
    return list(entry) if isinstance(entry, list | tuple) else [entry]


def _lists(slot: Slot) -> list[list[str]]:
    return [[str(path) for path in entry] if isinstance(entry, list) else [str(entry)] for entry in slot.column]


def _texts(entry: Any, storage: Storage) -> list[str]:
    found: list[str] = []
    for member in _items(entry):
        if isinstance(member, Each):
            found += _texts(member.items, storage)
        elif isinstance(member, Joined):
            versions = {text for each in (member.then, member.otherwise) if each for text in _texts(each, storage)}
            found.append(next((text for text in sorted(versions) if text != member.path), member.path))
        else:
            found.append(storage.of(member).text)
    return found
