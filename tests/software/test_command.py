"""Command lines against a real bash: what a program gets is what the value holds."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eflows2smk.parameters import COLLECTION_FILE_IN, FILE_IN, FILE_OUT_STDOUT, IN, Direction
from eflows2smk.software import Literal, Reference, command_line, has_operators, parse, redirects, render

VALUES = st.text(st.characters(min_codepoint=1, max_codepoint=0x2FF), max_size=12)
TEMPLATES = {"{{v}}": "", "a'{{v}}'b": "ab", '"x{{v}}y"': "xy", '"$(printf "%s" "{{v}}"; printf .)"': "."}


def words(text: str) -> list[str]:
    done = subprocess.run(["bash", "-c", f"printf '%s\\0' {text}"], capture_output=True, check=True)
    return done.stdout.decode().split("\0")[:-1]


@pytest.mark.parametrize("template", TEMPLATES)
@settings(max_examples=15, deadline=None)
@given(value=VALUES)
def test_a_value_arrives_byte_for_byte(template: str, value: str) -> None:
    around = TEMPLATES[template]
    before, after = ("", around) if around == "." else (around[:1], around[1:])
    assert words(render(parse(template), {"v": value})) == [before + value + after]


def test_a_list_is_one_word_each_but_one_inside_of_quotes() -> None:
    assert words(render(parse("{{v}} '{{v}}'"), {"v": ["a b", "c"]})) == ["a b", "c", "a b c"]


def test_a_hash_is_a_character() -> None:
    assert words(render(parse("a #b"), {})) == ["a", "#b"]


def test_without_args_parameters_follow_in_order_with_their_prefixes() -> None:
    directions = {
        "a": Direction("FILE_IN", "file", "in", prefix="--in="),
        "hidden": Direction("IN", "object", "in", prefix="#"),
        "log": FILE_OUT_STDOUT,
        "many": Direction("COLLECTION_FILE_IN", "collection_file", "in", prefix="-m"),
    }
    order = ("a", "hidden", "log", "many")
    line = render(command_line({"binary": "tool"}, order, directions), {"a": "x", "many": ["p", "q"]})
    assert line == "tool --in=x -m p q"
    assert redirects(order, directions) == {"stdout": "log"}


def test_empty_args_pass_nothing() -> None:
    assert command_line({"binary": "tool", "args": ""}, ("a",), {"a": IN, "b": FILE_IN}) == (Literal("tool"),)
    assert command_line({"binary": "t"}, ("c",), {"c": COLLECTION_FILE_IN}) == (
        Literal("t"),
        Literal(" "),
        Reference("c"),
    )


@pytest.mark.parametrize(("text", "expected"), [("a | b", True), ("'a | b'", False), ("a > b", True), ("a", False)])
def test_operators_outside_of_quotes(text: str, expected: bool) -> None:
    assert has_operators(text) is expected
