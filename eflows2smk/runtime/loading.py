"""The arguments of a job: from the options of its command line to Python values, and what to store of them later."""

from __future__ import annotations

import os

from eflows2smk.runtime.errors import JobError
from eflows2smk.runtime.literals import decode, fill
from eflows2smk.runtime.objects import load, store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    Place = tuple[object, ...]
    Words = tuple[str, ...]


class Arguments:
    """Values by the name of their parameter, and the objects among them to store after the call."""

    __slots__ = ("values", "_updates", "_loaded", "_together", "_kept")

    def __init__(self, parameters: Sequence[tuple[str, str, Words]], together: Sequence[Words] = ()) -> None:
        """together: files with objects that share parts, of which parameters are some, and where to store them."""
        self.values: dict[str, Any] = {}
        self._together = together
        # Parameter, places in its (nested) list, and a file for each; no places: the value itself.
        self._updates: list[tuple[str, list[Place], Words]] = []
        self._loaded: dict[str, object] = {}
        # Members, in order, that the program also holds elsewhere.
        self._kept: dict[str, list[object]] = {}
        for option, name, words in parameters:
            self.values[name] = _READ[option](self, name, words)

    def store_updates(self) -> None:
        """Store what the call made of its in-out arguments. Raises JobError."""
        for name, places, files in self._updates:
            _check_shape(self.values[name], places, name)
            if not places:
                store(self.values[name], files[0], f"the changed argument '{name}'")
                continue
            kept = self._kept.get(name, [])
            for number, (place, file) in enumerate(zip(places, files, strict=True)):
                member = _at(self.values[name], place, name)
                if kept and not _is_same(member, kept[number]):
                    raise JobError(
                        f"the function puts something else in the place of member {_shown(place)} of '{name}'; the"
                        " program goes on with that member elsewhere too, where it would stay as it was. Change the"
                        " member in place, or return a new list"
                    )
                store(member, file, f"member {_shown(place)} of the changed argument '{name}'")
        for stored, changed in self._together:
            store(self.load("", stored), changed, "what shares parts with the changed arguments")

    def load(self, name: str, file: str) -> object:
        # One object passed twice is one object inside the function too.
        if file not in self._loaded:
            self._loaded[file] = load(file, name)
        return self._loaded[file]

    def _all(self, name: str, files: Sequence[str]) -> Iterator[object]:
        return (self.load(name, file) for file in files)

    # One method an option ---------------------------------------------------------------------------------------------

    def read_text(self, name: str, words: Words) -> object:
        return words[0]

    def read_path(self, name: str, words: Words) -> object:
        _unmarked(words[0])
        return words[0]

    def read_somewhere(self, name: str, words: Words) -> object:
        """A path that was computed. Raises JobError where it does not begin as the compiler took it to."""
        begins, file = words
        path = self.load(name, file)
        plain = os.path.normpath(os.fspath(path))  # type: ignore[call-overload]
        if not (plain + "/").startswith(os.path.normpath(begins) if begins.strip("./") else "") or plain[:2] == "..":
            raise JobError(f"the path '{path}' for '{name}' had to begin with '{begins}'")
        _unmarked(plain)
        return path

    def read_somewhere_out(self, name: str, words: Words) -> object:
        path = self.read_somewhere(name, words[:2])
        plain = os.path.normpath(os.fspath(path))  # type: ignore[call-overload]
        os.makedirs(os.path.dirname(plain) or ".", exist_ok=True)
        # Where the file is, for those who look after it.
        with open(words[2], "w", encoding="utf-8", errors="surrogateescape") as place:
            place.write(plain)
        return path

    def read_value(self, name: str, words: Words) -> object:
        return decode(words[0])

    def read_paths(self, name: str, words: Words) -> object:
        for word in words:
            _unmarked(word)
        return list(words)

    def read_object(self, name: str, words: Words) -> object:
        return self.load(name, words[0])

    def read_objects(self, name: str, words: Words) -> object:
        return list(self._all(name, words))

    def read_nested(self, name: str, words: Words) -> object:
        return fill(words[0], self._all(name, words[1:]))

    def read_nested_paths(self, name: str, words: Words) -> object:
        return fill(words[0], iter(words[1:]))

    def read_update(self, name: str, words: Words) -> object:
        self._updates.append((name, [], words[1:]))
        return self.load(name, words[0])

    def read_update_value(self, name: str, words: Words) -> object:
        self._updates.append((name, [], words[1:]))
        return decode(words[0])

    def read_part(self, name: str, words: Words) -> object:
        found: Any = self.load(name, words[1])
        return found[int(words[0])]

    def read_update_part(self, name: str, words: Words) -> object:
        self._updates.append((name, [], words[2:]))
        return self.read_part(name, words)

    def read_updates(self, name: str, words: Words) -> object:
        count = len(words) // 2
        self._updates.append((name, [(i,) for i in range(count)], words[count:]))
        return list(self._all(name, words[:count]))

    def read_nested_updates(self, name: str, words: Words) -> object:
        places = list(_places(fill(words[0], _endless())))
        # Static members have nothing to load, but something to store: the last file is that of the last place.
        first_out = len(words) - len(places)
        self._updates.append((name, places, words[first_out:]))
        return fill(words[0], self._all(name, words[1:first_out]))

    def read_kept_updates(self, name: str, words: Words) -> object:
        return self._keeping(name, self.read_updates(name, words))

    def read_kept_nested_updates(self, name: str, words: Words) -> object:
        return self._keeping(name, self.read_nested_updates(name, words))

    def _keeping(self, name: str, value: object) -> object:
        places = self._updates[-1][1]
        self._kept[name] = [_at(value, place, name) for place in places]
        return value

    def read_outs(self, name: str, words: Words) -> object:
        self._updates.append((name, [(i,) for i in range(len(words))], words))
        return [None] * len(words)

    def read_nested_outs(self, name: str, words: Words) -> object:
        value = fill(words[0], _endless())
        self._updates.append((name, list(_places(value)), words[1:]))
        return value


