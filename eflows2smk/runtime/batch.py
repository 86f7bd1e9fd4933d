"""``python -m eflows2smk.runtime.batch FILE``: what one Slurm job runs, command after command.

FILE is what `eflows2smk.executor` writes, in JSON: ``seconds`` to wait for inputs that other nodes have written, and
``members``, the invocations: each with its ``inputs``, its ``outputs`` and its ``steps``. A step has the
``command`` of a rule, the ``prefix`` of all commands, and its number of ``threads``.

How each member ended is a line of FILE.ended: its number and its exit code. The others run whatever becomes of one.
Slurm may start all of it once more: what has ended by itself is known to Snakemake already, and is not done again, and
what the attempt before has left of others is taken away.
Functions of the program run in copies of this process, so that Python and NumPy start once and not for each.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# A call of the runtime whose words mean the same to a shell and to us.
_WORD = r"(?:[\w@%+=:,./-]|'[^']*'|\"'\")+"
_OURS = re.compile(rf"\s*python -m eflows2smk\.runtime((?: {_WORD})*) > ({_WORD}) 2>&1\s*", re.ASCII)
# As Snakemake sets them for its commands.
THREADS = (
    "OMP_NUM_THREADS",
    "GOTO_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)
NUMPY = b"1"


class Copied(Exception):
    """Raised in a copy of the process. arguments: of the runtime. log: where output goes. said: see `Process`."""

    def __init__(self, arguments: list[str], log: str, said: int) -> None:
        super().__init__()
        self.arguments = arguments
        self.log = log
        self.said = said


class Process:
    """This process, with what its copies need; numpy: whether it has been imported, since a copy said that it did."""

    def __init__(self) -> None:
        self.threads = 0
        self.numpy = False

    def run(self, path: str) -> int:
        """0 if all members end well. Raises Copied in copies."""
        with open(path) as file:
            batch: dict[str, Any] = json.load(file)
        known = _ended(f"{path}.ended")
        is_repeated = int(os.environ.get("SLURM_RESTART_COUNT") or 0) > 0
        if is_repeated:
            # What takes a job back ends its commands first, which may still be written down.
            known = {number: code for number, code in known.items() if not _is_killed(code)}
        failed = any(known.values())
        with open(f"{path}.ended", "a") as ended:
            for number, member in enumerate(batch["members"]):
                if number in known:
                    continue
                if is_repeated:
                    _remove(member["outputs"])
                code = self._run_member(member, batch["seconds"])
                failed = failed or code != 0
                ended.write(f"{number} {code}\n")
                ended.flush()
                os.fsync(ended.fileno())
        return 1 if failed else 0

    def _run_member(self, member: dict[str, Any], seconds: float) -> int:
        missing = _waited_for(member["inputs"], seconds)
        if missing:
            print(f"eflows2smk: not there after {seconds} seconds: {', '.join(missing)}", file=sys.stderr)
            return 1
        codes = (self._run_step(step) for step in member["steps"])
        return next((code for code in codes if code), 0)

    def _run_step(self, step: dict[str, Any]) -> int:
        threads = step["threads"]
        os.environ.update(dict.fromkeys(THREADS, str(threads)))
        ours = _OURS.fullmatch(step["command"])
        # Libraries decide on their threads when they are imported.
        can_copy = not self.numpy or threads == self.threads
        if ours is not None and can_copy and _is_path_of_ours(step["prefix"]):
            self.threads = threads
            return self._copy(shlex.split(ours[1]), shlex.split(ours[2])[0])
        return subprocess.run(
            ["bash", "-c", f"{step['prefix']} {step['command']}"], stdin=subprocess.DEVNULL
        ).returncode

    def _copy(self, arguments: list[str], log: str) -> int:
        """Run the runtime in a copy of this process; its exit code."""
        import eflows2smk.runtime.__main__  # noqa: F401

        sys.stdout.flush()
        sys.stderr.flush()
        heard, said = os.pipe()
        child = os.fork()
        if not child:
            os.close(heard)
            raise Copied(arguments, log, said)
        os.close(said)
        with open(heard, "rb") as file:
            uses_numpy = file.read(1) == NUMPY
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if uses_numpy and not self.numpy:
            import numpy  # noqa: F401

            self.numpy = True
        return code


def _ended(path: str) -> dict[int, int]:
    """The exit codes of the members that an earlier start of this batch has run, by number."""
    try:
        with open(path) as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return {}
    return {int(words[0]): int(words[1]) for words in map(str.split, lines) if len(words) == 2}


def _is_killed(code: int) -> bool:
    """Whether a signal ended the command, or the one that a shell waited for."""
    return code < 0 or code > 128


def _remove(paths: list[str]) -> None:
    for path in paths:
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        elif os.path.lexists(path):
            os.unlink(path)


def _waited_for(paths: list[str], seconds: float) -> list[str]:
    """The paths that are still not there after so many seconds."""
    end = time.monotonic() + seconds
    while missing := [path for path in paths if not os.path.lexists(path)]:
        if time.monotonic() > end:
            return missing
        time.sleep(1)
    return []


def _is_path_of_ours(prefix: str) -> bool:
    """Whether a prefix of commands only lets them find the Python that runs this, and shell functions; the options of a
    shell mean nothing to a single call."""
    path = re.escape(shlex.quote(os.path.dirname(sys.executable)))
    ours = rf"\s*(?:set [\w -]+; )?PATH={path}:\$PATH;(?: source {_WORD};)*\s*"
    return re.fullmatch(ours, prefix, re.ASCII) is not None


def _act(copied: Copied) -> int:
    """In the copy: what ``python -m eflows2smk.runtime`` does, with its output in the log."""
    from eflows2smk.runtime import __main__ as runtime

    with open(os.devnull) as nothing, open(copied.log, "w") as log:
        os.dup2(nothing.fileno(), 0)
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    os.environ["PATH"] = os.pathsep.join((os.path.dirname(sys.executable), os.environ.get("PATH", os.defpath)))
    random = sys.modules.get("numpy.random")
    if random is not None:
        # Otherwise all copies would draw the same numbers.
        random.seed()
    sys.argv = [runtime.__file__, *copied.arguments]
    code = runtime.main()
    if "numpy" in sys.modules:
        os.write(copied.said, NUMPY)
    return code


def main() -> int:
    try:
        return Process().run(sys.argv[1])
    except Copied as raised:
        copied = raised
    # Here and not above: what the user's function raises would have been raised while ours was handled.
    return _act(copied)


if __name__ == "__main__":
    sys.exit(main())
