"""What is known of the jobs of a project beside its Snakefile: the program's order of them, what their digests stand
for, and which call makes a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from eflows2smk.codegen.changed_inputs import told
from eflows2smk.codegen.family import Family
from eflows2smk.codegen.order import Around, Iterated, Order, Text
from eflows2smk.codegen.places import own_shape
from eflows2smk.codegen.record import Record
from eflows2smk.codegen.references import Ref
from eflows2smk.codegen.storage import Storage
from eflows2smk.diagnostics import Diagnostic
from eflows2smk.folders import DECISIONS, LOGS
from eflows2smk.workflow.model import Artefact, Domain, Invocation, Workflow, leaves
from eflows2smk.workflow.text import SYMBOL


@dataclass(frozen=True, slots=True)
class Call:
    """The call that makes a file. rule: its name. wildcards: their values in its job, and what stands for what only
    the run knows."""

    rule: str
    invocation: Invocation
    wildcards: dict[str, str]


@dataclass(slots=True)
class Jobs:
    """order: the program's. digests: the digest of each part of the code that is behind a digest of the Snakefile.
    helping: rules that do what no call says."""

    order: Order = field(default_factory=Order)
    digests: dict[str, dict[str, str]] = field(default_factory=dict)
    helping: frozenset[str] = frozenset()
    _workflow: Workflow | None = None
    _families: list[Family] = field(default_factory=list)
    _storage: Storage | None = None

    def note(
        self,
        workflow: Workflow,
        families: list[Family],
        storage: Storage,
        everything: list[Family],
        digests: dict[str, dict[str, str]],
    ) -> None:
        """Learn of the jobs of these families, which make what calls make, and of those of all families."""
        self.helping = frozenset(family.name for family in everything) - {family.name for family in families}
        self.order = _order(workflow, families)
        self.digests = digests
        self._workflow, self._families, self._storage = workflow, families, storage

    @property
    def rule_of(self) -> dict[int, str]:
        """The rule of each invocation, by its number."""
        return {number: family.name for family in self._families for number in family.numbers}

    @property
    def rules(self) -> list[str]:
        return [*(family.name for family in self._families), *self.helping]

    def changed_inputs(self, record: Record) -> list[Diagnostic]:
        """What has to be said of files that are changed in place. record: of the compilation before."""
        assert self._workflow is not None
        assert self._storage is not None
        return list(told(self._workflow, self._storage, record))

    def outputs(self) -> tuple[set[str], list[re.Pattern[str]]]:
        """The paths of all that calls make, and patterns for what those in computed loops do."""
        known: set[str] = set()
        computed: dict[str, re.Pattern[str]] = {}
        for family in self._families:
            for job in range(family.size):
                for made in self._made(family, job):
                    if SYMBOL.search(made):
                        computed[made] = _pattern(made)[0]
                    else:
                        known.add(made)
        return known, list(computed.values())

    def left(self) -> Iterator[tuple[str, str]]:
        """For all that stays when the program is done: the path that it has there, and that in the workflow.

        They differ for files that were there before, which a workflow leaves as they are.
        """
        assert self._storage is not None
        for family in self._families:
            for slot in family.outputs:
                for entry in slot.column:
                    for leaf in leaves(entry):
                        if isinstance(leaf, Artefact) and self._storage.is_direct(leaf):
                            yield str(leaf.path), str(self._storage.named(leaf).text)

    def making(self, path: str) -> Call | None:
        """The call that makes the file at a path, relative to the folder of the run; None if none does."""
        assert self._workflow is not None
        for family in self._families:
            for job, number in enumerate(family.numbers):
                for made in self._made(family, job):
                    if made == path or (SYMBOL.search(made) and _pattern(made)[0].fullmatch(path)):
                        wildcards = dict(zip(family.wildcards, family.values[job], strict=True))
                        return Call(family.name, self._workflow.invocations[number], wildcards)
        return None

    def _made(self, family: Family, job: int) -> Iterator[str]:
        assert self._storage is not None
        for slot in family.outputs:
            for leaf in leaves(slot.column[job]):
                if isinstance(leaf, Artefact):
                    yield self._storage.of(leaf).text
                    if leaf.path:
                        yield str(self._storage.named(leaf).text)


def _order(workflow: Workflow, families: Iterable[Family]) -> Order:
    """Of the jobs of these families, whose wildcards are chosen."""
    found = Order()
    places, said = _places(workflow)
    begins: dict[Domain, int] = {}
    inside = [(places[each.number], each.domains) for each in workflow.invocations]
    inside += [(place, each.domains) for place, each in zip(said, workflow.said, strict=True)]
    for place, domains in inside:
        for domain in domains:
            begins[domain] = min(place, begins.get(domain, place))
    rows = [
        (family, number, row)
        for family in families
        if family.site is not None
        for number, row in zip(family.numbers, family.values, strict=True)
    ]
    conditions = {
        number: Ref(own_shape(DECISIONS, family, "", ".json"), row).text
        for family, number, row in rows
        if family.site is not None and family.site.software.kind == "condition"
    }

    def around(domains: Iterable[Domain]) -> tuple[Around, ...]:
        return tuple(_around(domain, begins[domain], conditions) for domain in domains)

    for family, number, row in rows:
        path = Ref(own_shape(LOGS, family, "", ".log"), row).text
        domains = workflow.invocations[number].domains
        if domains:
            found.computed.append(Iterated(*_pattern(path), around(domains), places[number]))
        else:
            found.known[path] = (places[number],)
    for place, each in zip(said, workflow.said, strict=True):
        found.texts.append(Text(each.text, around(each.domains), place))
    return found


def _places(workflow: Workflow) -> tuple[list[int], list[int]]:
    """Where each invocation and each text comes, counted together."""
    befores = [each.before for each in workflow.said]
    counts = Counter(befores)
    behind, places = 0, []
    for number in range(len(workflow.invocations)):
        behind += counts[number]
        places.append(number + behind)
    # Texts before one invocation are in their own order; those that are noted later may stand before others.
    order = sorted(range(len(befores)), key=befores.__getitem__)
    said = [0] * len(befores)
    for position, each in enumerate(order):
        said[each] = befores[each] + position
    return places, said


def _around(domain: Domain, begins: int, conditions: Mapping[int, str]) -> Around:
    if domain.kind != "if":
        return Around(begins, domain.name)
    assert isinstance(domain.decides, Artefact)
    return Around(begins, "", conditions.get(domain.decides.producer, ""), not domain.negated)


def _pattern(path: str) -> tuple[re.Pattern[str], tuple[tuple[str, int, int], ...]]:
    """Of the log in all iterations, whose groups are numbers, and what these count."""
    pieces = SYMBOL.split(path)
    counts = zip(pieces[1::4], pieces[2::4], pieces[3::4], strict=True)
    pattern = re.compile(r"(-?\d+)".join(re.escape(piece) for piece in pieces[::4]))
    return pattern, tuple((name, int(factor or 1), int(offset or 0)) for name, factor, offset in counts)
