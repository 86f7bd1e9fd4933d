"""From scripts to invocations, once the whole program is evaluated and it is known what is read of each."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from keyword import iskeyword
from typing import Any

from eflows2smk.diagnostics import Diagnostic
from eflows2smk.frontend.core.texts import subject_of
from eflows2smk.frontend.evaluation.errors import Refused, located
from eflows2smk.frontend.evaluation.machine import Look
from eflows2smk.frontend.heap.regions import Region
from eflows2smk.frontend.record.exposing import expose
from eflows2smk.frontend.record.freezing import Freezer
from eflows2smk.frontend.record.job_names import job_module
from eflows2smk.frontend.record.nested import frozen_inputs
from eflows2smk.frontend.record.notes import note
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.sharing import (
    check_handed,
    check_shared,
    needs_identity,
    read_together,
)
from eflows2smk.frontend.residual.rendering import render, used
from eflows2smk.frontend.residual.scripts import Line, Script, Sharing, fresh
from eflows2smk.parameters import (
    DIRECTORY_IN,
    DIRECTORY_INOUT,
    DIRECTORY_OUT,
    FILE_IN,
    FILE_INOUT,
    FILE_OUT,
    IN,
    OUT,
)
from eflows2smk.workflow.model import (
    ABSENT,
    DECIDING,
    Argument,
    Artefact,
    CallSite,
    Domain,
    Holding,
    Inside,
    Invocation,
    Joined,
    Kind,
    Resources,
    Software,
    artefacts,
    deciders,
)
from eflows2smk.workflow.text import Text, shape_of

_RESOURCES = Resources()


@dataclass(slots=True, eq=False)
class _Loads:
    """Where a script reads its computed inputs from, in the form that the freezer asks for."""

    found: dict[Any, Artefact]

    def artefact(self, root: Any) -> Artefact:
        return self.found[root]


@dataclass(slots=True, eq=False)
class Scripts:
    """All scripts of a program, at its end. inputs: what each gets. kept: those that matter, with their results. slots:
    the names that rules have for the files that scripts write, as far as the artefacts don't have them yet. outside: at
    what the scripts of one text look outside of the program."""

    recording: Recording
    scripts: list[Script]
    inputs: dict[Script, dict[str, Any]] = field(default_factory=dict)
    kept: dict[Script, list[str]] = field(default_factory=dict)
    read: set[Artefact] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    softwares: dict[Any, Software] = field(default_factory=dict)
    sites: dict[Any, CallSite] = field(default_factory=dict)
    deciding: dict[Script, Invocation] = field(default_factory=dict)
    slots: dict[Artefact, str] = field(default_factory=dict)
    outside: dict[Any, set[Look]] = field(default_factory=dict)

    # What is read -----------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Find out what each script reads, and which scripts nobody would miss.

        From the last script to the first: what a script reads of an earlier one is an output of that.
        """
        self._find_sources()
        for script in reversed(self.scripts):
            packed = self._packs(script)
            found: dict[Any, Artefact] = {}
            for root, source in script.loads.items():
                if root in packed:
                    continue
                made = source
                if isinstance(source, Script):
                    made = source.artefact(root)
                    if made is None and source.adopt(root, self.recording.stores.shown):
                        made = source.artefact(root)
                elif source is not None and not isinstance(source, Artefact | list):
                    # The place of a region: an invocation stores what it was given, no other part of it.
                    made = source.artefact(root)
                if isinstance(source, Script):
                    check_handed(script, root)
                if made is None:
                    raise Refused("E302", "this value can't be handed on from one script to another", span=script.span)
                found[root] = made
            freeze = Freezer(self.recording.machine, _Loads(found))  # type: ignore[arg-type]
            with located(script):
                self.inputs[script] = frozen_inputs(script, freeze)
        ended = [domain.limit for domain in self.recording.files.ended.values() if isinstance(domain.limit, Domain)]
        self.read.update(domain.decides for domain in deciders(ended, self.recording.files.joined()))
        # Entries that nobody may miss; all others are asked in any case.
        unsure = [entry for entry in self.recording.entries if isinstance(entry, Script) or _is_decision(entry)]
        if not unsure:
            return
        for entry in self.recording.entries:
            if isinstance(entry, Invocation) and not _is_decision(entry):
                self._read(entry.domains, [argument.reads for argument in entry.arguments])
        unsure.reverse()
        known = -1
        while len(self.read) != known:
            known = len(self.read)
            for entry in unsure:
                if isinstance(entry, Script):
                    self._keep_if_live(entry)
                elif self.is_asked(entry):
                    self._read(entry.domains, [argument.reads for argument in entry.arguments])
        for script in self.scripts:
            if script not in self.kept:
                for site, is_given_values in script.silent.items():
                    note(self.recording.machine, "N301", site)
                    if is_given_values:
                        note(self.recording.machine, "W310", site)
        self._results_alike()
        if any(isinstance(entry, Invocation) for entry in unsure):
            self._find_deciding()

    def is_asked(self, entry: Invocation) -> bool:
        """Whether anything that is wanted depends on a decision, or reads an element that comes with it; other
        invocations always are."""
        if not _is_decision(entry):
            return True
        return any(argument.writes in self.read for argument in entry.arguments[1:])

    def _find_sources(self) -> None:
        """Let each script have what later ones read of it, until nobody asks for more: who is asked asks others."""
        known = -1
        while (found := sum(len(script.loads) for script in self.scripts)) != known:
            known = found
            for script in reversed(self.scripts):
                for root, source in list(script.loads.items()):
                    if isinstance(source, Sharing):
                        script.loads[root] = source.script(root)
                list(self._groups(script))
                for root, source in list(script.loads.items()):
                    if isinstance(source, Script):
                        source.adopt(root, self.recording.stores.shown)

    def _groups(self, script: Script) -> Iterator[tuple[Script, list[Any], dict[Any, list[str]]]]:
        """Roots that may share parts, with the one script from which all of them can come, and their names here."""
        groups: dict[Region, list[Any]] = {}
        for root in script.loads:
            if root.region is not None:
                groups.setdefault(root.region.find(), []).append(root)
        for region, found in groups.items():
            if len(found) < 2 or not needs_identity(script, region):
                continue
            read_together(script, found)
            sources = [source for root in found if isinstance(source := script.loads[root], Script)]
            if not sources:
                continue
            # The last script that made one of them had the others too, if it made one of the other.
            source = max(sources, key=lambda each: each.number)
            roots = [root for root in found if _number(script.loads[root]) <= source.number]
            if len(roots) < 2 or not all(source.adopt(root, self.recording.stores.shown) for root in roots):
                check_shared(script, found)
                continue
            expose(script, roots)
            names = {root: [name for name, held in script.inputs.items() if held is root] for root in roots}
            yield source, roots, names

    def _packs(self, script: Script) -> set[Any]:
        """Let roots that may share parts, and come from one script, come from there in one file; those roots."""
        packed: set[Any] = set()
        for source, roots, names in self._groups(script):
            made = source.pack(roots)
            given = fresh(made.slot, {*script.denotes, *script.inputs})
            script.lines.insert(0, Line(f"{', '.join(names[root][0] for root in roots)} = {given}"))
            for root in roots:
                first, *others = names[root]
                script.lines[1:1] = [Line(f"{other} = {first}") for other in others]
                for name in names[root]:
                    del script.inputs[name]
            script.inputs[given] = made
            packed.update(roots)
        return packed

    def _keep_if_live(self, script: Script) -> None:
        results = [name for name, made in script.outputs.items() if made in self.read]
        if not any(line.span is not None for line in script.lines):
            return
        missed = script.has_effects or script.raises
        if not results and not missed and not (script.token and script.token in self.read):
            return
        self.kept[script] = results
        held = [*self.inputs[script].values(), *script.reads.values(), *script.edits.values(), *script.after.values()]
        self._read(script.place.domains, held)

    def _read(self, domains: Sequence[Domain], held: Sequence[Any]) -> None:
        """Something that lies in the domains, and reads this, is wanted."""
        for each in held:
            self.read.update(artefacts(each))
        self.read.update(domain.decides for domain in deciders(domains, held))

    def _results_alike(self) -> None:
        """Scripts with one text give the same results, even where some of these are not read."""
        together: dict[Any, set[str]] = {}
        for script, results in self.kept.items():
            together.setdefault(_same(script), set()).update(results)
            if script.looks:
                self.outside.setdefault(_same(script), set()).update(script.looks)
        for script in self.kept:
            wanted = together[_same(script)]
            # As they stand in the script, whoever asked for them first.
            self.kept[script] = [name for name in script.denotes if name in wanted]
            for name in self.kept[script]:
                if name not in script.outputs:
                    script.outputs[name] = Artefact(Kind.OBJECT, "", 1, script.number, name, (), False)

    # Decisions --------------------------------------------------------------------------------------------------------

    def _find_deciding(self) -> None:
        """A loop or condition and the script of what it decides on are one rule, since each decision would be two jobs.

        All scripts of one text, or none of them.
        """
        readers: Counter[Artefact] = Counter()
        entries: list[Any] = []
        for entry in self.recording.entries:
            if isinstance(entry, Script):
                if entry not in self.kept:
                    continue
                held: list[Any] = [*self.inputs[entry].values(), *entry.reads.values(), *entry.edits.values()]
            elif self.is_asked(entry):
                held = [argument.reads for argument in entry.arguments]
            else:
                continue
            entries.append(entry)
            readers.update(made for each in held for made in set(artefacts(each)))
        apart: set[tuple[Any, ...]] = set()
        for script, follower in zip_longest(entries, entries[1:]):
            if isinstance(script, Script):
                if self._decides(script, follower, readers):
                    self.deciding[script] = follower
                else:
                    apart.add(_same(script))
        self.deciding = {script: each for script, each in self.deciding.items() if _same(script) not in apart}

    def _decides(self, script: Script, follower: Any, readers: Counter[Artefact]) -> bool:
        """Whether a script is there for nothing but what follows it."""
        if not isinstance(follower, Invocation) or not _is_decision(follower):
            return False
        made = [script.outputs[name] for name in self.kept[script]]
        return (
            len(made) == 1
            and follower.arguments[0].reads is made[0]
            and readers[made[0]] == 1
            and not script.has_effects
            and not (script.token and script.token in self.read)
            and script.place.domains == follower.domains
            and script.place.indices == follower.indices
            and script.barrier == follower.barrier
        )

    # Invocations ------------------------------------------------------------------------------------------------------

    def invocation(self, script: Script, number: int) -> Invocation | None:
        """What becomes of a script; None if nobody would miss it."""
        if script not in self.kept:
            return None
        self._check_paths(script)
        decides = self.deciding.get(script)
        results = [] if decides is not None else self.kept[script]
        decisions = [] if decides is None else list(decides.arguments[1:])
        inputs = self.inputs[script]
        arguments = [Argument(name, IN, held) for name, held in inputs.items()]
        taken = {"script", *inputs, *results, *(each.parameter for each in decisions)}
        for path, held in _together(script):
            direction = DIRECTORY_IN if _is_directory(held) else FILE_IN
            arguments.append(Argument(_slot(path, taken), direction, held))
        if script.after:
            arguments.append(Argument(_slot("after", taken), FILE_IN, list(script.after.values())))
        arguments += [Argument(name, OUT, ABSENT, script.outputs[name]) for name in results]
        arguments += decisions
        for name in (*results, *(each.parameter for each in decisions)):
            if name in inputs:
                earlier = fresh(f"{name}_before", taken)
                taken.add(earlier)
                arguments = [replace(a, parameter=earlier) if a.parameter == name and a.direction is IN else a
                             for a in arguments]  # fmt: skip
        unsure = [path for path in script.writes if path in script.doubtful and script.writes[path] not in self.read]
        folders = dict.fromkeys(_folder(path) for path in unsure if "/" in path)
        arguments += [Argument(_slot(f"{folder}/folder", taken), IN, folder) for folder in folders]
        for path, artefact in script.writes.items():
            if path not in unsure:
                arguments.append(self._written(script, path, artefact, taken))
        if script.token is not None and script.token in self.read:
            arguments.append(Argument("done", OUT, ABSENT, script.token))
        place = script.place
        return Invocation(
            number,
            self._site(script, tuple(arguments), decides),
            place.indices,
            place.variables,
            tuple(arguments),
            (),
            _RESOURCES,
            script.barrier,
            place.domains,
        )

    def _check_paths(self, script: Script) -> None:
        """A script that runs in a private folder finds there only what it opens by a path relative to it."""
        current = self.recording.files.current
        for path in dict.fromkeys((*script.writes, *script.reads)):
            if path in script.fixed and path in current and current[path].version > 1:
                message = (
                    f"plain Python opens '{path}', which has several versions, by a path that leads out of the folder"
                    " of the run"
                )
                help = "use a path relative to that folder, and below it"
                self.recording.machine.report(Diagnostic("E404", message, script.span, help))

    def _written(self, script: Script, path: str, artefact: Artefact, taken: set[str]) -> Argument:
        is_directory = artefact.kind is Kind.DIRECTORY
        before = script.edits.get(path, ABSENT)
        if before is ABSENT:
            direction = DIRECTORY_OUT if is_directory else FILE_OUT
        else:
            direction = DIRECTORY_INOUT if is_directory else FILE_INOUT
        slot = _slot(path, taken)
        if artefact.slot != slot:
            self.slots[artefact] = slot
        return Argument(slot, direction, before, artefact)

    def _site(self, script: Script, arguments: tuple[Argument, ...], decides: Invocation | None) -> CallSite:
        key = (_same(script), script.place.levels, None if decides is None else decides.site)
        found = self.sites.get(key)
        if found is None and decides is not None:
            software = self._deciding(script, arguments, decides.site.software)
            found = self.sites[key] = replace(decides.site, name=software.name, software=software)
        elif found is None:
            software = self._software(script)
            found = self.sites[key] = CallSite(
                software.name,
                software,
                script.span,
                script.statement,
                script.place.levels,
                script.place.chain,
            )
        return found

    def _software(self, script: Script) -> Software:
        key = _same(script)
        found = self.softwares.get(key)
        if found is None:
            machine = self.recording.machine
            found = self.softwares[key] = Software(
                kind="host",
                name=self._name(script, self.kept[script]),
                module=job_module(machine, machine.program.main),
                qualname="run",
                file=script.span.file,
                span=script.span,
                parameters=tuple((parameter, IN) for parameter in self.inputs[script]),
                execution=self._execution(script),
            )
        return found

    def _deciding(self, script: Script, arguments: tuple[Argument, ...], decides: Software) -> Software:
        """The loop or condition, with the text of a script."""
        name = fresh(decides.name, self.names)
        self.names.add(name)
        execution = {**decides.execution, **self._execution(script), "results": ()}
        parameters = tuple((argument.parameter, argument.direction) for argument in arguments)
        return replace(decides, name=name, parameters=parameters, execution=execution)

    def _execution(self, script: Script) -> dict[str, object]:
        """What the rules for scripts need to know."""
        results = self.kept[script]
        span = script.span
        last = max(line.span.line + line.code.count("\n") for line in script.lines if line.span is not None)
        lines = f"line {span.line}" if last <= span.line else f"lines {span.line} to {last}"
        title = f"Plain Python of {span.file}, {lines}, as the workflow runs it."
        imports = list(script.imports)
        if not any("states." in line.code for line in used(script.lines, results)):
            imports = [line for line in imports if not line.endswith("runtime import states")]
        text = render(title, imports, list(self.inputs[script]), script.lines, results)
        made = {"script": text, "results": tuple(results), "passes": tuple(self.inputs[script])}
        says = {"says": True} if script.says else {}
        return {**made, **says, **self._outside(script)}

    def _outside(self, script: Script) -> dict[str, object]:
        """What scripts of one text see outside of the program, by what they look at."""
        seen = self.outside.get(_same(script)) if self.outside else None
        return {"outside": tuple(sorted(seen, key=str))} if seen else {}

    def _name(self, script: Script, results: list[str]) -> str:
        """What the script is for: what it computes, else what it writes, else what it says."""
        results = [name for name in results if name not in script.states]
        new = [name for name in results if name not in self.inputs[script]]
        results = new or ([] if script.writes else results)
        if results:
            both = "_and_".join(results[:2])
            wanted = both if len(results) < 3 and len(both) < 24 else results[0]
        elif script.writes:
            path = next(iter(script.writes))
            wanted = "write_" + path.rpartition("/")[2].partition(".")[0]
            if script.place.levels:
                wanted = "write_" + _steady(path)
        elif script.prints:
            wanted = f"print_{next(iter(self.inputs[script]), 'results')}"
        else:
            wanted = subject_of(script.statement, call=True)
        name = fresh("".join(c if c.isalnum() and c.isascii() else "_" for c in wanted).strip("_"), self.names)
        self.names.add(name)
        return name


