"""What a kind of rule tells code generation: files, parameters, resources and the shell text of one family.

A family is the invocations of one call site whose arguments have the same form. A kind of rule never sees wildcards:
it names slots and says how to read the value of each from an invocation, and writes the shell text with Snakemake's
own placeholders (``{input.mesh:q}``). Code generation finds for each slot the simplest form that is true for all
invocations of the family.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from eflows2smk.rules.directives import Directives
from eflows2smk.rules.quoting import word
from eflows2smk.workflow.model import Invocation, SearchPath, Software

SEEN = "seen"
PLACE = "place"
# Where the calls of each rule stand in the program, by the path of its logs.
PLACES = "workflow/places.json"


@dataclass(frozen=True, slots=True)
class Slot:
    """A named input, output or parameter.

    of: its value in one invocation. For inputs and outputs: an `Artefact`, `Inside` or `Holding`, a path (`str`) or a
        (nested) list of such, which becomes a flat list. For parameters: a static value (str, int, float, bool, None,
        list, dict), which Snakemake formats with ``str``.
    marks: "temp", "directory", "touch": what the path is wrapped in, in the order they are written. PLACE: the output
        is a file that holds the path of another one, which only the run knows. Of a parameter:
        SEEN and the name of an input or output, for the paths under which a script knows what that slot holds; the
        piece of the shell text that has it is left out where all is stored under these paths.
    """

    name: str
    of: Callable[[Invocation], object]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """One family's rule, but for its wildcards.

    shell: the pieces of the shell text, one string literal a line in the Snakefile, joined without anything between
        them (so pieces but the first begin with a space). Placeholders in Snakemake's syntax, other braces doubled.
    resources: name -> value in one invocation (None: leave out); str, int or float. ``threads`` is one of them.
    note: comment lines above the rule, without ``# ``.
    slurm_resources: what the generated slurm profile sets for this rule under ``set-resources`` (``{"mpi": "srun"}``);
        ``{threads}`` in it stands for the job's number of threads.
    functions: shell functions that the rule's shell text needs, as name and text: code generation writes each into a
        script of its own, which all jobs read.
    checkpoint: what it writes decides which jobs there are.
    scripts: files that go into ``workflow/scripts/``, as name and text.
    """

    shell: tuple[str, ...]
    inputs: tuple[Slot, ...] = ()
    outputs: tuple[Slot, ...] = ()
    params: tuple[Slot, ...] = ()
    resources: tuple[tuple[str, Callable[[Invocation], object]], ...] = ()
    directives: Directives = Directives()
    note: tuple[str, ...] = ()
    slurm_resources: dict[str, object] = field(default_factory=dict)
    functions: tuple[tuple[str, str], ...] = ()
    scripts: tuple[tuple[str, str], ...] = ()
    name: str = ""
    checkpoint: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What a recipe may need of the whole program: its main file (relative) and its own arguments.

    project: the folder of the project, as seen from where the program runs. search: where jobs find its modules.
    """

    program: str
    argv: tuple[str, ...] = ()
    project: str = "."
    search: SearchPath = SearchPath()

    @property
    def place(self) -> str:
        """The option of the runtime for where the calls of a rule stand in the program. Neither that nor the name of
        the rule is a part of the shell text: lines move, other calls come before it, and Snakemake runs again what has
        another text. The log of a job says of which rule it is."""
        return f"--site {word(posixpath.normpath(f'{self.project}/{PLACES}'))} {{log:q}}"

    @property
    def searching(self) -> list[str]:
        """The options of the runtime for where modules are."""
        options = {"--search-first": self.search.first, "--search-last": self.search.last}
        return [" ".join([option, *map(word, paths)]) for option, paths in options.items() if paths]


class RuleKind(Protocol):
    """A module of this folder, or of another package (`eflows2smk.software.kinds`)."""

    def recipe(self, software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
        """The recipe of one family. All invocations have the same software and arguments of the same form."""
