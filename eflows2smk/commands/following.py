"""Which values of its own configuration a program only hands on: the Snakefile takes these from where they stand.

Nothing is guessed from values that happen to be equal. The program is evaluated with documents that are like its own,
whose values stand nowhere else and whose lists are longer. What the program looks at, and would do something else for
(`frontend.evaluation.observing`), stays as it is today. For what is left, two such documents have to give the same
project, in which none of their values stands; and today's document has to give the same workflow as one of these.
Otherwise less is followed, or nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from eflows2smk.diagnostics import ProgramError

if TYPE_CHECKING:
    from eflows2smk.codegen.documents import Document, Followed, Place
    from eflows2smk.codegen.jobs import Jobs
    from eflows2smk.codegen.settings import Settings
    from eflows2smk.frontend.compiling import Probe
    from eflows2smk.workflow.model import Workflow

# Larger programs take too long to be evaluated several times.
MOST = 2_000
# How often less is tried to be followed.
_ROUNDS = 12
# Numbers of the documents that are drawn.
_ONE, _OTHER = 1, 1_000

Evaluate = Callable[["Probe"], "Workflow | None"]
Generate = Callable[["Workflow", "Jobs", "Settings"], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Project:
    """The files of a project that follows the configuration. said: known values that have a job, by its name."""

    files: dict[str, str]
    said: frozenset[str]


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a program with a document that was drawn."""

    document: Document
    places: Mapping[object, Place]
    workflow: Workflow
    probe: Probe


@dataclass(frozen=True, slots=True)
class Search:
    """today: the workflow as it is. rules: the names of its rules, with the files of their messages, where known values
    of these names have a job."""

    today: Workflow
    rules: Callable[[frozenset[str]], Sequence[str]]
    evaluate: Evaluate
    generate: Generate

    def project(self) -> Project | None:
        """The project that follows the program's configuration; None where there is nothing to follow."""
        from eflows2smk.codegen.documents import Followed

        document = self._document()
        followed = Followed(document) if document is not None else None
        for _ in range(_ROUNDS):
            if followed is None or followed.is_empty:
                return None
            found = self._tried(followed)
            if isinstance(found, Project):
                return found
            followed = found
        return None

    def _document(self) -> Document | None:
        """The first document among the files that plain Python read."""
        from eflows2smk.codegen.documents import read

        if len(self.today.invocations) > MOST:
            return None
        for path in self.today.contents:
            if not os.path.isabs(path):
                document = read(path, Path(path).read_bytes())
                if document is not None:
                    return document
        return None

    def _tried(self, followed: Followed) -> Project | Followed | None:
        """The project, or what may be followed instead."""
        one = self._made(followed, _ONE, 1)
        if not isinstance(one, Made):
            return one
        other = self._made(followed, _OTHER, 2)
        if not isinstance(other, Made):
            return other
        assert one.probe.observer is not None and other.probe.observer is not None
        place = one.probe.observer.differs(other.probe.observer)
        if place is not None:
            return _shorter(followed, f"{place.file}:{place.line}")
        names = _names(followed, one)
        doubled = followed.doubled(names)
        if doubled:
            return followed.without(dict.fromkeys(doubled, ""))
        shape = followed.shape(names)
        projects = []
        for made in (one, other):
            project = self._generated(followed, made, shape)
            if not isinstance(project, Project):
                return _less(followed, project)
            projects.append(project)
        if projects[0] != projects[1]:
            return _less(followed, set())
        return self._proven(followed, projects[0])

    def _made(self, followed: Followed, number: int, more: int) -> Made | Followed | None:
        """The program with another document; less to follow where it looks at something of that."""
        from eflows2smk.codegen.documents import DRAWN, written
        from eflows2smk.frontend.compiling import Probe
        from eflows2smk.frontend.evaluation.observing import Asked

        document, places = followed.drawn(number, more)
        probe = Probe({document.path: written(document)}, places, DRAWN)
        try:
            workflow = self.evaluate(probe)
        except Asked as asked:
            return followed.without({followed.document.field(asked.place): f"{asked.span.file}:{asked.span.line}"})
        assert probe.observer is not None
        looked = probe.observer.asked
        if looked:
            return followed.without(
                {followed.document.field(place): f"{span.file}:{span.line}" for place, span in looked.items()}
            )
        if workflow is None:
            return _shorter(followed, "") or _without_texts(followed)
        return Made(document, places, workflow, probe)

    def _generated(self, followed: Followed, made: Made, shape: object) -> Project | set[Place]:
        """The project; the places of the values that are left in them, where there are any."""
        from eflows2smk.codegen.configured import problems
        from eflows2smk.codegen.jobs import Jobs
        from eflows2smk.codegen.settings import Settings

        settings = Settings(made.document, made.places, followed.growing, shape)
        contents = {path: known for path, known in self.today.contents.items() if path != made.document.path}
        jobs = Jobs()
        try:
            files = dict(self.generate(replace(made.workflow, contents=contents), jobs, settings))
        except ProgramError:
            return set()
        fits = not problems(followed.document.content, shape, sorted(settings.apart))
        left = settings.left(files.values())
        said = frozenset(settings.said)
        is_right = not left and fits and "" not in settings.apart and rules_of(files) == self.rules(said)
        return Project(files, said) if is_right else left

    def _proven(self, followed: Followed, project: Project) -> Project | Followed | None:
        """The project, if today's document gives the same workflow as one that was drawn, and is one that fits."""
        from eflows2smk.codegen.documents import put_back
        from eflows2smk.workflow.printer import print_workflow

        made = self._made(followed, _ONE, 0)
        if not isinstance(made, Made):
            return _less(followed, set())
        known = dict(followed.document.values())
        values = {str(value): str(known[place]) for value, place in made.places.items()}
        text = put_back(print_workflow(made.workflow), values)
        return project if text == print_workflow(self.today) else _less(followed, set())


