"""How a rule comes from a family."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from eflows2smk.codegen.computed import Computed, Unlike, is_symbolic
from eflows2smk.codegen.family import Family, Slot
from eflows2smk.codegen.fitting import Axes, Fitter, fit_refs
from eflows2smk.codegen.forms import Fixed, Form, Pattern, Several, Wild
from eflows2smk.codegen.manifests import Manifests, Words, printed_to_runtime
from eflows2smk.codegen.meanings import NAME as DIGEST
from eflows2smk.codegen.meanings import add_digest, runs_code
from eflows2smk.codegen.places import own_shape
from eflows2smk.codegen.printed import Entry, Rule
from eflows2smk.codegen.references import Ref, is_computed, ref
from eflows2smk.codegen.seals import add_seal
from eflows2smk.codegen.seen import settle
from eflows2smk.codegen.settings import Settings
from eflows2smk.codegen.storage import Storage
from eflows2smk.codegen.tables import Tables
from eflows2smk.folders import DONE, LOGS
from eflows2smk.rules.resources import THREADS
from eflows2smk.workflow.model import Artefact, Holding, Inside
from eflows2smk.workflow.text import shape_of

# Resources that hold the command by which MPI programs start.
LAUNCHERS = ("mpi", "launcher")
# Resources of which another attempt gets more.
SCALED = ("mem_mb", "mem_mb_per_cpu", "runtime")
BARRIER = shape_of((f"{DONE}/barrier_", ""), ("barrier",))


class Maker:
    """Makes rules; all families have been placed in `storage`. retries: whether the profiles ask for any.

    project: its folder, as seen from where the program runs. settings: what follows the configuration, if anything.
    """

    def __init__(
        self,
        storage: Storage,
        tables: Tables,
        computed: Computed,
        project: str = ".",
        *,
        retries: bool = False,
        settings: Settings | None = None,
    ) -> None:
        self.storage = storage
        self.settings = settings
        self.computed = computed
        self.retries = retries
        self.tables = tables
        self.manifests = Manifests(project)
        # What the code of each digest consists of, with the digests of that.
        self.digests: dict[str, dict[str, str]] = {}

    def rule(self, family: Family) -> Rule:
        settle(family, self.storage)
        axes = Axes(family.wildcards, family.values)
        paths = Fitter(family.name, axes, self.tables, paths=True)
        plain = Fitter(family.name, axes, self.tables, paths=False)
        rule = Rule(
            name=family.name,
            comment=family.comment,
            shell=family.shell,
            inputs=[Entry(slot.name, self._input(family, paths, slot)) for slot in family.inputs],
            outputs=[Entry(slot.name, self._output(family, slot), slot.marks) for slot in family.outputs],
            log=_pattern(own_shape(LOGS, family, "", ".log")),
            directives=family.directives,
            note=family.note,
            checkpoint=family.checkpoint,
        )
        if family.on_failure == "FAIL" and self.retries:
            rule.directives = replace(rule.directives, retries=0)
        self._shorten(rule, family, paths)
        for slot in family.params:
            if f"{{params.{slot.name}" not in "".join(rule.shell):
                continue
            self._param(rule, family, plain, paths, slot)
        for slot in family.resources:
            if slot.name == THREADS and set(slot.column) == {1}:
                continue
            if slot.name in LAUNCHERS:
                rule.resources.append(Entry(slot.name, Fixed(slot.column[0])))
            else:
                marks = ("scaled",) if family.on_failure == "RETRY" and slot.name in SCALED else ()
                rule.resources.append(Entry(slot.name, plain.fixed(slot.name, slot.column), marks))
        self._follow(rule, family)
        code = plain.fixed(DIGEST, _meanings(family, calls=runs_code(rule)))
        digest = add_digest(rule, code, family.wildcards)
        if digest:
            self.digests[digest] = family.units
        add_seal(rule, family.wildcards)
        entries = (*rule.inputs, *rule.params)
        if family.domains and family.size > 1 and any(is_symbolic(entry.form) for entry in entries):
            # The variable of a computed loop would stand in a table.
            assert family.site is not None
            raise Unlike(family.site)
        return rule

    def _follow(self, rule: Rule, family: Family) -> None:
        """Take from the configuration what is there."""
        settings = self.settings
        if settings is None:
            return
        for entry in (*rule.inputs, *rule.outputs, *rule.params, *rule.resources):
            entry.form = settings.form(entry.form, partial(self.tables.column, family.name))

    def _shorten(self, rule: Rule, family: Family, fitter: Fitter) -> None:
        """What is too long for a command line is read from files."""
        for slot in family.inputs:
            if is_computed(slot.column) and self.computed.may_be_long(slot.column):
                rule.shell = printed_to_runtime(rule.shell, f"{{input.{slot.name}:q}}")
        slots = [(slot, "input") for slot in family.inputs]
        slots += [(slot, "output") for slot in family.outputs] + [(slot, "params") for slot in family.params]
        words = [found for slot, directive in slots if (found := self._words(slot, directive)) is not None]
        rule.shell = self.manifests.shorten(rule.shell, family, words)
        for name, paths in self.manifests.read.items():
            family.inputs.append(Slot(name, list(paths)))
            rule.inputs.append(Entry(name, fitter.text(name, [ref(path) for path in paths])))

    def _words(self, slot: Slot, directive: str) -> Words | None:
        """What may be too long in a slot: lists, and texts that are no paths."""
        if is_computed(slot.column):
            return None
        if any(isinstance(entry, list | tuple) for entry in slot.column):
            lists = [[self.storage.of(item).text for item in entry] for entry in slot.column]
            return Words(directive, slot.name, lists, is_list=True)
        if directive == "params" and all(isinstance(entry, str) for entry in slot.column):
            return Words(directive, slot.name, [[entry] for entry in slot.column], is_list=False)
        return None

    def _input(self, family: Family, fitter: Fitter, slot: Slot) -> Form:
        if any(is_computed(entry) for entry in slot.column):
            return self.computed.form(family, slot.column)
        if slot.marks == ("barrier",):
            return fitter.text(slot.name, [Ref(BARRIER, (str(number),)) for number in slot.column])
        if any(isinstance(entry, list | tuple) for entry in slot.column):
            return fitter.texts(slot.name, [[self.storage.of(item) for item in entry] for entry in slot.column])
        return fitter.text(slot.name, [self.storage.of(entry) for entry in slot.column])

    def _output(self, family: Family, slot: Slot) -> Form:
        axes = Axes(family.wildcards, family.values)
        first = slot.column[0]
        if first is None:
            return _pattern(own_shape(DONE, family, "", ""))
        if not isinstance(first, list | tuple):
            refs = [self.storage.of(entry) for entry in slot.column]
            found = fit_refs(refs, axes)
            assert isinstance(found, Pattern) and found.is_plain, family.name
            return found
        lists = [[self.storage.of(item) for item in entry] for entry in slot.column]
        fitter = Fitter(family.name, axes, self.tables, paths=True)
        if len(lists[0]) > 3:
            found_list = fitter.expanded(lists)
            if found_list is not None:
                return found_list
        items = []
        for position in range(len(lists[0])):
            item = fit_refs([members[position] for members in lists], axes)
            assert isinstance(item, Pattern) and item.is_plain, family.name
            items.append(item)
        return Several(tuple(items))

    def _param(self, rule: Rule, family: Family, fitter: Fitter, texts: Fitter, slot: Slot) -> None:
        """A parameter. Also one that is just a wildcard: in the shell text it would have the name of the wildcard, and
        the job would be run again when the program calls its loop variable something else.

        texts: a fitter for which texts that look like numbers are none.
        """
        if slot.marks == ("verbatim",):
            self._verbatim(rule, fitter, slot)
            return
        counted = self.computed.counted(family, slot.column)
        if counted is not None:
            text, waits = counted
            rule.params.append(Entry(slot.name, text))
            # Snakemake asks checkpoints for a parameter only if the rule reads what these write.
            known = {entry.name for entry in rule.inputs}
            rule.inputs += [Entry(name, path) for name, path in waits.items() if name not in known]
            return
        column = [self._resolved(entry) for entry in slot.column]
        place = f"{{params.{slot.name}:q}}"
        if any(value == "" or (isinstance(value, list) and "" in value) for value in column):
            # Snakemake drops an empty word that it is asked to quote. What quotes it here takes texts, no numbers.
            rule.shell = tuple(piece.replace(place, f"{{params.{slot.name}}}") for piece in rule.shell)
            rule.params.append(Entry(slot.name, texts.fixed(slot.name, column), ("quoted",)))
            return
        if any(isinstance(value, list) for value in column):
            are_paths = any(isinstance(item, Ref) for value in column for item in value)
            form = fitter.texts(slot.name, column) if are_paths else fitter.fixed(slot.name, column)
        elif isinstance(column[0], Ref):
            form = fitter.text(slot.name, column)
        else:
            form = fitter.fixed(slot.name, column)
        rule.params.append(Entry(slot.name, form))

    def _verbatim(self, rule: Rule, fitter: Fitter, slot: Slot) -> None:
        """A piece of shell text."""
        rule.params.append(Entry(slot.name, fitter.fixed(slot.name, slot.column)))

    def _resolved(self, entry: Any) -> Any:
        """A parameter's value; paths of artefacts as refs."""
        if isinstance(entry, Artefact | Inside | Holding):
            return self.storage.of(entry)
        if isinstance(entry, list) and any(isinstance(item, Artefact | Inside | Holding) for item in entry):
            return [self.storage.of(item) for item in entry]
        return entry


def _meanings(family: Family, *, calls: bool) -> list[str]:
    """What the results of each job depend on beside its arguments. calls: whether jobs call code of the program."""
    codes = family.meanings if calls and family.meanings else [""] * family.size
    told = family.told or [""] * family.size
    return [f"{code} {more}".strip() for code, more in zip(codes, told, strict=True)]


def _pattern(shape: Any) -> Pattern:
    return Pattern(shape.literals, tuple(Wild(name) for name in shape.labels))
