"""The invocations that decide: how many iterations a loop has, and whether a branch is taken."""

from __future__ import annotations

from typing import Any

import libcst as cst

from eflows2smk.diagnostics import Diagnostic, Span
from eflows2smk.frontend.control.keeping import Keeping
from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core import texts
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.values import Library
from eflows2smk.frontend.heap import effects
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.record.notes import NOTES
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.sites import loop_variables
from eflows2smk.frontend.residual.described import Origin
from eflows2smk.frontend.residual.residue import Residue
from eflows2smk.parameters import DIRECTORY_IN, DIRECTORY_OUT, FILE_IN, FILE_OUT, IN, OUT
from eflows2smk.workflow.model import (
    ABSENT,
    Argument,
    Artefact,
    CallSite,
    Domain,
    Invocation,
    Joined,
    Kind,
    Resources,
    Software,
)

_RESOURCES = Resources()


class Decisions:
    """Of one evaluation. loops: domains by what they are over, with their elements; those that may be used again."""

    def __init__(self, residue: Residue, recording: Recording, keeping: Keeping) -> None:
        self.keeping = keeping
        self.residue = residue
        self.recording = recording
        self.loops: dict[tuple[Any, ...], tuple[Domain, Any]] = {}
        # A loop that is evaluated for each iteration of one around it has one name.
        self._names: dict[tuple[Any, ...], str] = {}
        self._softwares: dict[tuple[Any, ...], Software] = {}

    @property
    def machine(self) -> Machine:
        return self.recording.machine

    # Loops ------------------------------------------------------------------------------------------------------------

    def of_loop(self, site: Site, iterable: Any) -> tuple[Domain, Any]:
        """The domain of a loop over a computed value, and what its target gets in each iteration."""
        node = site.operation.origin
        assert isinstance(node, cst.For | cst.CompFor)
        name = next(iter(target_names(node.target)), "n")
        function, args = self._asked(iterable)
        if function == "range" and args:
            return self._of_range(site, iterable, args, name)
        if function == "enumerate" and isinstance(node.target, cst.Tuple) and len(node.target.elements) == 2:
            start = args[1] if len(args) > 1 else 0
            counter, element = (each.value for each in node.target.elements)
            if type(start) is int and isinstance(counter, cst.Name):
                self.residue.undone(iterable)
                domain, value = self._over(site, args[0], element, counter.value)
                return domain, (self.machine.symbols.of(domain, 1, start), value)
        return self._over(site, iterable, node.target, name)

    def _of_range(self, site: Site, iterable: Any, args: tuple[Any, ...], name: str) -> tuple[Domain, Any]:
        symbols = self.machine.symbols
        if len(args) == 1:
            self.residue.undone(iterable)
            inner, inside = self._asked(args[0])
            if inner == "len" and len(inside) == 1:
                self.residue.undone(args[0])
                domain, _ = self._over(site, inside[0], None, name)
                return domain, symbols.of(domain)
            self._name(site, args[0])
            domain, _ = self._known(site, args[0], "count", name, (), {"count": True})
            return domain, symbols.of(domain)
        start, step = args[0], args[2] if len(args) > 2 else 1
        if type(start) is not int or type(step) is not int:
            node = site.operation.origin
            return self._over(site, iterable, node.target, name)  # type: ignore[attr-defined]
        domain, _ = self._over(site, iterable, None, name)
        return domain, symbols.of(domain, step, start)

    def _over(self, site: Site, value: Any, target: cst.BaseExpression | None, name: str) -> tuple[Domain, Any]:
        """target: what gets the elements; None if nothing does."""
        if isinstance(value, Cell):
            gathered = self.recording.stores.gathered_now(value)
            if gathered is not None and gathered.only is not None:
                # The same iterations again, with what each of them added.
                return gathered.only
        parts = _parts(target)
        is_unpacked = isinstance(target, cst.Tuple) and parts is not None
        if parts is None:
            parts = ("element",)
        self._name(site, value)
        domain, made = self._known(site, value, "over", name, parts, {"unpack": is_unpacked})
        elements = self._elements(site, value, made)
        for element in elements:
            self.recording.births.put_inside(element, domain)
        return domain, tuple(elements) if is_unpacked else elements[0] if elements else None

    def _name(self, site: Site, value: Any) -> None:
        """What a script is to call that which the loop is over."""
        origin = getattr(value, "origin", None)
        if isinstance(value, Computed) and isinstance(origin, Origin):
            name = texts.label_of(origin.site.operation.origin)
            if name:
                self.residue.wanted[value] = name

    def _elements(self, site: Site, value: Any, made: Any) -> list[Any]:
        """Values that may be parts of what the loop is over."""
        heap, stores = self.machine.heap, self.recording.stores
        origin = Origin(site, (value,))
        found = []
        for artefact in made:
            results = [effects.Result(None, may_be=(0,), part_of=(0,))]
            applied = effects.apply(heap, [effects.Operand(value)], results, origin)
            stores.put(applied.results[0], artefact)
            found.append(applied.results[0])
        return found

    def _known(
        self, site: Site, value: Any, form: str, name: str, parts: tuple[str, ...], execution: dict[str, object]
    ) -> tuple[Domain, Any]:
        self.residue.closes(site)
        held = self._held(site, value, name)
        text = site.frame.code.module.text(site.operation.origin.iter)  # type: ignore[attr-defined]
        key = (
            (form, text, held, parts, execution.get("unpack"), self.machine.domains) if type(held) is Artefact else None
        )
        known = self.loops.get(key) if key is not None else None
        if known is None:
            domain = self.decided(site, "for", held, name, parts, execution)
            made = self.recording.entries[domain.decides.producer]
            assert isinstance(made, Invocation)
            known = domain, [each.writes for each in made.arguments[2:]]
            if key is not None:
                self.loops[key] = known
        return known

    def _held(self, site: Site, value: Any, name: str) -> Any:
        """An artefact that holds what decides."""
        held = self.recording.freeze(value)
        if isinstance(held, Artefact):
            return held
        return self.keeping.made(site.frame, site.span, value, name)

    def _asked(self, value: Any) -> tuple[str, tuple[Any, ...]]:
        """Name and arguments of the call of a function of Python itself that gave the value; ("", ()) for others."""
        origin = getattr(value, "origin", None)
        if not isinstance(value, Computed) or not isinstance(origin, Origin):
            return "", ()
        operation = origin.site.operation
        if not isinstance(operation, core.Call):
            return "", ()
        callee = origin.site.frame.registers[operation.function]
        keywords = [each.keyword for each in operation.arguments if each.keyword or each.star]
        if not isinstance(callee, Library) or keywords not in ([], ["start"]):
            return "", ()
        return callee.name.removeprefix("builtins."), origin.operands

    # Files ------------------------------------------------------------------------------------------------------------

    def settled(self, site: Site, path: str, version: Joined) -> Artefact:
        """A version of a path for whichever of two the run decides on."""
        recording = self.recording
        self.residue.closes(site)
        is_directory = version.kind is Kind.DIRECTORY
        reads, writes = (DIRECTORY_IN, DIRECTORY_OUT) if is_directory else (FILE_IN, FILE_OUT)
        number = len(recording.entries)
        made = recording.files.write(path, version.kind, number, "version", ())
        arguments = (Argument("decided", reads, version), Argument("version", writes, ABSENT, made))
        node = site.operation.origin
        base = "".join(c if c.isalnum() and c.isascii() else "_" for c in path.rpartition("/")[2])
        software = self._software((node, f"copy of {path}"), "copy", f"keep_{base}", site.span, arguments, {})
        self._record(site, software, f"whichever version of {path} was written last", arguments)
        return made

    # Deciding ---------------------------------------------------------------------------------------------------------

    def condition(self, site: Site, value: Any, domain: Domain | None = None, node: Any = None) -> Domain:
        """The branch that is taken where the value is true. domain: the loop whose iterations this decides."""
        self.residue.closes(site)
        kind = "if" if domain is None else domain.kind
        return self.decided(site, kind, self._held(site, value, "condition"), "", (), {}, domain, node)

    def of_while(self, site: Site, name: str) -> Domain:
        """The iterations of a loop whose condition is still to be evaluated, inside of it."""
        node = site.operation.origin
        return Domain("while", self._unique(site, name), _pending(), self.machine.domains, False, head_of(site, node))

    def of_until(self, site: Site, name: str, limit: int | Domain | None) -> Domain:
        """The iterations of a loop that ends behind the first one in which a condition holds."""
        variable = limit.name if isinstance(limit, Domain) else self._unique(site, name)
        text = head_of(site, site.operation.origin)
        return Domain("until", variable, _pending(), self.machine.domains, False, text, limit)

    def decided(
        self,
        site: Site,
        kind: str,
        held: Any,
        name: str,
        parts: tuple[str, ...],
        execution: dict[str, object],
        domain: Domain | None = None,
        node: Any = None,
    ) -> Domain:
        """held: what decides. node: the statement or expression that asks, that of the site unless said otherwise."""
        node = node if node is not None else node_of(site)
        module = site.frame.code.module
        self._note("N305" if kind == "if" else "N304", module.span(_where(node)))
        number = len(self.recording.entries)
        slot = "iterations" if kind == "for" else "condition"
        decides = Artefact(Kind.OBJECT, "", 1, number, slot, (), False)
        if domain is not None:
            # The graph is not handed over yet; from then on artefacts stay as they are.
            object.__setattr__(domain.decides, "producer", number)
            decides = domain.decides
        arguments = [Argument("over", IN, held), Argument(slot, OUT, ABSENT, decides)]
        for part in parts:
            free = f"{part}_" if part in ("over", slot) else part
            arguments.append(Argument(free, OUT, ABSENT, Artefact(Kind.OBJECT, "", 1, number, free, (), False)))
        test = getattr(node, "test", None)
        label = "" if test is None else texts.label_of(test)
        wanted = (
            f"each_{name}"
            if kind == "for"
            else f"{kind}_{label or texts.subject_of(module.text(node if test is None else test))}"
        )
        execution = {**execution, "parts": tuple(each.parameter for each in arguments[2:])}
        family = "loop" if kind == "for" else "condition"
        key = (node, kind, tuple(execution.items()))
        software = self._software(key, family, wanted, module.span(node), tuple(arguments), execution)
        self._record(site, software, head_of(site, node), tuple(arguments), node)
        if domain is not None:
            return domain
        variable = self._unique(site, name) if kind == "for" else ""
        return Domain(kind, variable, decides, self.machine.domains, False, head_of(site, node))

    def _record(
        self, site: Site, software: Software, text: str, arguments: tuple[Argument, ...], node: Any = None
    ) -> None:
        recording, machine = self.recording, self.machine
        number = len(recording.entries)
        recording.listings.settle(number, (argument.reads for argument in arguments), machine.domains)
        recording.add(
            Invocation(
                number,
                self._site(site, software, text, node),
                tuple([level.index for level in machine.levels]),
                loop_variables(machine),
                arguments,
                (),
                _RESOURCES,
                len(recording.barriers),
                machine.domains,
            )
        )

    def _site(self, site: Site, software: Software, text: str, node: Any) -> CallSite:
        levels = self.machine.levels
        calls = site.frame.calls
        node = node if node is not None else site.operation.origin
        key = (
            id(software),
            id(node),
            tuple([id(origin) for _, origin in calls]),
            tuple([id(level.operation) for level in levels]),
        )
        found = self.recording.sites.get(key)
        if found is None:
            found = self.recording.sites[key] = CallSite(
                software.name,
                software,
                site.frame.code.module.span(node),
                text,
                tuple(level.names for level in levels),
                tuple(frame.code.module.span(origin) for frame, origin in calls),
            )
        return found

    def _software(
        self,
        key: tuple[Any, ...],
        kind: str,
        name: str,
        span: Span,
        arguments: tuple[Argument, ...],
        execution: dict[str, object],
    ) -> Software:
        known = self._softwares.get(key)
        if known is None:
            parameters = tuple((each.parameter, each.direction) for each in arguments)
            known = self._softwares[key] = Software(
                kind=kind,
                name=name,
                module="",
                qualname=name,
                file=span.file,
                span=span,
                parameters=parameters,
                execution=execution,
            )
        return known

    def _unique(self, site: Site, name: str) -> str:
        key = (site.operation.origin, *(origin for _, origin in site.frame.calls))
        known = self._names.get(key)
        if known is None:
            known, number = name, 2
            while known in self._names.values():
                known, number = f"{name}_{number}", number + 1
            self._names[key] = known
        return known

    def _note(self, code: str, span: Span) -> None:
        severity, message = NOTES[code]
        self.machine.report(Diagnostic(code, message, span, "", (), severity))


