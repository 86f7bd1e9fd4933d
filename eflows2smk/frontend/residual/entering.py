"""How a name of a script comes to mean a value of the program: by an import, a definition, or as an input."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.core import texts
from eflows2smk.frontend.evaluation.conversion import SCALARS
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import MISSING, ClassCell, FunctionCell, InstanceCell, Library, ModuleCell
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.residual.building import built, has_to_be_built
from eflows2smk.frontend.residual.naming import Definition, definition_of, import_line
from eflows2smk.frontend.residual.progress import Recording
from eflows2smk.frontend.residual.rendering import indented
from eflows2smk.frontend.residual.roots import roots_of
from eflows2smk.frontend.residual.scripts import Line, Script, fresh
from eflows2smk.frontend.residual.snapshots import alike, snapshot
from eflows2smk.frontend.residual.writing import Assigned, Composing, Written, is_computed
from eflows2smk.workflow.model import Artefact


@dataclass(frozen=True, slots=True, eq=False)
class Entering:
    """here: the statement that is evaluated."""

    machine: Machine
    recording: Recording
    here: Callable[[], Span]

    def holding(
        self, frame: Frame, span: Span, name: str, value: Any, code: str = "", given: str = "members"
    ) -> Script:
        """A script that gives a value, or what the code makes of it, under the name; it has ended. given: the name that
        the value has in the code."""
        script = Script(self.recording.place(frame, self.machine.levels))
        self.recording.opened(script)
        given = given if code else name
        self.enter(script, given, value, frame, {}, always=not isinstance(value, FunctionCell | ClassCell))
        script.says = not code and not script.lines and not script.imports
        script.lines.append(Line(code or f"# what '{name}' is here", span))
        script.denotes[name] = value
        script.is_open = False
        return script

    def enter(
        self,
        script: Script,
        name: str,
        value: Any,
        frame: Frame,
        before: Mapping[Cell, Mapping[Any, Any]],
        *,
        always: bool = False,
    ) -> None:
        """Make the name mean the value in the script. always: even if nothing would have to be passed."""
        if name in script.denotes:
            return
        hidden = self.recording.hides(value) or self.recording.changes(value, before)
        line = None if always or hidden else import_line(self.machine, name, value, frame)
        if line is not None:
            script.imports.update(dict.fromkeys(line))
            script.denotes[name] = value
            self.recording.imports(value, self.here())
            return
        definition = definition_of(self.machine, name, value, before)
        if definition is None and hidden:
            raise Refused(
                "E325",
                f"'{name}' reads a global that has changed since, which the script that calls it would not see",
                "pass what it reads as an argument",
            )
        if definition is not None:
            self._define(script, name, value, definition, before)
            return
        other = script.name_of(value) if not isinstance(value, Cell) or is_computed(value) else ""
        if other:
            script.lines.append(Line(f"{name} = {other}"))
            script.denotes[name] = value
            return
        if self._made_again(script, name, value, frame, before):
            return
        if has_to_be_built(self.machine, value):
            self._build(script, name, value, frame, before)
            return
        held = snapshot(self.machine.heap, value, before)
        script.inputs[name] = held
        script.denotes[name] = value
        for root in roots_of(held):
            script.load(root, self.source(script, root))
        if isinstance(value, Cell | tuple) and not is_computed(value):
            script.seen[name] = held

    def _build(
        self, script: Script, name: str, value: Any, frame: Frame, before: Mapping[Cell, Mapping[Any, Any]]
    ) -> None:
        def named(label: str, part: Any) -> str:
            for known, held in script.denotes.items():
                if held is part:
                    return known
            own = next((known for known, held in frame.names.content.items() if held is part), label)
            given = fresh(own, {*script.denotes, *script.inputs, name})
            self.enter(script, given, part, frame, before)
            return given

        code = built(self.machine, value, named)
        if code.startswith("functools."):
            script.imports["import functools"] = None
        script.lines.append(Line(f"{name} = {code}"))
        script.denotes[name] = value

    def _made_again(
        self, script: Script, name: str, value: Any, frame: Frame, before: Mapping[Cell, Mapping[Any, Any]]
    ) -> bool:
        """An instance whose base is a library's class, of which the evaluation has a stand-in, is made by the library
        itself, and gets the attributes that are the program's."""
        if not isinstance(value, InstanceCell) or is_computed(value):
            return False
        bases = [cls for cls in value.cls.mro if isinstance(cls, ClassCell)]
        if not any(cls.module.source in self.machine.supplied for cls in bases):
            return False
        cls = value.cls
        imported = import_line(self.machine, cls.name, cls, frame)
        if imported is None:
            return False
        script.imports.update(dict.fromkeys(imported))
        script.denotes[cls.name] = cls
        script.denotes[name] = value
        own = {key: held for key, held in value.content.items() if not key.startswith("_")}
        script.lines.append(Line(f"{name} = {cls.name}()"))
        if own:
            state = fresh(f"{name}_attributes", {*script.denotes, *script.inputs})
            self.enter(script, state, self.machine.heap.allocate("dict", own), frame, before, always=True)
            script.lines.append(Line(f"vars({name}).update({state})"))
        return True

    def _define(
        self,
        script: Script,
        name: str,
        value: Any,
        definition: Definition,
        before: Mapping[Cell, Mapping[Any, Any]],
    ) -> None:
        """What can't be imported is defined in the script, behind what it needs from around it."""
        script.denotes[name] = value
        others: dict[str, str] = {}
        for need in definition.needs:
            given = need.name
            known = script.denotes.get(given, need.value)
            if known is not need.value and not same_value(known, need.value):
                given = others[need.name] = fresh(given, {*script.denotes, *script.inputs})
            self.enter(script, given, need.value, definition.frame, before)
            if need.holder is not None and not isinstance(need.value, FunctionCell | ClassCell | ModuleCell | Library):
                script.around[given] = need.holder, need.name
        self.recording.runs(definition.frame, definition.operations, self.here())
        script.lines.append(Line(_closed(name, definition.code, others)))
        for attribute, held in definition.attributes:
            given = fresh(f"{name}_{attribute}".replace("__", "_"), {*script.denotes, *script.inputs})
            if type(held) in SCALARS:
                script.lines.append(Line(f"{name}.{attribute} = {held!r}"))
            elif not isinstance(held, FunctionCell | ClassCell):
                self.enter(script, given, held, definition.frame, before)
                script.lines.append(Line(f"{name}.{attribute} = {given}"))

    def source(self, script: Script, root: Any) -> Any:
        """Where the script reads a root from, as it was before the script changed anything of its region."""
        if root in script.made:
            return None
        found = self.recording.source(root)
        return found if found is not script else script.before(root, self.recording.shown)

    def names(self, script: Script, composing: Composing) -> dict[int, str]:
        """For the values that the text gets in the place of parts of it."""
        names: dict[int, str] = {}
        taken = {*script.denotes, *script.inputs}
        for node, value in composing.replaced.items():
            if id(value) in names:
                continue
            name = script.name_of(value) or self._variable(composing.frame, value)
            if not name:
                label = composing.labels.get(node, "")
                label = label or ("" if isinstance(node, Assigned) else texts.label_of(node))
                name = fresh(label or "value", {*taken, *names.values()})
            names[id(value)] = name
        return names

    def _variable(self, frame: Frame, value: Any) -> str:
        """The user's own name for a value, where there is one."""
        for name, known in frame.names.content.items():
            if known is value and name.isidentifier():
                return str(name)
        return ""

    def conflicts(self, script: Script, written: Written, before: Mapping[Cell, Mapping[Any, Any]]) -> bool:
        """Whether a name means something else in the script already, or an object is not what it was there."""
        reads = list(written.reads.items())
        if script.around:
            for given, (holder, name) in script.around.items():
                reads.append((given, before.get(holder, {}).get(name, holder.content.get(name, MISSING))))
        for name, value in reads:
            if name not in script.denotes:
                if name not in written.binds and self._makes_parts(script, value, before):
                    return True
                continue
            known = script.denotes[name]
            if known is not value and not same_value(known, value):
                return True
            if name in script.seen and not alike(script.seen[name], snapshot(self.machine.heap, value, before)):
                return True
        return False

    def _makes_parts(self, script: Script, value: Any, before: Mapping[Cell, Mapping[Any, Any]]) -> bool:
        """Whether a known object holds what the script makes itself, so that it can't be an input of it."""
        if not isinstance(value, Cell | tuple) or is_computed(value):
            return False
        found = roots_of(snapshot(self.machine.heap, value, before))
        return any(self.recording.source(root) is script and self.source(script, root) is None for root in found)

    def before(self, composing: Composing, node: Any, name: str, value: Any) -> Mapping[Cell, Mapping[Any, Any]]:
        """The changes by the statement that a piece of it does not see yet when it reads the name. Raises Refused where
        it reads it twice, and a task changes it in between."""
        early, late = composing.reads_around(node, name)
        if isinstance(value, FunctionCell) and value in composing.before and late and not early:
            # Attributes of a function that a call further to the left has set, which is no part of the text.
            return composing.before if composing.calls(node, name) else {}
        if not late or not self._is_of_task(value, composing.before):
            return composing.before
        if not early:
            return {}
        raise Refused(
            "E302",
            "what is read here is changed by a task further to the right in the same statement",
            "read it in a statement of its own, before the other one",
            span=composing.frame.code.module.span(early[0]),
        )

    def _is_of_task(self, value: Any, before: Mapping[Cell, Mapping[Any, Any]]) -> bool:
        """Whether a task in the statement has changed an object that was known until then."""
        return any(
            isinstance(each, Cell)
            and each in before
            and each.is_computed
            and isinstance(self.recording.source(each), Artefact)
            for each in self.machine.heap.reachable(value)
        )


def same_value(one: Any, other: Any) -> bool:
    return type(one) in SCALARS and type(one) is type(other) and bool(one == other)


def _closed(name: str, code: str, others: Mapping[str, str]) -> str:
    """A definition in a function of its own, where names that it needs mean something else in the script."""
    if not others:
        return code
    inside = "\n".join(indented(code))
    maker, given = f"make_{name}", ", ".join(others.values())
    return f"def {maker}({', '.join(others)}):\n{inside}\n    return {name}\n\n\n{name} = {maker}({given})"
