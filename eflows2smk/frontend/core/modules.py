"""All modules of a program: the main one, and those of its own folder that it imports, from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from eflows2smk.frontend.core.blocks import inner_blocks, inner_code
from eflows2smk.frontend.core.lowering.lowering import lower
from eflows2smk.frontend.core.operations import Code, Import
from eflows2smk.source.modules import Program, SourceModule


def lower_program(main: Path, folder: Path) -> list[Code]:
    """The codes of the program's modules, the main one first, the others in the order in which imports name them.

    folder: the one of the run, from which paths in messages count. Raises ProgramError.
    """
    program = Program(main, folder)
    codes: dict[SourceModule, Code] = {}
    waiting = [program.main]
    while waiting:
        module = waiting.pop()
        if module not in codes:
            code = codes[module] = lower(module)
            found = [each for operation in _imports(code) for each in _modules(program, module, operation)]
            waiting += reversed(found)
    return list(codes.values())


def _imports(code: Code) -> Iterator[Import]:
    waiting = [code]
    while waiting:
        body = [waiting.pop().body]
        inner: list[Code] = []
        while body:
            for operation in body.pop().operations():
                body += inner_blocks(operation)
                held = inner_code(operation)
                if held is not None:
                    inner.append(held)
                if isinstance(operation, Import):
                    yield operation
        waiting += reversed(inner)


def _modules(program: Program, importer: SourceModule, operation: Import) -> Iterator[SourceModule]:
    """The packages around a module are imported, too, and a name of ``from … import`` may be a module."""
    if operation.level:
        names = [operation.module]
    else:
        parts = operation.module.split(".")
        names = [".".join(parts[: place + 1]) for place in range(len(parts))]
    names += [f"{operation.module}.{name}" if operation.module else name for name in operation.names if name != "*"]
    for name in names:
        found = program.find(name, operation.level, importer)
        if found is not None:
            yield found
