"""The house rules that a program can check."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.programs import REPOSITORY

LINES = 480
FOLDERS = ("eflows2smk", "codegen", "rules")
SOURCES = sorted(path for folder in FOLDERS for path in (REPOSITORY / folder).rglob("*.py"))

# What each part of the package may import of the others; see the table in ARCHITECTURE.md.
_EVERYWHERE = {"parameters"}
ALLOWED: dict[str, set[str]] = {
    "diagnostics": set(),
    "parameters": set(),
    "workflow": {"diagnostics"},
    "source": {"diagnostics"},
    "software": {"diagnostics", "workflow"},
    "frontend": {"diagnostics", "rules", "software", "source", "workflow"},
    # Python rules write values on the command line in the notation that the job reads.
    "rules": {"diagnostics", "runtime.literals", "software", "workflow"},
    "codegen": {"diagnostics", "rules", "software", "workflow"},
    "decorators": {"diagnostics", "runtime", "software", "workflow"},
    "runtime": {"decorators", "diagnostics", "pycompss_shim", "software", "workflow"},
    "pycompss_shim": {"decorators"},
    "commands": {"codegen", "diagnostics", "frontend", "runtime", "workflow"},
    "cli": {"commands"},
    "__main__": {"cli"},
    "__init__": {"decorators"},
}


def part_of(path: Path) -> str:
    """The part of the package that a file belongs to: its folder, or its own name at the top."""
    folder, *rest = path.relative_to(REPOSITORY).parts
    return folder if folder != "eflows2smk" else rest[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, without the package's name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                found = [alias.name for alias in names]
            case ast.ImportFrom(module="eflows2smk", names=names):
                # Parts, or names of the public API.
                parts = [alias.name for alias in names if alias.name in ALLOWED]
                found = [f"eflows2smk.{part}" for part in parts] or ["eflows2smk"]
            case ast.ImportFrom(module=str(module), level=0):
                found = [module]
            case ast.ImportFrom():
                raise AssertionError(f"{path}:{node.lineno}: a relative import")
            case _:
                continue
        for module in found:
            assert module.split(".")[0] not in ("codegen", "rules"), f"{path}: import it as eflows2smk.{module}"
            if module.startswith("eflows2smk."):
                yield module.removeprefix("eflows2smk.")


@pytest.mark.parametrize("part", ALLOWED)
def test_parts_only_import_what_they_may(part: str) -> None:
    allowed = {*ALLOWED[part], *_EVERYWHERE, part}
    wrong = [
        f"{path.relative_to(REPOSITORY)} imports {module}"
        for path in SOURCES
        if part_of(path) == part
        for module in imported(path)
        if not any((module + ".").startswith(name + ".") for name in allowed)
    ]
    assert wrong == []


def test_every_part_has_its_rules() -> None:
    assert {part_of(path) for path in SOURCES} == ALLOWED.keys()


def test_only_source_and_frontend_know_libcst() -> None:
    users = {part_of(path) for path in SOURCES if "libcst" in path.read_text(encoding="utf-8")}
    assert users <= {"source", "frontend"}


def test_files_are_short() -> None:
    lengths = {str(p.relative_to(REPOSITORY)): len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCES}
    assert {name: length for name, length in lengths.items() if length > LINES} == {}


def test_ruff_finds_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--quiet", "."], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_mypy_finds_nothing(tmp_path: Path) -> None:
    """Over the package as it is installed, since `codegen` and `rules` stand elsewhere in the checkout."""
    package = tmp_path / "eflows2smk"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(REPOSITORY / "eflows2smk", package, ignore=ignore)
    for folder in ("codegen", "rules"):
        shutil.copytree(REPOSITORY / folder, package / folder, ignore=ignore)
    cache = REPOSITORY / ".mypy_cache"
    command = [sys.executable, "-m", "mypy", "--strict", "--python-version", "3.11", "--cache-dir", str(cache)]
    done = subprocess.run([*command, "-p", "eflows2smk"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_help_imports_little_and_is_fast() -> None:
    heavy = {"libcst", "snakemake", "numpy", "pydantic", "rich", "ruamel", "yaml"}
    program = (
        "import sys\nfrom eflows2smk.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        f"print(sorted({heavy!r} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"

    def seconds(*words: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *words], check=True, capture_output=True)
        return time.perf_counter() - start

    nothing = min(seconds("-c", "pass") for _ in range(5))
    help_ = min(seconds("-m", "eflows2smk", "--help") for _ in range(5))
    assert help_ < nothing + 0.2
