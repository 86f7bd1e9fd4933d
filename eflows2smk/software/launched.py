"""Programs that another program starts, as one external program: ``julia SCRIPT``, ``runcompss APPLICATION``, ….

The command lines are those of COMPSs' own invokers. What these add for a machine that COMPSs manages (descriptions of
its nodes, host files) is left out: a job finds the nodes that it got in its environment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eflows2smk.parameters import Direction
from eflows2smk.software.references import REFERENCE

LAUNCHED = ("torch", "julia", "compss", "ompss", "decaf")
_KEPT = ("working_dir", "fail_by_exit_value")
_LOGS = ("--specific_log_dir", "--base_log_dir", "--log_dir")


def as_program(
    kind: str, execution: Mapping[str, Any], order: Sequence[str], directions: Mapping[str, Direction]
) -> dict[str, Any]:
    """The keys of a binary that does the same. kind: one of `LAUNCHED`; order: the parameters of the call.

    For decaf it is what follows the MPI launcher, which stands between `before_launcher` and this.
    """
    passed = [name for name in order if name not in directions or _is_passed(directions[name])]
    return {**_COMMANDS[kind](execution, passed), **{key: execution[key] for key in _KEPT if key in execution}}


def _is_passed(direction: Direction) -> bool:
    return not direction.stream and direction.prefix != "#"


def before_launcher(execution: Mapping[str, Any]) -> str:
    """What decaf does with its MPI launcher: its script writes a program that uses it."""
    return f"(python {execution['df_script']} "


def _torch(execution: Mapping[str, Any], passed: Sequence[str]) -> dict[str, Any]:
    args = {"args": str(execution["args"])} if "args" in execution else {}
    program = str(execution["binary"])
    return {"binary": f"python {program}" if program.endswith(".py") else program, **args}


def _julia(execution: Mapping[str, Any], passed: Sequence[str]) -> dict[str, Any]:
    executor, script = execution.get("executor") or "julia", execution["script"]
    args = str(execution.get("args") or "")
    if REFERENCE.search(args):
        # As the manual has it: arguments of the script. The invoker itself knows them as julia's own.
        return {"binary": f"{executor} {script}", "args": args}
    return {"binary": " ".join(filter(None, (executor, args, script)))}


def _compss(execution: Mapping[str, Any], passed: Sequence[str]) -> dict[str, Any]:
    flags = str(execution.get("flags") or "")
    # Applications that run side by side would choose the same folder below the user's home.
    logs = "" if any(option in flags for option in _LOGS) else '--specific_log_dir="$PWD"'
    runcompss = execution.get("runcompss") or "runcompss"
    return {"binary": " ".join(filter(None, (runcompss, logs, flags, execution["app_name"])))}


def _ompss(execution: Mapping[str, Any], passed: Sequence[str]) -> dict[str, Any]:
    return {"binary": execution["binary"]}


def _decaf(execution: Mapping[str, Any], passed: Sequence[str]) -> dict[str, Any]:
    executor = str(execution.get("df_executor") or "executor.sh")
    if not executor.startswith(("/", "./", "$")):
        executor = f"./{executor}"
    return {"binary": "--args", "after": f" && {executor})"} if passed else {"binary": "", "after": f"&& {executor})"}


_COMMANDS = {"torch": _torch, "julia": _julia, "compss": _compss, "ompss": _ompss, "decaf": _decaf}
