"""What was recorded so far: invocations and scripts in program order, and what they leave behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.frontend.core.codes import Code, Register
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.values import FunctionCell
from eflows2smk.frontend.record.births import Births
from eflows2smk.frontend.record.files import Files
from eflows2smk.frontend.record.freezing import Freezer
from eflows2smk.frontend.record.gathered import Scope
from eflows2smk.frontend.record.globals import Globals
from eflows2smk.frontend.record.listings import Listings
from eflows2smk.frontend.record.software import Described
from eflows2smk.frontend.record.stores import Stores
from eflows2smk.frontend.record.tasks import TaskValue
from eflows2smk.frontend.residual.scripts import Script
from eflows2smk.workflow.model import Artefact, CallSite, Invocation, Resources, Said, Software

Entry = Invocation | Script


@dataclass(slots=True, eq=False)
class Recording:
    """entries: an artefact's producer is the index of the entry that writes it, until `graph` counts anew. barriers:
    numbers of the entries before them. said: what the program prints itself, by the entry that comes next. waits:
    whether the program itself asked for one: it may wait for files that nobody declares. undeclared: the last entry
    that may write files without declaring them, -1 if there is none. unsure: whether there is a script that may write
    anything. waited: results for which the program waits. softwares: of the tasks that were called. transformers: by
    task and spec. resources: of the tasks that ask for the same in every call. counted: software of tasks whose calls
    say how many values they return. called: tasks as calls describe them with keywords of their own. passed: how often
    a library function called a task, by the place of its call. may_write: whether a function of the program may write
    files. wholes: gives lists that loops gather, and that are parts of these values, artefacts of their own. folders:
    those that the program makes, and where. rewinding: what has to forget entries from some number on.
    """

    machine: Machine
    files: Files
    listings: Listings
    stores: Stores
    freeze: Freezer
    globals: Globals
    births: Births
    entries: list[Entry]
    barriers: list[int]
    said: list[Said] = field(default_factory=list)
    waits: bool = False
    undeclared: int = -1
    unsure: bool = False
    waited: list[Artefact] = field(default_factory=list)
    sites: dict[tuple[Any, ...], CallSite] = field(default_factory=dict)
    purposes: dict[Code, dict[Register, str]] = field(default_factory=dict)
    softwares: dict[TaskValue, Described] = field(default_factory=dict)
    transformers: dict[Any, Software] = field(default_factory=dict)
    resources: dict[TaskValue, Resources] = field(default_factory=dict)
    counted: dict[tuple[Software, int], Software] = field(default_factory=dict)
    called: dict[tuple[TaskValue, str], TaskValue] = field(default_factory=dict)
    passed: dict[int, tuple[Site, int]] = field(default_factory=dict)
    may_write: Callable[[FunctionCell], bool] = lambda function: False
    wholes: Callable[[Site, Iterable[Any]], None] = lambda site, values: None
    folders: dict[str, Site | None] = field(default_factory=dict)
    rewinding: list[Callable[[int], None]] = field(default_factory=list)

    def mark(self) -> Any:
        """For `rewind`."""
        return (
            (len(self.entries), list(self.barriers), len(self.said), self.waits, len(self.waited), self.stores.mark()),
            self.files.state(),
            self.files.loops(),
            self.listings.state(),
            self.stores.gatherings.mark(),
        )

    def rewind(self, mark: Any) -> None:
        """What was recorded since is gone."""
        (entries, barriers, said, waits, waited, stores), files, loops, listings, scopes = mark
        del self.entries[entries:]
        self.barriers[:] = barriers
        del self.said[said:]
        self.waits = waits
        self.undeclared = min(self.undeclared, entries - 1)
        del self.waited[waited:]
        self.stores.rewind(stores)
        self.files.restore(files)
        self.files.restore_loops(loops)
        self.listings.restore(listings)
        self.stores.gatherings.rewind(scopes)
        for forget in self.rewinding:
            forget(entries)

    @property
    def scopes(self) -> list[Scope]:
        return self.stores.gatherings.scopes

    def add(self, entry: Entry) -> int:
        """Append an entry; its number among the entries."""
        self.entries.append(entry)
        self.machine.renew()
        return len(self.entries) - 1

    def is_undeclared(self) -> bool:
        """Whether what was recorded behind the last barrier may write files that nobody declares."""
        return self.undeclared >= (self.barriers[-1] if self.barriers else 0)

    def barrier(self) -> None:
        """What follows comes after all that was before."""
        self.machine.residual.barrier()
        self.waits = True
        if self.entries and (not self.barriers or self.barriers[-1] != len(self.entries)):
            self.barriers.append(len(self.entries))


def new_recording(machine: Machine) -> Recording:
    """An empty one."""
    entries: list[Entry] = []
    barriers: list[int] = []
    listings = Listings(entries, barriers)
    files = Files(machine.world.folder, lambda: machine.domains, listings.sees, listings.appears)
    stores = Stores(machine.heap)
    names = Globals(machine)
    machine.statements.append(names.announce)
    freeze = Freezer(machine, stores)
    stores.freeze = freeze
    return Recording(machine, files, listings, stores, freeze, names, Births(machine), entries, barriers)
