"""From a stack of decorators to one description of the software, at the first call."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eflows2smk.decorators.errors import SoftwareError
from eflows2smk.diagnostics import ProgramError, Severity, Span
from eflows2smk.software import SECTION_OF, describe, load, overridden, refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from eflows2smk.decorators.wrapper import Decorated
    from eflows2smk.software import Description, Document


def description_of(
    decorated: Decorated, names: tuple[str, ...], variadic: str | None, stated: Mapping[str, Any]
) -> Description:
    """What the decorators and the description file say together; the file wins.

    names: the parameters of the function; variadic: the one with all further arguments. stated: what the call says,
    which wins over both. Raises SoftwareError with all that is wrong.
    """
    try:
        sections, locate = _sections(decorated)
        sections = overridden(sections, stated)
        described, diagnostics = describe(
            sections, locate, parameters=names, environment=dict(os.environ), variadic=variadic
        )
    except ProgramError as error:
        raise SoftwareError(_told(error.diagnostics)) from None
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR]
    if described is None or errors:
        raise SoftwareError(_told(errors))
    refused = list(refusals(described, locate))
    if refused:
        raise SoftwareError(_told(refused))
    return described


def _told(diagnostics: Sequence[Any]) -> str:
    lines = []
    for diagnostic in diagnostics:
        lines.append(f"{diagnostic.span}: {diagnostic.message} [{diagnostic.code}]")
        if diagnostic.help:
            lines.append(f"  help: {diagnostic.help}")
    return "\n".join(lines)


def _sections(decorated: Decorated) -> tuple[dict[str, Any], Callable[..., Span]]:
    sections: dict[str, Any] = {}
    document: Document | None = None
    for decoration in decorated.decorations:
        if decoration.name == "software":
            document = load(*_found(decoration.keywords["config_file"], decorated))
            continue
        values = dict(decoration.keywords)
        if decoration.name == "on_failure":
            management = values.pop("management")
            sections.setdefault("parameters", {}).update(on_failure=management, defaults=values)
            continue
        section = SECTION_OF.get(decoration.name, "execution")
        if not section:
            continue
        if decoration.name == "reduction":
            values.setdefault("is_reduce", True)
        if section == "execution" and not (decoration.name == "multinode" and section in sections):
            values["type"] = decoration.name
        sections.setdefault(section, {}).update(values)
    here = _definition(decorated)
    if document is not None:
        for key, value in document.data.items():
            both = isinstance(value, dict) and isinstance(sections.get(key), dict)
            sections[key] = {**sections[key], **value} if both else value

    def locate(path: Sequence[str | int], key: bool = False) -> Span:
        wanted = tuple(path)
        if document is None or not _is_in(document.data, wanted):
            return here
        return document.span(wanted, key=key)

    return sections, locate


def _is_in(data: Any, path: tuple[str | int, ...]) -> bool:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _definition(decorated: Decorated) -> Span:
    code = decorated.__code__
    if code is None:
        return Span(decorated.__qualname__, 1, 0, 1, 0)
    return Span(os.path.relpath(code.co_filename), code.co_firstlineno, 0, code.co_firstlineno, 0)


def _found(path: object, decorated: Decorated) -> tuple[Path, str]:
    """The description file, and how it is shown: relative to the current folder, else to the function's module."""
    if not isinstance(path, str | os.PathLike):
        raise SoftwareError(f"@software needs the path of a description, not {path!r}")
    code = decorated.__code__
    candidates = [Path(path)]
    if code is not None:
        candidates.append(Path(code.co_filename).parent / path)
    for candidate in candidates:
        if candidate.is_file():
            return candidate, os.path.relpath(candidate)
    raise SoftwareError(f"there is no software description '{os.fspath(path)}'")
