"""The workflow as a picture of its rules: what they are, how many jobs they have, and what goes from one to the next.

Enters the graph with the name of each invocation's rule, leaves a `Drawing`, and that as text for Graphviz, for Mermaid
or as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from eflows2smk.workflow.model import ABSENT, Artefact, Invocation, Kind, Workflow, artefacts
from eflows2smk.workflow.text import readable

_SHAPES = {"host": "ellipse", "loop": "diamond", "condition": "diamond", "file": "note"}
_MERMAID = {"host": ("([", "])"), "loop": ("{{", "}}"), "condition": ("{{", "}}"), "file": ("[/", "/]")}
_NAMED = 2


@dataclass(frozen=True, slots=True)
class Node:
    """A rule, or files that are there before the run (kind "file").

    jobs: how many it has; None where only the run knows. call, place: where the program calls it.
    """

    name: str
    kind: str
    jobs: int | None
    call: str
    place: str


@dataclass(frozen=True, slots=True)
class Edge:
    """What one rule makes and another reads: paths, and how many objects. decides: whether it says which jobs run."""

    producer: str
    consumer: str
    paths: tuple[str, ...]
    objects: int
    decides: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def drawing_of(workflow: Workflow, rules: Mapping[int, str]) -> Drawing:
    """rules: the name of the rule of each invocation, by its number."""
    members: dict[str, list[Invocation]] = {}
    for invocation in workflow.invocations:
        if invocation.number in rules:
            members.setdefault(rules[invocation.number], []).append(invocation)
    nodes = [_node(name, invocations) for name, invocations in members.items()]
    edges: dict[tuple[str, str, bool], dict[int, Artefact]] = {}
    for name, invocations in members.items():
        for invocation in invocations:
            for artefact, decides in _read(invocation):
                producer = rules.get(artefact.producer, "" if artefact.producer < 0 else "?")
                if producer != "?":
                    edges.setdefault((producer, name, decides), {})[id(artefact)] = artefact
    found = []
    for (producer, consumer, decides), made in edges.items():
        if not producer:
            producer = f"input of {consumer}"
            nodes.append(Node(producer, "file", None, _some(_paths(made.values())), ""))
        objects = sum(each.kind is Kind.OBJECT for each in made.values())
        found.append(Edge(producer, consumer, _paths(made.values()), objects, decides))
    return Drawing(tuple(nodes), tuple(found))


def _node(name: str, invocations: list[Invocation]) -> Node:
    site = invocations[0].site
    is_known = not any(each.domains for each in invocations)
    place = f"{site.span.file}:{site.span.line}"
    return Node(name, site.software.kind, len(invocations) if is_known else None, site.text, place)


def _read(invocation: Invocation) -> Iterator[tuple[Artefact, bool]]:
    for argument in invocation.arguments:
        if argument.reads is not ABSENT:
            for artefact in artefacts(argument.reads):
                yield artefact, False
    for domain in invocation.domains:
        if isinstance(domain.decides, Artefact):
            yield domain.decides, True


def _paths(made: Iterable[Artefact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(readable(str(each.path)) for each in made if each.path))


def _some(paths: tuple[str, ...]) -> str:
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return ", ".join(paths[:_NAMED]) + more


def _label(node: Node) -> list[str]:
    if node.kind == "file":
        return [node.call]
    jobs = "as many jobs as the run finds" if node.jobs is None else f"{node.jobs} job{'s' * (node.jobs != 1)}"
    return [node.name, *([jobs] if node.jobs != 1 else []), node.place]


def _carried(edge: Edge) -> str:
    objects = f"{edge.objects} object{'s' * (edge.objects != 1)}" if edge.objects > 1 else ""
    return ", ".join(filter(None, (_some(edge.paths), objects)))


# Forms ----------------------------------------------------------------------------------------------------------------


def as_json(drawing: Drawing) -> str:
    return json.dumps(asdict(drawing), indent=2, ensure_ascii=False) + "\n"


def as_dot(drawing: Drawing) -> str:
    """For Graphviz."""
    lines = ["digraph workflow {", "  node [shape=box, fontname=sans]", "  edge [fontname=sans, fontsize=10]"]
    for node in drawing.nodes:
        label = "\\n".join(map(_quoted, _label(node)))
        details = f', tooltip="{_quoted(node.call)}"'
        lines.append(f'  "{node.name}" [label="{label}", shape={_SHAPES.get(node.kind, "box")}{details}]')
    for edge in drawing.edges:
        carried = "" if edge.producer.startswith("input of ") else _quoted(_carried(edge))
        style = ", style=dashed" if edge.decides else ""
        lines.append(f'  "{edge.producer}" -> "{edge.consumer}" [label="{carried}"{style}]')
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def as_mermaid(drawing: Drawing) -> str:
    """For Markdown pages that show Mermaid's flow charts."""
    numbers = {node.name: f"n{number}" for number, node in enumerate(drawing.nodes)}
    lines = ["flowchart TD"]
    for node in drawing.nodes:
        begin, end = _MERMAID.get(node.kind, ("[", "]"))
        lines.append(f'  {numbers[node.name]}{begin}"{"<br>".join(map(_entities, _label(node)))}"{end}')
    for edge in drawing.edges:
        carried = "" if edge.producer.startswith("input of ") else _entities(_carried(edge))
        arrow = "-.->" if edge.decides else "-->"
        words = f'|"{carried}"|' if carried else ""
        lines.append(f"  {numbers[edge.producer]} {arrow}{words} {numbers[edge.consumer]}")
    return "\n".join(lines) + "\n"


def _entities(text: str) -> str:
    """What Mermaid reads as something else is written by its number."""
    return "".join(f"#{ord(each)};" if each in '#"<>&;|`' else each for each in text)


FORMS = {"json": as_json, "dot": as_dot, "mermaid": as_mermaid}
