"""Strings with provenance: always what Python gives, with the holes where they can be followed."""

from __future__ import annotations

import os
from pathlib import PosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eflows2smk.frontend.trusted import interface as trusted
from eflows2smk.frontend.trusted import strings
from eflows2smk.workflow.text import Text, hole, join, shape_of

words = st.text(alphabet="ab/.%{}_ é0", max_size=6)
labels = st.one_of(st.none(), st.sampled_from(["i", "name", "i + 1"]))


@st.composite
def texts(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(st.tuples(words, st.booleans()), max_size=4))
    return join([hole(f"h{i}", word) if is_hole else word for i, (word, is_hole) in enumerate(pieces)])


def shape(text: str) -> str:
    return str(text.shape) if isinstance(text, Text) else str(text)


def consistent(text: str) -> None:
    """The holes and the literals of a text make up its value."""
    if isinstance(text, Text):
        literals = text.shape.literals
        assert len(literals) == len(text.holes) + 1 == len(text.shape.labels) + 1
        assert str(text) == literals[0] + "".join(
            h + literal for h, literal in zip(text.holes, literals[1:], strict=True)
        )


@given(texts(), texts(), labels, labels)
def test_concat_is_python(left: str, right: str, left_label: str | None, right_label: str | None) -> None:
    result = strings.concat(left, right, left_label, right_label)
    assert result == str(left) + str(right)
    consistent(result)


