"""What an argument of an invocation holds: values, and the artefacts that it reads and writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from eflows2smk.frontend.computed.symbols import Grown
from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.files import Files
from eflows2smk.frontend.freezing import freeze
from eflows2smk.frontend.job_names import job_name
from eflows2smk.frontend.results import computed
from eflows2smk.frontend.values import Future, Record
from eflows2smk.parameters import COLLECTION_FILE_IN, DIRECTORY_IN, FILE_IN, IN, Direction
from eflows2smk.workflow.model import ABSENT, Argument, Artefact, Kind

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator

Updates = list[Callable[[], None]]


class Holder:
    """Makes arguments. What a call changes is put in its place afterwards, by the functions added to `updates`."""

    def __init__(self, evaluator: Evaluator, files: Files) -> None:
        self.evaluator = evaluator
        self.files = files

    def hold(self, number: int, name: str, direction: Direction, value: Any, updates: Updates) -> Argument:
        """The argument of invocation `number` for the parameter `name`."""
        return _HOLD[direction.content](self, number, name, direction, value, updates)

    def freeze(self, value: Any) -> Any:
        parts = self.evaluator.loops.parts
        promoted = {**self.evaluator.promoted, **parts} if parts else self.evaluator.promoted
        return freeze(value, promoted, partial(job_name, self.evaluator))

    def hold_object(self, number: int, name: str, direction: Direction, value: Any, updates: Updates) -> Argument:
        """IN, OUT and INOUT objects."""
        if isinstance(value, Grown) and not direction.writes and (path := self._written_member(value)):
            self._paths_note(path, name)
            return self.hold_paths(number, name, COLLECTION_FILE_IN, value, updates)
        held = self.freeze(value)
        if not direction.writes:
            if isinstance(held, str):
                return self._plain_string(name, direction, held)
            if isinstance(held, list | tuple | dict):
                return self._plain_strings(name, direction, held)
            return Argument(name, direction, held)
        version = held.version + 1 if isinstance(held, Artefact) else 1
        written = computed(version, number, name, ())
        updates.append(lambda: self._replace(value, written))
        return Argument(name, direction, held, written)

    def _replace(self, value: Any, written: Artefact) -> None:
        """From now on the object, under all of its names, is what the invocation made of it."""
        if type(value) is Future:
            _rewritten(value, written)
        elif type(value) is Record:
            if value.future is None:
                value.future = Future(written, f"'{value.cls.name}'")
                self.evaluator.host.taker.objects.known.becomes(value, value.future)
            _rewritten(value.future, written)
        elif isinstance(value, int | float | str | bytes | bool | type(None) | tuple | frozenset):
            # Immutable: the caller's value stays what it is, as in plain Python.
            return
        else:
            known = self.evaluator.promoted.get(id(value))
            if known is None:
                future = Future(written, "an object changed in place")
                self.evaluator.promote(value, future)
                future.changes("a task changes", deep=True)
                why = "may be changed by a task that changes what it is in"
                self.evaluator.host.taker.objects.parts_changed(value, why)
            else:
                _rewritten(known, written)

    def _plain_string(self, name: str, direction: Direction, held: str) -> Argument:
        files = self.files
        if self._is_written(held):
            leaf = files.read(held, Kind.FILE)
            self.evaluator.report_here(
                "W400",
                f"'{held}' is written by an earlier invocation and passed to '{name}' as a plain string",
                "declare the parameter as FILE_IN; it is treated so here",
            )
            is_directory = isinstance(leaf, Artefact) and leaf.kind is Kind.DIRECTORY
            return Argument(name, DIRECTORY_IN if is_directory else FILE_IN, leaf)
        return Argument(name, direction, held)

    def _is_written(self, text: str) -> bool:
        return ("/" in text or "." in text) and self.files.is_written(text)

    def _written_member(self, grown: Grown) -> str:
        """A path among the members of a list, all of them plain strings, that an invocation writes; "" for none."""
        members = list(grown.plain())
        if not all(isinstance(member, str) for member in members):
            return ""
        return next((member for member in members if self._is_written(member)), "")

    def _paths_note(self, path: str, name: str) -> None:
        self.evaluator.report_here(
            "W400",
            f"'{path}' is written by an earlier invocation and passed to '{name}' in a list of plain strings",
            "declare the parameter as COLLECTION_FILE_IN; it is treated so here",
        )

    def _plain_strings(self, name: str, direction: Direction, held: Any) -> Argument:
        """A list of plain strings of which some are paths that invocations write: it has to wait for them."""
        written = next((text for text in _strings(held) if self._is_written(text)), None)
        if written is None:
            return Argument(name, direction, held)
        if isinstance(held, list | tuple) and all(isinstance(item, str) for item in held):
            self._paths_note(written, name)
            return Argument(name, COLLECTION_FILE_IN, [self.files.read(item, Kind.FILE) for item in held])
        raise Refusal(
            "E403",
            f"'{written}' is written by an earlier invocation and passed to '{name}' inside of a larger value,"
            " so nothing says that the task waits for it",
            help="pass the paths in a parameter of their own, declared as FILE_IN or COLLECTION_FILE_IN",
        )

    def hold_path(self, number: int, name: str, direction: Direction, value: Any, updates: Updates) -> Argument:
        """FILE and DIRECTORY parameters; None passes nothing."""
        if value is None:
            return Argument(name, IN, None)
        kind = Kind.DIRECTORY if direction.content == "directory" else Kind.FILE
        path = _path(value, name)
        reads: Any = self.files.read(path, kind) if direction.reads else ABSENT
        if not direction.writes:
            return Argument(name, direction, reads)
        return Argument(name, direction, reads, self.files.write(path, kind, number, name, ()))

    def hold_collection(self, number: int, name: str, direction: Direction, value: Any, updates: Updates) -> Argument:
        """COLLECTION parameters: lists, nested at will, of objects; DICTIONARY parameters: what stands behind keys."""
        if isinstance(value, Future) or (self.evaluator.promoted and id(value) in self.evaluator.promoted):
            return self.hold_object(number, name, direction, value, updates)
        held = self.freeze(value)
        if not direction.writes:
            return Argument(name, direction, held)
        written: Any
        if isinstance(value, dict):
            places = enumerate(value.items())
            written = {key: self._member(number, name, value, key, item, (i,), updates) for i, (key, item) in places}
        else:
            written = self._members(number, name, value, (), updates)
        return Argument(name, direction, ABSENT if direction.mode == "out" else held, written)

    def _members(self, number: int, name: str, value: Any, index: tuple[int, ...], updates: Updates) -> list[Any]:
        written: list[Any] = []
        for position, item in enumerate(value):
            place = (*index, position)
            if isinstance(item, list):
                written.append(self._members(number, name, item, place, updates))
                continue
            written.append(self._member(number, name, value, position, item, place, updates))
        return written

    def _member(
        self,
        number: int,
        name: str,
        holder: Any,
        key: Any,
        item: Any,
        place: tuple[int, ...],
        updates: Updates,
    ) -> Artefact:
        """What the invocation makes of one member of a collection."""
        version = item.artefact.version + 1 if type(item) is Future and item.artefact is not None else 1
        made = computed(version, number, name, place)
        updates.append(partial(_put, holder, key, item, made))
        return made

    def hold_paths(self, number: int, name: str, direction: Direction, value: Any, updates: Updates) -> Argument:
        """COLLECTION_FILE parameters: lists, nested at will, of paths."""
        kind = Kind.DIRECTORY if direction.content == "collection_directory" else Kind.FILE

        def each(item: Any, index: tuple[int, ...], make: Callable[[str, tuple[int, ...]], Any]) -> Any:
            if isinstance(item, list | tuple):
                return [each(part, (*index, i), make) for i, part in enumerate(item)]
            return make(_path(item, name), index)

        if isinstance(value, Grown) and not direction.writes:
            grown: Any = value.held(lambda path: self.files.read(_path(path, name), kind), plain=True)
            return Argument(name, direction, grown)
        if not isinstance(value, list | tuple):
            if hasattr(value, "__iter__") and not isinstance(value, str | Future):
                value = list(value)
            else:
                raise Refusal("E332", f"'{name}' takes a list of paths, not {_article(value)}")
        reads = each(value, (), lambda path, _: self.files.read(path, kind)) if direction.reads else ABSENT
        if not direction.writes:
            return Argument(name, direction, reads)
        return Argument(
            name,
            direction,
            reads,
            each(value, (), lambda path, index: self.files.write(path, kind, number, name, index)),
        )


_HOLD: dict[str, Callable[..., Argument]] = {
    "object": Holder.hold_object,
    "file": Holder.hold_path,
    "directory": Holder.hold_path,
    "collection": Holder.hold_collection,
    "dict_collection": Holder.hold_collection,
    "collection_file": Holder.hold_paths,
    "collection_directory": Holder.hold_paths,
}


def _rewritten(future: Future, made: Artefact) -> None:
    """The object is what an invocation made of it; what may share parts with it, nobody knows any more."""
    future.artefact = made
    future.changes("a task changes", deep=True)


def _put(holder: Any, key: Any, item: Any, made: Artefact) -> None:
    if type(item) is Future:
        _rewritten(item, made)
    else:
        holder[key] = Future(made, "a member of a collection")


def _strings(held: Any) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, list | tuple):
        for item in held:
            yield from _strings(item)
    elif isinstance(held, dict):
        for item in held.values():
            yield from _strings(item)


def _path(value: Any, name: str) -> str:
    if isinstance(value, str):
        if not value:
            raise Refusal("E332", f"'{name}' takes a path, not an empty string")
        return value
    if isinstance(value, PurePath):
        return str(getattr(value, "text", None) or str(value))
    if type(value) is Future:
        raise Refusal(
            "E330",
            f"the path for '{name}' is the result of {value.label}, which only exists when the workflow runs",
            help="a path has to be known when compiling; pass the file through a task with FILE_OUT,"
            " or use a FILE_TO_OBJECT / OBJECT_TO_FILE transformation",
        )
    raise Refusal("E332", f"'{name}' takes a path, not {_article(value)}")


def _article(value: Any) -> str:
    return f"a value of type '{type(value).__name__}'"
