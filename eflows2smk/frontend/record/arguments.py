"""What an argument of an invocation holds: values, and the artefacts that it reads and writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath
from typing import Any

from eflows2smk.frontend.evaluation.datamodel import type_name
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.items import set_item
from eflows2smk.frontend.evaluation.iteration import items_of
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.values import InstanceCell
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.record.beginnings import beginning_of
from eflows2smk.frontend.record.gathered import Gathered
from eflows2smk.frontend.record.notes import warn
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.results import Origin, Written, changed, object_artefact
from eflows2smk.frontend.record.together import Together
from eflows2smk.parameters import COLLECTION_FILE_IN, DIRECTORY_IN, FILE_IN, IN, INOUT, OUT, Direction
from eflows2smk.workflow.model import ABSENT, Argument, Artefact, Holding, Kind, Somewhere, leaves
from eflows2smk.workflow.text import has_symbol, readable


@dataclass(frozen=True, slots=True, eq=False)
class Passing:
    """One invocation whose arguments are made. updates: what has to be done when it is recorded, since it changes its
    arguments. together: where objects can be read that may share parts with what it changes; None if none do."""

    recording: Recording
    site: Site
    label: str
    number: int
    together: Together | None = None
    updates: list[Callable[[], None]] = field(default_factory=list)
    # Whether what is in a folder stays there when the invocation writes it as a whole, as for functions.
    keeps: bool = False

    @property
    def machine(self) -> Machine:
        return self.recording.machine


def hold(passing: Passing, name: str, direction: Direction, value: Any) -> Argument:
    """The argument for the parameter `name`. Raises Refused."""
    return _HOLD[direction.content](passing, name, direction, value)


_CONTAINERS = (list, tuple, dict)


# Objects --------------------------------------------------------------------------------------------------------------


def _object(passing: Passing, name: str, direction: Direction, value: Any) -> Argument:
    gathered = passing.recording.stores.gathered_now(value)
    if gathered is not None and not direction.writes:
        found = _gathered_paths(passing, name, gathered)
        if found is not None:
            return found
    held = passing.recording.freeze(value)
    if not direction.writes:
        if isinstance(held, str):
            return _plain_string(passing, name, direction, held)
        if isinstance(held, _CONTAINERS):
            return _plain_strings(passing, name, direction, held)
        return Argument(name, direction, held)
    if passing.together is not None and not isinstance(held, Artefact) and next(leaves(held), None) is not None:
        held = passing.together.alone(name)
    version = held.version + 1 if isinstance(held, Artefact) else 1
    written = object_artefact(version, passing.number, name, ())
    passing.updates.append(partial(_change, passing, value, written))
    return Argument(name, direction, held, written)


def _change(passing: Passing, value: Any, written: Artefact) -> None:
    recording = passing.recording
    origin = Origin(f"what '{passing.label}' changes", passing.site)
    place = passing.together or Written(passing.label, passing.site)
    changed(passing.machine.heap, recording.stores, value, written, place, origin)


def _plain_string(passing: Passing, name: str, direction: Direction, held: str) -> Argument:
    if not _is_written(passing, held):
        word = _waiting(passing, held)
        return Argument(name, direction if word is held else FILE_IN, word)
    leaf = passing.recording.files.read(held, Kind.FILE)
    warn(
        passing.machine,
        "W400",
        passing.site,
        f"'{held}' is written by an earlier invocation and passed to '{name}' as a plain string",
        "declare the parameter as FILE_IN; it is treated so here",
    )
    is_directory = isinstance(leaf, Artefact) and leaf.kind is Kind.DIRECTORY
    return Argument(name, DIRECTORY_IN if is_directory else FILE_IN, leaf)


def _is_written(passing: Passing, text: str) -> bool:
    return ("/" in text or "." in text) and passing.recording.files.is_written(text)


def _waiting(passing: Passing, text: str) -> Any:
    """A word, which may be the name of what an invocation writes: it stays what it is, but that is waited for."""
    files = passing.recording.files
    made = files.current.get(text)
    if type(made) is Artefact and made.version > 0 and made.kind is not Kind.OBJECT and not has_symbol(text):
        return Holding(text, (made,))
    return text


def _plain_strings(passing: Passing, name: str, direction: Direction, held: Any) -> Argument:
    """A list of plain strings of which some are paths that invocations write: it has to wait for them."""
    written = next((text for text in _strings(held) if _is_written(passing, text)), None)
    are_strings = isinstance(held, list | tuple) and all(isinstance(item, str) for item in held)
    if written is None:
        words = [_waiting(passing, item) for item in held] if are_strings else held
        is_path = are_strings and any(isinstance(word, Holding) for word in words)
        return Argument(name, COLLECTION_FILE_IN if is_path else direction, words if is_path else held)
    if are_strings:
        warn(
            passing.machine,
            "W400",
            passing.site,
            f"'{written}' is written by an earlier invocation and passed to '{name}' in a list of plain strings",
            "declare the parameter as COLLECTION_FILE_IN; it is treated so here",
        )
        return Argument(name, COLLECTION_FILE_IN, [passing.recording.files.read(item, Kind.FILE) for item in held])
    raise Refused(
        "E403",
        f"'{written}' is written by an earlier invocation and passed to '{name}' inside of a larger value,"
        " so nothing says that the task waits for it",
        "pass the paths in a parameter of their own, declared as FILE_IN or COLLECTION_FILE_IN",
    )


def _gathered_paths(passing: Passing, name: str, gathered: Gathered) -> Argument | None:
    """A list that loops gather, of paths that invocations write; None for other lists."""
    values = [member.value for member in gathered.members()]
    written = next((value for value in values if isinstance(value, str) and _is_written(passing, value)), None)
    if written is None or not all(isinstance(value, str) for value in values):
        return None
    warn(
        passing.machine,
        "W400",
        passing.site,
        f"'{readable(written)}' is written by an earlier invocation and passed to '{name}' in a list of plain strings",
        "declare the parameter as COLLECTION_FILE_IN; it is treated so here",
    )
    files = passing.recording.files
    return Argument(name, COLLECTION_FILE_IN, gathered.held(lambda member: files.read(member.value, Kind.FILE)))


def _strings(held: Any) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, list | tuple):
        for item in held:
            yield from _strings(item)
    elif isinstance(held, dict):
        for item in held.values():
            yield from _strings(item)


# Collections ----------------------------------------------------------------------------------------------------------


def _is_computed(value: Any) -> bool:
    return isinstance(value, Computed) or (isinstance(value, Cell) and value.is_computed)


def _collection(passing: Passing, name: str, direction: Direction, value: Any) -> Argument:
    """COLLECTION parameters: lists, nested at will, of objects; DICTIONARY parameters: what stands behind keys."""
    if _is_computed(value):
        return _object(passing, name, direction, value)
    if isinstance(value, Cell) and value.kind in ("array", "object"):
        # One object, as far as files go: who changes its members changes it.
        return _object(passing, name, {"in": IN, "inout": INOUT, "out": OUT}[direction.mode], value)
    held = passing.recording.freeze(value)
    if not direction.writes:
        return _plain_strings(passing, name, direction, held)
    written: Any
    if isinstance(value, Cell) and value.kind == "dict":
        written = {
            key: _member(passing, name, value, key, item, (position,))
            for position, (key, item) in enumerate(value.content.items())
        }
    else:
        written = _members(passing, name, value, ())
    return Argument(name, direction, ABSENT if direction.mode == "out" else held, written)


def _members(passing: Passing, name: str, value: Any, index: tuple[int, ...]) -> list[Any]:
    items = value if isinstance(value, tuple) else items_of(passing.machine, passing.site, value)
    written: list[Any] = []
    for position, item in enumerate(items or ()):
        place = (*index, position)
        if isinstance(item, Cell) and item.kind == "list" and not item.is_computed:
            written.append(_members(passing, name, item, place))
        else:
            written.append(_member(passing, name, value, position, item, place))
    return written


def _member(passing: Passing, name: str, holder: Any, key: Any, item: Any, place: tuple[int, ...]) -> Artefact:
    """What the invocation makes of one member of a collection."""
    before = passing.recording.stores.known(item) if _is_computed(item) else None
    made = object_artefact(before.version + 1 if before is not None else 1, passing.number, name, place)
    passing.updates.append(partial(_change_member, passing, holder, key, item, made))
    return made


def _change_member(passing: Passing, holder: Any, key: Any, item: Any, made: Artefact) -> None:
    """A member that is an object is that object, changed; in the place of another one stands a new value."""
    if isinstance(item, Cell) or (isinstance(item, Computed) and item.region is not None):
        _change(passing, item, made)
        if not isinstance(holder, Cell):
            return
    machine, stores = passing.machine, passing.recording.stores
    value = machine.heap.computed(None, Origin(f"a member of what '{passing.label}' changes", passing.site))
    if isinstance(item, Cell | Computed) and item.region is not None:
        # It may be the same object.
        stores.share(value, item.region)
        stores.watch(item, made)
    stores.put(value, made)
    if isinstance(holder, Cell):
        set_item(machine, passing.site, holder, key, value)


# Paths ----------------------------------------------------------------------------------------------------------------


def _path_argument(passing: Passing, name: str, direction: Direction, value: Any) -> Argument:
    """FILE and DIRECTORY parameters; None passes nothing."""
    if value is None:
        return Argument(name, IN, None)
    files = passing.recording.files
    kind = Kind.DIRECTORY if direction.content == "directory" else Kind.FILE
    if isinstance(value, Computed) and passing.keeps and direction.mode != "inout":
        return _somewhere(passing, name, direction, value)
    path = path_of(value, name)
    stays = passing.keeps and kind is Kind.DIRECTORY and not passing.machine.domains and files.has_content(path)
    reads: Any = files.read(path, kind) if direction.reads or stays else ABSENT
    if not direction.writes:
        return Argument(name, direction, reads)
    return Argument(name, direction, reads, files.write(path, kind, passing.number, name, ()))


def _somewhere(passing: Passing, name: str, direction: Direction, value: Computed) -> Argument:
    """A path of which only the run knows the text. Raises Refused where nothing is known of an output's."""
    files, begins = passing.recording.files, beginning_of(value)
    if direction.writes and not begins:
        raise _unknown_path(value, name)
    text = passing.recording.freeze(value)
    if not isinstance(text, Artefact):
        raise _unknown_path(value, name)
    after = files.found_at(begins, passing.number)
    if not direction.writes:
        return Argument(name, direction, Somewhere(text, begins, after))
    token = object_artefact(1, passing.number, name, ())
    files.write_outside(begins, token)
    passing.recording.waits = True
    return Argument(name, direction, Somewhere(text, begins, after), token)


