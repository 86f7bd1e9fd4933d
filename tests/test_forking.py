"""Commands that are forked do what they do when Python starts them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forking import Program, Server, of_python, program

PROBE = """
import atexit, os, sys, threading, time

atexit.register(print, "at the end")
print(__name__, sys.argv[1:], os.getcwd(), sys.path[0], os.environ["WORD"], sorted(name for name in os.environ))
print(repr(sys.stdin.read()), sorted(sys.modules["__main__"].__dict__.keys() & {"PROBE", "serve"}), flush=True)
print("tests" in sys.modules, any(os.path.exists(os.path.join(path, "forkserver.py")) for path in sys.path))
print("to the other stream", file=sys.stderr)
threading.Thread(target=lambda: (time.sleep(0.1), print("a thread to its end"))).start()
how = sys.argv[1]
if how == "code":
    sys.exit(3)
elif how == "words":
    sys.exit("no good")
elif how == "error":
    raise ValueError("wrong")
elif how == "killed":
    sys.stdout.flush()
    os.kill(os.getpid(), 15)
elif how == "late":
    time.sleep(60)
"""


@pytest.fixture
def variables() -> dict[str, str]:
    return {**os.environ, "WORD": "here", "PYTHONHASHSEED": "7"}


@pytest.fixture
def server(tmp_path: Path, variables: dict[str, str]) -> Iterator[Server]:
    (tmp_path / "probe.py").write_text(PROBE)
    started = Server(Program(("json", "no.such.module"), "probe"), variables)
    yield started
    started.close()


@pytest.mark.parametrize("how", ["well", "code", "words", "error", "killed"])
def test_a_forked_run_is_like_one_that_python_starts(
    how: str, server: Server, variables: dict[str, str], tmp_path: Path
) -> None:
    words = [how, "a b", "'"]
    forked = server.run(["probe", *words], tmp_path, variables, 30)
    started = subprocess.run(
        [sys.executable, "-m", "probe", *words],
        cwd=tmp_path,
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (forked.returncode, forked.stdout) == (started.returncode, started.stdout)
    # Tracebacks begin with what started the program.
    assert forked.stderr.splitlines()[:1] == started.stderr.splitlines()[:1]
    assert forked.stderr.splitlines()[-1:] == started.stderr.splitlines()[-1:]


def test_runs_share_nothing(server: Server, variables: dict[str, str], tmp_path: Path) -> None:
    first = server.run(["probe", "well"], tmp_path, {**variables, "MORE": "1"}, 30)
    second = server.run(["probe", "well"], tmp_path, variables, 30)
    assert "'MORE'" in first.stdout and "'MORE'" not in second.stdout


def test_a_run_that_takes_too_long_is_ended(server: Server, variables: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        server.run(["probe", "late"], tmp_path, variables, 1)
    assert server.run(["probe", "code"], tmp_path, variables, 30).returncode == 3


def test_sets_have_the_order_that_is_asked_for(tmp_path: Path, variables: dict[str, str]) -> None:
    (tmp_path / "order.py").write_text("print({*'abcdefgh'})\n")

    def order(seed: str) -> str:
        chosen = {**variables, "PYTHONHASHSEED": seed}
        server = Server(Program((), "order"), chosen)
        try:
            return server.run(["order"], tmp_path, chosen, 30).stdout
        finally:
            server.close()

    assert order("1") == order("1") != order("2")
    assert of_python({"PYTHONHASHSEED": "1", "PATH": ""}) == {"PYTHONHASHSEED": "1"}


def test_other_commands_are_not_forked() -> None:
    assert program(["bash", "-c", "snakemake -n"]) is None
    assert program([sys.executable, "-m", "eflows2smk.runtime"]) is None
