"""The packages that a program imports, as far as that can be seen without running it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

# What the program names by themselves and jobs have from the project.
_OURS = ("eflows2smk", "pycompss")
# Packages that conda-forge has under another name than PyPI.
_IN_CONDA = {
    "opencv-python": "opencv",
    "opencv-python-headless": "opencv",
    "torch": "pytorch",
    "tables": "pytables",
    "graphviz": "python-graphviz",
    "matplotlib": "matplotlib-base",
    "netCDF4": "netcdf4",
    "msgpack": "msgpack-python",
}
# Packages of modules that are not installed here, where the names differ.
_BY_MODULE = {
    "cv2": "opencv",
    "sklearn": "scikit-learn",
    "skimage": "scikit-image",
    "yaml": "pyyaml",
    "PIL": "pillow",
    "Bio": "biopython",
    "netCDF4": "netcdf4",
    "torch": "pytorch",
    "matplotlib": "matplotlib-base",
    "OpenSSL": "pyopenssl",
    "dateutil": "python-dateutil",
    "git": "gitpython",
}


def packages(main: Path) -> list[str]:
    """What an environment for the jobs of a program needs, in conda's notation: Python, what the program and the
    modules beside it import, in the versions that are installed here."""
    names = {name for name in _imported(main) if name not in sys.stdlib_module_names and name not in _OURS}
    known = packages_distributions()
    found = {_package(known.get(name, []), name) for name in names}
    if "mpi4py" in names:
        # One of the implementations of MPI, against which conda's mpi4py is built.
        found.add("mpich")
    python = f"python={sys.version_info.major}.{sys.version_info.minor}"
    return [python, *sorted(found)]


def _package(distributions: list[str], module: str) -> str:
    if not distributions:
        return _BY_MODULE.get(module, module.lower())
    name = distributions[0]
    try:
        major, minor, *_ = [*version(name).split("."), "0"]
    except PackageNotFoundError:
        return name.lower()
    return f"{_IN_CONDA.get(name, name.lower())}={major}.{minor}"


def _imported(main: Path) -> Iterator[str]:
    """The first names of all modules that are imported and don't lie beside the program."""
    waiting, seen = [main], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for name, level in _names(path):
            folders = [path.parents[level - 1]] if level else [main.parent, path.parent]
            own = [each for folder in folders for each in _files(folder, name)]
            waiting += own
            if not own and not level and name:
                yield name.partition(".")[0]


def _names(path: Path) -> Iterator[tuple[str, int]]:
    """Each imported module, with the number of dots before it."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, 0) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield module, node.level
            yield from (
                (f"{module}.{alias.name}".lstrip("."), node.level) for alias in node.names if node.level or module
            )


def _files(folder: Path, name: str) -> list[Path]:
    """The files of a module below a folder, with those of the packages around it."""
    found = []
    parts = name.split(".") if name else []
    for count in range(1, len(parts) + 1):
        place = folder.joinpath(*parts[:count])
        found += [each for each in (place.with_suffix(".py"), place / "__init__.py") if each.is_file()]
        if not found and place.is_dir():
            # A package without a module of its own.
            found += sorted(place.glob("*.py"))[:1] if count == len(parts) else []
    return found