def _paths(passing: Passing, name: str, direction: Direction, value: Any) -> Argument:
    """COLLECTION_FILE parameters: lists, nested at will, of paths."""
    files, machine, site = passing.recording.files, passing.machine, passing.site
    kind = Kind.DIRECTORY if direction.content == "collection_directory" else Kind.FILE

    gathered = passing.recording.stores.gathered_now(value)
    if gathered is not None and not direction.writes:
        return Argument(name, direction, gathered.held(lambda member: files.read(path_of(member.value, name), kind)))

    def each(item: Any, index: tuple[int, ...], make: Callable[[str, tuple[int, ...]], Any]) -> Any:
        if isinstance(item, tuple) or (isinstance(item, Cell) and item.kind == "list"):
            parts = items_of(machine, site, item)
            if parts is None:
                raise _unknown_path(item, name)
            return [each(part, (*index, i), make) for i, part in enumerate(parts)]
        return make(path_of(item, name), index)

    if _is_computed(value):
        raise _unknown_path(value, name)
    if isinstance(value, str | PurePath | int | float | None):
        raise Refused("E332", f"'{name}' takes a list of paths, not a value of type '{type_name(value)}'")
    if not isinstance(value, tuple) and not (isinstance(value, Cell) and value.kind == "list"):
        # An iterator can be walked through only once, by what reads and by what writes.
        value = tuple(items_of(machine, site, value) or ())
    reads = each(value, (), lambda path, _: files.read(path, kind)) if direction.reads else ABSENT
    if not direction.writes:
        return Argument(name, direction, reads)
    written = each(value, (), lambda path, index: files.write(path, kind, passing.number, name, index))
    return Argument(name, direction, reads, written)


