"""``argparse`` for programs that are compiled: the real parser, raising where it would exit."""

from __future__ import annotations

import argparse
import os
from typing import Any, NoReturn

from eflows2smk.frontend.trusted.errors import ProgramExit, Untrusted
from eflows2smk.frontend.trusted.world import World


class Parser(argparse.ArgumentParser):
    """Takes the arguments of the world that its subclass belongs to."""

    world: World

    def __init__(self, prog: str | None = None, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("fromfile_prefix_chars"):
            raise Untrusted("fromfile_prefix_chars=…", "the files are not recorded")
        self.printed: list[str] = []
        super().__init__(prog or os.path.basename(self.world.argv[0]), *args, **kwargs)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        # parse_args() comes here too.
        return super().parse_known_args(self.world.argv[1:] if args is None else args, namespace)

    def _print_message(self, message: str, file: Any = None) -> None:
        self.printed.append(message)

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        text = "".join(self.printed) + (message or "")
        self.printed.clear()
        raise ProgramExit(text.rstrip("\n"), status)

    def error(self, message: str) -> NoReturn:
        raise ProgramExit(f"{self.prog}: error: {message}", 2)


def parser_class(world: World) -> type[Parser]:
    """The ``ArgumentParser`` of one compilation; subparsers are made of the same class."""
    if world.parser_class is None:
        world.parser_class = type("ArgumentParser", (Parser,), {"world": world})
    cls: type[Parser] = world.parser_class
    return cls
