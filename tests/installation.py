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
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


@functools.cache
def commands() -> Path:
    """The folder of its commands. It is gone when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="installed-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    base = Path(sys._base_executable)  # type: ignore[attr-defined]
    (folder / "pyvenv.cfg").write_text(f"home = {base.parent}\ninclude-system-site-packages = false\n")
    bin_ = folder / "bin"
    bin_.mkdir()
    python = bin_ / Path(sys.executable).name
    python.symlink_to(base)
    _take_over(Path(sys.executable), python)
    packages = folder / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages"
    packages.mkdir(parents=True)
    # Libraries of MPI and the like come with packages, too.
    for path in Path(sys.prefix, "lib").iterdir():
        place = folder / "lib" / path.name
        if not place.exists():
            place.symlink_to(path)
    _link_packages(packages)
    # The programs in files of this kind are only run in the folder where Python looks first.
    (packages / "others.pth").write_text("".join(f"{path}\n" for path in site.getsitepackages()))
    return bin_


def python() -> Path:
    return commands() / Path(sys.executable).name


def _take_over(theirs: Path, ours: Path) -> None:
    """All commands beside a Python; scripts that it runs are run by ours."""
    head, own = f"#!{theirs}\n".encode(), f"#!{ours}\n".encode()
    for path in theirs.parent.iterdir():
        place = ours.with_name(path.name)
        if path.is_dir() or place.exists() or not os.access(path, os.X_OK):
            continue
        if path.resolve() == theirs.resolve():
            place.symlink_to(ours)
        elif (content := path.read_bytes()).startswith(head):
            place.write_bytes(own + content.removeprefix(head))
            place.chmod(0o755)
        else:
            place.symlink_to(path)


def _link_packages(target: Path) -> None:
    table = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["setuptools"]["package-dir"]
    # Those that hold others come before these.
    for package, source in sorted(table.items()):
        place = target.joinpath(*package.split("."))
        if any(other.startswith(f"{package}.") for other in table):
            place.mkdir()
            for path in (REPOSITORY / source).iterdir():
                (place / path.name).symlink_to(path)
        else:
            place.symlink_to(REPOSITORY / source)
