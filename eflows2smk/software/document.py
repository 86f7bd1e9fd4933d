"""Software descriptions as files: JSON or YAML, with the place of every key and value."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from eflows2smk.diagnostics import Diagnostic, ProgramError, Span
from eflows2smk.reading import content

_MERGE = "tag:yaml.org,2002:merge"
# What a description may hold: bytes, values with those that aliases repeat, values inside of each other, and characters
# of a number.
_SIZE = 500_000
_VALUES = 10_000
_DEPTH = 100
_DIGITS = 100
Path_ = tuple[str | int, ...]


class Document:
    """A parsed description. data: plain dicts, lists and scalars."""

    def __init__(self, shown: str, data: Any, keys: dict[Path_, Span], values: dict[Path_, Span]) -> None:
        self.shown = shown
        self.data = data
        self._keys = keys
        self._values = values

    def span(self, path: Sequence[str | int], key: bool = False) -> Span:
        """Where the value at a path stands, or its key; the nearest thing around it that is there."""
        wanted = tuple(path)
        while wanted:
            found = (self._keys if key else self._values).get(wanted) or self._keys.get(wanted)
            if found is not None:
                return found
            wanted = wanted[:-1]
        return self._values.get((), Span(self.shown, 1, 0, 1, 1))


def load(path: Path, shown: str, what: str = "software description", key: str = "execution") -> Document:
    """Parse a description. Raises ProgramError with a located diagnostic for what can't be read as a mapping.

    what: the file is called in messages. key: the one that it has to have.
    """
    import yaml

    start = Span(shown, 1, 0, 1, 0)
    text = _text(path, shown, start, what)
    node = _composed(text, path.suffix == ".json", shown, start)
    if not isinstance(node, yaml.MappingNode):
        message = f"'{shown}' is not a {what}"
        help = f'it has to be a mapping with the key "{key}"'
        raise ProgramError(Diagnostic("E202", message, start, help))
    reader = _Reader(shown)
    data = reader.value(node, ())
    if reader.problems:
        raise ProgramError(*reader.problems)
    if isinstance(data.get("$schema"), str):
        # For editors: see `json_schema`.
        del data["$schema"]
    return Document(shown, data, reader.keys, reader.values)


def _text(path: Path, shown: str, start: Span, what: str) -> str:
    try:
        return content(path, _SIZE).decode("utf-8-sig")
    except FileNotFoundError:
        raise ProgramError(Diagnostic("E200", f"there is no {what} '{shown}'", start)) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProgramError(Diagnostic("E200", f"'{shown}' can't be read: {reason}", start)) from None
    except UnicodeDecodeError as error:
        message = f"'{shown}' is not UTF-8: {error.reason}"
        raise ProgramError(Diagnostic("E201", message, start, "save it as UTF-8")) from None


def _composed(text: str, is_json: bool, shown: str, start: Span) -> Any:
    """The nodes of the text, of which anchored ones stand in several places."""
    import yaml

    try:
        # Between the tokens of JSON a tab is as good as a space; YAML wants none. One for one, so that columns hold.
        node = _compose(text.replace("\t", " ") if is_json else text)
    except yaml.MarkedYAMLError as error:
        kind = "JSON" if is_json else "YAML"
        mark = error.problem_mark or error.context_mark
        if "<stream end>" in (error.problem or "") and error.context_mark is not None:
            opened = text[error.context_mark.index]
            if opened in "[{":
                message = f"this is not valid {kind}: '{opened}' was never closed"
                raise ProgramError(Diagnostic("E201", message, _at(shown, error.context_mark))) from None
        span = start if mark is None else _at(shown, mark)
        words = _named(error.problem or str(error))
        said = f"{error.context}, {words}" if error.context and words.startswith("but ") else words
        message = f"this is not valid {kind}: {said}"
        raise ProgramError(Diagnostic("E201", message, span, "check brackets, quotes and commas")) from None
    except yaml.reader.ReaderError as error:
        lines = text[: error.position].split("\n")
        span = Span(shown, len(lines), len(lines[-1]), len(lines), len(lines[-1]) + 1)
        message = f"the character U+{error.character:04X} can't stand in a description"
        raise ProgramError(Diagnostic("E201", message, span)) from None
    except _TooMany as error:
        raise ProgramError(Diagnostic("E201", error.what, _at(shown, error.mark))) from None
    if is_json and node is not None:
        _check_json(text, shown)
    return node


# What the parser calls what it finds, and what people do.
_TOKENS = {
    "'<scalar>'": "a value",
    "'<stream end>'": "the end of the file",
    "'<block mapping start>'": "a key that is indented in another way",
    "'<block sequence start>'": "a list that is indented in another way",
    "'<block end>'": "the end of what is indented",
    "<block end>": "the end of what is indented",
    "'-'": "an entry of a list",
}


def _named(text: str) -> str:
    for token, name in _TOKENS.items():
        text = text.replace(token, name)
    return text


class _TooMany(Exception):
    """More than a description may hold. mark: where the first stands that is too many."""

    def __init__(self, what: str, mark: Any) -> None:
        super().__init__(what)
        self.what = what
        self.mark = mark


def _at(shown: str, mark: Any) -> Span:
    return Span(shown, mark.line + 1, mark.column, mark.line + 1, mark.column + 1)


def _compose(text: str) -> Any:
    import yaml

    class Loader(yaml.SafeLoader):
        """With limits: it composes by recursion, and slowly."""

        depth = 0
        count = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            self.depth += 1
            self.count += 1
            if self.depth > _DEPTH:
                self._refuse(f"values stand more than {_DEPTH} deep inside of each other here")
            if self.count > _VALUES:
                self._refuse(f"this description has more than {_VALUES:,} values")
            node = super().compose_node(parent, index)
            self.depth -= 1
            return node

        def _refuse(self, what: str) -> NoReturn:
            raise _TooMany(what, self.peek_event().start_mark)  # type: ignore[no-untyped-call]

    return yaml.compose(text, Loader=Loader)


def _check_json(text: str, shown: str) -> None:
    """YAML forgives what JSON does not: a comma too many, text without quotes."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        span = Span(shown, error.lineno, error.colno - 1, error.lineno, error.colno)
        help = "check brackets, quotes and commas"
        raise ProgramError(Diagnostic("E201", f"this is not valid JSON: {error.msg}", span, help)) from None


