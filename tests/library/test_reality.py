"""What the lines on Python's own library and NumPy say, compared with what the real functions do."""

from __future__ import annotations

import collections.abc
import csv
import inspect
import io
import numbers
from typing import Any

import numpy
import pytest

from eflows2smk.frontend.library.facts import Evaluation, Facts, Kind, Passing, Relation, Result, Type
from eflows2smk.frontend.library.library import Library
from eflows2smk.frontend.library.tables import known
from tests.library.examples import OBJECTS, Observed, calls, likeness, reachable, real

LIBRARY = Library()
LIBRARIES = (
    "builtins base64 bisect calendar cmath collections copy csv datetime decimal fnmatch fractions functools hashlib"
    " heapq io itertools json math numpy operator os pathlib pprint random re shlex statistics string struct textwrap"
    " tomllib types urllib zlib"
).split()
# Of these parts of NumPy's and Python's types, the notation has names of its own.
OWN_TYPES = {
    "iterator": collections.abc.Iterator,
    "function": collections.abc.Callable,
    "dict_keys": collections.abc.Set,
    "ellipsis": type(...),
    "csv.writer": type(csv.writer(io.StringIO())),
}
# They stop the test, or have to do with the process that runs it.
NOT_HERE = {"breakpoint", "help", "input", "exit", "quit", "print", "open", "exec", "eval", "compile", "__import__"}


def functions(library: str) -> list[tuple[Facts, str]]:
    """The lines whose functions can be called here, each with its type if it is a method."""
    table = known(library)
    assert table is not None
    found = []
    for name in table.names():
        facts = LIBRARY.name(name)
        if facts is None or facts.name != name or facts.kind is not Kind.FUNCTION or name in NOT_HERE:
            continue
        owner = name.rpartition(".")[0]
        is_outside = (
            facts.files or facts.states or facts.depends or facts.process or facts.prints or facts.unknown_files
        )
        if is_outside or name.endswith(".*"):
            continue
        if facts.is_method and facts.parameters[0].name == "self" and owner not in OBJECTS:
            continue
        try:
            real(name)
        except LookupError:
            # Of a newer Python.
            continue
        found.append((facts, owner if facts.is_method else ""))
    return found


def observed(library: str) -> list[tuple[Facts, list[Observed]]]:
    return [(facts, list(calls(facts, owner))) for facts, owner in functions(library)]


@pytest.mark.parametrize("library", LIBRARIES)
def test_lines_are_true(library: str) -> None:
    wrong: list[str] = []
    uncalled: list[str] = []
    evaluated = 0
    for facts, seen in observed(library):
        for each in seen:
            wrong += [
                f"{facts.name}{tuple(a for _, a in each.arguments)!r:.100}: {what}" for what in disagreements(each)
            ]
        if facts.evaluation is not Evaluation.RESIDUAL:
            evaluated += 1
            if not seen:
                uncalled.append(facts.name)
    assert wrong == [], "\n".join(wrong)
    assert len(uncalled) <= evaluated * 0.1, uncalled


def disagreements(each: Observed) -> list[str]:
    return [*_type(each), *_changes(each), *_sharing(each), *_holdings(each)]


def _type(each: Observed) -> list[str]:
    facts, result = each.facts, each.result
    if not facts.result or any(_fits(found, each) for found in facts.result):
        return []
    return [f"gives a {type(result).__name__}: {result!r:.60}"]


def _fits(found: Result, each: Observed) -> bool:
    if found.shares and found.shares[0].relation is Relation.IS:
        same = [value for name, value in each.arguments if name == found.shares[0].parameter]
        return any(each.result is value for value in same)
    return found.type is None or is_of(each.result, found.type, each)


def type_of(value: Any) -> type:
    return value.__class__


