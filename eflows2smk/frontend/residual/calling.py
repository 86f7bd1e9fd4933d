"""What scripts do for libraries: hand on what these remember, evaluate what these call back, close files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.values import FunctionCell, Unknowable
from eflows2smk.frontend.heap import effects
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.residual.described import Described, Origin
from eflows2smk.frontend.residual.progress import Enclosure
from eflows2smk.frontend.residual.scripts import Line, Script
from eflows2smk.frontend.residual.writing import Done, is_computed


def enter_state(machine: Machine, script: Script, library: str, source: Callable[[Computed], Any]) -> None:
    """A library goes on where it stood at the end of the script before. source: where that can be read from.

    What it remembers is a slot of a cell, so that loops and branches carry it as they carry variables.
    """
    state = library.replace(".", "_")
    name = f"{state}_state"
    if name in script.states:
        return
    script.imports["from eflows2smk.runtime import states"] = None
    before = machine.states.content[name]
    if type(before) is Unknowable:
        machine.report(before.reason)
        raise Refused("", "", reported=before.reason)
    if isinstance(before, Computed):
        script.inputs[name] = script.denotes[name] = before
        script.loads[before] = source(before)
        script.lines.append(Line(f"states.set_{state}({name})"))
    after = Computed(f"the state of {library}")
    script.states[name] = state, after
    machine.heap.set_key(machine.states, name, after)


def leave_states(machine: Machine, script: Script) -> None:
    """The script ends with what libraries remember, for the next one, whichever of its lines were run."""
    for name, (state, value) in script.states.items():
        script.lines.append(Line(f"{name} = states.{state}()", keeps=name))
        script.denotes[name] = value
        machine.heap.set_key(machine.states, name, value)


def parts_of(whole: effects.Result, count: int, star: int) -> list[effects.Result]:
    """What the parts are of a value that is spread over targets; star: the one that takes several, -1 for none."""
    return [
        effects.Result("list" if position == star else whole.type, whole.may_be, whole.part_of, whole.holds)
        for position in range(count)
    ]


def call_back(
    machine: Machine,
    enclosures: list[Enclosure],
    encloses: Callable[[Site], Enclosure],
    site: Site,
    described: Described,
) -> None:
    """Functions of the program that a library calls are evaluated once, on values of which nothing is known.

    enclosures: what is being evaluated that is left to the run as a whole. encloses: begins one more.
    """
    facts = described.facts
    if facts is None:
        return
    values = [operand.value for operand in described.operands]
    for parameter in facts.calls:
        for function in described.arguments.get(parameter, ()):
            if isinstance(function, FunctionCell):
                others = [value for value in values if value is not function]
                made, results = effects.unknown(others)
                made = [effects.Operand(each.value) for each in made]
                positional = (*function.code.parameters.positional_only, *function.code.parameters.positional)
                count = len([each for each in positional if each not in function.defaults])
                applied = effects.apply(machine.heap, made, results * count, Origin(site, tuple(others)))
                token = encloses(site)
                try:
                    call_value(machine, site, function, list(applied.results), {})
                finally:
                    enclosures.pop()
                    machine.heap.commit(token.fork)


def note_speaking(script: Script, site: Site, described: Described, operands: Sequence[Any]) -> None:
    """Whether an operation speaks to the user, or does what nothing depends on."""
    if described.facts is not None:
        script.prints = script.prints or described.facts.prints
        if described.facts.silent:
            script.silent[site] = any(map(is_computed, operands))


def method_of(heap: Heap, described: Described, origin: Origin) -> Computed:
    """A method that is looked up: whoever has the object still has it."""
    owner = origin.operands[0]
    place = None if owner.region is None else owner.region.find().place
    found = effects.apply(heap, described.operands, described.results, origin).results[0]
    if found.region is not None:
        heap.set_place(found.region.find(), place)
    return found


def close_file(script: Script, file: Computed) -> None:
    """The script closes a file behind a ``with`` if it is who used it last."""
    if file.region is not None and file.region.find().place is script and script.lines:
        name = script.name_of(file)
        if name:
            script.lines.append(Line(f"{name}.close()"))


def unused(every: Sequence[Done]) -> list[Done]:
    """The operations whose results no other one takes."""
    taken = {id(operand) for done in every for operand in done.operands}
    return [done for done in every if id(done.result) not in taken]
