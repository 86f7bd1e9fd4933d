"""The text of a segment's script: the user's own lines in a function, their imports above it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from eflows2smk.frontend.host.segment import Step

_MARGIN = "    "
_DEFINITIONS = ("def ", "async def ", "class ", "@")


def render(
    title: str, imports: Sequence[str], parameters: Sequence[str], steps: Sequence[Step], results: Sequence[str]
) -> str:
    """A Python module with the function ``run``; comments say which lines of the program the statements are."""
    lines = [f'"""{title}"""', ""]
    ordered = sorted(
        set(imports), key=lambda line: (not line.startswith("from __future__"), line.startswith("from"), line)
    )
    if ordered:
        lines += [*ordered, ""]
    lines += ["", f"def run({', '.join(parameters)}):"]
    expected: tuple[str, int] | None = None
    shown: tuple[str, int] | None = None
    top, defined = len(lines), False
    for step in used(steps, results):
        defines = step.code.startswith(_DEFINITIONS)
        if defined or (defines and len(lines) > top):
            lines.append("")
        if step.span is not None:
            here = (step.span.file, step.span.line)
            if here not in (expected, shown):
                lines.append(f"{_MARGIN}# {step.span.file}:{step.span.line}")
            shown = here
            code_lines = step.code.count("\n") + 1
            expected = (step.span.file, step.span.line + code_lines)
        else:
            expected = None
        lines += indented(step.code)
        defined = defines
    if results:
        lines.append(f"{_MARGIN}return {', '.join(results)}")
    elif not steps:
        lines.append(f"{_MARGIN}pass")
    return "\n".join(lines) + "\n"


def used(steps: Sequence[Step], results: Sequence[str]) -> list[Step]:
    """The steps without those that only keep an object for which nobody asks."""
    kept: list[Step] = []
    for step in reversed(steps):
        if step.keeps and step.keeps not in results:
            name = re.compile(rf"\b{re.escape(step.keeps)}\b")
            if not any(name.search(later.code) for later in kept):
                continue
        kept.append(step)
    return kept[::-1]


def indented(code: str) -> list[str]:
    """The code as the body of a function; the insides of strings over several lines stay where they are."""
    if '"""' not in code and "'''" not in code and "\\\n" not in code:
        return textwrap.indent(code, _MARGIN).split("\n")
    import io
    import tokenize

    inside: set[int] = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(code + "\n").readline):
            if token.type == tokenize.STRING or token.type == getattr(tokenize, "FSTRING_MIDDLE", -1):
                inside.update(range(token.start[0] + 1, token.end[0] + 1))
    except (tokenize.TokenError, IndentationError):
        pass
    lines = code.split("\n")
    return [
        line if number in inside or not line.strip() else _MARGIN + line for number, line in enumerate(lines, start=1)
    ]
