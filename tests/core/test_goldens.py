"""Documents with a program, the core language that it becomes, and the facts of that.

``pytest tests/core --update-goldens`` writes the blocks ``text core`` and ``text facts`` anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from eflows2smk.frontend.core.access import blocks
from eflows2smk.frontend.core.facts import BlockFacts, Facts
from eflows2smk.frontend.core.modules import lower_program
from eflows2smk.frontend.core.operations import Branch, Code, CodeKind, For, Operation, Try, While, With
from eflows2smk.frontend.core.printing import print_code
from eflows2smk.frontend.core.variables import Variable
from tests.documents import BLOCK, files, write

DOCUMENTS = sorted(Path(__file__).parent.glob("*.md"))


def shown(variables: set[Variable], code: Code) -> str:
    names = {each.name if each.owner is code else f"{each.owner.name}:{each.name}" for each in variables}
    return " ".join(sorted(names)) or "-"


def lines_of(facts: BlockFacts, code: Code) -> Iterator[str]:
    yield f"reads {shown(facts.reads, code)}"
    yield f"binds {shown(facts.binds, code)}"
    if facts.leaves:
        yield f"leaves by {' '.join(sorted(facts.leaves))}"
    if facts.changes:
        changes = {f"{each.root.name if each.root else '?'}{each.part}" for each in facts.changes}
        yield f"changes {' '.join(sorted(changes))}"
    if facts.calls:
        calls = (
            (each.variable.name if each.variable else f".{each.attribute}" if each.attribute else "?")
            + ("" if each.callees else "?")
            for each in facts.calls
        )
        yield f"calls {' '.join(sorted(set(calls)))}"
    if facts.registers:
        yield f"hands on {' '.join(f'%{each}' for each in sorted(facts.registers))}"


def inside(code: Code) -> Iterator[Operation]:
    for operation in code.body.operations():
        if isinstance(operation, For | While | Branch | Try | With):
            yield operation


def print_facts(facts: Facts) -> str:
    """Of each code, and of the blocks of its statements; ``name?`` is a call of an unknown function."""
    reach = facts.reaching(lambda variable: variable.name.startswith("task_"))
    lines: list[str] = []
    for code in facts.bindings.codes:
        title = code.module.name if code.kind is CodeKind.MODULE else code.qualname
        lines.append(f"{title}:{' reaches a task' if reach.code(code) else ''}")
        lines += [f"  {line}" for line in lines_of(facts.code(code), code)]
        outside = facts.reached_binds(code)
        if outside:
            lines.append(f"  binds outside {shown(set(outside), code)}")
        for operation in inside(code):
            for place, block in enumerate(blocks(operation)):
                if block.steps:
                    reaches = " reaches a task" if reach.block(block) else ""
                    lines.append(f"  {type(operation).__name__} {place}:{reaches}")
                    lines += [f"    {line}" for line in lines_of(facts.block(block), code)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_program_becomes_what_the_document_says(document: Path, tmp_path: Path, update_goldens: bool) -> None:
    page = document.read_text()
    write(files(page), tmp_path)
    codes = lower_program(tmp_path / "main.py", tmp_path)
    made = {"core": "\n".join(map(print_code, codes)), "facts": print_facts(Facts.of(codes))}

    def renewed(block: re.Match[str]) -> str:
        known = block["language"] == "text" and block["name"] in made
        return f"```text {block['name']}\n{made[block['name']]}```" if known else block[0]

    wanted = BLOCK.sub(renewed, page)
    if update_goldens:
        document.write_text(wanted)
    else:
        assert page == wanted
    assert "```text core" in page
