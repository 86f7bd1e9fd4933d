"""Scripts know their files under the names that the program gives them: options that say where these are stored."""

from __future__ import annotations

from typing import Any

from eflows2smk.codegen.family import Family, Slot
from eflows2smk.codegen.storage import Storage
from eflows2smk.rules.quoting import word
from eflows2smk.rules.recipe import SEEN
from eflows2smk.workflow.model import Each


def settle(family: Family, storage: Storage) -> None:
    """Leave out the options that say nothing new, once it is known where everything is stored.

    If one file is elsewhere, the script runs in a private folder, and all that it writes is moved from there.
    """
    seen = [slot for slot in family.params if slot.marks[:1] == (SEEN,)]
    if not seen:
        return
    moved = {slot.name for slot in seen if _is_elsewhere(slot, family, storage)}
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


def _lists(slot: Slot) -> list[list[str]]:
    return [[str(path) for path in entry] if isinstance(entry, list) else [str(entry)] for entry in slot.column]


def _texts(entry: Any, storage: Storage) -> list[str]:
    found: list[str] = []
    for member in entry if isinstance(entry, list | tuple) else [entry]:
        found += _texts(member.items, storage) if isinstance(member, Each) else [storage.of(member).text]
    return found