_READ: dict[str, Callable[[Arguments, str, tuple[str, ...]], object]] = {
    "--text": Arguments.read_text,
    "--value": Arguments.read_value,
    "--path": Arguments.read_path,
    "--paths": Arguments.read_paths,
    "--somewhere-in": Arguments.read_somewhere,
    "--somewhere-out": Arguments.read_somewhere_out,
    "--object": Arguments.read_object,
    "--objects": Arguments.read_objects,
    "--nested": Arguments.read_nested,
    "--nested-paths": Arguments.read_nested_paths,
    "--update": Arguments.read_update,
    "--update-value": Arguments.read_update_value,
    "--part": Arguments.read_part,
    "--update-part": Arguments.read_update_part,
    "--updates": Arguments.read_updates,
    "--nested-updates": Arguments.read_nested_updates,
    "--kept-updates": Arguments.read_kept_updates,
    "--kept-nested-updates": Arguments.read_kept_nested_updates,
    "--outs": Arguments.read_outs,
    "--nested-outs": Arguments.read_nested_outs,
}


def _unmarked(path: str) -> None:
    """Take Snakemake's mark out of a directory that a rule made: the function must find what its maker left.

    The directory keeps the mark's time, as if it had not been touched since. Another job may do the same meanwhile.
    """
    mark = path + "/.snakemake_timestamp"
    try:
        made = os.stat(mark)
        os.unlink(mark)
    except (FileNotFoundError, NotADirectoryError):
        return
    os.utime(path, ns=(made.st_atime_ns, made.st_mtime_ns))


def _endless() -> Iterator[object]:
    while True:
        yield None


def _places(value: Any, above: Place = ()) -> Iterator[Place]:
    """Where the members of a nested list stand, anything but a list is one; or those of a dictionary."""
    if isinstance(value, dict):
        yield from ((key,) for key in value)
        return
    for position, item in enumerate(value):
        place = (*above, position)
        if isinstance(item, list):
            yield from _places(item, place)
        else:
            yield place


def _check_shape(value: Any, places: list[Place], name: str) -> None:
    """Raises JobError for members that the function added, which nobody would see."""
    counts: dict[Place, set[object]] = {}
    for place in places:
        for end, key in enumerate(place):
            counts.setdefault(place[:end], set()).add(key)
    for holder, keys in counts.items():
        try:
            count = len(_at(value, holder, name))  # type: ignore[arg-type]
        except TypeError:
            continue
        if count > len(keys):
            raise JobError(
                f"the function added members to '{name}{_shown(holder)}'; a collection has to keep its shape"
            )


def _at(value: Any, place: Place, name: str) -> object:
    for position in place:
        try:
            value = value[position]
        except (IndexError, KeyError, TypeError):
            raise JobError(
                f"the function left no member {_shown(place)} in '{name}'; a collection has to keep its shape"
            ) from None
    return value


def _is_same(one: object, other: object) -> bool:
    """Whether nobody can tell one from the other."""
    return one is other or (type(one) is type(other) and type(one) in (int, float, str, bytes, bool) and one == other)


def _shown(place: Place) -> str:
    return "".join(f"[{position!r}]" for position in place)
