"""Runs programs in folders, as CPython does or lowered and interpreted: one job a line.

A job is ``{"folder": …, "words": ["main.py", …], "by": "cpython" or "core"}``; the answer has ``code``, ``out`` and
``err``. Each runs in a fork of this process, which has imported what all of them need.
"""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.util
import json
import os
import sys
import traceback
import types
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import libcst  # noqa: F401 - imported once for all jobs
import numpy  # noqa: F401

from eflows2smk.frontend.core.lowering.lowering import lower
from eflows2smk.source.modules import SourceModule
from tests.core.interpreter import run_module

DEPTH = 20_000


class _Loader(importlib.abc.Loader):
    def __init__(self, path: Path) -> None:
        self.path = path

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        run_module(lower(SourceModule(self.path, self.path.name, module.__name__)), vars(module))


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the modules in the program's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        base = self.folder.joinpath(*name.split("."))
        package = base / "__init__.py"
        if package.is_file():
            return importlib.util.spec_from_file_location(
                name, package, loader=_Loader(package), submodule_search_locations=[str(base)]
            )
        file = base.with_suffix(".py")
        return importlib.util.spec_from_file_location(name, file, loader=_Loader(file)) if file.is_file() else None


def by_cpython(path: Path) -> Callable[[dict[str, Any]], None]:
    code = compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    return lambda names: exec(code, names)


def by_core(path: Path) -> Callable[[dict[str, Any]], None]:
    sys.meta_path.insert(0, _Finder(path.parent))
    sys.setrecursionlimit(DEPTH)
    code = lower(SourceModule(path, path.name, path.stem))
    return lambda names: run_module(code, names)


RUNS = {"cpython": by_cpython, "core": by_core}


def run(folder: Path, words: Sequence[str], by: str) -> int:
    """As `eflows2smk.runtime.sequential`, in this process."""
    from eflows2smk.pycompss_shim import install
    from eflows2smk.runtime.importing import prepare

    os.chdir(folder)
    sys.argv = list(words)
    install()
    prepare(words[0], tuple(words[1:]))
    path = Path(words[0]).absolute()
    module = types.ModuleType("__main__")
    module.__file__ = str(path)
    vars(module)["__builtins__"] = __builtins__
    sys.modules["__main__"] = module
    try:
        RUNS[by](path)(vars(module))
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:  # noqa: BLE001 - the program can raise anything
        traceback.print_exc()
        return 1
    failures = sys.modules.get("eflows2smk.decorators.failure")
    return 1 if failures is not None and failures.left_out.calls else 0


def forked(job: dict[str, Any]) -> dict[str, Any]:
    folder = Path(job["folder"])
    out, error = folder.parent / f"{folder.name}.out", folder.parent / f"{folder.name}.err"
    child = os.fork()
    if not child:
        code = 99
        with contextlib.suppress(BaseException):
            for path, number in ((out, 1), (error, 2)):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            code = run(folder, job["words"], job["by"])
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)
    _, status = os.waitpid(child, 0)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "out": out.read_text(errors="replace"),
        "err": error.read_text(errors="replace"),
    }


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(forked(json.loads(line))), flush=True)
