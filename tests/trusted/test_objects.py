"""Builtins that ask what a value is, for plain values and for the evaluator's own; sets; texts of values."""

from __future__ import annotations

import argparse
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, cast

import pytest

from eflows2smk.frontend import trusted
from eflows2smk.frontend.errors import ComputedValue
from eflows2smk.frontend.values import Bound, Descriptor, Future, Opaque, Record, UserClass
from eflows2smk.workflow.model import Artefact, Kind
from eflows2smk.workflow.text import Text, hole

Use = Callable[..., Any]


def future() -> Future:
    return Future(Artefact(Kind.OBJECT, "", 1, 0), "simulate")


def record_of(cls: UserClass, **state: Any) -> Record:
    record = Record(cls)
    record.state.update(state)
    return record


Rod = UserClass("Rod", "Rod", cast(Any, None), (), {"length": 3})
Long = UserClass("Long", "Long", cast(Any, None), (Rod,), {"__iter__": None})


@pytest.fixture
def builtin(world: trusted.World) -> Use:
    return lambda name, *args, **kwargs: trusted.call(world, trusted.builtin(name), list(args), kwargs)


def test_types(builtin: Use) -> None:
    text = hole("i", "3")
    assert isinstance(text, Text) and builtin("type", text) is str
    assert (
        builtin("isinstance", text, str)
        and builtin("isinstance", 3, (str, int))
        and builtin("isinstance", 3, int | str)
    )
    assert builtin("type", record_of(Rod)) is Rod
    assert builtin("isinstance", record_of(Long), Rod) and not builtin("isinstance", record_of(Rod), Long)
    assert builtin("isinstance", record_of(Long), Iterable) and not builtin("isinstance", record_of(Rod), Iterable)
    assert not builtin("isinstance", 3, Opaque("torch.Tensor")) and not builtin("isinstance", 3, Rod)
    assert builtin("issubclass", Long, Rod) and builtin("issubclass", bool, int)
    assert builtin("callable", len) and not builtin("callable", 3) and not builtin("callable", record_of(Rod))


@pytest.mark.parametrize("name", ["isinstance", "type", "callable", "str", "len", "list", "bool", "repr"])
def test_computed_values_are_refused(builtin: Use, name: str) -> None:
    with pytest.raises(ComputedValue):
        builtin(name, future(), *([int] if name == "isinstance" else []))


def test_computed_values_in_containers_have_no_text(builtin: Use) -> None:
    nested = {"a": [(future(),)]}
    for attempt in (
        lambda: builtin("str", nested),
        lambda: builtin("repr", nested),
        lambda: trusted.percent("%s", nested),
        lambda: trusted.format_method("{}", [nested], {}),
        lambda: trusted.formatted(nested, "x"),
    ):
        with pytest.raises(ComputedValue):
            attempt()


def test_computed_values_are_not_put_into_arrays(use: Use) -> None:
    with pytest.raises(ComputedValue):
        use("numpy", "array", [[future()]])
    with pytest.raises(trusted.Untrusted, match="Python objects"):
        use("numpy", "empty", 3, dtype=object)


def test_addresses_are_no_text(builtin: Use) -> None:
    with pytest.raises(trusted.Untrusted, match="address"):
        builtin("str", iter([1]))


def test_attributes_by_name(builtin: Use) -> None:
    record = record_of(Long, width=2)
    assert builtin("getattr", record, "width") == 2 and builtin("getattr", record, "length") == 3
    assert builtin("getattr", record, "no", 7) == 7 and not builtin("hasattr", record, "no")
    builtin("setattr", record, "no", 1)
    assert builtin("vars", record) == {"width": 2, "no": 1}
    args = argparse.Namespace(n=1)
    builtin("setattr", args, "m", 2)
    assert builtin("vars", args) == {"n": 1, "m": 2}
    with pytest.raises(trusted.Untrusted):
        builtin("getattr", "a", "__class__")
    with pytest.raises(AttributeError):
        builtin("getattr", "a", "foo")


def test_attrgetter_and_methodcaller(use: Use) -> None:
    assert use("operator", "attrgetter", "width")(record_of(Rod, width=2)) == 2
    assert use("operator", "methodcaller", "split", ",")("a,b") == ["a", "b"]
    with pytest.raises(trusted.Untrusted):
        use("operator", "attrgetter", "__class__")("a")


def test_copies(use: Use) -> None:
    shared = [1]
    made = use("copy", "deepcopy", {"a": shared, "b": (shared, deque([shared]))})
    assert made == {"a": [1], "b": ([1], deque([[1]]))}
    assert made["a"] is made["b"][0] is made["b"][1][0] and made["a"] is not shared
    record = record_of(Rod, grid=[1])
    copied = use("copy", "deepcopy", record)
    assert copied is not record and copied.cls is Rod and copied.state["grid"] is not record.state["grid"]
    assert use("copy", "copy", record).state["grid"] is record.state["grid"]
    text = hole("i", "3")
    assert use("copy", "deepcopy", [text])[0] is text
    value = future()
    other = use("copy", "deepcopy", [value])[0]
    assert other is not value and other.artefact is value.artefact


def test_decorators(use: Use, builtin: Use) -> None:
    made = builtin("property", 5)
    assert isinstance(made, Descriptor) and made.kind == "property"
    assert builtin("staticmethod", 5).kind == "staticmethod"
    assert use("functools", "wraps", 3)(4) == 4
    bound = Bound(lambda instance: instance, 3)
    assert use("functools", "partial", bound)() == 3


def test_sets_have_one_order(builtin: Use) -> None:
    names = {"b", "a", "c"}
    assert builtin("list", names) == ["a", "b", "c"] == list(trusted.ordered(names))
    assert builtin("tuple", builtin("enumerate", names)) == ((0, "a"), (1, "b"), (2, "c"))
    numbers = {3, 1, 2, 40}
    assert trusted.ordered(numbers) is numbers
    assert trusted.method("-", "join")(names) == "a-b-c"
    items = ["z"]
    trusted.method(items, "extend")(names)
    assert items == ["z", "a", "b", "c"]
    assert trusted.method(names, "pop")() == "a" and names == {"b", "c"}


def test_errors_of_functions_pass_through(builtin: Use) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        builtin("int", "x")
    with pytest.raises(TypeError):
        builtin("len", 3)
