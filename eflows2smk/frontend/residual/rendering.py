"""The text of a script: the user's own lines in a function, their imports above it."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Sequence

from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.residual.scripts import Line

_MARGIN = "    "
_DEFINITIONS = ("def ", "async def ", "class ", "@")


def render(
    title: str, imports: Sequence[str], parameters: Sequence[str], lines: Sequence[Line], results: Sequence[str]
) -> str:
    """A Python module with the function ``run``; comments say which lines of the program the statements are.

    Raises Refused for what would be no Python: a part of a statement that can't stand alone, as a decorator.
    """
    made = [f'"""{title}"""', ""]
    stated = [line for line in set(imports) if line.startswith(("import ", "from "))]
    stated.sort(key=lambda line: (not line.startswith("from __future__"), line.startswith("from"), line))
    for found in (stated, sorted({*imports} - {*stated})):
        if found:
            made += [*found, ""]
    made += ["", f"def run({', '.join(parameters)}):"]
    expected: tuple[str, int] | None = None
    shown: tuple[str, int] | None = None
    top, defined = len(made), False
    for line in used(lines, results):
        defines = line.code.startswith(_DEFINITIONS)
        if defined or (defines and len(made) > top):
            made.append("")
        if line.span is not None:
            here = (line.span.file, line.span.line)
            if here not in (expected, shown):
                made.append(f"{_MARGIN}# {line.span.file}:{line.span.line}")
            shown = here
            expected = (line.span.file, line.span.line + line.code.count("\n") + 1)
        else:
            expected = None
        made += indented(line.code)
        defined = defines
    if results:
        made.append(f"{_MARGIN}return {', '.join(results)}")
    elif not lines:
        made.append(f"{_MARGIN}pass")
    text = "\n".join(made) + "\n"
    try:
        ast.parse(text)
    except SyntaxError:
        span = next((line.span for line in lines if line.span is not None), None)
        raise Refused(
            "E302",
            "eflows2smk can't write a script for what this leaves to the run",
            "write it as a statement of its own, or call it inside of a @task function",
            span=span,
        ) from None
    return text


def used(lines: Sequence[Line], results: Sequence[str]) -> list[Line]:
    """The lines without those that only keep a value for which nobody asks."""
    kept: list[Line] = []
    for line in reversed(lines):
        if line.keeps and line.keeps not in results:
            name = re.compile(rf"\b{re.escape(line.keeps)}\b")
            if not any(name.search(later.code) for later in kept):
                continue
        kept.append(line)
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
    return [
        line if number in inside or not line.strip() else _MARGIN + line
        for number, line in enumerate(code.split("\n"), start=1)
    ]
