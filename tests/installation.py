"""The Python of the commands that tests start: one in which eflows2smk is installed as users install it.

In a developer's, a program looks for the package whenever Python starts, which takes longer than all that most jobs do.
This one has links to the checkout where a wheel has files, and all other packages and commands of the Python that runs
the tests.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import site
import sys
import sysconfig
import tempfile
import tomllib
import venv
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


@functools.cache
def commands(without: str = "") -> Path:
    """The folder of its commands. It is gone when this process ends.

    without: a package of ours that is not there.
    """
    folder = Path(tempfile.mkdtemp(prefix="installed-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    venv.create(folder, symlinks=True)
    _take_over(Path(sys.executable), folder / "bin" / "python")
    # Libraries of MPI and the like come with packages, too.
    for path in Path(sys.prefix, "lib").iterdir():
        place = folder / "lib" / path.name
        if not place.exists():
            place.symlink_to(path)
    packages = folder / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages"
    _link_packages(packages, without)
    # Programs in files of this kind are only run in the folder where Python looks first, and not in these.
    places = [*site.getsitepackages(), *([site.getusersitepackages()] if site.ENABLE_USER_SITE else [])]
    (packages / "others.pth").write_text("".join(f"{place}\n" for place in places))
    return folder / "bin"


def python() -> Path:
    return commands() / "python"


def _take_over(theirs: Path, ours: Path) -> None:
    """All commands beside a Python; scripts that it runs, by whichever of its names, are run by ours."""
    head = f"#!{theirs.parent}/python".encode()
    for path in theirs.parent.iterdir():
        place = ours.with_name(path.name)
        if path.is_dir() or place.exists() or not os.access(path, os.X_OK):
            continue
        with path.open("rb") as file:
            if file.read(len(head)) == head:
                file.readline()
                place.write_bytes(f"#!{ours}\n".encode() + file.read())
                place.chmod(0o755)
            else:
                place.symlink_to(path)


def _link_packages(target: Path, without: str) -> None:
    table = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["setuptools"]["package-dir"]
    # Those that hold others come before these.
    for package, source in sorted(table.items()):
        if package == without:
            continue
        place = target.joinpath(*package.split("."))
        if any(other.startswith(f"{package}.") for other in table):
            place.mkdir()
            for path in (REPOSITORY / source).iterdir():
                (place / path.name).symlink_to(path)
        else:
            place.symlink_to(REPOSITORY / source)