class _Reader:
    """From YAML's nodes to plain values, with spans."""

    def __init__(self, shown: str, outer: _Reader | None = None) -> None:
        from yaml.constructor import SafeConstructor

        self.shown = shown
        self.keys: dict[Path_, Span] = {}
        self.values: dict[Path_, Span] = {}
        self.problems: list[Diagnostic] = []
        self.constructor: Any = SafeConstructor() if outer is None else outer.constructor
        self.open: list[Any] = [] if outer is None else outer.open
        # Numbers all values, those that aliases stand for as often as they stand there.
        self.count: Iterator[int] = itertools.count(1) if outer is None else outer.count

    def value(self, node: Any, path: Path_) -> Any:
        import yaml

        if next(self.count) > _VALUES:
            message = f"with what its aliases stand for, this description has more than {_VALUES:,} values"
            raise ProgramError(Diagnostic("E201", message, self._span(node), "write out what is meant"))
        self.values[path] = self._span(node)
        if any(node is outer for outer in self.open):
            self._problem("E201", "this alias stands inside of what it stands for", node, "write out what is meant")
            return None
        self.open.append(node)
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, path)
            if isinstance(node, yaml.SequenceNode):
                return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
            return self._scalar(node)
        except (ValueError, yaml.YAMLError) as error:
            reason = getattr(error, "problem", None) or error
            self._problem("E201", f"this value can't be read: {reason}", node, "quote it if it is text")
            return None
        finally:
            self.open.pop()

    def _scalar(self, node: Any) -> Any:
        # YAML has numbers to the base of 60, too, without a limit on their digits.
        if node.tag.endswith((":int", ":float")) and len(node.value) > _DIGITS:
            raise ValueError(f"a number of {len(node.value):,} characters")
        return self.constructor.construct_object(node)

    def _problem(self, code: str, message: str, node: Any, help: str) -> None:
        self.problems.append(Diagnostic(code, message, self._span(node), help))

    def _mapping(self, node: Any, path: Path_) -> dict[str, Any]:
        import yaml

        result: dict[str, Any] = {}
        inherited: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if key_node.tag == _MERGE:
                for merged in self._merged(value_node, path):
                    for key, value in merged.items():
                        inherited.setdefault(key, value)
                continue
            if not isinstance(key_node, yaml.ScalarNode):
                self._problem("E201", "a key has to be text", key_node, "write a name before the colon")
                continue
            key = str(key_node.value)
            span = self._span(key_node)
            if key in result:
                self.problems.append(Diagnostic("E203", f"'{key}' stands here twice", span, "remove one of them"))
            self.keys[*path, key] = span
            result[key] = self.value(value_node, (*path, key))
        return {**inherited, **result}

    def _merged(self, node: Any, path: Path_) -> list[dict[str, Any]]:
        """The mappings behind a merge key ``<<``, the one that wins first; their places are noted below `path`."""
        import yaml

        found = []
        for each in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            if not isinstance(each, yaml.MappingNode):
                message = "'<<' takes a mapping, or a list of mappings"
                self._problem("E202", message, each, "name one with an alias: *name")
                continue
            reader = _Reader(self.shown, self)
            found.append(reader.value(each, path))
            self.problems += reader.problems
            for mine, theirs in ((self.keys, reader.keys), (self.values, reader.values)):
                mine.update({place: span for place, span in theirs.items() if place != path and place not in mine})
        return [mapping for mapping in found if mapping is not None]

    def _span(self, node: Any) -> Span:
        start, end = node.start_mark, node.end_mark
        if end.line > start.line:
            return Span(self.shown, start.line + 1, start.column, start.line + 1, start.column + 1)
        return Span(self.shown, start.line + 1, start.column, end.line + 1, end.column)