@given(texts(), st.data())
def test_cut_is_a_slice(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    result = strings.cut(text, start, end)
    assert result == str(text)[start:end]
    consistent(result)


values = st.one_of(
    st.integers(-1000, 1000), st.floats(-1e6, 1e6), texts(), st.none(), st.lists(st.integers(), max_size=2)
)
directives = st.sampled_from(["%s", "%r", "%5s", "%-6s|", "%.2s", "%%", "x%sy", "%a", "é", "/"])


@given(st.lists(directives, max_size=5), st.lists(values, max_size=5))
def test_percent_with_a_tuple_is_python(parts: list[str], given_values: list[Any]) -> None:
    template = "".join(parts)
    arguments = tuple(given_values)
    try:
        expected = template % arguments
    except (TypeError, ValueError) as error:
        with pytest.raises(type(error)):
            strings.percent(template, arguments, tuple(f"v{i}" for i in range(len(arguments))))
        return
    result = strings.percent(template, arguments, tuple(f"v{i}" for i in range(len(arguments))))
    assert result == expected
    consistent(result)


@pytest.mark.parametrize(
    ("template", "values", "labels", "result"),
    [
        ("out/%s_%03d.txt", ("a", 7), ("name", "i"), "out/{name}_{i}.txt"),
        ("out/%s.txt", "a", "name", "out/{name}.txt"),
        ("%(case)s/%(n)d", {"case": "x", "n": 3}, "d", "{case}/{n}"),
        ("%*d|%s", (5, 3, "z"), ("w", "i", "s"), "{i}|{s}"),
        ("%s-%s", ("lit", 3), (None, "i"), "lit-{i}"),
        ("%s and %s", ("p", "q"), "pair", "{pair[0]} and {pair[1]}"),
        ("100%% %s", ("p",), ("x",), "100% {x}"),
    ],
)
def test_percent_keeps_the_holes(template: str, values: Any, labels: Any, result: str) -> None:
    made = strings.percent(template, values, labels)
    assert made == template % values
    assert shape(made) == result


fields = st.sampled_from(["{}", "{!r}", "{:>8}", "{0}", "{1}", "{a}", "{a!s:5}", "{{", "}}", "x/", "{0:{1}}", "{a[0]}"])


@given(st.lists(fields, max_size=4), st.lists(values, max_size=3), values)
def test_format_method_is_python(parts: list[str], args: list[Any], a: Any) -> None:
    template = "".join(parts)
    try:
        expected = template.format(*args, a=a)
    except Exception as error:
        # A width that no text should have is refused before Python could say that the rest is wrong.
        with pytest.raises((type(error), trusted.TooLarge)):
            trusted.format_method(template, args, {"a": a}, ["p", "q", "r"][: len(args)], {"a": "a"})
        return
    result = trusted.format_method(template, args, {"a": a}, ["p", "q", "r"][: len(args)], {"a": "a"})
    assert result == expected
    consistent(result)


def test_format_method_keeps_the_holes() -> None:
    made = trusted.format_method(
        "o/{}_{n:02d}/{d[k]}", ["x"], {"n": 3, "d": {"k": "v"}}, ["name"], {"n": "i", "d": "d"}
    )
    assert made == "o/x_03/v"
    assert shape(made) == "o/{name}_{i}/{d[k]}"


def test_format_method_does_not_reach_the_inside_of_objects() -> None:
    with pytest.raises(trusted.Untrusted):
        trusted.format_method("{0.__class__}", [1], {})


@given(st.lists(texts(), min_size=1, max_size=4), st.lists(labels, max_size=4))
def test_path_join_is_python(parts: list[str], given_labels: list[str | None]) -> None:
    result = trusted.path_join(parts, given_labels)
    assert result == os.path.join(*map(str, parts))
    consistent(result)


@given(texts(), st.lists(texts(), max_size=4), labels)
def test_join_method_is_python(separator: str, items: list[str], label: str | None) -> None:
    result = trusted.join_method(separator, items, label)
    assert result == str(separator).join(map(str, items))
    consistent(result)


@given(texts(), words, words)
def test_replace_and_strip_are_python(text: str, old: str, new: str) -> None:
    for name, args in [("replace", (old, new)), ("strip", (old,)), ("rstrip", ()), ("removesuffix", (old,))]:
        result = trusted.method(text, name)(*args)
        assert result == getattr(str(text), name)(*args)
        consistent(result)


@given(texts())
def test_os_path_functions_are_python(text: str) -> None:
    for name in ("basename", "dirname", "normpath", "split", "splitext"):
        found = trusted.attribute("os.path", name)
        assert found is not None
        result = found.value(text)
        assert result == getattr(os.path, name)(str(text))
        for item in result if isinstance(result, tuple) else (result,):
            consistent(item)


def test_names_of_files_keep_their_holes() -> None:
    text = strings.fstring(["in/", ("a", "name", "", ""), ".", (3, "k", "", "03d"), ".gro"])
    assert shape(text) == "in/{name}.{k}.gro"
    splitext = trusted.attribute("os.path", "splitext")
    assert splitext is not None
    root, extension = splitext.value(text)
    assert (shape(root), extension) == ("in/{name}.{k}", ".gro")
    assert shape(trusted.method(text, "replace")(".gro", ".pdb")) == "in/{name}.{k}.pdb"
    assert shape(trusted.text_of(3, "i")) == "{i}"


segments = st.text(alphabet="ab.é{", max_size=4)


@given(segments, st.lists(texts(), max_size=3), st.booleans())
def test_paths_are_pathlib(first: str, rest: list[str], divided: bool) -> None:
    made = trusted.make_path([first], ["first"])
    plain = PosixPath(first)
    for part in rest:
        made = trusted.divide(made, part, None, "part") if divided else made.joinpath(part)
        plain = plain / str(part)
    assert str(made) == str(plain) and made == plain and hash(made) == hash(plain)
    consistent(str(made))
    assert repr(made) == repr(plain)
    for name in ("name", "stem", "suffix", "parent"):
        assert str(getattr(made, name)) == str(getattr(plain, name))
        consistent(str(getattr(made, name)))


def test_paths_keep_their_holes() -> None:
    path = trusted.divide(trusted.make_path(["out"]), "a", None, "name")
    path = trusted.divide(path, trusted.fstring(["x_", (3, "i", "", ""), ".txt"]))
    assert shape(str(path)) == "out/{name}/x_{i}.txt"
    assert shape(os.fspath(path)) == "out/{name}/x_{i}.txt"
    assert shape(str(path.with_suffix(".png"))) == "out/{name}/x_{i}.png"
    assert shape(str(path.with_name("y"))) == "out/{name}/y"
    assert shape(str(path.parent)) == "out/{name}"
    assert shape(path.stem) == "x_{i}"
    assert shape(str(trusted.divide("top", trusted.make_path(["a"], ["n"]), None, None))) == "top/{n}"


def test_a_text_with_very_many_holes_becomes_plain() -> None:
    text = ""
    for i in range(1000):
        text = strings.concat(text, str(i), "text", "i")
    assert text == "".join(map(str, range(1000)))
    assert not isinstance(text, Text) or len(text.holes) <= strings.HOLES


def test_one_shape_for_all_iterations() -> None:
    made = [strings.concat("out/", str(i), None, "i") for i in range(3)]
    assert {id(text.shape) for text in made if isinstance(text, Text)} == {id(shape_of(("out/", ""), ("i",)))}
