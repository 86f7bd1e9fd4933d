"""Requests, sent to a server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.differential.compare import differences
from tests.programs import Failed, Project

PROGRAM = Path(__file__).parent / "requests"


class Service(BaseHTTPRequestHandler):
    """The service of COMPSs' own tests of HTTP tasks."""

    def do_GET(self) -> None:
        what, _, message = unquote(self.path).removeprefix("/base/").partition("/")
        if what == "get_length":
            self.answer(str(len(message)))
        elif what == "print_message":
            self.answer(message)
        elif what == "produce_format":
            child = {"depth_1": "one", "message": message}
            self.answer(json.dumps({"length": len(message), "child_json": child, "depth_0": "zero"}))
        else:
            self.send_error(404, "no such thing")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/base/post_json/" and self.headers["Content-Type"] == "application/json":
            self.answer(json.dumps(json.loads(body)))
        elif self.path == "/base/post_text" and self.headers["Content-Type"] == "text/plain":
            self.answer(f"got {body}")
        else:
            self.send_error(400)

    def answer(self, text: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("SERVICE_1_URL", f"http://127.0.0.1:{server.server_port}/base/")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.usefixtures("service")
def test_answers_are_the_same_in_both_ways(tmp_path: Path, update_goldens: bool) -> None:
    sequential = Project.copy_of(PROGRAM, tmp_path / "sequential")
    compiled = Project.copy_of(PROGRAM, tmp_path / "compiled")
    sequential.sequential()
    compiled.compile()
    compiled.snakemake()
    assert differences(sequential.folder, compiled.folder) == []
    assert (compiled.folder / "report.txt").read_text().splitlines() == [
        "4",
        "9",
        "3",
        "'h/o'",
        "{'first': 9, 'as': 'a \"quoted\" kind'}",
        "'got some\\ntext \"here\"\\n'",
        "'holala'",
        "6",
        "{'first': 1, 'third': 'test'}",
        "-1",
    ]
    compiled.run("snakefmt", "--check", "workflow/Snakefile")
    made, expected = (compiled.folder / "workflow/Snakefile").read_text(), PROGRAM / "expected" / "Snakefile"
    if update_goldens:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(made)
    assert made == expected.read_text()


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ('resource="nothing"', "404 no such thing"),
        ("resource=\"print_message/x\", produces=\"{'a': '{{return_0}}'}\"", "the answer has no 'a'"),
    ],
)
def test_failures_of_a_service_fail_both_ways(tmp_path: Path, arguments: str, message: str) -> None:
    (tmp_path / "main.py").write_text(
        "from eflows2smk import http, task\n\n"
        f'@http(service_name="service_1", request="GET", {arguments})\n'
        "@task(returns=1)\ndef ask():\n    pass\n\nask()\n"
    )
    project = Project(tmp_path)
    with pytest.raises(Failed, match=message):
        project.sequential()
    project.compile()
    with pytest.raises(Failed, match=message):
        project.snakemake()
