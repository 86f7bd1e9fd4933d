"""The invariants of the workflow graph, checked after every compilation.

Enters a `Workflow`, leaves nothing, or `BrokenWorkflow`: a mistake of the compiler, never of the user's program. One
pass over all invocations: 100,000 take some tenths of a second.
"""

from __future__ import annotations

from collections.abc import Iterator

from eflows2smk.workflow.model import (
    ABSENT,
    Artefact,
    Constant,
    Each,
    Holding,
    Inside,
    Invocation,
    Joined,
    Kind,
    Somewhere,
    Workflow,
)


class BrokenWorkflow(Exception):
    """The graph contradicts itself; the message says at which invocation."""


def check(workflow: Workflow) -> None:
    """Raises `BrokenWorkflow` at the first invariant that does not hold."""
    _check_barriers(workflow)
    checker = _Checker()
    for number, invocation in enumerate(workflow.invocations):
        try:
            _check_place(workflow, number, invocation)
            checker.invocation(invocation)
        except BrokenWorkflow as broken:
            site = invocation.site
            raise BrokenWorkflow(f"invocation {number} of '{site.name}' ({site.span}): {broken}") from None


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise BrokenWorkflow(message)


def _check_barriers(workflow: Workflow) -> None:
    barriers, count = workflow.barriers, len(workflow.invocations)
    _require(all(a < b for a, b in zip(barriers, barriers[1:], strict=False)), f"barriers do not ascend: {barriers}")
    _require(all(0 < b < count for b in barriers), f"barriers {barriers} outside of {count} invocations")


def _check_place(workflow: Workflow, number: int, invocation: Invocation) -> None:
    site = invocation.site
    if invocation.number != number:
        raise BrokenWorkflow(f"its number is {invocation.number}")
    if len(invocation.indices) != len(site.levels):
        raise BrokenWorkflow(f"{len(invocation.indices)} loop indices for {len(site.levels)} loops")
    if len(invocation.variables) != sum(map(len, site.levels)):
        raise BrokenWorkflow(f"{len(invocation.variables)} values for the loop variables {site.variables}")
    # barriers[k] invocations stand before barrier k.
    barrier, barriers = invocation.barrier, workflow.barriers
    if barrier > len(barriers) or (barrier and barriers[barrier - 1] > number):
        raise BrokenWorkflow(f"it claims to come after barrier {barrier - 1}")
    if barrier < len(barriers) and barriers[barrier] <= number:
        raise BrokenWorkflow(f"it claims to come before barrier {barrier}")
    _check_results(invocation)


def _check_results(invocation: Invocation) -> None:
    software, results = invocation.site.software, invocation.results
    returns = software.returns
    if software.kind == "python_mpi" and returns:
        returns = invocation.resources.processes or 1
    if software.transformation is None and len(results) != returns:
        raise BrokenWorkflow(f"{len(results)} results of a software that returns {returns}")
    for position, result in enumerate(results):
        # A single value may stand alone, or be the only member of a collection.
        expected = ((position,),) if len(results) > 1 else ((), (0,))
        if result.index not in expected:
            raise BrokenWorkflow(f"result {position} has the index {result.index}")
        if result.slot != "result" or result.kind is not Kind.OBJECT:
            raise BrokenWorkflow(f"result {position} is the {result.kind} of '{result.slot}'")


class _Checker:
    """What exists so far, as the invocations are passed in program order."""

    def __init__(self) -> None:
        self._written: set[Artefact] = set()
        self._versions: dict[str, int] = {}

    def invocation(self, invocation: Invocation) -> None:
        parameters = set()
        for argument in invocation.arguments:
            if argument.parameter in parameters:
                raise BrokenWorkflow(f"the argument '{argument.parameter}' comes twice")
            parameters.add(argument.parameter)
            if argument.reads is not ABSENT:
                for artefact in _read(argument.reads):
                    self._reads(artefact, argument.parameter)
            elif argument.writes is ABSENT:
                raise BrokenWorkflow(f"'{argument.parameter}' is neither read nor written")
        # All is read before anything is written: an invocation can't read its own output.
        for argument in invocation.arguments:
            if argument.writes is not ABSENT:
                if not argument.direction.writes:
                    raise BrokenWorkflow(f"'{argument.parameter}' is {argument.direction}, but written")
                for artefact in _read(argument.writes):
                    self._writes(artefact, invocation.number, argument.parameter)
        for result in invocation.results:
            self._writes(result, invocation.number, "result")

    def _reads(self, artefact: Artefact, parameter: str) -> None:
        if artefact.version == 0:
            if artefact.producer != -1:
                raise BrokenWorkflow(f"'{parameter}' reads {_named(artefact)}, version 0, but it has a producer")
        elif artefact not in self._written:
            raise BrokenWorkflow(f"'{parameter}' reads {_named(artefact)}, which nothing before it writes")

    def _writes(self, artefact: Artefact, number: int, slot: str) -> None:
        if artefact.producer != number or artefact.slot != slot:
            raise BrokenWorkflow(
                f"'{slot}' writes {_named(artefact)}, which says it is '{artefact.slot}' of {artefact.producer}"
            )
        if artefact in self._written:
            raise BrokenWorkflow(f"'{slot}' writes {_named(artefact)} a second time")
        self._written.add(artefact)
        if artefact.version < 1:
            raise BrokenWorkflow(f"'{slot}' writes version {artefact.version} of {_named(artefact)}")
        if artefact.kind is Kind.OBJECT:
            if artefact.path:
                raise BrokenWorkflow(f"the object '{slot}' has the path '{artefact.path}'")
            return
        if not artefact.path and artefact.kind is Kind.DIRECTORY and not artefact.named:
            return
        if not artefact.path:
            raise BrokenWorkflow(f"the {artefact.kind} '{slot}' has no path")
        path = str(artefact.path)
        before = self._versions.get(path)
        if before is not None and artefact.version != before + 1:
            raise BrokenWorkflow(f"version {artefact.version} of {_named(artefact)} follows version {before}")
        # The first write makes version 1, or 2 where a file that existed counts as the one before.
        if before is None and artefact.version > 2:
            raise BrokenWorkflow(f"{_named(artefact)} begins with version {artefact.version}")
        self._versions[path] = artefact.version


def _read(held: object) -> Iterator[Artefact]:
    """Like `workflow.model.artefacts`, without generators around each single artefact."""
    if type(held) is Artefact:
        yield held
    elif type(held) is list or type(held) is tuple:
        for item in held:
            if type(item) is Artefact:
                yield item
            elif not isinstance(item, str | int | float):
                yield from _read(item)
    elif type(held) is dict:
        for item in held.values():
            yield from _read(item)
    elif type(held) is Constant:
        for item in held.state.values():
            yield from _read(item)
    elif type(held) is Inside:
        yield held.directory
    elif type(held) is Somewhere:
        yield from _read((held.text, *held.after))
    elif type(held) is Holding:
        yield from _read(held.members)
    elif type(held) is Each:
        yield from _read(held.items)
    elif type(held) is Joined:
        # What an iteration takes from the one before it is written later in the text of the program.
        sources = (held.otherwise,) if held.how == "carried" else (held.then, held.otherwise)
        yield from _read(sources)


def _named(artefact: Artefact) -> str:
    return f"the object '{artefact.slot}'" if artefact.kind is Kind.OBJECT else f"{artefact.kind} '{artefact.path}'"
