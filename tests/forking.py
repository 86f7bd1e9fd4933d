"""Commands written in Python, run in processes that are forked from one in which all their imports are done.

Snakemake takes 1.5 s to start, nearly all of it imports; hundreds of tests start it, and the compiler, several times.
The processes are real ones, see `tests.forkserver`; commands that users start in a fresh interpreter are started that
way by the tests of interruptions and of Slurm.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests import installation

SERVER = Path(__file__).with_name("forkserver.py")
LONGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Program:
    """A command that can be forked. module: what ``python -m`` would run, or, if empty, a script of the installation.

    ready: what is imported or called before, see `tests.forkserver`.
    """

    ready: tuple[str, ...]
    module: str = ""


COMPILER = Program(
    (
        "eflows2smk.cli",
        "eflows2smk.commands.*",
        "eflows2smk.frontend.*",
        "eflows2smk.codegen.*",
        "eflows2smk.rules.*",
        "eflows2smk.diagnostics.*",
        "eflows2smk.workflow.*",
        "libcst.native",
        # The parser of options, and the readers of packages' files, import these when they are needed.
        "typer._adapters",
        "typer._click.decorators",
        "pydantic.plugin._loader",
        "importlib.resources.readers",
        "numpy",
    ),
    "eflows2smk",
)
# Its parser of options finds and imports the plugins.
SNAKEMAKE = Program(
    (
        "snakemake.cli",
        "snakemake.cli:get_argument_parser",
        "snakemake.linting.*",
        "snakemake.storage",
        "requests",
        "smart_open",
        "graphlib",
    )
)
SNAKEFMT = Program(("snakefmt.snakefmt",))
SEQUENTIAL = Program(("eflows2smk.runtime.sequential", "eflows2smk.decorators.*"), "eflows2smk.runtime.sequential")
MODULES = {each.module: each for each in (COMPILER, SEQUENTIAL)}
SCRIPTS = {"snakemake": SNAKEMAKE, "snakefmt": SNAKEFMT}


def program(command: Sequence[str]) -> tuple[Program, list[str]] | None:
    """Which program the command runs, and its arguments from its own name on; None if it is none of these."""
    command = list(command)
    if command[0] in ("python", sys.executable) and command[1:2] == ["-m"] and command[2] in MODULES:
        return MODULES[command[2]], [command[2], *command[3:]]
    if command[0] == "eflows2smk":
        return COMPILER, [*command]
    if command[0] in SCRIPTS:
        return SCRIPTS[command[0]], [str(installation.commands() / command[0]), *command[1:]]
    return None


def of_python(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that the interpreter itself reads when it starts: what has been started can't obey others."""
    return {name: value for name, value in environment.items() if name.startswith("PYTHON")}


class Server:
    """The process that forks for one program."""

    def __init__(self, program: Program, environment: Mapping[str, str]) -> None:
        self.program = program
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # It serves one request after the other.
        self._turn = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                [installation.python(), SERVER, str(theirs.fileno()), *program.ready],
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )

    def run(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float
    ) -> subprocess.CompletedProcess[str]:
        """As `subprocess.run` with captured output; raises `subprocess.TimeoutExpired`."""
        request = {
            "module": self.program.module,
            "arguments": list(arguments),
            "folder": str(folder),
            "environment": dict(environment),
        }
        with (
            self._turn,
            open(os.devnull) as nothing,
            tempfile.TemporaryFile("w+", errors="replace") as output,
            tempfile.TemporaryFile("w+", errors="replace") as errors,
        ):
            files = [nothing.fileno(), output.fileno(), errors.fileno()]
            socket.send_fds(self._channel, [json.dumps(request).encode()], files)
            child = self._answer(None)
            try:
                code = self._answer(seconds)
            except TimeoutError:
                os.kill(child, 9)
                self._answer(None)
                raise subprocess.TimeoutExpired(list(arguments), seconds) from None
            output.seek(0)
            errors.seek(0)
            return subprocess.CompletedProcess(list(arguments), code, output.read(), errors.read())

    def _answer(self, seconds: float | None) -> int:
        self._channel.settimeout(seconds)
        answer = self._channel.recv(LONGEST)
        assert answer, f"the process that forks for {self.program} has ended"
        number: int = json.loads(answer)
        return number

    def close(self) -> None:
        self._channel.close()
        self._process.wait()


@dataclass(frozen=True, slots=True)
class Servers:
    """Started when they are needed, and kept: one for each program and environment of Python."""

    started: dict[tuple[Program, tuple[tuple[str, str], ...]], Server] = field(default_factory=dict)

    def of(self, program: Program, environment: Mapping[str, str]) -> Server:
        key = program, tuple(sorted(of_python(environment).items()))
        if key not in self.started:
            self.started[key] = Server(program, environment)
        return self.started[key]

    def close(self) -> None:
        for server in self.started.values():
            server.close()
        self.started.clear()


SERVERS = Servers()


def run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[str]:
    """Run any command as `subprocess.run` does, forked where it can be."""
    found = program(command)
    if found is not None:
        return SERVERS.of(found[0], environment).run(found[1], folder, environment, seconds)
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        # mpiexec would forward it to programs that may have ended by then.
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
