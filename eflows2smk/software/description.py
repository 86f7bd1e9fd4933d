"""From the sections of a description, or the arguments of decorators, to what they mean; all that is wrong at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from eflows2smk.diagnostics import Diagnostic, Severity, Span
from eflows2smk.parameters import DIRECTIONS, Direction
from eflows2smk.software.directions import direction as direction_of
from eflows2smk.software.directions import kind_of, near, of_all
from eflows2smk.software.environments import ENDINGS, PACKAGE, unfit_packages
from eflows2smk.software.failure import Failure, failure_of
from eflows2smk.software.kinds import added, entries, keys_for
from eflows2smk.software.parts import layout_of
from eflows2smk.software.programs import PROGRAM, check_programs
from eflows2smk.software.references import REFERENCE, UPDATE, form, variable
from eflows2smk.software.schema import (
    DEPRECATED,
    ENGINES,
    EVERYWHERE,
    EXECUTION,
    OF_LAUNCHERS,
    OTHERS,
    PROCESSOR,
    PROCESSOR_SHORT,
    SECTIONS,
    TASK,
    keys_of,
)
from eflows2smk.software.slurm_options import unfit as unfit_options
from eflows2smk.software.slurm_options import unfit_processor

Locate = Callable[..., Span]
_ENVIRONMENT = re.compile(r"(?<![\\$])\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))")
_ASSIGNED = re.compile(r"(?:^|[\s;&|(])(?:(?:for|read)\s+)?([A-Za-z_]\w*)(?==|\s+in\s)|read\s+([A-Za-z_]\w*)")
_QUOTED = re.compile(r"""\\.|"(?:\\.|[^"\\])*"|'[^']*'""", re.DOTALL)
# Linux takes no longer words (MAX_ARG_STRLEN).
_TEXT = 131_072
# What neither has: the end of C's texts, and halves of characters.
_UNFIT = re.compile("[\0\ud800-\udfff]")
# These name parts of the answer of a request, too.
_OF_ANSWERS = frozenset((("execution", "produces"), ("execution", "updates")))
_SET_BY_THE_SHELL = frozenset(
    "BASHPID BASH_VERSION EUID HOSTNAME LINENO OLDPWD OMP_NUM_THREADS PPID PWD RANDOM SECONDS UID".split()
)


@dataclass(frozen=True, slots=True)
class Description:
    """What one software is.

    kind: "task", "binary", …. execution: its keys as written, without ``type``. directions: of the parameters that
    were named. task: the other keywords of ``@task``, as given. constraints, container, prolog, epilog: as written.
    """

    kind: str
    execution: Mapping[str, Any]
    directions: Mapping[str, Direction]
    task: Mapping[str, Any]
    constraints: Mapping[str, Any] = field(default_factory=dict)
    container: Mapping[str, Any] | None = None
    prolog: Mapping[str, Any] | None = None
    epilog: Mapping[str, Any] | None = None
    failure: Failure = Failure()


def describe(
    sections: Mapping[str, Any],
    locate: Locate,
    *,
    parameters: Sequence[str] | None,
    environment: Mapping[str, str],
    variadic: str | None = None,
) -> tuple[Description | None, list[Diagnostic]]:
    """The description, and all diagnostics; None where there are errors.

    locate: the span of a path in the sections. parameters: the names of the function's parameters, None if unknown;
    variadic: the one with all further arguments, if there is one.
    """
    checker = _Checker(locate, parameters, environment, variadic)
    description = checker.description(sections)
    failed = any(d.severity is Severity.ERROR for d in checker.found)
    return None if failed else description, checker.found