def is_of(value: Any, type: Type, each: Observed) -> bool:
    """Whether a value is of the type that a line says."""
    match type.name:
        case "None":
            return value is None
        case "object":
            return True
        case "Self":
            cls = real(each.facts.name)
            cls = cls if inspect.isclass(cls) else real(each.facts.name.rpartition(".")[0])
            return isinstance(value, (cls, type_of(each.arguments[0][1])) if each.arguments else cls)
        case "numbers.Number":
            return isinstance(value, numbers.Number | numpy.bool | numpy.generic)
        case "numpy.ndarray" if type.arguments:
            return isinstance(value, numpy.ndarray) and value.dtype.kind in "biufcmMOSUV"
        case "file":
            return hasattr(value, "read")
    cls = OWN_TYPES.get(type.name)
    if cls is None:
        try:
            cls = real({"csv.reader": "_csv.reader"}.get(type.name, type.name))
        except LookupError:
            return type.name.startswith("dict_") or type.name == "hashlib.HASH"
    if type.name == "hashlib.HASH":
        return hasattr(value, "hexdigest")
    if not inspect.isclass(cls):
        return callable(value)
    if not isinstance(value, cls):
        return False
    if isinstance(value, list) and type.arguments:
        return all(is_of(item, type.arguments[0], each) for item in value)
    if isinstance(value, tuple) and len(type.arguments) == len(value):
        return all(is_of(item, argument, each) for item, argument in zip(value, type.arguments, strict=True))
    return True


def _changes(each: Observed) -> list[str]:
    facts = each.facts
    given = {name for name, _ in each.arguments}
    allowed = set(facts.iterates)
    allowed |= {
        change.parameter for change in facts.changes if not change.condition or change.condition.parameter in given
    }
    deep = {change.parameter for change in facts.changes if change.deep}
    wrong = []
    for (name, value), before in zip(each.arguments, each.before, strict=True):
        if name in allowed or facts.unknown_changes:
            continue
        # What is changed may be a part of what is not.
        if likeness(value) != before and not _holds_changed(each, value, allowed | deep):
            wrong.append(f"changes {name}")
    return wrong


def _holds_changed(each: Observed, value: Any, allowed: set[str]) -> bool:
    inside = reachable(value)
    return any(id(other) in inside for name, other in each.arguments if name in allowed)


def _common(first: dict[int, Any], second: dict[int, Any]) -> bool:
    if first.keys() & second.keys():
        return True
    arrays = [[item for item in group.values() if isinstance(item, numpy.ndarray)] for group in (first, second)]
    return any(numpy.may_share_memory(one, other) for one in arrays[0] for other in arrays[1])


def _sharing(each: Observed) -> list[str]:
    facts = each.facts
    if not facts.result or any(found.shares is None for found in facts.result):
        return []
    said = {(sharing.parameter, sharing.relation) for found in facts.result for sharing in found.shares or ()}
    mine = reachable(each.result)
    wrong = []
    for position, (name, value) in enumerate(each.arguments):
        theirs = each.reached[position] | reachable(value)
        if not _common(mine, theirs):
            continue
        relations = {relation for parameter, relation in said if parameter == name}
        if not relations and not _shared_with_another(each, mine, theirs, said):
            wrong.append(f"gives what shares with {name}")
        elif relations == {Relation.HOLDS_PARTS} and id(value) in mine and each.result is not value:
            wrong.append(f"gives what holds {name} itself")
    return wrong


def _shared_with_another(each: Observed, mine: Any, theirs: Any, said: set[tuple[str, Relation]]) -> bool:
    """Whether what is shared belongs to an argument of which the line says so: two arguments that share."""
    named = {parameter for parameter, _ in said}
    calling = {parameter for parameter, relation in said if relation in (Relation.RETURNED, Relation.HOLDS_RETURNED)}
    if calling:
        # What a function gives may be of what it gets.
        return True
    return any(_common(theirs, reachable(value)) for name, value in each.arguments if name in named)


def _holdings(each: Observed) -> list[str]:
    facts = each.facts
    said = {(holding.holder, holding.sharing.parameter) for holding in facts.holdings}
    wrong = []
    for first, (name, value) in enumerate(each.arguments):
        now = reachable(value)
        for second, (other, _) in enumerate(each.arguments):
            if first == second or name == other or _common(each.reached[first], each.reached[second]):
                continue
            if _common(now, each.reached[second]) and not {(name, other), (other, name)} & said:
                wrong.append(f"{name} holds {other} afterwards")
    return wrong


