"""The details of parameters and processors, and what YAML has beyond JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.parameters import Direction
from eflows2smk.software import Description, describe, load


def described(folder: Path, text: str) -> tuple[Description | None, list[Diagnostic]]:
    path = folder / "d.yaml"
    path.write_text(text)
    document = load(path, "d.yaml")
    return describe(document.data, document.span, parameters=("a", "b"), environment={})


def direction(folder: Path, text: str) -> Direction:
    description, found = described(folder, f"parameters:\n  a: {text}\n")
    assert description is not None, found
    return description.directions["a"]


def problems(folder: Path, text: str) -> list[tuple[str, str, str]]:
    description, found = described(folder, text)
    assert description is None
    return [(d.code, str(d.span), d.message) for d in found]


def test_keys_of_details_have_no_case(tmp_path: Path) -> None:
    made = direction(tmp_path, "{type: FILE_OUT, StdIOStream: STDOUT, PREFIX: null, depth: 2, weight: 3}")
    assert (made.content, made.mode, made.stream, made.prefix, made.depth) == ("file", "out", "stdout", "", 2)


def test_a_direction_of_its_own_replaces_that_of_the_type(tmp_path: Path) -> None:
    made = direction(tmp_path, "{type: FILE_IN, direction: INOUT}")
    assert (made.content, made.mode) == ("file", "inout")


@pytest.mark.parametrize(
    ("details", "code", "column", "message"),
    [
        ("{type: FILE_IN, prefiks: -x}", "E210", 22, "'prefiks' is no key of a direction; did you mean 'Prefix'?"),
        ("{type: FILE_INN}", "E217", 13, "'FILE_INN' is no direction; did you mean 'FILE_IN'?"),
        ("{direction: INTO}", "E217", 18, "'INTO' is no direction; did you mean 'INOUT'?"),
        ("{prefix: [x]}", "E211", 15, "'Prefix' has to be text, not a list"),
        ("{depth: 0}", "E211", 14, "'Depth' has to be a number from 1 on, not 0"),
        ("{stream: STDUOT}", "E211", 15, "'StdIOStream' has to be one of STDIN, STDOUT, STDERR, not 'STDUOT'"),
    ],
)
def test_wrong_details_are_shown_where_they_stand(
    tmp_path: Path, details: str, code: str, column: int, message: str
) -> None:
    assert problems(tmp_path, f"parameters:\n  a: {details}\n") == [(code, f"d.yaml:2:{column}", message)]


def test_wrong_processors_are_shown_where_they_stand(tmp_path: Path) -> None:
    text = "constraints:\n  processors:\n    - GPU\n    - {processorType: GPU, units: 2}\n    - {ComputingUnits: [1]}\n"
    assert problems(tmp_path, text) == [
        ("E211", "d.yaml:3:7", "an entry of 'processors' has to be a mapping, not text"),
        ("E210", "d.yaml:4:28", "'units' is no key of a processor"),
        ("E211", "d.yaml:5:24", "'computing_units' has to be a number, not a list"),
    ]


def test_merge_keys_take_in_what_is_not_stated(tmp_path: Path) -> None:
    text = """
execution: &tool {type: binary, binary: sort}
prolog: &short {binary: echo, args: before}
epilog:
  <<: [{args: after}, *short]
  fail_by_exit_value: true
"""
    description, found = described(tmp_path, text)
    assert description is not None, found
    assert description.epilog == {"binary": "echo", "args": "after", "fail_by_exit_value": True}


def test_what_is_merged_keeps_its_place(tmp_path: Path) -> None:
    text = "prolog: &short\n  binary: echo\n  args: '{{c}}'\nepilog: {<<: *short}\n"
    assert [place for _, place, _ in problems(tmp_path, text)] == ["d.yaml:3:9", "d.yaml:3:9"]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("prolog: {<<: text}", "E202", "d.yaml:1:14"),
        ("prolog: &own {<<: *own}", "E201", "d.yaml:1:9"),
        ("prolog: {binary: 2026-13-45}", "E201", "d.yaml:1:18"),
    ],
)
def test_what_yaml_can_not_mean_is_told(tmp_path: Path, text: str, code: str, place: str) -> None:
    with pytest.raises(ProgramError) as raised:
        described(tmp_path, text)
    assert [(d.code, str(d.span)) for d in raised.value.diagnostics] == [(code, place)]


def test_an_unknown_engine_is_shown_where_it_stands(tmp_path: Path) -> None:
    assert problems(tmp_path, "container: {engine: doker, image: x}\n") == [
        ("E211", "d.yaml:1:21", "'doker' is no container engine; did you mean 'DOCKER'?")
    ]


def test_old_keys_of_binaries_name_a_container(tmp_path: Path) -> None:
    description, found = described(
        tmp_path, "execution: {type: binary, binary: x, engine: docker, image: i, params: -t}"
    )
    assert [(d.code, str(d.span)) for d in found] == [("N210", "d.yaml:1:38")]
    assert description is not None
    assert description.container == {"engine": "DOCKER", "image": "i", "options": "-t"}