class _Checker:
    def __init__(
        self,
        locate: Locate,
        parameters: Sequence[str] | None,
        environment: Mapping[str, str],
        variadic: str | None = None,
    ) -> None:
        self.locate = locate
        self.variadic = variadic
        self.parameters = parameters
        self.environment = environment
        self.found: list[Diagnostic] = []

    def error(self, code: str, message: str, path: Sequence[str | int], help: str = "", *, key: bool = False) -> None:
        self.found.append(Diagnostic(code, message, self.locate(tuple(path), key=key), help))

    def note(self, code: str, message: str, path: Sequence[str | int]) -> None:
        self.found.append(Diagnostic(code, message, self.locate(tuple(path), key=True), "", (), Severity.NOTE))

    def warn(self, code: str, message: str, path: Sequence[str | int], help: str = "") -> None:
        span = self.locate(tuple(path), key=True)
        self.found.append(Diagnostic(code, message, span, help, (), Severity.WARNING))

    def description(self, sections: Mapping[str, Any]) -> Description:
        for name in sections:
            if name not in SECTIONS:
                self.unknown(name, SECTIONS, (name,), "section")
            elif not isinstance(sections[name], Mapping):
                self.error("E211", f"'{name}' has to be a mapping, not {kind_of(sections[name])}", (name,))
        sections = {k: v for k, v in sections.items() if k in SECTIONS and isinstance(v, Mapping)}
        self._references(sections, ())
        execution = dict(sections.get("execution", {"type": "task"}))
        kind = self._type(execution)
        layouts: dict[str, tuple[int, int, int]] = {}
        if kind == "mpi" and "binary" not in execution:
            kind = "python_mpi"
            layouts = {name: layout for name, layout in self._layouts(execution) if layout is not None}
            if "args" in execution:
                self.error("E214", "'args' are for a program, but there is no 'binary'", ("execution", "args"))
        table = keys_for("mpi" if kind == "python_mpi" else kind)
        execution = self.section("execution", execution, f"{table} {EVERYWHERE}")
        others = {
            name: self.section(name, sections[name], OTHERS[name]) if name in sections else None
            for name in ("constraints", "container", "prolog", "epilog")
        }
        unfit_options(others["constraints"] or {}, self._of_constraints(sections.get("constraints", {})))
        container = self._container(others["container"], execution)
        self._conda(execution.get("conda"))
        directions, task = self._parameters(sections.get("parameters", {}))
        self._processes(execution)
        if kind == "mpmd_mpi":
            entries = execution.get("programs", ())
            execution["programs"] = [self._program(entry, number) for number, entry in enumerate(entries)]
            check_programs(execution["programs"], self.error)
        if layouts:
            execution["layouts"] = layouts
        if kind == "http":
            self._service(execution, task.get("returns"))
        return Description(
            kind,
            execution,
            directions,
            task,
            others["constraints"] or {},
            container,
            others["prolog"],
            others["epilog"],
            failure_of(task, directions, self.error),
        )

    def _type(self, execution: dict[str, Any]) -> str:
        stated = execution.pop("type", None)
        if stated is None:
            kinds = f"one of {', '.join(EXECUTION)}"
            if execution:
                others = ", ".join(f"'{key}'" for key in execution)
                self.error(
                    "E212", f"'execution' does not say its 'type', so nothing would use {others}", ("execution",), kinds
                )
                execution.clear()
            else:
                message = "'execution' does not say its 'type', so the function itself is the task"
                self.warn("W211", message, ("execution",), f'write "type": "task" if that is meant, else {kinds}')
            return "task"
        kind = str(stated).lower() if isinstance(stated, str) else ""
        if kind not in EXECUTION and kind not in entries():
            known = [*EXECUTION, *entries()]
            message = f"{stated!r} is no type of software{near(str(stated), known)}"
            self.error("E213", message, ("execution", "type"), f"one of {', '.join(known)}")
            # Which keys there are depends on it.
            execution.clear()
            return "task"
        try:
            added(kind)
        except TypeError as error:
            self.error("E213", str(error), ("execution", "type"), "ask those who wrote it")
            execution.clear()
            return "task"
        return kind

    def _of_constraints(self, stated: Mapping[str, Any]) -> Callable[[str, str, str], None]:
        """Reports what is wrong with the value of a key in today's spelling, where it stands."""

        def report(key: str, what: str, help: str) -> None:
            place = next((name for name in stated if name == key or _spelt(name, key)), key)
            self.error("E211", what, ("constraints", place), help)

        return report

    def _container(self, stated: dict[str, Any] | None, execution: dict[str, Any]) -> dict[str, Any] | None:
        """The section with the name of its engine as in `ENGINES`; binaries once had keys for the same."""
        place = ("container", "engine")
        old = {key: execution.pop(key) for key in ("engine", "image", "params") if key in execution}
        if old and stated is None:
            place = ("execution", next(iter(old)))
            self.note("N210", f"'{place[1]}' of 'execution' is an old form of the section 'container'", place)
            stated = {"options" if key == "params" else key: value for key, value in old.items()}
            for key in ("engine", "image"):
                if key not in stated:
                    self.error("E214", f"'execution' needs the key '{key}' too", ("execution",))
        if stated is None or "engine" not in stated:
            return stated
        text = _ENVIRONMENT.sub(lambda found: self.environment.get(found[1] or found[2], ""), str(stated["engine"]))
        if text.upper() not in ENGINES:
            message = f"'{text}' is no container engine{near(text.upper(), ENGINES)}"
            self.error("E211", message, place, f"one of {', '.join(ENGINES)}")
        return {**stated, "engine": text.upper()}

    def _conda(self, stated: Any) -> None:
        """A list names packages, a text a file."""
        place = ("execution", "conda")
        if isinstance(stated, str) and not stated.endswith(ENDINGS):
            help = f'write a list for packages: ["{stated}"]' if PACKAGE.fullmatch(stated) else ""
            self.error("E211", f"'{stated}' is no file of a conda environment, which ends with .yaml", place, help)
        for number, message in unfit_packages(stated if isinstance(stated, list | tuple) else ()):
            help = "a name, and a version if need be: gromacs=2024"
            self.error("E211", message, (*place, number), help)

    def section(self, name: str, values: Mapping[str, Any], table: str) -> dict[str, Any]:
        """One section with its keys in today's spelling."""
        keys = keys_of(table)
        result: dict[str, Any] = {}
        for stated, value in values.items():
            key = self._today(stated, keys, (name, stated))
            if key not in keys and name == "execution" and key in OF_LAUNCHERS:
                self.note(
                    "N211", f"'{stated}' says nothing about this type of software, and is ignored", (name, stated)
                )
                continue
            if key not in keys:
                self.unknown(stated, keys, (name, stated), f"key of '{name}'")
                continue
            if self._fits(value, keys[key][0], (name, stated), key):
                result[key] = self._processors(value, (name, stated)) if key == "processors" else value
            if key == "service_name" and "://" not in str(value) and not str(value).startswith("$"):
                value = f"${variable(str(value))}"
            self._variables(value, (name, stated))
        for key, (_, mandatory) in keys.items():
            if mandatory and key not in result and not any(_spelt(s, key) for s in values):
                self.error("E214", f"'{name}' needs the key '{key}'", (name,))
        return result

    def _today(self, stated: str, known: Any, path: Sequence[str | int]) -> str:
        """The key in today's spelling, with a note where it is an old one."""
        key = DEPRECATED.get(stated, stated)
        if key == stated and stated not in known and stated != stated.lower():
            # PyCOMPSs ignores case: ComputingUnits.
            key = next((name for name in known if _spelt(stated, name)), stated)
        if key != stated and key in known:
            self.note("N210", f"'{stated}' is the old spelling of '{key}'", path)
        return key

    def _processors(self, values: Sequence[Any], path: tuple[str | int, ...]) -> list[dict[str, Any]]:
        """The entries of the constraint ``processors``, their keys in today's spelling."""
        keys = keys_of(PROCESSOR)
        spellings = {name.replace("_", ""): name for name in keys} | PROCESSOR_SHORT
        result = []
        for number, entry in enumerate(values):
            if not isinstance(entry, Mapping):
                message = f"an entry of 'processors' has to be a mapping, not {kind_of(entry)}"
                self.error("E211", message, (*path, number))
                continue
            found: dict[str, Any] = {}
            for stated, value in entry.items():
                place = (*path, number, stated)
                key = spellings.get(_plain(stated))
                if key is None:
                    self.unknown(str(stated), keys, place, "key of a processor")
                elif self._fits(value, keys[key][0], place, key):
                    found[key] = value
            for key, what, help in unfit_processor(found):
                stated = next(stated for stated in entry if spellings.get(_plain(stated)) == key)
                self.error("E211", what, (*path, number, stated), help)
            result.append(found)
        return result

    def _layouts(self, execution: dict[str, Any]) -> Iterator[tuple[str, tuple[int, int, int] | None]]:
        """Take out of the section which part of a parameter each process gets; None where that is said wrongly."""
        for key in [key for key in execution if key.endswith("_layout")]:
            name, stated, place = key.removesuffix("_layout"), execution.pop(key), ("execution", key)
            if self.parameters is not None and name not in self.parameters:
                self.error("E215", f"'{key}' names no parameter of the function{near(name, self.parameters)}", place)
            yield name, layout_of(stated, partial(self.error, "E211", path=place))

    def _program(self, entry: Any, number: int) -> dict[str, Any]:
        """An entry of ``programs``, without what is wrong in it."""
        place = ("execution", "programs", number)
        if not isinstance(entry, Mapping):
            self.error("E211", f"an entry of 'programs' has to be a mapping, not {kind_of(entry)}", place)
            return {}
        keys, found = keys_of(PROGRAM), {}
        for key, value in entry.items():
            if key not in keys:
                self.unknown(key, keys, (*place, key), "key of a program")
            elif self._fits(value, keys[key][0], (*place, key), key):
                found[key] = value
        if "binary" not in entry:
            self.error("E214", "a program needs the key 'binary'", place)
        return found

    def unknown(self, name: str, known: Any, path: Sequence[str | int], what: str) -> None:
        verb = "are" if len(known) > 1 else "is"
        help = f"known {verb} {', '.join(known)}" if known else "there are none for this type"
        self.error("E210", f"'{name}' is no {what}{near(name, known)}", path, help, key=True)

    def _fits(self, value: Any, kind: str, path: Sequence[str | int], key: str) -> bool:
        is_list = isinstance(value, list | tuple)
        texts = isinstance(value, str) or (is_list and all(isinstance(each, str) for each in value))
        good = {
            "s": isinstance(value, str | int | float) and not isinstance(value, bool),
            "n": isinstance(value, int | float | str) and not isinstance(value, bool),
            "b": isinstance(value, bool) or str(value).lower() in ("true", "false"),
            "l": is_list,
            "d": isinstance(value, Mapping),
            "e": texts,
            "c": texts,
        }[kind]
        if not good:
            wanted = {"s": "text", "n": "a number", "b": "true or false", "l": "a list", "d": "a mapping"}.get(
                kind, "text or a list of texts"
            )
            self.error("E211", f"'{key}' has to be {wanted}, not {kind_of(value)}", path)
        return good

    def _references(self, value: Any, path: tuple[str | int, ...]) -> None:
        """Report each parameter in double braces that the function does not have, wherever it stands, and what is
        too long for all that a description is for."""
        if path in _OF_ANSWERS:
            return
        if isinstance(value, Mapping | list | tuple):
            for key, item in value.items() if isinstance(value, Mapping) else enumerate(value):
                self._references(item, (*path, key))
        elif isinstance(value, str):
            if len(value) > _TEXT:
                message = f"this text has {len(value):,} characters, more than a command line can have"
                self.error("E211", message, path, "put it into a file, and pass its path")
            unfit = _UNFIT.search(value)
            if unfit is not None:
                message = f"the character U+{ord(unfit[0]):04X} can't stand in a command line or in a file"
                self.error("E211", message, path)
            for name in dict.fromkeys(REFERENCE.findall(value)):
                self._reference(name, path)

    def _reference(self, name: str, path: tuple[str | int, ...]) -> None:
        if self.parameters is not None and name not in self.parameters:
            message = f"'{{{{{name}}}}}' names no parameter of the function{near(name, self.parameters)}"
            self.error("E215", message, path, self._its_parameters())
        elif path[-1] == "runner":
            message = f"'runner' is taken as it stands: no value is put in the place of '{{{{{name}}}}}'"
            self.error("E215", message, path, "name the program that starts the processes, for instance mpirun")

    def _its_parameters(self) -> str:
        names = ", ".join(f"'{name}'" for name in self.parameters or ())
        return f"its parameters are {names}" if names else "it has no parameters"

    def _variables(self, value: Any, path: Sequence[str | int]) -> None:
        for text in _texts(value):
            assigned = {name for pair in _ASSIGNED.findall(text) for name in pair}
            for braced, bare in _ENVIRONMENT.findall(_QUOTED.sub(_unquoted, text)):
                name = braced or bare
                if name not in self.environment and name not in assigned and name not in _SET_BY_THE_SHELL:
                    self.error(
                        "E216",
                        f"the environment variable '{name}' is not set",
                        path,
                        f"export {name} before compiling, or give a default: ${{{name}:-value}}",
                    )

    def _parameters(self, values: Mapping[str, Any]) -> tuple[dict[str, Direction], dict[str, Any]]:
        directions: dict[str, Direction] = {}
        task: dict[str, Any] = {}
        for stated, value in values.items():
            name = stated if stated in (self.parameters or ()) else self._today(stated, TASK, ("parameters", stated))
            if name in TASK and (self.parameters is None or name not in self.parameters):
                task[name] = self._keyword(value)
                continue
            if self.parameters is not None and stated not in self.parameters:
                self._no_parameter(stated, value, [each for each in self.parameters if each not in values])
                continue
            direction = direction_of(value, ("parameters", stated), self.error)
            if direction is not None:
                directions[stated] = direction
        if self.variadic is not None:
            stated_kind = task.get("varargs_type")
            if stated_kind is not None and self.variadic not in directions:
                kind = direction_of(stated_kind, ("parameters", "varargs_type"), self.error)
                directions.update({self.variadic: kind} if kind is not None else {})
            if self.variadic in directions:
                directions[self.variadic] = of_all(directions[self.variadic])
        return directions, task

    def _no_parameter(self, stated: str, value: Any, unsaid: Sequence[str]) -> None:
        """A direction for no parameter does nothing, unless it was meant for an output among those of which nothing
        is said; what is no direction is a keyword of `@task` that is not known."""
        path = ("parameters", stated)
        closest = near(stated, [*(self.parameters or ()), *sorted(TASK)])
        direction = DIRECTIONS.get(value) if isinstance(value, str) else value
        if unsaid and isinstance(direction, Direction) and direction.writes:
            message = f"the function has no parameter '{stated}'{closest}"
            which = f"nothing would say what becomes of {', '.join(unsaid)}"
            self.error("E210", message, path, f"{self._its_parameters()}; {which}", key=True)
        elif isinstance(value, Direction | Mapping) or (isinstance(value, str) and value in DIRECTIONS):
            self.warn("W210", f"the function has no parameter '{stated}'{closest}", path, self._its_parameters())
        else:
            message = f"'{stated}' is no keyword of @task, and no parameter of the function{closest}"
            self.error("E210", message, path, f"known are {', '.join(sorted(TASK))}", key=True)

    def _keyword(self, value: Any) -> Any:
        return DIRECTIONS.get(value, value) if isinstance(value, str) else value

    def _service(self, execution: Mapping[str, Any], returns: Any) -> None:
        """What a request takes out of an answer, and where it goes."""
        produces, updates = str(execution.get("produces", "#")), str(execution.get("updates", "#"))
        names: set[str] = set()
        if produces != "#":
            try:
                form(produces)
            except ValueError as error:
                message = f"'produces' has to be the form of an answer in JSON: {error}"
                self.error("E211", message, ("execution", "produces"), "for instance {'length': '{{return_0}}'}")
                return
            names.update(REFERENCE.findall(produces))
        if updates != "#":
            found = UPDATE.fullmatch(updates)
            if found is None:
                message = f"'updates' has to set a key of a dictionary, not {updates!r}"
                self.error("E211", message, ("execution", "updates"), "for instance {{event}}.key = {{name}}")
            elif found[2] not in names:
                message = f"'{{{{{found[2]}}}}}' is nothing that 'produces' takes out of the answer"
                self.error("E215", message, ("execution", "updates"))
            elif self.parameters is not None and found[1] not in self.parameters:
                message = f"'{{{{{found[1]}}}}}' names no parameter of the function{near(found[1], self.parameters)}"
                self.error("E215", message, ("execution", "updates"))
        count = int(returns) if str(returns).isdigit() else 1
        missing = [name for name in (f"return_{number}" for number in range(count)) if name not in names]
        if missing and (count > 1 or (names and returns and updates == "#")):
            message = f"'produces' does not say where {missing[0]} is in the answer"
            self.error("E214", message, ("execution",), f"write '{{{{{missing[0]}}}}}' where it stands")

    def _processes(self, execution: Mapping[str, Any]) -> None:
        processes, per_node = execution.get("processes"), execution.get("processes_per_node")
        try:
            count, each = int(processes), int(per_node)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return
        if each < 1 or count < each or count % each:
            self.error(
                "E218",
                f"{count} processes can't be spread over nodes of {each} each",
                ("execution", "processes_per_node"),
                "choose a number that divides 'processes'",
            )


def _spelt(stated: str, key: str) -> bool:
    return _plain(stated) == key.replace("_", "")


def _plain(key: object) -> str:
    return str(key).lower().replace("_", "")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _unquoted(found: re.Match[str]) -> str:
    """Nothing is expanded between single quotes: the ``$NF`` of an awk program is no variable."""
    return "" if found[0].startswith("'") else found[0]