# Parameters -----------------------------------------------------------------------------------------------------------

# The names of C's parameters differ from one version of Python to the next, and can't be used as keywords.
LIBRARIES_WITH_KEYWORDS = (*LIBRARIES, "glob", "shutil", "tempfile", "logging", "warnings", "pickle", "gzip", "filecmp")


@pytest.mark.parametrize("library", LIBRARIES_WITH_KEYWORDS)
def test_parameters_have_their_real_names(library: str) -> None:
    table = known(library)
    assert table is not None
    wrong = []
    for name in table.names():
        facts = LIBRARY.name(name)
        if facts is None or facts.name != name or facts.kind is not Kind.FUNCTION or name.endswith((".*", "__")):
            continue
        try:
            signature = inspect.signature(real(name)).parameters
        except (LookupError, ValueError, TypeError):
            continue
        theirs = [each for each in signature.values() if each.name not in ("self", "cls")]
        variadic = any(each.kind in (each.VAR_KEYWORD, each.VAR_POSITIONAL) for each in theirs)
        keywords = {each.name for each in theirs if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)}
        own = facts.parameters[1:] if facts.is_method else facts.parameters
        for parameter in own:
            by_keyword = parameter.passing in (Passing.EITHER, Passing.KEYWORD)
            if by_keyword and parameter.name not in keywords and not variadic and parameter.name in str(signature):
                wrong.append(f"{name}: {parameter.name} can't be given by keyword")
            if parameter.passing is Passing.KEYWORD and parameter.name not in keywords and not variadic:
                wrong.append(f"{name}: no {parameter.name}")
        places = [each.name for each in theirs if each.kind is each.POSITIONAL_OR_KEYWORD]
        ours = [each.name for each in own if each.passing in (Passing.POSITION, Passing.EITHER)]
        before = len([each for each in theirs if each.kind is each.POSITIONAL_ONLY])
        for position, each in enumerate(places, before):
            if position < len(ours) and ours[position] != each:
                wrong.append(f"{name}: {ours[position]} is {each}")
    assert wrong == [], "\n".join(wrong)


def test_attributes_have_their_types() -> None:
    wrong = []
    for library in LIBRARIES:
        table = known(library)
        assert table is not None
        for name in table.names():
            facts = LIBRARY.name(name)
            owner, _, attribute = name.rpartition(".")
            if facts is None or facts.kind is not Kind.ATTRIBUTE or owner not in OBJECTS or not facts.result:
                continue
            for maker in OBJECTS[owner]:
                value = maker()
                if not hasattr(value, attribute) or any(each.type is None for each in facts.result):
                    continue
                seen = Observed(facts, [("self", value)], [], [], getattr(value, attribute))
                if not any(is_of(seen.result, each.type, seen) for each in facts.result if each.type):
                    wrong.append(f"{name} of {value!r} is {seen.result!r}")
    assert wrong == [], "\n".join(wrong)


def test_constants_are_there_and_have_their_types() -> None:
    wrong = []
    for library in LIBRARIES:
        table = known(library)
        assert table is not None
        for name in table.names():
            facts = LIBRARY.name(name)
            if facts is None or facts.kind is not Kind.CONSTANT:
                continue
            seen = Observed(facts, [], [], [], real(name))
            if facts.result and not any(is_of(seen.result, each.type, seen) for each in facts.result if each.type):
                wrong.append(name)
    assert wrong == [], "\n".join(wrong)


def test_bases_are_the_real_ones() -> None:
    wrong = []
    for library in (*LIBRARIES, "sqlite3", "configparser", "enum", "logging", "pickle"):
        table = known(library)
        assert table is not None
        for name in table.types():
            found = LIBRARY.type(name)
            assert found is not None
            try:
                cls = real(name)
                bases = [real(base) for base in found.bases]
            except LookupError:
                continue
            if not inspect.isclass(cls) or name.startswith("collections.User"):
                continue
            wrong += [f"{name}({base})" for base in bases if inspect.isclass(base) and not issubclass(cls, base)]
    assert wrong == [], "\n".join(wrong)
