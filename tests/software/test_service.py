"""Descriptions of requests to web services."""

from __future__ import annotations

from pathlib import Path

import pytest

from eflows2smk.software import describe, load


def problems(folder: Path, more: str, **environment: str) -> list[tuple[str, str, str]]:
    path = folder / "d.yaml"
    path.write_text(f"execution:\n  {{type: http, service_name: words-2, request: GET, resource: list,\n   {more}}}\n")
    document = load(path, "d.yaml")
    _, found = describe(document.data, document.span, parameters=("event",), environment=environment)
    return [(d.code, str(d.span), d.message) for d in found]


def test_a_service_has_its_address_in_a_variable(tmp_path: Path) -> None:
    message = "the environment variable 'WORDS_2_URL' is not set"
    assert problems(tmp_path, "payload: x") == [("E216", "d.yaml:2:30", message)]
    assert problems(tmp_path, "payload: x", WORDS_2_URL="http://localhost:1") == []


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        ("produces: 'a: {{return_0}}'", "E211", "'produces' has to be the form of an answer in JSON: invalid syntax"),
        ("updates: 'event = 3'", "E211", "'updates' has to set a key of a dictionary, not 'event = 3'"),
        ("updates: '{{event}}.k = {{p}}'", "E215", "'{{p}}' is nothing that 'produces' takes out of the answer"),
        ("payload: '{{evnt}}'", "E215", "'{{evnt}}' names no parameter of the function; did you mean 'event'?"),
    ],
)
def test_what_is_wrong_is_shown_where_it_stands(tmp_path: Path, more: str, code: str, message: str) -> None:
    assert [(c, m) for c, _, m in problems(tmp_path, more, WORDS_2_URL="http://localhost:1")] == [(code, message)]