def _pending() -> Artefact:
    return Artefact(Kind.OBJECT, "", 1, -2, "condition", (), False)


def node_of(site: Site) -> Any:
    """The statement or expression that decides at a place."""
    node = site.operation.origin
    return node.test if isinstance(node, cst.CompIf) else node


def head_of(site: Site, node: Any) -> str:
    """The source of a loop's or a condition's head."""
    text = site.frame.code.module.text
    match node:
        case cst.For() | cst.CompFor():
            return f"for {text(node.target)} in {text(node.iter)}"
        case cst.While():
            return f"while {text(node.test)}"
        case cst.If():
            return f"if {text(node.test)}"
        case _:
            return text(node)


def _where(node: Any) -> Any:
    """What of a statement decides."""
    for part in ("iter", "test"):
        found = getattr(node, part, None)
        if isinstance(found, cst.CSTNode):
            return found
    return node


def target_names(target: Any) -> list[str]:
    match target:
        case cst.Name():
            return [target.value]
        case cst.Tuple() | cst.List():
            return [name for element in target.elements for name in target_names(element.value)]
        case cst.StarredElement():
            return target_names(target.value)
    return []


def _parts(target: Any) -> tuple[str, ...] | None:
    match target:
        case None:
            return ()
        case cst.Name():
            return (target.value,)
        case cst.Tuple() if all(isinstance(element.value, cst.Name) for element in target.elements):
            return tuple(target_names(target))
        case _:
            return None
