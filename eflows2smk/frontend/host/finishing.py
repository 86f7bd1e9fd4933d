"""From host segments to invocations, once the whole program is evaluated and it is known what is read of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from eflows2smk.diagnostics import Diagnostic
from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.host.script import render, used
from eflows2smk.frontend.host.segment import Segment, fresh
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
    Kind,
    Resources,
    Software,
    artefacts,
    deciders,
    leaves,
)
from eflows2smk.workflow.text import Text, shape_of

if TYPE_CHECKING:
    from eflows2smk.frontend.invocations import Recorder

_RESOURCES = Resources()


def finished(recorder: Recorder) -> tuple[list[Invocation], list[int]]:
    """All invocations with their numbers, segments that matter among them, and the places of the barriers."""
    entries = recorder.invocations
    if all(isinstance(entry, Invocation) and entry.site.software.kind not in DECIDING for entry in entries):
        return [entry for entry in entries if isinstance(entry, Invocation)], recorder.barriers
    return _Finish(recorder).run()


class _Finish:
    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.read: set[Artefact] = set()
        self.kept: dict[Segment, list[str]] = {}
        self.softwares: dict[tuple[Any, ...], Software] = {}
        self.sites: dict[tuple[Any, ...], CallSite] = {}
        self.names: set[str] = set()
        # Paths that have several versions, one of which existed before perhaps.
        self.several = {path for path, last in recorder.files.current.items() if last.version > 1}
        self.decides = any(isinstance(e, Invocation) and e.site.software.kind in DECIDING for e in recorder.invocations)
        # Segments that compute nothing but what the next invocation decides on.
        self.deciding: set[Segment] = set()

    def run(self) -> tuple[list[Invocation], list[int]]:
        self._live()
        self._check_repeated()
        self._results_alike()
        self._find_deciding()
        numbers: list[int] = []
        made: list[Invocation] = []
        before: Segment | Invocation | None = None
        for entry in self.recorder.invocations:
            numbers.append(len(made))
            if isinstance(entry, Segment):
                if entry not in self.kept:
                    continue
                if entry not in self.deciding:
                    made.append(self._invocation(entry, len(made)))
            elif entry.site.software.kind in DECIDING and not self._is_asked(entry):
                continue
            elif isinstance(before, Segment) and before in self.deciding:
                made.append(self._invocation(before, len(made), entry))
            else:
                made.append(self._renumbered(entry, len(made)))
            before = entry
        barriers = [numbers[b] if b < len(numbers) else len(made) for b in self.recorder.barriers]
        return _with_barriers(made, barriers)

    def _live(self) -> None:
        """From the end: what is read of each segment, and which segments nobody would miss.

        Again until nothing new is read: what an iteration leaves for the next one is read further up.
        """
        files = self.recorder.files
        ended = [domain.limit for domain in files.ended.values() if isinstance(domain.limit, Domain)]
        self.read.update(domain.decides for domain in deciders(ended, files.joined()))
        known = -1
        while len(self.read) != known:
            known = len(self.read)
            for entry in reversed(self.recorder.invocations):
                if isinstance(entry, Segment):
                    self._keep_if_live(entry)
                elif entry.site.software.kind not in DECIDING or self._is_asked(entry):
                    self._read(entry.domains, [argument.reads for argument in entry.arguments])
        for entry, results in self.kept.items():
            for name in self._unread(entry, results):
                entry.inputs.pop(name, None)

    def _keep_if_live(self, entry: Segment) -> None:
        results = [name for name, made in entry.artefacts.items() if made in self.read]
        missed = entry.has_effects or entry.raises
        if not results and not missed and not (entry.token and entry.token in self.read):
            return
        self.kept[entry] = results
        unread = self._unread(entry, results)
        inputs = [held for name, held in entry.inputs.items() if name not in unread]
        self._read(entry.place.domains, [*inputs, *entry.reads.values(), *entry.edits.values()])
        self.read.update(entry.after)

    def _read(self, domains: Sequence[Domain], held: Sequence[Any]) -> None:
        """Something that lies in the domains, and reads this, is wanted."""
        for each in held:
            self.read.update(artefacts(each))
        if self.decides:
            self.read.update(domain.decides for domain in deciders(domains, held))

    def _is_asked(self, deciding: Invocation) -> bool:
        """Whether anything that is wanted depends on a decision, or reads an element that comes with it."""
        return any(argument.writes in self.read for argument in deciding.arguments[1:])

    def _unread(self, entry: Segment, results: list[str]) -> set[str]:
        """Inputs that only lived on for a name that nobody reads."""
        kept = {step.code.rpartition(" = ")[2] for step in used(entry.steps, results) if step.keeps}
        return set(entry.carried) - kept - set(results)

    def _check_repeated(self) -> None:
        """Jobs import the main program where it defines their functions, and run what stands above its first task."""
        evaluator = self.recorder.evaluator
        main = evaluator.job_module(evaluator.program.main)
        calls = (entry.site.software for entry in self.recorder.invocations if isinstance(entry, Invocation))
        lines = [line for segment in self.kept for line in segment.imports]
        imports = any(software.kind in ("task", "transformation") and software.module == main for software in calls)
        if not imports and not any(line.startswith((f"from {main} import", f"import {main}")) for line in lines):
            return
        for segment in self.kept:
            if segment.repeated is not None:
                evaluator.report(
                    Diagnostic(
                        "E302",
                        "this changes files at the top level of the program, and each job that imports it would"
                        " do it again",
                        segment.repeated,
                        'put it, and the calls of tasks, under: if __name__ == "__main__":',
                    )
                )

    def _results_alike(self) -> None:
        """Segments of one script give the same results, even where some of these are not read."""
        together: dict[tuple[Any, ...], set[str]] = {}
        for segment, results in self.kept.items():
            together.setdefault(_same(segment), set()).update(results)
        for segment in self.kept:
            wanted = together[_same(segment)]
            self.kept[segment] = [name for name in segment.artefacts if name in wanted]

    def _find_deciding(self) -> None:
        """A loop or condition and the script of what it decides on are one rule, since each decision would be two jobs.

        All segments of one script, or none of them.
        """
        readers: Counter[Artefact] = Counter()
        for entry in self.recorder.invocations:
            if isinstance(entry, Invocation):
                held: list[object] = [argument.reads for argument in entry.arguments]
            elif entry in self.kept:
                held = [*entry.inputs.values(), *entry.reads.values(), *entry.edits.values()]
            else:
                continue
            readers.update(artefact for each in held for artefact in set(artefacts(each)))
        apart: set[tuple[Any, ...]] = set()
        entries = [e for e in self.recorder.invocations if isinstance(e, Invocation) or e in self.kept]
        for segment, follower in zip(entries, [*entries[1:], None], strict=True):
            if isinstance(segment, Segment):
                if self._decides(segment, follower, readers):
                    self.deciding.add(segment)
                else:
                    apart.add(_same(segment))
        self.deciding = {segment for segment in self.deciding if _same(segment) not in apart}

    def _decides(self, segment: Segment, follower: object, readers: Counter[Artefact]) -> bool:
        """Whether a segment is there for nothing but what follows it."""
        if not isinstance(follower, Invocation) or follower.site.software.kind not in DECIDING:
            return False
        made = [segment.artefacts[name] for name in self.kept[segment]]
        return (
            len(made) == 1
            and follower.arguments[0].reads is made[0]
            and readers[made[0]] == 1
            and not segment.has_effects
            and not (segment.token and segment.token in self.read)
            and segment.place.domains == follower.domains
            and segment.place.indices == follower.indices
            and segment.place.barrier == follower.barrier
        )

    def _renumbered(self, invocation: Invocation, number: int) -> Invocation:
        if invocation.number == number:
            return invocation
        _number_all(invocation, number)
        return replace(invocation, number=number)

    def _invocation(self, segment: Segment, number: int, decides: Invocation | None = None) -> Invocation:
        """decides: the loop or condition for which the segment computes what it decides on."""
        results = [] if decides is not None else self.kept[segment]
        decisions = [] if decides is None else [a.parameter for a in decides.arguments[1:]]
        arguments = [Argument(name, IN, held) for name, held in segment.inputs.items()]
        taken = {"script", *segment.inputs, *results, *decisions}
        for path, held in _together(segment):
            direction = DIRECTORY_IN if _is_directory(held) else FILE_IN
            arguments.append(Argument(_slot(path, taken), direction, held))
        if segment.after:
            arguments.append(Argument(_slot("after", taken), FILE_IN, list(segment.after)))
        for name in results:
            artefact = segment.artefacts[name]
            _number(artefact, number)
            arguments.append(Argument(name, OUT, ABSENT, artefact))
        if decides is not None:
            _number_all(decides, number)
            arguments += decides.arguments[1:]
        for name in (*results, *decisions):
            if name in segment.inputs:
                earlier = fresh(f"{name}_before", taken)
                taken.add(earlier)
                arguments = [replace(a, parameter=earlier) if a.parameter == name and a.direction is IN else a
                             for a in arguments]  # fmt: skip
        # A job that does not write what is in doubt has not failed.
        unsure = [path for path in segment.writes if path in segment.doubtful and segment.writes[path] not in self.read]
        folders = dict.fromkeys(_folder(path) for path in unsure if "/" in path)
        arguments += [Argument(_slot(f"{folder}/folder", taken), IN, folder) for folder in folders]
        for path, artefact in segment.writes.items():
            if path in unsure:
                continue
            _number(artefact, number)
            slot = _slot(path, taken)
            object.__setattr__(artefact, "slot", slot)
            is_directory = artefact.kind is Kind.DIRECTORY
            before = segment.edits.get(path, ABSENT)
            if before is ABSENT:
                direction = DIRECTORY_OUT if is_directory else FILE_OUT
            else:
                direction = DIRECTORY_INOUT if is_directory else FILE_INOUT
            arguments.append(Argument(slot, direction, before, artefact))
        if segment.token is not None and segment.token in self.read:
            _number(segment.token, number)
            arguments.append(Argument("done", OUT, ABSENT, segment.token))
        self._check_paths(segment)
        site = self._site(segment, tuple(arguments), None if decides is None else decides.site)
        place = segment.place
        return Invocation(
            number,
            site,
            place.indices,
            place.variables,
            tuple(arguments),
            (),
            _RESOURCES,
            place.barrier,
            place.domains,
        )

    def _check_paths(self, segment: Segment) -> None:
        """A script that runs in a private folder finds there only what it opens by a path relative to it."""
        for path in (*segment.writes, *segment.reads):
            if path in segment.fixed and path in self.several:
                self.recorder.evaluator.report(
                    Refusal(
                        "E404",
                        f"plain Python opens '{path}', which has several versions, by a path that leads out of the"
                        " folder of the run",
                        help="use a path relative to that folder, and below it",
                    ).diagnostic(segment.span)
                )

    def _site(self, segment: Segment, arguments: tuple[Argument, ...], decides: CallSite | None) -> CallSite:
        key = (_same(segment), segment.place.levels, id(decides))
        site = self.sites.get(key)
        if site is None and decides is not None:
            software = self._deciding(segment, arguments, decides.software)
            site = self.sites[key] = replace(decides, name=software.name, software=software)
        elif site is None:
            software = self._software(segment, arguments)
            first = next(step for step in segment.steps if step.span is not None)
            text = first.code.split("\n")[0]
            place = segment.place
            site = self.sites[key] = CallSite(software.name, software, segment.span, text, place.levels, place.chain)
        return site

    def _software(self, segment: Segment, arguments: tuple[Argument, ...]) -> Software:
        key = _same(segment)
        known = self.softwares.get(key)
        if known is not None:
            return known
        evaluator = self.recorder.evaluator
        known = self.softwares[key] = Software(
            kind="host",
            name=self._name(segment, self.kept[segment]),
            module=evaluator.job_module(evaluator.program.main),
            qualname="run",
            file=segment.span.file,
            span=segment.span,
            parameters=tuple((parameter, IN) for parameter in segment.inputs),
            execution=self._execution(segment),
        )
        return known

    def _execution(self, segment: Segment) -> dict[str, object]:
        """What the rules for scripts need to know."""
        results = self.kept[segment]
        span = segment.span
        last = max(step.span.line + step.code.count("\n") for step in segment.steps if step.span is not None)
        lines = f"line {span.line}" if last <= span.line else f"lines {span.line} to {last}"
        title = f"Plain Python of {span.file}, {lines}, as the workflow runs it."
        imports = list(segment.imports)
        if not any("states." in step.code for step in used(segment.steps, results)):
            imports = [line for line in imports if not line.endswith("runtime import states")]
        script = render(title, imports, list(segment.inputs), segment.steps, results)
        return {"script": script, "results": tuple(results), "passes": tuple(segment.inputs)}

    def _deciding(self, segment: Segment, arguments: tuple[Argument, ...], decides: Software) -> Software:
        """The loop or condition, with the script of a segment."""
        name = self._free(decides.name)
        execution = {**decides.execution, **self._execution(segment), "results": ()}
        parameters = tuple((argument.parameter, argument.direction) for argument in arguments)
        return replace(decides, name=name, parameters=parameters, execution=execution)

    def _name(self, segment: Segment, results: list[str]) -> str:
        """What the segment is for: what it computes, else what it writes, else what it says."""
        # Objects that only changed give no good name for what changed them.
        results = [name for name in results if name not in segment.states]
        new = [name for name in results if name not in segment.inputs]
        results = new or ([] if segment.writes else results)
        if results:
            both = "_and_".join(results[:2])
            wanted = both if len(results) < 3 and len(both) < 24 else results[0]
        elif segment.writes:
            path = next(iter(segment.writes))
            wanted = "write_" + path.rpartition("/")[2].partition(".")[0]
            if segment.place.levels:
                wanted = "write_" + _steady(path)
        elif segment.prints:
            wanted = f"print_{next(iter(segment.inputs), 'results')}"
        else:
            wanted = f"line_{segment.span.line}"
        return self._free("".join(c if c.isalnum() and c.isascii() else "_" for c in wanted).strip("_"))

    def _free(self, wanted: str) -> str:
        name = fresh(wanted, self.names)
        self.names.add(name)
        return name


def _steady(path: str) -> str:
    """The part of a file's name that does not change with the loop around it."""
    shape = getattr(path, "shape", None)
    if shape is None:
        return path.rpartition("/")[2].partition(".")[0]
    words = [piece.rpartition("/")[2] for piece in shape.literals]
    return next((word.strip("._-") for word in words if word.strip("._-")), "file")


