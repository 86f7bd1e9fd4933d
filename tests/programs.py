"""Programs in folders, and the commands by which tests compile and run copies of them.

A folder holds ``main.py`` and all that it reads. ``arguments.txt``, if there is one, has the program's own arguments,
one a line. ``expected/`` is what a golden test compares with, and no part of the program.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eflows2smk.folders import PROJECT
from tests import forking, installation

REPOSITORY = Path(__file__).resolve().parent.parent
EXAMPLES = tuple(sorted(path.parent for path in (REPOSITORY / "examples").glob("*/main.py")))
CASES = tuple(sorted(path.parent for path in (REPOSITORY / "tests" / "cases").glob("*/main.py")))

MODEL = REPOSITORY / "examples" / "reduced_order_model"
# What is replaced in which file of an example, and by what, for the small one.
LESS = {
    "reduced_order_model": (
        ("heat_rod.py", '(?<="--cells", type=int, default=)64', "8"),
        ("software/heat_rod.json", '(?<="processes": )4', "2"),
        ("sweep.yaml", r"(?<=training:\n)((?: .*\n){2})(?: .*\n)+", r"\1"),
    ),
    "adaptive_refinement": (("main.py", "(?<=TOLERANCE = )0.05", "0.7"),),
    "blocked_matrix_product": (("main.py", "(?<=else )3", "2"),),
    "parameter_study": (("main.py", "(?<=else )8", "3"),),
}

# What a run of Snakemake makes beside the program's own files.
WORKING_FOLDERS = PROJECT | {"__pycache__"}
SECONDS = 300
# The rate at which jobs may start is not limited: where it is, Snakemake sets a timer for each job, and looks again at
# what is ready whenever one of them goes off.
RUN = ("-c", "2", "--quiet", "host", "reason", "progress", "--max-jobs-per-timespan", "100000/1h")
# Stand-ins for docker and the like.
ENGINES = str(REPOSITORY / "tests" / "engines")


class Failed(AssertionError):
    """A command ended with an error."""


def environment() -> dict[str, str]:
    """The environment of all commands: this Python's tools first, one thread for each process of NumPy.

    Sums are rounded differently by different numbers of threads, and Snakemake sets that number for its jobs.
    """
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(installation.commands()), ENGINES, os.environ.get("PATH", os.defpath)]),
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "Agg",
        # No site profile of whoever runs the tests.
        "EFLOWS2SMK_SITE": "",
        # Open MPI, where it is the one found: allowed in a container, and with more processes than cores.
        "OMPI_ALLOW_RUN_AS_ROOT": "1",
        "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
        "OMPI_MCA_rmaps_base_oversubscribe": "1",
    }


def small(example: Path, folder: Path) -> Path:
    """An example in a folder of its own, with less to compute: a short rod, few simulations, blocks and levels.

    Where they are more than the cores, MPI processes that wait for each other take nearly all the time of the tests.
    """
    shutil.copytree(example, folder, ignore=shutil.ignore_patterns("expected", *WORKING_FOLDERS))
    for name, pattern, less in LESS.get(example.name, ()):
        path = folder / name
        changed, number = re.subn(pattern, less, path.read_text())
        assert number, f"{path}: {pattern}"
        path.write_text(changed)
    return folder


@dataclass(frozen=True, slots=True)
class Project:
    """A copy of a program that a test may compile and run."""

    folder: Path
    arguments: tuple[str, ...] = ()

    @staticmethod
    def copy_of(source: Path, folder: Path) -> Project:
        shutil.copytree(
            source, folder, symlinks=True, ignore=shutil.ignore_patterns("expected", "arguments.txt", *WORKING_FOLDERS)
        )
        given = source / "arguments.txt"
        return Project(folder, tuple(given.read_text().splitlines()) if given.exists() else ())

    def run(self, *command: str, variables: Mapping[str, str] | None = None) -> str:
        """The command's standard output; raises `Failed` with all it said if it fails."""
        done = forking.run(command, self.folder, {**environment(), **(variables or {})}, SECONDS)
        if done.returncode:
            said = f"{done.stdout}\n{done.stderr}".strip()
            raise Failed(f"{' '.join(command)} failed ({done.returncode}) in {self.folder}:\n{said}\n{self._logs()}")
        return done.stdout

    def compile(self, *options: str, variables: Mapping[str, str] | None = None) -> str:
        return self._eflows2smk("compile", *options, variables=variables)

    def sequential(self, *, variables: Mapping[str, str] | None = None) -> str:
        """Run the program as plain Python."""
        return self.run(
            "python", "-m", "eflows2smk.runtime.sequential", "main.py", *self.arguments, variables=variables
        )

    def snakemake(self, *options: str) -> str:
        return self.run("snakemake", *(options or RUN))

    def _eflows2smk(self, command: str, *options: str, variables: Mapping[str, str] | None = None) -> str:
        arguments = ("--", *self.arguments) if self.arguments else ()
        return self.run(
            sys.executable, "-m", "eflows2smk", command, *options, "main.py", *arguments, variables=variables
        )

    def _logs(self) -> str:
        """The ends of the jobs' logs: Snakemake only names them."""
        texts = (
            f"--- {path.relative_to(self.folder)}\n{path.read_text(errors='replace')[-3000:]}"
            for path in sorted([*self.folder.glob("logs/**/*.log"), *self.folder.glob(".snakemake/log/*.log")])
            if path.stat().st_size
        )
        return "\n".join(texts)
