"""The invocations that decide: how many iterations a loop has, and whether a branch is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.frontend.api import ApiFunction
from eflows2smk.frontend.computed.symbols import Grown, Plain, Symbol
from eflows2smk.frontend.errors import Poisoned, Refusal
from eflows2smk.frontend.host.hosting import label_of
from eflows2smk.frontend.host.reach import lookup
from eflows2smk.frontend.host.uses import uses_of
from eflows2smk.frontend.lowering import Unit, located
from eflows2smk.frontend.scopes import Frame, Scope, target_names
from eflows2smk.frontend.sharing import behind, hold
from eflows2smk.frontend.values import MISSING, Future, LibraryModule
from eflows2smk.parameters import DIRECTORY_IN, DIRECTORY_OUT, FILE_IN, FILE_OUT, IN, OUT
from eflows2smk.workflow.model import ABSENT, Argument, Artefact, Domain, Invocation, Joined, Kind, Resources, Software

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator

_RESOURCES = Resources()


class Domains:
    """Makes the domains of one evaluation."""

    def __init__(self, evaluator: Evaluator, made: list[Domain]) -> None:
        self.evaluator = evaluator
        self.made = made
        self.loops: dict[tuple[Any, ...], tuple[Domain, Any]] = {}
        # A loop that is evaluated for each iteration of one around it has one name.
        self._names: dict[tuple[object, ...], str] = {}
        self._softwares: dict[tuple[cst.CSTNode, str], Software] = {}

    # Loops ------------------------------------------------------------------------------------------------------------

    def of_loop(self, unit: Unit, node: cst.For | cst.CompFor, scope: Scope, frame: Frame) -> tuple[Domain, Any]:
        """The domain of a loop over a computed value, and what its target gets in each iteration."""
        # So that what it is over is known by what it is.
        self.evaluator.host.close()
        key = self._key(unit, node, frame)
        known = self.loops.get(key) if key is not None else None
        if known is None:
            known = self._new_loop(unit, node, scope, frame)
            if key is not None:
                self.loops[key] = known
        return known

    def _key(self, unit: Unit, node: cst.For | cst.CompFor, frame: Frame) -> tuple[Any, ...] | None:
        """Equal for loops over the same values, which share their iterations; None where that can't be told."""
        values: list[Any] = []
        for name in uses_of(node.iter).needs:
            value = lookup(frame, name)
            value = self.evaluator.promoted.get(id(value), value)
            if type(value) is Future and type(value.artefact) is Artefact:
                values.append((name, value.artefact))
            elif type(value) in (int, str):
                values.append((name, value))
            elif value is not MISSING and not isinstance(value, ApiFunction | LibraryModule):
                return None
        shape = [type(each).__name__ for each in _nodes(node.target)]
        # What the elements are called is what they are stored as, where each has several.
        parts = tuple(target_names(node.target)) if len(shape) > 1 else ()
        return (unit.text(node.iter), tuple(values), tuple(shape), parts, self.evaluator.domains)

    def _new_loop(self, unit: Unit, node: cst.For | cst.CompFor, scope: Scope, frame: Frame) -> tuple[Domain, Any]:
        function, arguments = _builtin_call(node.iter, frame)
        names = list(target_names(node.target))
        if function == "range":
            return self._of_range(unit, node, scope, frame, arguments)
        if function == "enumerate" and isinstance(node.target, cst.Tuple) and len(node.target.elements) == 2:
            start = self._static(unit, arguments[1], scope, frame) if len(arguments) > 1 else 0
            counter, element = (each.value for each in node.target.elements)
            if type(start) is int and isinstance(counter, cst.Name):
                domain, value = self._over(unit, node, arguments[0], scope, frame, element, counter.value)
                return domain, (Symbol(domain, offset=start), value)
        return self._over(unit, node, node.iter, scope, frame, node.target, names[0] if names else "n")

    def _of_range(
        self, unit: Unit, node: cst.For | cst.CompFor, scope: Scope, frame: Frame, arguments: list[cst.BaseExpression]
    ) -> tuple[Domain, Any]:
        name = next(target_names(node.target), "n")
        if len(arguments) == 1:
            inner, inside = _builtin_call(arguments[0], frame)
            if inner == "len" and len(inside) == 1:
                domain, _ = self._over(unit, node, inside[0], scope, frame, None, name)
                return domain, Symbol(domain)
            value = self._value(unit, arguments[0], scope, frame)
            if type(value) is Future:
                domain = self._decided(unit, node, value, "for", name, (), {"count": True})
                return domain, Symbol(domain)
        start = self._static(unit, arguments[0], scope, frame) if len(arguments) > 1 else 0
        step = self._static(unit, arguments[2], scope, frame) if len(arguments) > 2 else 1
        if type(start) is not int or type(step) is not int:
            return self._over(unit, node, node.iter, scope, frame, node.target, name)
        domain, _ = self._over(unit, node, node.iter, scope, frame, None, name)
        return domain, Symbol(domain, step, start)

    def _over(
        self,
        unit: Unit,
        node: cst.For | cst.CompFor,
        items: cst.BaseExpression,
        scope: Scope,
        frame: Frame,
        target: cst.BaseExpression | None,
        name: str,
    ) -> tuple[Domain, Any]:
        """target: what gets the elements; None if nothing does."""
        value = self._value(unit, items, scope, frame)
        if isinstance(value, Grown):
            group = value.only
            if group is not None:
                # The same iterations again, with what each of them added.
                item = group.items[0]
                return group.domain, item.value if isinstance(item, Plain) else item
        elif type(value) is not Future:
            value = self.evaluator.loops.computed(value, name, unit, node)
        parts = _parts(target)
        if parts is None:
            assert target is not None
            raise located(
                Refusal("E302", "a loop over a computed value binds a name, or a tuple of names"), unit, target
            )
        domain = self._decided(unit, node, value, "for", name, tuple(parts), {"unpack": isinstance(target, cst.Tuple)})
        made = self.evaluator.recorder.invocations[domain.decides.producer]
        assert isinstance(made, Invocation)
        elements = [
            Future(argument.writes, f"'{argument.parameter}'")
            for argument in made.arguments[2:]
            if isinstance(argument.writes, Artefact)
        ]
        if type(value) is Future:
            holders = {value, *behind(value, deep=False)}
            # What it was made of holds the same elements: zip(names, objects).
            for other in {other for holder in holders for other in holder.sharing.copies}:
                holders |= {other, *behind(other, deep=False)}
            for holder in holders:
                for element in elements:
                    hold(holder, element)
        return domain, elements if isinstance(target, cst.Tuple) else elements[0] if elements else None

    def _value(self, unit: Unit, node: cst.BaseExpression, scope: Scope, frame: Frame) -> Any:
        return self.evaluator.host.again(unit, node, scope, frame)

    def _static(self, unit: Unit, node: cst.BaseExpression, scope: Scope, frame: Frame) -> Any:
        """A static value, or a computed one, which is no number."""
        return self._value(unit, node, scope, frame)

    # Files ------------------------------------------------------------------------------------------------------------

    def settled(self, path: str, joined: Joined, unit: Unit, node: cst.CSTNode) -> Artefact:
        """A version of a path for whichever of two the run decides on."""
        recorder = self.evaluator.recorder
        self.evaluator.host.close()
        is_directory = joined.kind is Kind.DIRECTORY
        reads, writes = (DIRECTORY_IN, DIRECTORY_OUT) if is_directory else (FILE_IN, FILE_OUT)
        number = len(recorder.invocations)
        made = recorder.files.write(path, joined.kind, number, "version", ())
        arguments = (Argument("decided", reads, joined), Argument("version", writes, ABSENT, made))
        key = (node, f"copy of {path}")
        software = self._softwares.get(key)
        if software is None:
            base = "".join(c if c.isalnum() and c.isascii() else "_" for c in path.rpartition("/")[2])
            span = unit.span(node)
            software = self._softwares[key] = Software(
                kind="copy",
                name=f"keep_{base}",
                module="",
                qualname=f"keep_{base}",
                file=span.file,
                span=span,
                parameters=tuple((argument.parameter, argument.direction) for argument in arguments),
            )
        site = recorder._site(software, node, unit, text=f"whichever version of {path} was written last")
        recorder._append(site, number, arguments, (), _RESOURCES)
        return made

    # Deciding ---------------------------------------------------------------------------------------------------------

    def condition(self, unit: Unit, node: cst.CSTNode, value: Future, domain: Domain | None = None) -> Domain:
        """The branch that is taken where the value is true. domain: the loop whose iterations this decides."""
        return self._decided(unit, node, value, "if" if domain is None else domain.kind, "", (), {}, domain)

    def of_while(self, name: str, unit: Unit, node: cst.While) -> Domain:
        """The iterations of a loop whose condition is still to be evaluated, inside of it."""
        pending = Artefact(Kind.OBJECT, "", 1, -2, "condition", (), False)
        domain = Domain("while", self._name(name, node), pending, self.evaluator.domains, False, _head(unit, node))
        self.made.append(domain)
        return domain

    def of_until(self, name: str, unit: Unit, node: cst.CSTNode, limit: int | Domain | None) -> Domain:
        """The iterations of a loop that ends behind the first one in which a condition holds."""
        pending = Artefact(Kind.OBJECT, "", 1, -2, "condition", (), False)
        variable = limit.name if isinstance(limit, Domain) else self._name(name, node)
        domain = Domain("until", variable, pending, self.evaluator.domains, False, _head(unit, node), limit)
        self.made.append(domain)
        return domain

    def limit_of(self, unit: Unit, node: cst.For, scope: Scope, frame: Frame) -> tuple[int | Domain, Any]:
        """How many iterations a loop has at most, and its elements: (start, step), or of a computed domain."""
        evaluator = self.evaluator
        try:
            items = list(evaluator.host.attempt(lambda: unit.expression(node.iter, scope)(frame)))
        except (Refusal, Poisoned):
            return self.of_loop(unit, node, scope, frame)
        step = items[1] - items[0] if len(items) > 1 and all(type(item) is int for item in items) else 1
        if not all(type(item) is int for item in items) or items != [items[0] + k * step for k in range(len(items))]:
            raise located(
                Refusal(
                    "E317",
                    "where this loop ends is only known when the workflow runs, and its elements are no row of numbers",
                    help="loop over range(len(…)) instead, and take the elements by their number",
                    final=True,
                ),
                unit,
                node,
            )
        return len(items), (items[0] if items else 0, step)

    def _decided(
        self,
        unit: Unit,
        node: cst.CSTNode,
        value: Future,
        kind: str,
        name: str,
        parts: tuple[str, ...],
        execution: dict[str, object],
        domain: Domain | None = None,
    ) -> Domain:
        evaluator = self.evaluator
        evaluator.host.close()
        evaluator.note_once("N305" if kind == "if" else "N304", unit, _where(node))
        recorder = evaluator.recorder
        held = recorder.freeze(value)
        number = len(recorder.invocations)
        slot = "iterations" if kind == "for" else "condition"
        decides = Artefact(Kind.OBJECT, "", 1, number, slot, (), False)
        if domain is not None:
            object.__setattr__(domain.decides, "producer", number)
            decides = domain.decides
        arguments = [Argument("over", IN, held), Argument(slot, OUT, ABSENT, decides)]
        for part in parts:
            free = f"{part}_" if part in ("over", slot) else part
            arguments.append(Argument(free, OUT, ABSENT, Artefact(Kind.OBJECT, "", 1, number, free, (), False)))
        software = self._software(unit, node, kind, name, arguments, execution)
        site = recorder._site(software, node, unit, text=_head(unit, node))
        recorder._append(site, number, tuple(arguments), (), _RESOURCES)
        if domain is None:
            variable = self._name(name, node) if kind == "for" else ""
            domain = Domain(kind, variable, decides, evaluator.domains, False, _head(unit, node))
            self.made.append(domain)
        return domain

    def _name(self, name: str, node: cst.CSTNode) -> str:
        key = (node, *(call for _, call in self.evaluator.chain))
        known = self._names.get(key)
        if known is None:
            known, number = name, 2
            while known in self._names.values():
                known, number = f"{name}_{number}", number + 1
            self._names[key] = known
        return known

    def _software(
        self,
        unit: Unit,
        node: cst.CSTNode,
        kind: str,
        name: str,
        arguments: list[Argument],
        execution: dict[str, object],
    ) -> Software:
        known = self._softwares.get((node, kind))
        if known is None:
            span = unit.span(node)
            if kind == "for":
                wanted = f"each_{name}"
            else:
                test = getattr(node, "test", None)
                wanted = f"{kind}_{(label_of(test) if test is not None else '') or span.line}"
            known = self._softwares[node, kind] = Software(
                kind="loop" if kind == "for" else "condition",
                name=wanted,
                module="",
                qualname=wanted,
                file=span.file,
                span=span,
                parameters=tuple((argument.parameter, argument.direction) for argument in arguments),
                execution={**execution, "parts": tuple(a.parameter for a in arguments[2:])},
            )
        return known


