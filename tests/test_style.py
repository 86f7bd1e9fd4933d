"""The rules of the house that a program can check."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGES = {"eflows2smk": "eflows2smk", "eflows2smk.codegen": "codegen", "eflows2smk.rules": "rules"}
PLUGINS = "eflows2smk.executor.plugin"
LINES = 550

# Which folder of the package may import from which others (ARCHITECTURE.md). All may import `parameters`,
# `reading` and `toplevel`.
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": {"decorators"},
    "__main__": {"cli"},
    "cli": {"commands"},
    "codegen": {"diagnostics", "rules", "workflow"},
    "commands": {
        *(
            "codegen",
            "diagnostics",
            "executor",
            "frontend",
            "runtime",
            "software",
            "source",
            "verification",
            "workflow",
        ),
    },
    "decorators": {"diagnostics", "runtime", "software", "workflow"},
    "diagnostics": set(),
    "executor": set(),
    "frontend": {"diagnostics", "pycompss_shim", "rules", "software", "source", "workflow"},
    "folders": set(),
    "parameters": set(),
    "reading": set(),
    "toplevel": set(),
    "pycompss_shim": {"decorators"},
    "rules": {"diagnostics", "runtime", "software", "workflow"},
    "runtime": {"decorators", "pycompss_shim", "workflow"},
    "software": {"diagnostics", "workflow"},
    "source": {"diagnostics"},
    "verification": {"pycompss_shim", "runtime"},
    "workflow": {"diagnostics"},
}

# The same below `frontend`, for the folders of the partial evaluation.
MAY_IMPORT_INSIDE: dict[str, set[str]] = {
    "core": set(),
    "heap": set(),
    "library": set(),
    "trusted": set(),
    "evaluation": {"core", "heap", "trusted"},
    "residual": {"core", "evaluation", "heap", "library"},
    "record": {"core", "evaluation", "heap", "library", "residual", "trusted"},
    "control": {"core", "evaluation", "heap", "record", "residual"},
    "checks": {"core", "evaluation", "record", "residual"},
    "meaning": {"core", "evaluation", "heap", "record"},
}


def run(*command: str, folder: Path = REPOSITORY) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


def sources() -> Iterator[tuple[str, Path]]:
    """The folder below the package, and the path, of each of its modules."""
    for package, folder in PACKAGES.items():
        for path in sorted((REPOSITORY / folder).rglob("*.py")):
            parts = (*package.split(".")[1:], *path.relative_to(REPOSITORY / folder).with_suffix("").parts)
            yield parts[0], path


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import in line {node.lineno}"
            module = node.module or ""
            yield from ([f"{module}.{a.name}" for a in node.names] if module == "eflows2smk" else [module])


def test_ruff_finds_nothing() -> None:
    run(sys.executable, "-m", "ruff", "check", "--quiet", ".")


def test_everything_is_formatted() -> None:
    run(sys.executable, "-m", "ruff", "format", "--quiet", "--diff", ".")


def test_types_are_right(tmp_path: Path) -> None:
    # Laid out as it is installed: to mypy `codegen/` and `rules/` would be packages of their own.
    for package, folder in PACKAGES.items():
        target = tmp_path / package.replace(".", "/")
        shutil.copytree(REPOSITORY / folder, target, ignore=shutil.ignore_patterns("__pycache__"))
    cache = REPOSITORY / ".mypy_cache" / "installed"
    run(sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(cache), "-p", "eflows2smk", folder=tmp_path)


def test_no_module_is_long() -> None:
    long = [str(path) for _, path in sources() if path.read_text().count("\n") > LINES]
    assert long == [], f"more than {LINES} lines: they have more than one subject"


@pytest.mark.parametrize("folder", sorted(MAY_IMPORT))
def test_folder_imports_only_what_it_may(folder: str) -> None:
    allowed = MAY_IMPORT[folder] | {folder, "folders", "parameters", "reading", "toplevel"}
    wrong = {
        f"{path.relative_to(REPOSITORY)}: {name}"
        for place, path in sources()
        if place == folder
        for name in imports(path)
        if name.startswith("eflows2smk.") and name.split(".")[1] not in allowed
    }
    assert wrong == set()


@pytest.mark.parametrize("folder", sorted(MAY_IMPORT_INSIDE))
def test_folder_of_the_frontend_imports_only_what_it_may(folder: str) -> None:
    allowed = MAY_IMPORT_INSIDE[folder] | {folder}
    wrong = {
        f"{path.relative_to(REPOSITORY)}: {name}"
        for path in sorted((REPOSITORY / "eflows2smk" / "frontend" / folder).rglob("*.py"))
        for name in imports(path)
        if name.startswith("eflows2smk.frontend") and not allowed.intersection(name.split(".")[2:3])
    }
    assert wrong == set()


def test_the_frontend_has_no_import_circle() -> None:
    """Imports for types alone, and those inside of functions, count as any other."""
    names: dict[str, Path] = {}
    for path in sorted((REPOSITORY / "eflows2smk" / "frontend").rglob("*.py")):
        parts = path.relative_to(REPOSITORY).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    left = {name: imported_modules(path).intersection(names) - {name} for name, path in names.items()}
    # What imports nothing that is left, or is imported by nothing that is left, is no part of a circle.
    while free := {
        name
        for name, others in left.items()
        if left.keys().isdisjoint(others) or not any(name in each for each in left.values())
    }:
        left = {name: others - free for name, others in left.items() if name not in free}
    assert sorted(left) == [], "these modules import each other"


def imported_modules(path: Path) -> set[str]:
    """The modules that a module imports, with the packages that Python executes before them, and other names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update({str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)})
    return {".".join(parts[:end]) for parts in (name.split(".") for name in found) for end in range(1, len(parts) + 1)}


def test_every_folder_has_its_rule() -> None:
    assert {folder for folder, _ in sources()} == set(MAY_IMPORT)


def test_only_source_parses_and_only_source_knows_positions() -> None:
    for folder, path in sources():
        names = set(imports(path))
        if folder != "source":
            assert "libcst.metadata" not in names, path
            assert "parse_module" not in path.read_text(), path


def test_all_packages_are_installed() -> None:
    listed = set(tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    there = {
        ".".join((package, *path.parent.relative_to(REPOSITORY / folder).parts))
        for package, folder in PACKAGES.items()
        for path in (REPOSITORY / folder).rglob("*.py")
    }
    # Snakemake looks for its plugins at the top.
    below = f"{PLUGINS}."
    assert {name.removeprefix(below) for name in there} == listed


def test_help_is_shown_without_the_compiler() -> None:
    program = (
        "import sys; from eflows2smk.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('libcst', 'snakemake', 'rich', 'yaml', 'ruamel', 'numpy') if name in sys.modules])"
    )
    assert run(sys.executable, "-c", program).splitlines()[-1] == "[]"


def test_changelog_tells_of_this_version() -> None:
    version = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## \[(.+?)\]", (REPOSITORY / "CHANGELOG.md").read_text(), flags=re.MULTILINE)
    assert headings[0] == "Unreleased" or headings[0] == version


def test_licence_is_the_whole_text() -> None:
    text = (REPOSITORY / "LICENSE").read_text()
    assert "Apache License" in text and "END OF TERMS AND CONDITIONS" in text
