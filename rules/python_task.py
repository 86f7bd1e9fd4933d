"""Python tasks: the function in a fresh interpreter, arguments loaded, results stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.rules import resources
from eflows2smk.rules.arguments import (
    Mode,
    all_read,
    all_written,
    by_name,
    mode,
    needed,
    nested_slot,
    reading,
    slot_name,
    writing,
)
from eflows2smk.rules.container import entered_by_python
from eflows2smk.rules.directives import directives
from eflows2smk.rules.directories import UNMARK, are_read
from eflows2smk.rules.quoting import word
from eflows2smk.rules.recipe import PLACE, Context, Recipe, Slot
from eflows2smk.rules.surrounding import step
from eflows2smk.runtime.literals import Unencodable, encode, encode_skeleton
from eflows2smk.workflow.model import Artefact, Inside, Invocation, Part, Software, Somewhere


class Parts:
    """The slots and the lines of shell text of one rule, as they are put together."""

    def __init__(self) -> None:
        self.inputs: list[Slot] = []
        self.outputs: list[Slot] = []
        self.params: list[Slot] = []
        self.before: list[str] = []
        self.lines: list[str] = []
        self.functions: dict[str, str] = {}

    def read(self, name: str, of: Callable[[Invocation], Any]) -> str:
        self.inputs.append(Slot(name, of))
        return f"{{input.{name}:q}}"

    def write(self, name: str, of: Callable[[Invocation], Any], *marks: str) -> str:
        self.outputs.append(Slot(name, of, marks))
        return f"{{output.{name}:q}}"

    def unmark(self, place: str) -> str:
        """The command after which a directory, or each of several, is as its maker left it."""
        self.functions["unmark"] = UNMARK
        return f"unmark {place}"

    def free(self, name: str) -> str:
        """A name for an output that is no parameter's."""
        taken = {slot.name for slot in self.outputs}
        while name in taken:
            name = f"returned_{name}"
        return name

    def read_sources(self, invocations: Sequence[Invocation]) -> None:
        """Have the files that the command lines name beside their arguments as inputs."""
        counts = {len(invocation.sources) for invocation in invocations}
        if counts == {0}:
            return
        name = "script" if counts == {1} else "sources"
        while any(slot.name == name for slot in self.inputs):
            name = f"named_{name}"
        if counts == {1}:
            self.read(name, lambda invocation: invocation.sources[0])
        else:
            self.read(name, lambda invocation: list(invocation.sources))

    def default(self, parameter: str, software: Software) -> str:
        """Read the file whose content an output gets after an ignored failure."""
        path = str(software.defaults[parameter])
        return self.read(f"{slot_name(parameter)}_default", lambda invocation: path)

    def param(self, name: str, of: Callable[[Invocation], Any], *marks: str) -> str:
        self.params.append(Slot(name, of, marks))
        return f"{{params.{name}:q}}"


def encoded(parameter: str) -> Callable[[Invocation], str]:
    """A static argument as the literal on the command line. Raises ProgramError for what no literal can hold."""
    find = by_name(parameter)

    def of(invocation: Invocation) -> str:
        try:
            return encode(find(invocation).reads)
        except Unencodable as error:
            raise ProgramError(
                Diagnostic(
                    "E331",
                    f"the argument '{parameter}' can't be passed to a job: {error}",
                    invocation.site.span,
                    "pass plain values, or build the object inside of a task",
                )
            ) from None

    return of


def skeleton(parameter: str, *, written: bool = False) -> Callable[[Invocation], str]:
    """A nested argument as a literal, with ``...`` for each member that comes from a file."""
    find = by_name(parameter)

    def of(invocation: Invocation) -> str:
        argument = find(invocation)
        return encode_skeleton(argument.writes if written else argument.reads, _is_leaf)

    return of


def _is_leaf(value: object) -> bool:
    return isinstance(value, Artefact | Inside) or type(value).__name__ == "Holding"


