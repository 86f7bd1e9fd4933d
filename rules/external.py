"""External programs: their command line, their private folder, their log."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import Any

from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.rules import resources
from eflows2smk.rules.action import Action
from eflows2smk.rules.arguments import (
    Mode,
    all_read,
    all_written,
    by_name,
    mode,
    needed,
    reading,
    slot_name,
    writing,
)
from eflows2smk.rules.directives import directives
from eflows2smk.rules.directories import are_read
from eflows2smk.rules.python_task import Parts, before, copy, copy_all
from eflows2smk.rules.quoting import braced
from eflows2smk.rules.recipe import Recipe
from eflows2smk.software import REFERENCE, Literal, Reference, as_word, parse
from eflows2smk.workflow.model import Argument, Artefact, Inside, Invocation, Software, artefacts, leaves

# In place of what only the run knows of a folder.
_UNKNOWN = "\0"
# Parameters that are one word for each of their members.
_LISTS = frozenset(
    {
        *(Mode.PATHS_IN, Mode.PATHS_AT, Mode.PATHS_OUT, Mode.PATHS_INOUT),
        *(Mode.NESTED_PATHS_OUT, Mode.NESTED_PATHS_INOUT, Mode.PATHS_AT_INOUT),
    }
)

FROM_HERE = r"""# from_here NAME PATH...: the array NAME gets the paths as they are called in any other folder.
from_here() {
    local -n from_here_paths=$1
    local path
    from_here_paths=()
    for path in "${@:2}"; do
        [[ $path == /* ]] || path=$PWD/$path
        from_here_paths+=("$path")
    done
}
"""


class Lead(Enum):
    """How paths are called in the folder of a program: as they are, all from the folder of the workflow, or each in
    its own way."""

    NONE = auto()
    ALL = auto()
    EACH = auto()


class Command:
    """The shell text of one external program, with the placeholders of its arguments."""

    def __init__(self, software: Software, invocations: Sequence[Invocation]) -> None:
        self.software = software
        self.invocations = invocations
        self.sample = invocations[0]
        self.parts = Parts()
        self.places: dict[str, str] = {}
        self.directions = {a.parameter: a.direction for a in self.sample.arguments}
        self.order = [a.parameter for a in self.sample.arguments]
        self.lists: set[str] = set()
        # What is done with paths as they are, before the folder of the program is entered.
        self.first: list[str] = []
        self.working_dir = str(software.execution.get("working_dir") or "")
        self.up = '"$OLDPWD/"' if self.working_dir and self._is_elsewhere() else ""
        self.leads = {a.parameter: self._lead(a.parameter) for a in self.sample.arguments if a.direction.is_path}
        for argument in self.sample.arguments:
            self.places[argument.parameter] = self._place(argument)
        if self.working_dir:
            self.first, self.parts.before = [*self.parts.before, *self.first], []
        for parameter, lead in self.leads.items():
            if lead is Lead.EACH or (lead is Lead.ALL and parameter in self.lists):
                self.leads[parameter] = Lead.EACH
                self.parts.functions["from_here"] = FROM_HERE
                self.first.append(f"from_here {_array(parameter)} {self.places[parameter]}")

    def _place(self, argument: Argument) -> str:
        """The placeholder that stands for the argument's value on the command line."""
        parts, name, parameter = self.parts, slot_name(argument.parameter), argument.parameter
        marks = ("directory",) if "directory" in argument.direction.content else ()
        how = mode(argument)
        if how in _LISTS:
            self.lists.add(parameter)
        match how:
            case Mode.TEXT:
                return parts.param(name, reading(parameter))
            case Mode.VALUE:
                if isinstance(argument.reads, list | tuple):
                    self.lists.add(parameter)
                return parts.param(name, as_words(parameter))
            case Mode.PATH_IN if marks:
                place = parts.read(name, reading(parameter))
                self._before(parameter).append(parts.unmark(place))
                return place
            case Mode.PATH_IN:
                return parts.read(name, reading(parameter))
            case Mode.PATH_AT:
                self._unmark(parameter, parts.read(name, needed(parameter)), needed(parameter))
                return parts.param(name, reading(parameter))
            case Mode.PATH_OUT:
                return parts.write(name, writing(parameter), *marks)
            case Mode.PATH_INOUT | Mode.PATH_AT_INOUT:
                old, new = before(parts, name, parameter, how), parts.write(name, writing(parameter), *marks)
                self._before(parameter).append(copy(parts, old, new, bool(marks)))
                return new
            case Mode.PATHS_IN:
                place = parts.read(name, reading(parameter))
                self._unmark(parameter, place, reading(parameter))
                return place
            case Mode.PATHS_AT:
                self._unmark(parameter, parts.read(name, needed(parameter)), needed(parameter))
                return parts.param(name, all_read(parameter))
            case Mode.PATHS_OUT | Mode.NESTED_PATHS_OUT:
                return parts.write(name, all_written(parameter), *marks)
            case Mode.PATHS_INOUT | Mode.NESTED_PATHS_INOUT | Mode.PATHS_AT_INOUT:
                old = before(parts, name, parameter, how)
                new = parts.write(name, all_written(parameter), *marks)
                self._before(parameter).append(copy_all(parts, old, new, bool(marks)))
                return new
            case Mode.OBJECT:
                # The text of a computed value; in a step of its own, as a failure inside of $() alone goes unnoticed.
                place = parts.read(name, reading(parameter))
                parts.before.append(f"{name}_text=$(python -m eflows2smk.runtime.text {place})")
                return f'"${name}_text"'
            case _:
                raise ProgramError(
                    Diagnostic(
                        "E511",
                        f"'{parameter}' of the external program '{self.software.name}' gets an object of a task",
                        self.sample.site.span,
                        "write it to a file: an OBJECT_TO_FILE transformation for this parameter does that",
                    )
                )

    def render(self, pieces: Sequence[Literal | Reference], *, outside: bool = False) -> str:
        """Shell text from the pieces of a command line. outside: before the folder of the program is entered."""
        return "".join(
            braced(piece.text) if isinstance(piece, Literal) else self._reference(piece, outside=outside)
            for piece in pieces
        )

    def _reference(self, piece: Reference, *, outside: bool) -> str:
        if piece.parameter in self.lists and piece.quoting != "bare":
            raise ProgramError(
                Diagnostic(
                    "E512",
                    f"the list '{{{{{piece.parameter}}}}}' stands inside of quotes, where it would be one word",
                    self.sample.site.span,
                    "take it out of the quotes: each member becomes a word of its own",
                )
            )
        text = self.places[piece.parameter] if outside else self.seen(piece.parameter)
        # A quoted word is closed and opened again around the value, which brings quotes of its own.
        mark = {"bare": "", "single": "'", "double": '"'}[piece.quoting]
        return f"{mark}{text}{mark}"

    def seen(self, parameter: str) -> str:
        """The placeholder of the parameter, as it has to be in the folder in which the program runs."""
        match self.leads.get(parameter, Lead.NONE):
            case Lead.EACH:
                return f'"${{{{{_array(parameter)}[@]}}}}"'
            case Lead.ALL:
                return f'"$OLDPWD/"{self.places[parameter]}'
            case _:
                return self.places[parameter]

    def unnamed(self) -> str:
        """The placeholders of what the program reads, but its command line does not name."""
        software = self.software
        sections = (software.execution, software.prolog or {}, software.epilog or {})
        texts = [str(value) for section in sections for value in section.values()]
        named = {found[1] for text in texts for found in REFERENCE.finditer(text)}
        if software.execution.get("args") is None:
            named.update(name for name, direction in self.directions.items() if direction.prefix != "#")
        named.update(name for name, direction in self.directions.items() if direction.stream)
        apart = [name for name, direction in self.directions.items() if direction.reads and direction.is_path]
        return " ".join(self.places[name] for name in apart if name not in named)

    def folder(self) -> str:
        """The working_dir as one word of shell text."""
        text = self.render(as_word(self.working_dir), outside=True)
        return f"./{text}" if any(folder.startswith("-") for folder in self._working_dirs()) else text

    def _unmark(self, parameter: str, place: str, read: Callable[[Invocation], Any]) -> None:
        """Leave directories among what is read as their makers left them. place: of all of these."""
        if are_read(self.invocations, read):
            self._before(parameter).append(self.parts.unmark(place))

    def _before(self, parameter: str) -> list[str]:
        """The steps before the program that have to do with the paths of the parameter."""
        return self.parts.before if self.leads[parameter] is Lead.NONE else self.first

    def _lead(self, parameter: str) -> Lead:
        """How the paths of the parameter are found from the folder in which the program runs.

        A private folder has links to all that lies in the working folder, and nothing above itself that is meant.
        """
        find = by_name(parameter)
        arguments = [find(invocation) for invocation in self.invocations]
        found = [artefact for argument in arguments for artefact in _artefacts(argument)]
        if not (self.up if self.working_dir else any(artefact.path.startswith("../") for artefact in found)):
            return Lead.NONE
        absolute = [artefact for artefact in found if artefact.path.startswith("/")]
        if not absolute:
            return Lead.ALL
        # Versions of files from elsewhere are stored below the working folder.
        kept = len(absolute) == len(found) and not any(artefact.version for artefact in absolute)
        return Lead.NONE if kept else Lead.EACH

    def _is_elsewhere(self) -> bool:
        """Whether the working_dir is another folder than that of the workflow."""
        return any(posixpath.normpath(folder or ".") != "." for folder in self._working_dirs())

    def _working_dirs(self) -> set[str]:
        """The folders as far as they are known; what only the run knows of one is a word in it that no folder has."""
        pieces = parse(self.working_dir)
        return {
            "".join(
                piece.text if isinstance(piece, Literal) else self._in_folder(invocation, piece.parameter)
                for piece in pieces
            )
            for invocation in self.invocations
        }

    def _in_folder(self, invocation: Invocation, parameter: str) -> str:
        """What stands for a parameter in the working_dir. Raises ProgramError for a list of values."""
        if parameter in self.lists:
            raise ProgramError(
                Diagnostic(
                    "E514",
                    f"the working_dir '{self.working_dir}' of '{self.software.name}' has a list in it: '{parameter}'",
                    self.sample.site.span,
                    "name the folder with a single value",
                )
            )
        argument = next(a for a in invocation.arguments if a.parameter == parameter)
        path = next((made.path for made in _artefacts(argument) if made.path), "")
        if path or not isinstance(argument.reads, str | int | float):
            # Versions of it are stored elsewhere.
            return f"{path}/{_UNKNOWN}"
        return str(argument.reads)


def as_words(parameter: str) -> Callable[[Invocation], Any]:
    """A static value as an external program gets it: its text, or one word for each member of a list."""
    find = by_name(parameter)

    def of(invocation: Invocation) -> Any:
        value = find(invocation).reads
        return [str(item) for item in value] if isinstance(value, list | tuple) else str(value)

    return of


def _array(parameter: str) -> str:
    """The array of the shell that holds the paths of a parameter."""
    return f"{slot_name(parameter)}_paths"


def _artefacts(argument: Argument) -> Iterator[Artefact]:
    """The files and folders that the argument names, or in which they lie."""
    for held in (argument.reads, argument.writes):
        for leaf in leaves(held):
            if isinstance(leaf, Inside):
                yield leaf.directory
            elif isinstance(leaf, Artefact):
                yield leaf
            else:
                yield from artefacts(leaf)


def recipe_of(
    software: Software,
    invocations: Sequence[Invocation],
    launcher: str = "",
    more: tuple[tuple[str, Callable[[Invocation], object]], ...] = (),
    slurm: Mapping[str, object] | None = None,
) -> Recipe:
    """The rule of one family of an external program. launcher: shell text before the program, as ``mpiexec -n 4``."""
    command = Command(software, invocations)
    parts = command.parts
    parts.read_sources(invocations)
    action = Action(command, launcher)
    if not parts.outputs:
        parts.write("done", lambda invocation: None, "touch")
    shell = action.shell()
    return Recipe(
        shell=tuple(shell),
        inputs=tuple(parts.inputs),
        outputs=tuple(parts.outputs),
        params=tuple(parts.params),
        resources=(*more, *resources.of_all_kinds()),
        directives=directives(software, command.sample),
        slurm_resources={**resources.slurm(command.sample), **(slurm or {})},
        functions=(*action.functions, *parts.functions.items()),
    )