def _with_barriers(made: list[Invocation], barriers: list[int]) -> tuple[list[Invocation], list[int]]:
    """Barriers between which nothing is left are one."""
    kept = sorted({b for b in barriers if 0 < b < len(made)})
    renumbered = []
    for invocation in made:
        before = sum(1 for b in kept if b <= invocation.number)
        renumbered.append(invocation if invocation.barrier == before else replace(invocation, barrier=before))
    return renumbered, kept


def _number(artefact: Artefact, number: int) -> None:
    # The graph is not handed over yet; from then on artefacts stay as they are.
    object.__setattr__(artefact, "producer", number)


def _number_all(invocation: Invocation, number: int) -> None:
    """Number what an invocation makes."""
    for argument in invocation.arguments:
        for leaf in leaves(argument.writes):
            if isinstance(leaf, Artefact):
                _number(leaf, number)
    for result in invocation.results:
        _number(result, number)


def _same(segment: Segment) -> tuple[Any, ...]:
    """Equal for segments that run the same script at the same place."""
    steps = tuple((step.code, step.span) for step in segment.steps)
    return (steps, tuple(segment.inputs), tuple(segment.artefacts), segment.place.chain, len(segment.place.levels))


def _folder(path: str) -> str:
    """The folder of a file, with what is known of how the path was put together."""
    plain = path.rpartition("/")[0]
    if type(path) is not Text:
        return plain
    *kept, last = path.shape.literals
    if "/" not in last:
        return plain
    return Text(plain, shape_of((*kept, last.rpartition("/")[0]), path.shape.labels), path.holes)


def _together(segment: Segment) -> list[tuple[str, object]]:
    """What the script reads, with a path to name it after: files that one piece of the program names are a list."""
    groups: dict[object, list[str]] = {}
    for path, leaf in segment.reads.items():
        if path not in segment.edits:
            shape = path.shape if type(path) is Text and type(leaf) is Artefact and not _is_directory(leaf) else path
            groups.setdefault(shape, []).append(path)
    return [
        (paths[0], segment.reads[paths[0]] if len(paths) == 1 else [segment.reads[path] for path in paths])
        for paths in groups.values()
    ]


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
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    taken.add(name)
    return name