def pass_argument(parts: Parts, parameter: str, how: Mode, shown: str, is_directory: bool) -> None:
    """Add what one argument needs. shown: the name on the command line, or a number for a positional argument."""
    name = slot_name(parameter)
    marks = ("directory",) if is_directory else ()
    match how:
        case Mode.TEXT:
            line = f"--text {shown} {parts.param(name, reading(parameter))}"
        case Mode.VALUE:
            line = f"--value {shown} {parts.param(name, encoded(parameter))}"
        case Mode.PATH_IN:
            line = f"--path {shown} {parts.read(name, reading(parameter))}"
        case Mode.PATH_AT:
            parts.read(name, needed(parameter))
            line = f"--path {shown} {parts.param(name, reading(parameter))}"
        case Mode.PATH_OUT:
            line = f"--path {shown} {parts.write(name, writing(parameter), *marks)}"
        case Mode.PATH_INOUT | Mode.PATH_AT_INOUT:
            old = before(parts, name, parameter, how)
            new = parts.write(name, writing(parameter), *marks)
            parts.before.append(copy(parts, old, new, is_directory))
            line = f"--path {shown} {new}"
        case Mode.SOMEWHERE_IN | Mode.SOMEWHERE_OUT:
            somewhere = _somewhere(parameter)
            text = parts.read(name, lambda invocation: somewhere(invocation).text)
            parts.inputs.append(Slot(f"{name}_after", lambda invocation: list(somewhere(invocation).after)))
            begins = parts.param(f"{name}_begins", lambda invocation: somewhere(invocation).begins)
            line = f"--{how} {shown} {begins} {text}"
            if how is Mode.SOMEWHERE_OUT:
                # Snakemake does not know the file, but one that says where it is.
                line += f" {parts.write(name, writing(parameter), PLACE)}"
        case Mode.PATHS_IN:
            line = f"--paths {shown} {parts.read(name, reading(parameter))}"
        case Mode.PATHS_AT:
            parts.read(name, needed(parameter))
            line = f"--nested-paths {shown} {parts.param(f'{name}_form', skeleton(parameter))}"
            line += f" {parts.param(name, all_read(parameter))}"
        case Mode.PATHS_OUT:
            line = f"--paths {shown} {parts.write(name, writing(parameter), *marks)}"
        case Mode.PATHS_INOUT:
            old = parts.read(name, reading(parameter))
            new = parts.write(name, writing(parameter), *marks)
            parts.before.append(copy_all(parts, old, new, is_directory))
            line = f"--paths {shown} {new}"
        case Mode.NESTED_PATHS_OUT | Mode.NESTED_PATHS_INOUT | Mode.PATHS_AT_INOUT:
            new = parts.write(name, all_written(parameter), *marks)
            if how is not Mode.NESTED_PATHS_OUT:
                old = before(parts, name, parameter, how)
                parts.before.append(copy_all(parts, old, new, is_directory))
            line = f"--nested-paths {shown} {parts.param(f'{name}_form', skeleton(parameter, written=True))} {new}"
        case Mode.OBJECT:
            line = f"--object {shown} {parts.read(name, reading(parameter))}"
        case Mode.OBJECTS:
            line = f"--objects {shown} {parts.read(name, reading(parameter))}"
        case Mode.NESTED:
            parts.inputs.append(nested_slot(name, parameter))
            line = f"--nested {shown} {parts.param(name, skeleton(parameter))} {{input.{name}:q}}"
        case Mode.UPDATE:
            line = f"--update {shown} {parts.read(name, reading(parameter))} {parts.write(name, writing(parameter))}"
        case Mode.UPDATE_VALUE:
            line = f"--update-value {shown} {parts.param(name, encoded(parameter))}"
            line += f" {parts.write(name, writing(parameter))}"
        case Mode.UPDATES | Mode.KEPT_UPDATES:
            line = f"--{how} {shown} {parts.read(name, reading(parameter))} {parts.write(name, writing(parameter))}"
        case Mode.NESTED_UPDATES | Mode.KEPT_NESTED_UPDATES:
            parts.inputs.append(nested_slot(name, parameter))
            line = f"--{how} {shown} {parts.param(name, skeleton(parameter))} {{input.{name}:q}}"
            line += f" {parts.write(name, all_written(parameter))}"
        case Mode.OUTS:
            line = f"--outs {shown} {parts.write(name, writing(parameter))}"
        case Mode.NESTED_OUTS:
            line = f"--nested-outs {shown} {parts.param(name, skeleton(parameter, written=True))}"
            line += f" {parts.write(name, all_written(parameter))}"
    parts.lines.append(line)


