"""Builds the documentation as pages: ``python docs/build.py FOLDER``, after ``pip install ".[docs]"``.

Beside the texts of this folder there are pages that are made from the project itself: the start page from the README,
the reference from the command line, the decorators and the schema, the codes, and the gallery of the examples.
"""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
REPOSITORY = DOCS.parent
CODES_FOLDER = "eflows2smk/diagnostics/pages/"
_LINK = re.compile(r"\[([^\]]*)\]\((?!https?:|#)([^)#\s]*)(#[^)]*)?\)")
_FENCE = re.compile(r"^```(\w+)(?: ([^\n{]+))?$", re.MULTILINE)
CONTENTS = {
    "": ["tutorial"],
    "How to": [
        "coming-from-pycompss",
        "configuration",
        "environments",
        "on-your-cluster",
        "scale",
        "checking",
        "verify",
        "graph",
        "editors",
        "adding-software",
        "library-facts",
    ],
    "What it does": ["what-is-known", "computed-control-flow", "what-runs-again"],
    "Reference": ["reference/commands", "reference/decorators", "reference/descriptions", "codes"],
    "Gallery": ["gallery/index"],
    "For developers": ["ARCHITECTURE", "CONTRIBUTING", "CHANGELOG"],
}


def build(target: Path, options: tuple[str, ...] = ("-W", "--keep-going", "-q")) -> int:
    """Make the site in a folder; the exit code of Sphinx. Any link that leads nowhere is an error."""
    from sphinx.cmd.build import main

    with tempfile.TemporaryDirectory() as folder:
        for path, text in pages().items():
            place = Path(folder, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        shutil.copy(DOCS / "conf.py", folder)
        return int(main(["-b", "html", *options, folder, str(target)]))


def pages() -> dict[str, str]:
    """The text of each page, by path in the documentation."""
    found = {path.name: _adapted(path.read_text(), path.name, DOCS) for path in DOCS.glob("*.md")}
    for name in ("README", *CONTENTS["For developers"]):
        page = "index.md" if name == "README" else f"{name}.md"
        found[page] = _adapted((REPOSITORY / f"{name}.md").read_text(), page, REPOSITORY)
    found["index.md"] += "".join(_contents(names, caption) for caption, names in CONTENTS.items())
    return found | {path: _adapted(text, path, DOCS / path) for path, text in generated().items()}


def _adapted(text: str, page: str, folder: Path) -> str:
    """Links lead to pages, where there are such; blocks that are files have the names of these above them."""
    text = _LINK.sub(lambda found: _linked(found, page, folder), text)
    return _FENCE.sub(_fence, text)


def _fence(found: re.Match[str]) -> str:
    language, name = found.groups()
    return f"```{{code-block}} {language}\n:caption: {name}" if name else found[0]


def _linked(found: re.Match[str], page: str, folder: Path) -> str:
    """folder: from which the link is meant."""
    shown, to, anchor = found[1], (folder / found[2]).resolve(), found[3] or ""
    if not to.is_relative_to(REPOSITORY) or not to.exists():
        return found[0]
    if to.parent == REPOSITORY / CODES_FOLDER:
        return f"[{shown}](#{to.stem.lower()})"
    if to.suffix == ".md" and to.parent in (DOCS, REPOSITORY):
        name = "index.md" if to.name == "README.md" else to.name
        return f"[{shown}]({'../' * page.count('/')}{name}{anchor})"
    # A file that no page shows.
    return shown


def generated() -> dict[str, str]:
    """The text of each page that is made from the project, by path."""
    return {
        "codes.md": "".join(_codes()),
        "reference/commands.md": "".join(_commands()),
        "reference/decorators.md": "".join(_decorators()),
        "reference/descriptions.md": "".join(_descriptions()),
        **_gallery(),
    }


def _contents(names: list[str], caption: str = "", *, hidden: bool = True) -> str:
    options = (f":caption: {caption}\n" if caption else "") + (":hidden:\n" if hidden else "") + ":maxdepth: 1\n"
    return "\n```{toctree}\n" + options + "\n" + "".join(f"{name}\n" for name in names) + "```\n"


# Reference ------------------------------------------------------------------------------------------------------------


def _commands() -> Iterator[str]:
    import typer.main

    from eflows2smk.cli import app

    group: Any = typer.main.get_command(app)
    context = group.make_context("eflows2smk", [], resilient_parsing=True)
    yield f"# The command line\n\n```text\n{_help(group, context)}\n```\n"
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        inner = type(context)(command, info_name=name, parent=context)
        if command.hidden:
            continue
        yield f"\n## {name}\n\n```text\n{_help(command, inner)}\n```\n"
        for more in getattr(command, "commands", {}):
            deeper = command.get_command(inner, more)
            shown = _help(deeper, type(context)(deeper, info_name=more, parent=inner))
            yield f"\n### {name} {more}\n\n```text\n{shown}\n```\n"


def _help(command: Any, context: Any) -> str:
    context.terminal_width = context.max_content_width = 100
    return str(command.get_help(context)).strip()


def _decorators() -> Iterator[str]:
    import eflows2smk

    yield "# Decorators and functions\n\nAll of `from eflows2smk import …`; directions of parameters come last.\n"
    directions = []
    for name in eflows2smk.__all__:
        value = getattr(eflows2smk, name)
        if not callable(value):
            directions.append(name)
            continue
        yield f"\n## {name}\n\n```python\n{_signature(name, value)}\n```\n\n{inspect.cleandoc(value.__doc__ or '')}\n"
    yield f"\n## Directions and keys\n\n{', '.join(f'`{name}`' for name in directions)}\n"


def _signature(name: str, value: Any) -> str:
    try:
        text = str(inspect.signature(value))
    except (TypeError, ValueError):
        return name
    return name + re.sub(r"'([^']*)'", r"\1", text.replace("eflows2smk.", ""))


def _descriptions() -> Iterator[str]:
    from eflows2smk.software.json_schema import json_schema

    schema = json_schema()
    yield (
        "# Descriptions of software\n\n"
        "The JSON or YAML file of `@software(config_file=…)`. `eflows2smk schema` gives the same to"
        " [editors](../editors.md).\n"
    )
    execution = schema["properties"]["execution"]
    for case in execution["allOf"]:
        kind = case["if"]["properties"]["type"]["const"]
        yield f"\n## execution.type: {kind}\n\n"
        yield from _table(case["then"]["properties"], set(case["then"].get("required", ())))
    for name, part in schema["properties"].items():
        if name in ("execution", "$schema"):
            continue
        yield f"\n## {name}\n\n{part.get('description', '')}\n\n"
        yield from _table(part.get("properties", {}), set(part.get("required", ())))


def _table(properties: dict[str, Any], required: set[str]) -> Iterator[str]:
    rows = [(key, each) for key, each in properties.items() if each.get("description")]
    if not rows:
        return
    yield "| key | values | |\n|---|---|---|\n"
    for key, each in rows:
        needed = " (needed)" if key in required else ""
        yield f"| `{key}`{needed} | {_values(each)} | {_cell(each['description'])} |\n"


def _values(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    kinds = schema.get("type", [part.get("type", "") for part in schema.get("anyOf", ())])
    found = [kinds] if isinstance(kinds, str) else [each for each in kinds if isinstance(each, str)]
    return " or ".join(dict.fromkeys(filter(None, found)))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


# Codes ----------------------------------------------------------------------------------------------------------------


def _codes() -> Iterator[str]:
    from eflows2smk.diagnostics.codes import CODES
    from eflows2smk.diagnostics.documents import pages

    yield "# Codes of messages\n\n| code | |\n|---|---|\n"
    for code, title in sorted(CODES.items()):
        yield f"| [{code}](#{code.lower()}) | {_cell(title)} |\n"
    for code in sorted(CODES):
        yield f"\n({code.lower()})=\n"
        for number, page in enumerate(pages(code)):
            yield f"#{page.text}\n" if not number else page.text.partition("\n")[2]


# Gallery --------------------------------------------------------------------------------------------------------------


def _gallery() -> dict[str, str]:
    found, names = {}, []
    for folder in sorted((REPOSITORY / "examples").iterdir()):
        if not (folder / "main.py").is_file():
            continue
        program = (folder / "main.py").read_text()
        snakefile = (folder / "expected" / "workflow" / "Snakefile").read_text()
        text = (folder / "README.md").read_text().rstrip()
        picture = _picture(folder)
        names.append(folder.name)
        found[f"gallery/{folder.name}.md"] = (
            f"{text}\n\n{picture}\n## The program\n\n```python main.py\n{program}```\n\n"
            f"## The Snakefile\n\n```python workflow/Snakefile\n{snakefile}```\n"
        )
    return {"gallery/index.md": "# Gallery\n" + _contents(names, hidden=False), **found}


def _picture(folder: Path) -> str:
    """The workflow as a picture in the page, where Graphviz is installed."""
    if shutil.which("dot") is None:
        return ""
    command = [sys.executable, "-m", "eflows2smk", "graph", "--format", "svg", "main.py"]
    drawn = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    return f"## The workflow\n\n<div>\n{drawn[drawn.index('<svg') :]}</div>\n"


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1])))
