"""The command line of a job: from words to what shall be loaded, called and stored.

A table says how many words each option takes; words of the user's (texts, paths) may look like anything, so options
of fixed length never look at them.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class UsageError(Exception):
    """The words make no sense; only a wrongly generated Snakefile gets here."""


# What no command line could hold stands in files: the members of a list, one a line, behind ``--from``; the literal of
# an option, as ``--value NAME LITERAL``, behind the option with this at its end, as ``--value-from NAME FILE``.
FROM = "-from"

# Option -> words that it takes before a list, and whether a list of files follows (up to the next option or ``--``).
_SHAPES = {
    "--text": (2, False),
    "--value": (2, False),
    "--path": (2, False),
    "--paths": (1, True),
    "--somewhere-in": (3, False),
    "--somewhere-out": (4, False),
    "--object": (2, False),
    "--objects": (1, True),
    "--nested": (2, True),
    "--nested-paths": (2, True),
    "--update": (3, False),
    "--update-value": (3, False),
    "--updates": (1, True),
    "--nested-updates": (2, True),
    "--kept-updates": (1, True),
    "--kept-nested-updates": (2, True),
    "--outs": (1, True),
    "--nested-outs": (2, True),
    "--part": (3, False),
    "--update-part": (4, False),
    "--together": (2, False),
    "--result": (1, False),
    "--results": (0, True),
    "--condition": (1, False),
    "--iterations": (1, True),
    "--site": (2, False),
    "--nodes": (2, False),
    "--layout": (2, False),
    "--from-main": (0, False),
    "--collection": (0, False),
    "--search-first": (0, True),
    "--search-last": (0, True),
    "--folder": (1, False),
    "--read": (0, True),
    "--write": (2, False),
    "--edit": (3, False),
    "--ignore": (1, False),
    "--or-empty": (0, True),
    "--or-folder": (0, True),
    "--or-file": (2, False),
    "--or-each": (1, True),
    "--or-value": (2, False),
}
_STAND_INS = ("--or-empty", "--or-folder", "--or-file", "--or-each", "--or-value")
_REDIRECTIONS = ("--read", "--write", "--edit")


class Order:
    """What a job is told to do.

    program: the main file. function: ``module:qualname``. argv: the program's own arguments. parameters: option, name
    of the parameter (digits: a position) and the option's other words, in order. results: files for what is returned,
    None if nothing is stored; single: whether the returned value is stored whole, not member by member. place: the
    file that says where the calls of each rule stand in the program, and the name of the rule. ignore: the literal of
    what stands in for the returned value if the function fails, None where that is a failure of the job; stand_ins:
    option and words for each output that does.
    nodes: how many nodes the job uses, and the cores of each; None for one that does not care. layouts: which part of
    a parameter each MPI process gets. from_main: whether objects may be of classes of ``__main__``, which is then the
    main file, as it is for who runs it by plain Python. redirections: option and words for each path that is not where
    the function's code says. together: files with objects that share parts, and where they are stored behind the call.
    is_collection: whether a list of what is returned is stored. decision: option and words,
    where what is returned decides how the workflow goes on. folders: of files that the function may write, and
    Snakemake knows nothing of. search_first, search_last: folders with modules of the program, to be searched before
    that of its main file, and behind all others.
    """

    __slots__ = (
        "program",
        "function",
        "argv",
        "parameters",
        "results",
        "single",
        "place",
        "ignore",
        "stand_ins",
        "nodes",
        "layouts",
        "from_main",
        "is_collection",
        "redirections",
        "together",
        "folders",
        "decision",
        "search_first",
        "search_last",
    )

    def __init__(self, program: str, function: str) -> None:
        self.program = program
        self.function = function
        self.argv: tuple[str, ...] = ()
        self.parameters: list[tuple[str, str, tuple[str, ...]]] = []
        self.results: tuple[str, ...] | None = None
        self.single = False
        self.place: tuple[str, ...] = ()
        self.ignore: str | None = None
        self.stand_ins: list[tuple[str, tuple[str, ...]]] = []
        self.nodes: tuple[int, int] | None = None
        self.layouts: dict[str, tuple[int, int, int]] = {}
        self.from_main = False
        self.is_collection = False
        self.folders: list[str] = []
        self.redirections: list[tuple[str, tuple[str, ...]]] = []
        self.together: list[tuple[str, ...]] = []
        self.decision: tuple[str, tuple[str, ...]] | None = None
        self.search_first: tuple[str, ...] = ()
        self.search_last: tuple[str, ...] = ()

    @property
    def site(self) -> str:
        """Where the call stands in the program, as words behind a message; "" where nothing says it."""
        if not self.place:
            return ""
        import json

        path, log = self.place
        try:
            with open(path, encoding="utf-8") as file:
                found = json.load(file)
        except (OSError, ValueError):
            return ""
        # ``logs/<rule>.log`` or ``logs/<rule>/<wildcards>.log``, maybe below the folder of a module of Snakemake's.
        parts = log.removesuffix(".log").split("/")
        pieces = ["/".join(parts[start:end]) for end in range(len(parts), 0, -1) for start in range(end)]
        return next((f", called at {found[piece]}" for piece in pieces if piece in found), "")


def parse(words: Sequence[str]) -> Order:
    """Raises UsageError for an unknown option, or one with too few words."""
    if len(words) < 2:
        raise UsageError("usage: python -m eflows2smk.runtime PROGRAM MODULE:FUNCTION [OPTION ...] [-- ARGUMENT ...]")
    order = Order(words[0], words[1])
    position, end = 2, len(words)
    while position < end:
        option = words[position]
        position += 1
        if option == "--":
            order.argv = tuple(words[position:])
            break
        is_long = option.endswith(FROM)
        option = option.removesuffix(FROM) if is_long else option
        if option not in _SHAPES:
            raise UsageError(f"unknown option {option!r}")
        count, has_list = _SHAPES[option]
        stop = position + count
        if stop > end:
            raise UsageError(f"{option} takes {count} words")
        taken = list(words[position:stop])
        if is_long:
            taken[1] = _content(taken[1])
        while has_list and stop < end and words[stop] != "--" and words[stop].removesuffix(FROM) not in _SHAPES:
            if words[stop] == f"-{FROM}" and stop + 1 < end:
                stop += 1
                taken += _lines(_content(words[stop]))
            else:
                taken.append(words[stop])
            stop += 1
        _add(order, option, tuple(taken))
        position = stop
    return order


def _lines(text: str) -> list[str]:
    """Paths; of an empty list `printf` prints an empty line."""
    return [line for line in text.split("\n") if line]


def _content(path: str) -> str:
    with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        return file.read()


def _add(order: Order, option: str, taken: tuple[str, ...]) -> None:
    if option == "--site":
        # The function may change the folder of the process.
        order.place = (os.path.abspath(taken[0]), taken[1])
    elif option == "--nodes":
        order.nodes = (int(taken[0]), int(taken[1]))
    elif option == "--layout":
        count, length, stride = map(int, taken[1].split(","))
        order.layouts[taken[0]] = (count, length, stride)
    elif option == "--from-main":
        order.from_main = True
    elif option == "--collection":
        order.is_collection = True
    elif option == "--search-first":
        order.search_first = taken
    elif option == "--search-last":
        order.search_last = taken
    elif option == "--ignore":
        order.ignore = taken[0]
    elif option == "--folder":
        order.folders.append(taken[0])
    elif option in _REDIRECTIONS:
        order.redirections.append((option, taken))
    elif option == "--together":
        order.together.append(taken)
    elif option in _STAND_INS:
        order.stand_ins.append((option, taken))
    elif option in ("--result", "--results"):
        order.results = taken
        order.single = option == "--result"
    elif option in ("--condition", "--iterations"):
        order.decision = (option, taken)
    else:
        order.parameters.append((option, taken[0], taken[1:]))