def _pass_part(parts: Parts, parameter: str, how: Mode, part: Part) -> None:
    """Add what an argument needs that is stored together with others."""
    stored = f"{{input.{slot_name(part.holder)}:q}}"
    line = f"--{how} {parameter} {part.position} {stored}"
    if how is Mode.TOGETHER:
        stored = parts.read(slot_name(parameter), reading(parameter))
        line = f"--{how} {stored} {parts.write(slot_name(parameter), writing(parameter))}"
    elif how is Mode.UPDATE_PART:
        line += f" {parts.write(slot_name(parameter), writing(parameter))}"
    parts.lines.append(line)


def _somewhere(parameter: str) -> Callable[[Invocation], Somewhere]:
    find = by_name(parameter)
    return lambda invocation: cast("Somewhere", find(invocation).reads)


def copy(parts: Parts, old: str, new: str, is_directory: bool) -> str:
    """The command that gives an in-out path its starting content: the job edits a copy, so it can be repeated."""
    if is_directory:
        return f"{parts.unmark(old)} && cp -a --reflink=auto -- {old}/. {new}"
    return f"cp --reflink=auto -- {old} {new}"


def before(parts: Parts, name: str, parameter: str, how: Mode) -> str:
    """Read what an in-out parameter begins with: its place, or its places."""
    if how in (Mode.PATH_AT_INOUT, Mode.PATHS_AT_INOUT):
        # Inside of a folder, which is what is waited for.
        parts.read(name, needed(parameter))
        return parts.param(f"{name}_before", all_read(parameter))
    return parts.read(name, all_read(parameter) if how is Mode.NESTED_PATHS_INOUT else reading(parameter))