def path_of(value: Any, name: str) -> str:
    """The path that is passed for a parameter. Raises Refused for what is none, or not known."""
    if isinstance(value, InstanceCell) and isinstance(value.base, str):
        value = value.base
    if isinstance(value, str):
        if not value:
            raise Refused("E332", f"'{name}' takes a path, not an empty string")
        return value
    if isinstance(value, PurePath):
        return str(value)
    if _is_computed(value):
        raise _unknown_path(value, name)
    raise Refused("E332", f"'{name}' takes a path, not a value of type '{type_name(value)}'")


def _unknown_path(value: Any, name: str) -> Refused:
    computed = value if isinstance(value, Computed) else value.content
    origin = getattr(computed, "origin", None)
    what = f"is {origin.label}" if isinstance(origin, Origin) else "is computed"
    return Refused(
        "E330",
        f"the path for '{name}' {what}, which only exists when the workflow runs",
        "a path has to be known when compiling; pass the file through a task with FILE_OUT,"
        " or use a FILE_TO_OBJECT / OBJECT_TO_FILE transformation",
    )


_HOLD: dict[str, Callable[[Passing, str, Direction, Any], Argument]] = {
    "object": _object,
    "file": _path_argument,
    "directory": _path_argument,
    "collection": _collection,
    "dict_collection": _collection,
    "collection_file": _paths,
    "collection_directory": _paths,
}