def rules_of(files: Mapping[str, str]) -> list[str]:
    """The rules of a project, with the files of their messages."""
    lines = files["workflow/Snakefile"].split("\n")
    return [line for line in lines if line.startswith(("rule ", "checkpoint ", '        "logs/'))]


def _names(followed: Followed, made: Made) -> frozenset[Place]:
    """The fields that stand in paths, or that something is found by."""
    from eflows2smk.workflow.model import artefacts

    assert made.probe.observer is not None
    paths = {
        artefact.path
        for invocation in made.workflow.invocations
        for argument in invocation.arguments
        for held in (argument.reads, argument.writes)
        for artefact in artefacts(held)
    }
    joined = "\n".join(paths)
    found = {place for value, place in made.places.items() if str(value) in joined}
    return frozenset(followed.document.field(place) for place in found | made.probe.observer.keys)


def _shorter(followed: Followed, where: str) -> Followed | None:
    """With as many members in all lists as today; nothing where that is so already."""
    growing = followed.growing
    if not growing:
        return None
    reasons = {**dict.fromkeys(growing, where), **followed.reasons}
    return replace(followed, fixed=followed.fixed | growing, reasons=reasons)


def _without_texts(followed: Followed) -> Followed | None:
    """Without texts, by which something may be found that is not there for others; nothing where there are none."""
    values = followed.document.values()
    fields = {followed.document.field(place) for place, value in values if isinstance(value, str)} - followed.frozen
    return followed.without(dict.fromkeys(fields, "")) if fields else None


def _less(followed: Followed, left: set[Place]) -> Followed | None:
    """Without the values that are left in the files, where that is known; else without other lengths of lists, then
    without what stands in lists, and at last without whole numbers."""
    document = followed.document
    fields = {document.field(place) for place in left}
    if not fields and followed.growing:
        return _shorter(followed, "")
    lists = {field for place, _ in document.values() if _is_in_list(field := document.field(place))}
    numbers = {document.field(place) for place, value in document.values() if type(value) is int}
    fields = next((each - followed.frozen for each in (fields, lists, numbers) if each - followed.frozen), set())
    return followed.without(dict.fromkeys(fields, "")) if fields else None


def _is_in_list(place: Place) -> bool:
    return any(not isinstance(key, str) or key == "*" for key in place)
