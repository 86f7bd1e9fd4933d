"""Running a program as plain Python, from top to bottom: the reference for what the compiled workflow computes."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


def run(program: Path, argv: list[str]) -> int:
    """Run it in a process of its own; also if it imports ``pycompss.api``. Returns its exit code."""
    import subprocess

    # A process of its own: the program gets an untouched interpreter, whatever ours has imported.
    command = [sys.executable, "-m", "eflows2smk.runtime.sequential", os.fspath(program), *argv]
    return subprocess.run(command, check=False).returncode


def main(words: list[str]) -> int:
    from eflows2smk.pycompss_shim import install
    from eflows2smk.runtime.importing import prepare
    from eflows2smk.runtime.reporting import report_failure, report_line

    program = words[0]
    install()
    prepare(program, tuple(words[1:]))
    try:
        with open(program, "rb") as file:
            source = file.read()
    except OSError as error:
        report_line(f"'{program}' can't be read: {error.strerror}")
        return 1
    module = type(sys)("__main__")
    module.__file__ = os.path.abspath(program)
    module.__dict__["__builtins__"] = __builtins__
    # The program's own classes are pickled as those of __main__, so it has to be that.
    sys.modules["__main__"] = module
    try:
        exec(compile(source, program, "exec", dont_inherit=True), module.__dict__)
    except Exception as error:  # noqa: BLE001 - the user's program can raise anything
        report_failure(error, f"'{program}' failed")
        return 1
    failures = sys.modules.get("eflows2smk.decorators.failure")
    return 1 if failures is not None and failures.left_out.calls else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
