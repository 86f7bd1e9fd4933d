"""The workflow graph as text, for people (``compile --emit workflow``) and for golden tests.

One block for each call site, in the order of their first invocations, one paragraph for each invocation. A text with
provenance shows its holes: ``results/{name=low}.npy``. ``#3.result`` is what invocation 3 returned, ``#3.x`` the
object that it left in its parameter x; ``@2`` is the second version of a path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from eflows2smk.workflow.model import (
    ABSENT,
    WHOLE,
    Argument,
    Artefact,
    CallSite,
    Constant,
    Domain,
    Each,
    Holding,
    Inside,
    Invocation,
    Joined,
    Kind,
    Resources,
    Software,
    Somewhere,
    Workflow,
)
from eflows2smk.workflow.text import Index, Text, readable


def print_workflow(workflow: Workflow) -> str:
    """The same text for the same workflow, byte for byte."""
    blocks = ["\n".join(_head(workflow))]
    sites: dict[CallSite, list[Invocation]] = {}
    for invocation in workflow.invocations:
        sites.setdefault(invocation.site, []).append(invocation)
    softwares = dict.fromkeys(site.software for site in sites)
    blocks += ["\n".join(_software(software)) for software in softwares]
    blocks += ["\n".join(_site(site, invocations)) for site, invocations in sites.items()]
    return readable("\n\n".join(blocks) + "\n")


def _head(workflow: Workflow) -> Iterator[str]:
    yield f"program {workflow.program}"
    if workflow.argv:
        yield f"arguments {' '.join(map(repr, workflow.argv))}"
    for folder in (*workflow.search.first, *workflow.search.last):
        yield f"imports from {folder}"
    for name, value in sorted(workflow.environment.items()):
        yield f"environment {name} is not set" if value is None else f"environment {name}={value!r}"
    for path in sorted(workflow.files_read):
        yield f"reads {path}"
    for folder in workflow.folders:
        yield f"makes folder {folder}"
    for barrier in workflow.barriers:
        yield f"barrier before #{barrier}"


def _software(software: Software) -> Iterator[str]:
    yield f"software {software.name}: {software.kind} {software.module}:{software.qualname} ({software.span})"
    parameters = ", ".join(f"{name} {direction}" for name, direction in software.parameters)
    if parameters:
        yield f"  parameters: {parameters}"
    if software.returns:
        yield f"  returns: {software.returns}"
    if software.transformation is not None:
        transformation = software.transformation
        yield f"  transforms: {transformation.target} of {transformation.consumer}, by {transformation.function}"
    for name in ("execution", "prolog", "epilog", "container", "constraints"):
        section: Mapping[str, object] | None = getattr(software, name)
        if section:
            yield f"  {name}: " + ", ".join(f"{key}={_value(value)}" for key, value in section.items())
    if software.on_failure:
        yield f"  on_failure: {software.on_failure}"
    if software.environment is not None:
        yield f"  environment: {software.environment.name}"
    if software.priority:
        yield f"  priority: {software.priority}"


def _site(site: CallSite, invocations: list[Invocation]) -> Iterator[str]:
    yield f"site {site.name} ({site.span}): {site.text}"
    if site.chain:
        yield f"  called from: {', '.join(map(str, site.chain))}"
    if site.levels:
        yield f"  loops: {'; '.join(', '.join(names) or '-' for names in site.levels)}"
    for invocation in invocations:
        yield _place(invocation)
        for argument in invocation.arguments:
            yield f"    {_argument(argument)}"
        if invocation.results:
            yield f"    returns {', '.join(_object(result) for result in invocation.results)}"
        resources = _resources(invocation.resources)
        if resources:
            yield f"    asks for {resources}"


def _place(invocation: Invocation) -> str:
    words = [f"  #{invocation.number}"]
    if invocation.indices:
        words.append(str(list(invocation.indices)))
    pairs = zip(invocation.site.variables, invocation.variables, strict=True)
    words += [f"{name}={_value(value)}" for name, value in pairs]
    words += [f"({_domain(domain)})" for domain in invocation.domains]
    return " ".join(words)


def _argument(argument: Argument) -> str:
    reads = "" if argument.reads is ABSENT else f" = {_value(argument.reads)}"
    writes = "" if argument.writes is ABSENT else f" -> {_value(argument.writes)}"
    part = argument.part
    place = "" if part is None or part.position == WHOLE else f"[{part.position}]"
    return f"{argument.parameter} {argument.direction}{reads}{place}{writes}"


def _resources(resources: Resources) -> str:
    named = ((field, getattr(resources, field.name)) for field in fields(resources))
    return ", ".join(f"{field.name}={value}" for field, value in named if value != field.default)


def _value(held: object) -> str:
    """A literal as Python writes it, with artefacts in place."""
    match held:
        case Joined():
            return _joined(held)
        case Each():
            return f"*[{', '.join(map(_value, held.items))} {_domain(held.domain)}]"
        case Index():
            return str(held)
        case Artefact():
            return _object(held) if held.kind is Kind.OBJECT else _path(held)
        case Inside():
            return f"{_path(held.directory)} / {_text(held.member)}"
        case Somewhere():
            after = f" after [{', '.join(map(_value, held.after))}]" if held.after else ""
            return f"path {_object(held.text)} that begins with {_text(held.begins)}{after}"
        case Holding():
            return f"folder {_text(held.path)} of [{', '.join(map(_value, held.members))}]"
        case Constant(how="reference"):
            return held.cls
        case Constant(how="call"):
            return f"{held.cls}({', '.join(map(_value, held.state.values()))})"
        case Constant():
            return f"{held.cls}({', '.join(f'{name}={_value(value)}' for name, value in held.state.items())})"
        case str():
            return _text(held)
        case list():
            return f"[{', '.join(map(_value, held))}]"
        case tuple():
            return f"({', '.join(map(_value, held))}{',' * (len(held) == 1)})"
        case dict():
            return "{" + ", ".join(f"{_value(key)}: {_value(value)}" for key, value in held.items()) + "}"
        case set() | frozenset():
            # Without an order of their own.
            return "{" + ", ".join(sorted(map(_value, held))) + "}"
        case _:
            text = repr(held)
            # An address in memory is another one each time.
            return f"<{type(held).__name__}>" if " at 0x" in text else text


def print_held(held: object) -> str:
    """What an argument holds, on one line."""
    return readable(_value(held))


def _joined(joined: Joined) -> str:
    assert joined.domain is not None
    then, otherwise = ("-" if each is None else _value(each) for each in (joined.then, joined.otherwise))
    return f"({then} {joined.how} {_domain(joined.domain)} else {otherwise})"


def _domain(domain: Domain) -> str:
    names = {kind: f"{kind} {domain.name} of" for kind in ("for", "while", "until")} | {"if": "if"}
    return f"{names[domain.kind]}{' not' if domain.negated else ''} {_object(domain.decides)}"


def _object(artefact: Artefact) -> str:
    index = "".join(f"[{position!r}]" for position in artefact.index)
    return f"#{artefact.producer}.{artefact.slot}{index}"


def _path(artefact: Artefact) -> str:
    producer = "" if artefact.producer < 0 else f" #{artefact.producer}"
    version = f"@{artefact.version}" if artefact.version > 1 else ""
    return f"{artefact.kind} {_text(artefact.path)}{version}{producer}"


def _text(text: str) -> str:
    if type(text) is not Text:
        return repr(str(text))
    literals = (repr(literal)[1:-1] for literal in text.shape.literals)
    holes = (f"{{{label}={hole!r}}}" for label, hole in zip(text.shape.labels, text.holes, strict=True))
    return "'" + "".join(piece for pair in zip(literals, (*holes, ""), strict=True) for piece in pair) + "'"
