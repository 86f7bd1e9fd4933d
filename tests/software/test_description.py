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
    assert "did you mean 'binary'" in found[0].message


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