def _where(node: cst.CSTNode) -> cst.CSTNode:
    """What of a statement decides."""
    for part in ("iter", "test"):
        found = getattr(node, part, None)
        if isinstance(found, cst.CSTNode):
            return found
    return node


def _nodes(target: cst.BaseExpression) -> list[cst.BaseExpression]:
    found = [target]
    if isinstance(target, cst.Tuple):
        for element in target.elements:
            found += _nodes(element.value)
    return found


def _builtin_call(node: cst.BaseExpression, frame: Frame) -> tuple[str, list[cst.BaseExpression]]:
    """Name and arguments of a call of a function of Python itself, by position; ("", []) for all else."""
    match node:
        case cst.Call(func=cst.Name(value=name)) if lookup(frame, name) is MISSING:
            keywords = [argument.keyword.value for argument in node.args if argument.keyword is not None]
            if not any(argument.star for argument in node.args) and keywords in ([], ["start"]):
                return name, [argument.value for argument in node.args]
    return "", []


def _parts(target: cst.BaseExpression | None) -> list[str] | None:
    match target:
        case None:
            return []
        case cst.Name():
            return [target.value]
        case cst.Tuple() if all(isinstance(element.value, cst.Name) for element in target.elements):
            return list(target_names(target))
        case _:
            return None


def _head(unit: Unit, node: cst.CSTNode) -> str:
    match node:
        case cst.For() | cst.CompFor():
            return f"for {unit.text(node.target)} in {unit.text(node.iter)}"
        case cst.While():
            return f"while {unit.text(node.test)}"
        case cst.If():
            return f"if {unit.text(node.test)}"
        case _:
            return unit.text(node)