def _is_decision(entry: Invocation) -> bool:
    return entry.site.software.kind in DECIDING


def _same(script: Script) -> tuple[Any, ...]:
    """Equal for scripts that run the same text at the same place."""
    lines = tuple((line.code, line.span) for line in script.lines)
    return (lines, tuple(script.inputs), script.place.chain, len(script.place.levels))


def _steady(path: str) -> str:
    """The part of a file's name that does not change with the loop around it."""
    shape = getattr(path, "shape", None)
    if shape is None:
        return path.rpartition("/")[2].partition(".")[0]
    words = [piece.rpartition("/")[2] for piece in shape.literals]
    return next((word.strip("._-") for word in words if word.strip("._-")), "file")


def _folder(path: str) -> str:
    """The folder of a file, with what is known of how the path was put together."""
    plain = path.rpartition("/")[0]
    if type(path) is not Text:
        return plain
    *kept, last = path.shape.literals
    if "/" not in last:
        return plain
    return Text(plain, shape_of((*kept, last.rpartition("/")[0]), path.shape.labels), path.holes)


def _together(script: Script) -> list[tuple[str, object]]:
    """What the script reads, with a path to name it after: files that one piece of the program names are a list."""
    groups: dict[object, list[str]] = {}
    for path, leaf in script.reads.items():
        if path not in script.edits:
            shape = path.shape if type(path) is Text and type(leaf) is Artefact and not _is_directory(leaf) else path
            groups.setdefault(shape, []).append(path)
    return [
        (paths[0], script.reads[paths[0]] if len(paths) == 1 else [script.reads[path] for path in paths])
        for paths in groups.values()
    ]


def _number(source: Any) -> int:
    """Which entry gives the value; later than all where nobody does, or several do."""
    if isinstance(source, Script):
        return source.number
    return source.producer if isinstance(source, Artefact) and not isinstance(source, Joined) else sys.maxsize


def _is_directory(leaf: object) -> bool:
    if isinstance(leaf, Holding):
        return True
    return isinstance(leaf, Artefact | Inside) and leaf.kind is Kind.DIRECTORY


def _slot(path: str, taken: set[str]) -> str:
    base = path.rstrip("/").rpartition("/")[2]
    shape = getattr(path, "shape", None)
    if shape is not None:
        fixed = "".join(literal.rpartition("/")[2] for literal in shape.literals)
        folder = path.rpartition("/")[0].rpartition("/")[2]
        base = fixed if fixed and not fixed.startswith(".") else folder or fixed
    wanted = "".join(c if c.isalnum() and c.isascii() else "_" for c in base).strip("_") or "file"
    if not wanted[0].isalpha() or iskeyword(wanted):
        wanted = f"file_{wanted}"
    name = fresh(wanted, taken)
    taken.add(name)
    return name


def scripts_of(entries: Sequence[Any]) -> list[Script]:
    return [entry for entry in entries if isinstance(entry, Script)]
