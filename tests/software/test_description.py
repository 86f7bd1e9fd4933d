"""What is wrong with a description is told all at once, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.software import Description, describe, load, resources_of


def described(folder: Path, text: str, **environment: str) -> tuple[Description | None, list[Diagnostic]]:
    path = folder / "d.json"
    path.write_text(text)
    document = load(path, "d.json")
    return describe(document.data, document.span, parameters=("a", "n"), environment=environment)


def test_all_problems_at_once_with_spans(tmp_path: Path) -> None:
    text = (
        '{"execution": {"type": "binary",\n\t"binry": "x", "args": "{{b}} $HERE"},\n "parameters": {"a": "FILE_INN"}}'
    )
    description, found = described(tmp_path, text)
    assert description is None
    assert {(d.code, str(d.span)) for d in found} == {
        ("E210", "d.json:2:2"),
        ("E215", "d.json:2:24"),
        ("E216", "d.json:2:24"),
        ("E214", "d.json:1:15"),
        ("E217", "d.json:3:22"),
    }
    assert found[0].code == "E215"
    assert "did you mean 'binary'" in next(d.message for d in found if d.code == "E210")


@pytest.mark.parametrize(
    "text",
    [
        '{"execution": {"type": "binary", "binary": "{{nope}}"}}',
        '{"execution": {"type": "binary", "binary": "x", "args": "{{ nope }}", "working_dir": "w"}}',
        '{"execution": {"type": "mpi", "runner": "{{nope}}", "binary": "x", "processes": 2}}',
        '{"execution": {"type": "mpmd_mpi", "runner": "r", "programs": [{"binary": "x", "processes": "{{nope}}"}]}}',
        '{"execution": {"type": "binary", "binary": "x"}, "constraints": {"computing_units": "{{nope}}"}}',
        '{"execution": {"type": "binary", "binary": "x"}, "container": {"engine": "DOCKER", "image": "{{nope}}"}}',
        '{"execution": {"type": "binary", "binary": "x"}, "prolog": {"binary": "{{nope}}"}}',
        '{"execution": {"type": "task"}, "parameters": {"a": {"type": "FILE_IN", "prefix": "{{nope}}"}}}',
        '{"execution": {"type": "binary", "binary": "x"}, "parameters": {"chunk_size": "{{nope}}"}}',
    ],
)
def test_unknown_parameters_are_named_wherever_they_stand(tmp_path: Path, text: str) -> None:
    description, found = described(tmp_path, text)
    assert description is None
    assert (found[0].code, found[0].message) == ("E215", "'{{nope}}' names no parameter of the function")


def test_a_runner_is_taken_as_it_stands(tmp_path: Path) -> None:
    text = '{"execution": {"type": "mpi", "runner": "{{a}}", "binary": "x", "processes": 2}}'
    description, found = described(tmp_path, text)
    assert description is None
    assert [d.code for d in found] == ["E215"] and "'runner' is taken as it stands" in found[0].message


@pytest.mark.parametrize("value", ["x" * 200_000, "a\\u0000b", "\\ud800"])
def test_what_no_command_line_can_have(tmp_path: Path, value: str) -> None:
    description, found = described(tmp_path, f'{{"execution": {{"type": "binary", "binary": "x", "args": "{value}"}}}}')
    assert description is None
    assert [d.code for d in found] == ["E211"]


def test_dollars_of_awk_and_of_the_shell_itself_are_no_variables(tmp_path: Path) -> None:
    args = "awk '{print $NF}' {{a}}; for i in 1 2; do echo $i ${X:-3}; done"
    _, found = described(
        tmp_path, '{"execution": {"type": "binary", "binary": "x", "args": "ARGS"}}'.replace("ARGS", args)
    )
    assert found == []


@pytest.mark.parametrize(
    ("text", "code"), [("", "E202"), ("[1]", "E202"), ('{"a": 1,}', "E201"), ('{"a": 1, "a": 2}', "E203")]
)
def test_broken_files(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(ProgramError) as caught:
        described(tmp_path, text)
    assert caught.value.diagnostics[0].code == code


def test_resources(tmp_path: Path) -> None:
    text = """{"execution": {"type": "mpi", "runner": "mpirun", "processes": "n * 2", "scale_by_cu": true},
        "parameters": {"time_out": 61},
        "constraints": {"computing_units": "$CUS", "memory_size": 1.5, "host_queues": "$QUEUE"}}"""
    description, found = described(tmp_path, text, CUS="2", QUEUE="debug")
    assert description is not None, found
    resources = resources_of(description, {"n": 3}.__getitem__, {"CUS": "2", "QUEUE": "debug"})
    assert (resources.cpus, resources.processes, resources.memory_mb) == (2, 12, 1536)
    assert (resources.minutes, resources.queue) == (2, "debug")