def copy_all(parts: Parts, old: str, new: str, is_directory: bool) -> str:
    """The same for lists of paths."""
    each = copy(parts, '"${{old[i]}}"', '"${{new[i]}}"', is_directory)
    loop = f'for i in "${{{{!old[@]}}}}"; do {each}; done'
    return f"old=({old}); new=({new}); {loop}"


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of calls of a Python function."""
    return finish(passed(software, invocations[0]), software, invocations[0], invocations, context)


def passed(software: Software, sample: Invocation) -> Parts:
    """What passes the arguments to the function."""
    parts = Parts()
    for argument in sample.arguments:
        how = mode(argument)
        is_directory = "directory" in argument.direction.content
        if argument.part is not None:
            _pass_part(parts, argument.parameter, how, argument.part)
        else:
            pass_argument(parts, argument.parameter, how, argument.parameter, is_directory)
    if software.on_failure == "IGNORE":
        ignore(parts, software, sample)
    return parts


def ignore(parts: Parts, software: Software, sample: Invocation) -> None:
    """Failures of the function are ignored: what stands in for its outputs."""
    default = software.defaults.get("returns")
    if sample.results and sample.results[0].index and default is not None:
        count = len(default) if isinstance(default, list | tuple) else 1
        if count != len(sample.results):
            raise ProgramError(
                Diagnostic(
                    "E516",
                    f"'{software.name}' returns {len(sample.results)} values, its default has {count}",
                    software.span,
                    "give a list of as many values",
                )
            )
    parts.lines.append(f"--ignore {_literal(software, default)}")
    for argument in sample.arguments:
        if not argument.direction.writes:
            continue
        name = slot_name(argument.parameter)
        if not argument.direction.is_path:
            if argument.parameter in software.defaults:
                value = _literal(software, software.defaults[argument.parameter])
                parts.lines.append(f"--or-value {argument.parameter} {value}")
        elif argument.parameter in software.defaults:
            source = parts.default(argument.parameter, software)
            one = isinstance(argument.writes, Artefact)
            parts.lines.append(
                f"--or-file {{output.{name}:q}} {source}" if one else f"--or-each {source} {{output.{name}:q}}"
            )
        else:
            kind = "folder" if "directory" in argument.direction.content else "empty"
            parts.lines.append(f"--or-{kind} {{output.{name}:q}}")


def _unmarking(
    parts: Parts, sample: Invocation, invocations: Sequence[Invocation], *, has_prolog: bool
) -> Iterator[str]:
    """Steps that leave directories as their makers left them, where the runtime does not see them or is not the first
    to do so."""
    for argument in sample.arguments:
        how, parameter = mode(argument), argument.parameter
        is_around = how in (Mode.PATH_AT, Mode.PATHS_AT)
        if (is_around or (has_prolog and how in (Mode.PATH_IN, Mode.PATHS_IN))) and are_read(
            invocations, needed(parameter)
        ):
            yield parts.unmark(f"{{input.{slot_name(parameter)}:q}}")


def _literal(software: Software, default: object) -> str:
    try:
        return word(encode(default))
    except Unencodable as error:
        raise ProgramError(
            Diagnostic("E331", f"the default of '{software.name}' can't be passed to a job: {error}", software.span)
        ) from None


def finish(
    parts: Parts,
    software: Software,
    sample: Invocation,
    invocations: Sequence[Invocation],
    context: Context,
    marks: tuple[str, ...] = (),
    call: str = "",
) -> Recipe:
    """The recipe with the results, the call of the runtime and the log. call: shell text instead of the usual call."""
    if sample.results:
        is_list = bool(sample.results[0].index)
        of: Callable[[Invocation], Any] = (lambda i: list(i.results)) if is_list else (lambda i: i.results[0])
        place = parts.write(parts.free("result"), of, *marks)
        parts.lines.append(f"--{'results' if is_list else 'result'} {place}")
    if not parts.outputs:
        parts.write("done", lambda invocation: None, "touch")
    if all(invocation.site is sample.site for invocation in invocations):
        parts.lines.append(context.place)
    parts.read_sources(invocations)
    parts.lines += context.searching
    arguments = f" -- {parts.param('arguments', lambda invocation: list(context.argv))}" if context.argv else ""
    if not call:
        function = f"{software.module}:{software.qualname}"
        call = f"{entered_by_python(software)}python -m eflows2smk.runtime {word(context.program)} {word(function)}"
    first, last = step(software, "prolog", sample), step(software, "epilog", sample)
    parts.before += _unmarking(parts, sample, invocations, has_prolog=bool(first))
    # One after the other, not with &&: what is not the last there may fail in the middle.
    joint = "; " if first or last else " && "
    shell = [f"{line}{joint}" for line in (*parts.before, *filter(None, [first]))]
    shell += [call] + [f" {line}" for line in parts.lines]
    if arguments:
        shell.append(arguments)
    if last:
        shell.append(f"; {last}")
    if parts.before or first or last:
        shell[0] = "(" + shell[0]
        shell.append(")")
    shell.append(" > {log:q} 2>&1")
    return Recipe(
        shell=tuple(shell),
        inputs=tuple(parts.inputs),
        outputs=tuple(parts.outputs),
        params=tuple(parts.params),
        resources=resources.of_all_kinds(),
        directives=directives(software, sample),
        slurm_resources=resources.slurm(sample),
        functions=tuple(parts.functions.items()),
    )
