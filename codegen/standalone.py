"""What jobs need of eflows2smk, as a package in the project: Snakemake and the program's own libraries will do then."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.metadata import PackageNotFoundError, distribution, distributions, version
from importlib.resources.abc import Traversable
from pathlib import Path

from eflows2smk.codegen.prologue import LIBRARY, PACKAGE

# All that a job may import, and that this imports.
MEMBERS = (
    *("__init__.py", "parameters.py", "reading.py", "toplevel.py"),
    *("diagnostics/__init__.py", "diagnostics/model.py"),
    *("workflow/__init__.py", "workflow/model.py", "workflow/paths.py"),
    *("decorators", "pycompss_shim", "runtime", "software"),
)
# What it imports of others that an environment with Snakemake may not have.
OTHERS = ("cloudpickle",)
README = """# Libraries of this workflow

Jobs that call functions of the program import these packages, so that they need not be installed:

{rows}

They were copied as they are when the workflow was compiled, each with its licence; compile again to renew them.
"""


def files() -> dict[str, str]:
    """The texts of the files, by path in the project."""
    package = resources.files(PACKAGE)
    found = {f"{PACKAGE}/{path}": text for member in MEMBERS for path, text in _sources(package / member, member)}
    found |= _about(PACKAGE)
    rows = [f"- `{PACKAGE}` {version(PACKAGE)}, the part of it that jobs need"]
    for name in OTHERS:
        try:
            rows.append(f"- `{name}` {version(name)}")
        except PackageNotFoundError:
            continue
        found |= {f"{name}/{path}": text for path, text in _sources(resources.files(name), "")} | _about(name)
    found["README.md"] = README.format(rows="\n".join(rows))
    return {f"workflow/{LIBRARY}/{path}": text for path, text in sorted(found.items())}


def _sources(place: Traversable, path: str) -> Iterator[tuple[str, str]]:
    """The Python modules at and below a place, by path."""
    if place.is_dir():
        for each in place.iterdir():
            yield from _sources(each, f"{path}/{each.name}".lstrip("/"))
    elif path.endswith(".py"):
        yield path, place.read_text(encoding="utf-8")


def _about(name: str) -> dict[str, str]:
    """The version and the licence of a package, where Python looks for them."""
    known = distribution(name)
    folder = f"{name}-{known.version}.dist-info"
    about = known.metadata
    licence = next((about[key] for key in ("License-Expression", "License") if key in about), "see LICENSE")
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {known.version}\nLicense: {licence}\n"
    return {f"{folder}/METADATA": metadata, f"{folder}/LICENSE": _licence(name)}


def _licence(name: str) -> str:
    for each in distributions(name=name):
        text = each.read_text("licenses/LICENSE") or each.read_text("LICENSE")
        if text:
            return text
    # Imported from its sources.
    return (Path(str(resources.files(name))).parent / "LICENSE").read_text(encoding="utf-8")
