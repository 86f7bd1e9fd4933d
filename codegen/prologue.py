"""What the Snakefile says before its rules about where jobs find their programs and the runtime."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

from eflows2smk.codegen.expressions import string
from eflows2smk.rules.quoting import STRICT

WIDTH = 88
# What the command lines of jobs have in them that run Python of ours.
RUNTIME = "python -m eflows2smk.runtime"
PACKAGE = "eflows2smk"
# Folders of Python packages that the project brings.
LIBRARY = "lib"
FIND_PROGRAMS = r"""
# find_programs FOLDER ENVIRONMENT: have the programs of a folder, before all others; but after those of an environment
# that was activated for the job. ENVIRONMENT: the one of Snakemake itself.
find_programs() {
    case ${CONDA_PREFIX-} in
        "" | "$2") PATH=$1:$PATH ;;
        *) PATH=$PATH:$1 ;;
    esac
}
""".lstrip()
FIND_RUNTIME = r"""# Python finds the packages that the project brings.
export PYTHONPATH=${BASH_SOURCE[0]%/*}/../lib${PYTHONPATH:+:$PYTHONPATH}
"""
NEEDED = "needed"
NEED = '''"""What jobs need has to be installed where Snakemake is: the workflow does not start without it."""

from importlib.metadata import distributions

from snakemake.exceptions import WorkflowError


def need(package, version):
    """Raise WorkflowError unless the package is there in this version, or a later one that is compatible."""
    found = [each.version for each in distributions(name=package)]
    if any(each.startswith(f"{version}.") for each in found):
        return
    there = f"{found[0]} is installed" if found else "it is not installed"
    raise WorkflowError(
        f"Jobs of this workflow need {package} {version}, but {there} where Snakemake is.\\n"
        f"Install it there:  pip install '{package}=={version}.*'\\n"
        f"or have the project bring it:  {package} compile --standalone, with what else it was compiled with."
    )
'''


@dataclass(frozen=True, slots=True)
class Prologue:
    """runs_python: whether jobs call the runtime. has_environments: whether jobs have environments of their own.
    standalone: whether the project brings the runtime. functions: the shell functions of the rules, with their texts.
    """

    runs_python: bool = False
    has_environments: bool = False
    standalone: bool = False
    functions: Mapping[str, str] = field(default_factory=dict)

    @property
    def scripts(self) -> dict[str, str]:
        """What all jobs read, by name."""
        found = dict(self.functions)
        if self.runs_python and self.has_environments:
            found["find_programs"] = FIND_PROGRAMS
        if self.runs_python and self.standalone:
            found["find_runtime"] = FIND_RUNTIME
        return found

    @property
    def is_checked(self) -> bool:
        """Whether the runtime has to be installed."""
        return self.runs_python and not self.standalone

    @property
    def imports(self) -> list[str]:
        """Lines that import what the Snakefile uses of scripts of ours."""
        return [f"from {NEEDED} import need"] if self.is_checked else []

    @property
    def files(self) -> dict[str, str]:
        """The scripts, by path in the project."""
        found = {f"workflow/scripts/{name}.sh": text for name, text in self.scripts.items()}
        return found | ({f"workflow/scripts/{NEEDED}.py": NEED} if self.is_checked else {})

    def check(self) -> list[str]:
        """Whether the runtime is there, in a version that is as the compiler's."""
        if not self.is_checked:
            return []
        major, minor, *_ = version(PACKAGE).split(".")
        return ["", "# Jobs run the program's functions with this package.", f'need("{PACKAGE}", "{major}.{minor}")']

    def prefix(self) -> list[str]:
        """The ``shell.prefix`` of all jobs."""
        sources = [f"source {{workflow.basedir:q}}/scripts/{name}.sh; " for name in self.scripts]
        if self.runs_python:
            return [
                "",
                "# Jobs find the programs of the environment in which Snakemake itself runs.",
                *self._found(sources),
            ]
        if not sources:
            return []
        return [
            "",
            *_call([string(piece) for piece in (f"{STRICT}; ", *sources)], string(f"{STRICT}; {''.join(sources)}")),
        ]

    def _found(self, sources: list[str]) -> list[str]:
        folder = "{shlex.quote(os.path.dirname(sys.executable))}"
        pieces = [string(piece) for piece in sources]
        if self.has_environments:
            own = "{shlex.quote(os.environ.get('CONDA_PREFIX', ''))}"
            return _call([string(f"{STRICT}; "), *pieces, f'f"find_programs {folder}"', f'f" {own}; "'], "")
        path = f"{STRICT}; PATH={folder}:$PATH; "
        return _call([f'f"{path}"', *pieces], f'f"{path}{"".join(sources).replace("{", "{{").replace("}", "}}")}"')


def _call(pieces: list[str], together: str) -> list[str]:
    """``shell.prefix`` of pieces, or of one text where that fits into a line."""
    line = f"shell.prefix({together})"
    return [line] if together and len(line) <= WIDTH else ["shell.prefix(", *(f"    {piece}" for piece in pieces), ")"]
