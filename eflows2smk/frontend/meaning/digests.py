"""The digest of each call site: of the code that its jobs run, and of all of the program that this code reaches.

What code reaches is found by names. An attribute may be that of any class whose instances a job can have: those that
its own code mentions, those of its arguments, and those that the jobs had that made its inputs. Python's own calls
(operators, `len`, iteration) may be of any of these classes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, cast

from eflows2smk.frontend.core.lowering.lowering import lower
from eflows2smk.frontend.evaluation.machine import Look, Machine
from eflows2smk.frontend.evaluation.values import ClassCell, FunctionCell, InstanceCell
from eflows2smk.frontend.meaning.mentions import ARITHMETIC, Mentions
from eflows2smk.frontend.meaning.units import Item, Unit, Units
from eflows2smk.frontend.record.job_names import job_module
from eflows2smk.frontend.record.reading import bare
from eflows2smk.frontend.record.touching import NOTHING, Touching
from eflows2smk.source.modules import SourceModule
from eflows2smk.workflow.model import DECIDING, CallSite, Constant, Joined, Meaning, Software, Workflow, artefacts

# Hexadecimal digits: enough that two texts of one call never share one by chance.
LENGTH = 12
# Kinds of software whose jobs run a script of ours.
_SCRIPTED = ("host", *DECIDING)


@dataclass(slots=True)
class _Closure:
    """What a piece of code reaches. texts: of units, with their names. passed: what it hands on."""

    items: dict[Item, None] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    classes: dict[ClassCell, None] = field(default_factory=dict)
    passed: dict[Item, None] = field(default_factory=dict)


class _Calls:
    """The invocations of the call sites: whose results they get, and which code comes with their arguments."""

    def __init__(self, machine: Machine, workflow: Workflow) -> None:
        self.names = {job_module(machine, source): module for source, module in machine.modules.items()}
        self.before: dict[CallSite, dict[CallSite, None]] = {}
        self.given: dict[CallSite, dict[Item, None]] = {}
        sites = [invocation.site for invocation in workflow.invocations]
        for invocation in workflow.invocations:
            before = self.before.setdefault(invocation.site, {})
            given = self.given.setdefault(invocation.site, {})
            for argument in invocation.arguments:
                for artefact in _makers(argument.reads):
                    if artefact >= 0:
                        before[sites[artefact]] = None
                for constant in _constants(argument.reads):
                    item = self.item(constant.cls)
                    if item is not None:
                        given[item] = None

    def item(self, name: str) -> Item | None:
        """What jobs import as ``module:qualname``."""
        module, _, qualname = name.partition(":")
        cell = self.names.get(module)
        if cell is None:
            return None
        first, *rest = qualname.split(".")
        value = cell.content.get(first)
        for part in rest:
            value = bare(value).content.get(part) if isinstance(bare(value), ClassCell) else None
        found = bare(value)
        if isinstance(found, FunctionCell | ClassCell):
            return found
        return (cell.source, first) if first in cell.content else None


def digests(machine: Machine, workflow: Workflow, touching: Touching) -> dict[CallSite, Meaning]:
    """By call site."""
    found = _Digests(machine, workflow, touching)
    return {site: found.of(site) for site in found.calls.before}


class _Digests:
    def __init__(self, machine: Machine, workflow: Workflow, touching: Touching) -> None:
        self.machine = machine
        self.touching = touching
        self.units = Units(machine)
        self.calls = _Calls(machine, workflow)
        self._known: dict[Any, _Closure] = {}
        self._meanings: dict[int, Meaning] = {}
        self._own: dict[Software, tuple[Unit, ...]] = {}
        self._carried = self._settle()

    def of(self, site: CallSite) -> Meaning:
        """Of the text of all that a job of the call reaches."""
        closure = self._closure(site)
        found = self._meanings.get(id(closure))
        if found is None:
            names: dict[str, list[str]] = {}
            for text, name in closure.texts.items():
                if text:
                    names.setdefault(name, []).append(text)
            units = {name: _digest(sorted(texts)) for name, texts in sorted(names.items())}
            functions = [each for each in closure.items if isinstance(each, FunctionCell)]
            touch = reduce(or_, map(self.touching.by_itself, functions), NOTHING)
            found = self._meanings[id(closure)] = Meaning(
                _digest(sorted(closure.texts)), units, touch.sources, touch.targets
            )
        return found

    def _settle(self) -> dict[CallSite, dict[Item, None]]:
        """The classes, and functions that are handed on, that may come with the arguments of each call site."""
        carried: dict[CallSite, dict[Item, None]] = {site: dict(given) for site, given in self.calls.given.items()}
        self._carried = carried
        after: dict[CallSite, list[CallSite]] = {}
        for site, before in self.calls.before.items():
            for each in before:
                after.setdefault(each, []).append(site)
        pending = list(carried)
        while pending:
            site = pending.pop()
            closure = self._closure(site)
            leaves: dict[Item, None] = {**carried[site], **closure.passed}
            leaves.update(dict.fromkeys(closure.classes))
            for other in after.get(site, ()):
                new = leaves.keys() - carried[other].keys()
                if new:
                    carried[other].update({item: None for item in leaves if item in new})
                    pending.append(other)
        return carried

    def _closure(self, site: CallSite) -> _Closure:
        key = site.software, frozenset(self._carried[site])
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._reach(self._first(site.software), self._carried[site])
        return found

    def _first(self, software: Software) -> tuple[Unit, ...]:
        """The units that a job of this software runs."""
        found = self._own.get(software)
        if found is None:
            found = self._own[software] = tuple(self._run(software))
        return found

    def _run(self, software: Software) -> Iterator[Unit]:
        script = software.execution.get("script") if software.kind in _SCRIPTED else None
        if isinstance(script, str):
            source = SourceModule.of_text(script, software.name, self.machine.program.main.path)
            yield self.units.code(lower(source), "script")
            for look in cast("tuple[Look, ...]", software.execution.get("outside", ())):
                yield Unit(str(look), name=f"${look.name}" if look.is_variable else look.name)
        names = [f"{software.module}:{software.qualname}"]
        if software.transformation is not None:
            names = [software.transformation.function]
        for name in names:
            item = self.calls.item(name)
            if item is not None and not isinstance(script, str):
                yield Unit("", [item])

    def _reach(self, first: Iterable[Unit], carried: Iterable[Item]) -> _Closure:
        found = _Closure()
        all_mentions = Mentions()
        pending: list[Unit] = list(first)
        members: list[tuple[str, list[Item]]] = []
        pending += [Unit("", [item]) for item in carried]
        everything = False
        while pending:
            unit = pending.pop()
            found.texts[unit.text] = unit.name
            all_mentions.add(unit.mentions)
            members += unit.members.items()
            items: list[Item] = [*unit.items, *unit.mentions.keys]
            for source in unit.mentions.wholes:
                items += self.units.module(source)
            if all_mentions.anything and not everything:
                everything = True
                items += [item for source in self.machine.modules for item in self.units.module(source)]
            for item in items:
                if item not in found.items:
                    found.items[item] = None
                    if isinstance(item, ClassCell):
                        found.classes[item] = None
                    pending.append(self.units.unit(item))
            for key in unit.mentions.passed:
                value = bare(self.machine.modules[key[0]].content.get(key[1]))
                if isinstance(value, FunctionCell):
                    found.passed[value] = None
                elif isinstance(value, InstanceCell):
                    found.classes[value.cls] = None
            if not pending:
                unnamed = []
                for name, each in members:
                    if everything or _is_named(name, all_mentions):
                        pending.append(Unit("", each))
                    else:
                        unnamed.append((name, each))
                members = unnamed
            if not pending and "__subclasses__" in all_mentions.attributes:
                derived = [cls for cls in self.machine.classes if found.classes.keys() & set(cls.mro)]
                pending += [Unit("", [cls]) for cls in derived if cls not in found.items]
        return found


def _is_named(name: str, mentions: Mentions) -> bool:
    """Whether a member of a class may be used by code that mentions this."""
    return mentions.by_text or name in mentions.attributes or (mentions.calculates and name in ARITHMETIC)


def _digest(texts: list[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:LENGTH]


def _makers(held: Any) -> Iterator[int]:
    """The numbers of the invocations that make what an argument holds."""
    for artefact in artefacts(held):
        yield artefact.producer
        if isinstance(artefact, Joined):
            for side in (artefact.then, artefact.otherwise):
                if side is not None:
                    yield from _makers(side)


def _constants(held: Any) -> Iterator[Constant]:
    if isinstance(held, Constant):
        yield held
        held = list(held.state.values())
    if isinstance(held, list | tuple | set | frozenset):
        for item in held:
            yield from _constants(item)
    elif isinstance(held, dict):
        for item in held.values():
            yield from _constants(item)
