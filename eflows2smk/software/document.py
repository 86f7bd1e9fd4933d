"""Software descriptions as files: JSON or YAML, with the place of every key and value."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eflows2smk.diagnostics import Diagnostic, ProgramError, Span

_MERGE = "tag:yaml.org,2002:merge"
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


def load(path: Path, shown: str) -> Document:
    """Parse a description. Raises ProgramError with a located diagnostic for what can't be read as a mapping."""
    import yaml

    start = Span(shown, 1, 0, 1, 0)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ProgramError(Diagnostic("E200", f"there is no software description '{shown}'", start)) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProgramError(Diagnostic("E200", f"'{shown}' can't be read: {reason}", start)) from None
    except UnicodeDecodeError as error:
        raise ProgramError(
            Diagnostic("E201", f"'{shown}' is not UTF-8: {error.reason}", start, "save it as UTF-8")
        ) from None
    try:
        # Between the tokens of JSON a tab is as good as a space; YAML wants none. One for one, so that columns hold.
        node = yaml.compose(text.replace("\t", " ") if path.suffix == ".json" else text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        span = start if mark is None else Span(shown, mark.line + 1, mark.column, mark.line + 1, mark.column + 1)
        kind = "JSON" if path.suffix == ".json" else "YAML"
        raise ProgramError(
            Diagnostic(
                "E201", f"this is not valid {kind}: {error.problem or error}", span, "check brackets, quotes and commas"
            )
        ) from None
    except yaml.YAMLError as error:
        raise ProgramError(Diagnostic("E201", f"'{shown}' can't be read: {error}", start)) from None
    if path.suffix == ".json" and node is not None:
        _check_json(text, shown)
    if not isinstance(node, yaml.MappingNode):
        raise ProgramError(
            Diagnostic(
                "E202",
                f"'{shown}' is not a software description",
                start,
                'it has to be a mapping with the key "execution"',
            )
        )
    reader = _Reader(shown)
    data = reader.value(node, ())
    if reader.problems:
        raise ProgramError(*reader.problems)
    return Document(shown, data, reader.keys, reader.values)


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

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.keys: dict[Path_, Span] = {}
        self.values: dict[Path_, Span] = {}
        self.problems: list[Diagnostic] = []
        self.open: list[Any] = []

    def value(self, node: Any, path: Path_) -> Any:
        import yaml

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
            return yaml.SafeLoader("").construct_object(node)
        except (ValueError, yaml.YAMLError) as error:
            reason = getattr(error, "problem", None) or error
            self._problem("E201", f"this value can't be read: {reason}", node, "quote it if it is text")
            return None
        finally:
            self.open.pop()

    def _problem(self, code: str, message: str, node: Any, help: str) -> None:
        self.problems.append(Diagnostic(code, message, self._span(node), help))

    def _mapping(self, node: Any, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        inherited: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if key_node.tag == _MERGE:
                for merged in self._merged(value_node, path):
                    for key, value in merged.items():
                        inherited.setdefault(key, value)
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
            reader = _Reader(self.shown)
            reader.open = self.open
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
