"""Modules of the user's program: LibCST trees with positions, and where an import leads.

Enters a path or a dotted name, leaves a `SourceModule`. This is the only place that parses, and the only one that
knows LibCST's positions.
"""

from __future__ import annotations

import io
import os
import sys
import tokenize
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import libcst as cst
from libcst.metadata import CodePosition, CodeRange, MetadataWrapper, PositionProvider

from eflows2smk.diagnostics import Diagnostic, ProgramError, Span
from eflows2smk.reading import content
from eflows2smk.source.searching import Search

# LibCST goes through a tree by recursion, and that of a long sum is as deep as it has terms.
_DEPTH = 1_000_000


@contextmanager
def deep_recursion(depth: int) -> Iterator[None]:
    """Allow so many nested calls of functions written in Python, which need no space on the machine's stack."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, depth))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


class SourceModule:
    """One file of the program.

    path: absolute. shown: as people see it, relative to the folder of the run where it lies inside it. name: dotted,
    as the program imports it; the main module's is its file's stem.
    """

    def __init__(self, path: Path, shown: str, name: str) -> None:
        self.path = path
        self.shown = shown
        self.name = name
        # A folder without __init__.py is a package too, an empty one.
        self.tree = cst.Module([]) if path.is_dir() else _parse(path, shown)
        self._texts: dict[cst.CSTNode, str] = {}
        self._wholes: dict[cst.CSTNode, cst.CSTNode] = {}

    @classmethod
    def of_text(cls, text: str, name: str, beside: Path) -> SourceModule:
        """A module that is no file, as scripts of the workflow are; it imports what one beside that file would."""
        made = cls.__new__(cls)
        made.path, made.shown, made.name = beside.with_name(name), name, name
        made.tree = cst.parse_module(text)
        made._texts = {}
        made._wholes = {}
        return made

    @cached_property
    def _positions(self) -> dict[cst.CSTNode, CodeRange]:
        wrapper = MetadataWrapper(self.tree, unsafe_skip_copy=True)
        with deep_recursion(_DEPTH):
            return dict(wrapper.resolve(PositionProvider))

    def part(self, made: cst.CSTNode, whole: cst.CSTNode) -> cst.CSTNode:
        """A node that is no node of the tree, as ``b and c`` of ``a and b and c``; it stands where the whole does."""
        self._wholes[made] = whole
        return made

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py" or self.path.is_dir()

    def span(self, node: cst.CSTNode) -> Span:
        """Where the node stands; the first call works out all positions of the module."""
        found = self._positions.get(self._wholes.get(node, node))
        if found is None:
            return Span(self.shown, 1, 0, 1, 0)
        return Span(self.shown, found.start.line, found.start.column, found.end.line, found.end.column)

    def place(self, node: cst.CSTNode, span: Span, lines: int) -> None:
        """Say where a node stands that was put together of others: so many lines below the beginning of a span."""
        start = CodePosition(max(1, span.line + lines), span.column)
        self._positions[node] = CodeRange(start, CodePosition(span.end_line, span.end_column))

    def source(self, node: cst.CSTNode) -> str:
        """The source of the node as it is written."""
        with deep_recursion(_DEPTH):
            return self.tree.code_for_node(node)

    def text(self, node: cst.CSTNode) -> str:
        """The source of the node on one line."""
        known = self._texts.get(node)
        if known is None:
            code = self.source(node)
            known = self._texts[node] = " ".join(line.strip() for line in code.strip().splitlines())
        return known


def _parse(path: Path, shown: str) -> cst.Module:
    nowhere = Span(shown, 1, 0, 1, 0)
    try:
        source = content(path)
    except FileNotFoundError:
        raise ProgramError(Diagnostic("E101", f"there is no file '{shown}'", nowhere)) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProgramError(Diagnostic("E101", f"'{shown}' can't be read: {reason}", nowhere)) from None
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        source.decode(encoding)
    except (UnicodeDecodeError, SyntaxError, LookupError) as error:
        help = "save it as UTF-8, or declare its encoding"
        raise ProgramError(Diagnostic("E102", f"'{shown}' can't be decoded: {error}", nowhere, help)) from None
    _check(source, shown)
    try:
        return cst.parse_module(source)
    except cst.ParserSyntaxError as error:
        span = Span(shown, error.raw_line, max(error.raw_column - 1, 0), error.raw_line, max(error.raw_column, 1))
        raise ProgramError(_unread(span)) from None
    except (cst.CSTValidationError, RecursionError):
        # LibCST knows no place here.
        raise ProgramError(_unread(nowhere)) from None


def _check(source: bytes, shown: str) -> None:
    """Refuses what Python itself refuses to compile, in its own words; nothing is run."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, shown, "exec", dont_inherit=True)
    except SyntaxError as error:
        message = f"this is not valid Python: {error.msg}"
        raise ProgramError(Diagnostic("E100", message, _span(error, shown), _newer(source))) from None
    except ValueError as error:
        raise ProgramError(Diagnostic("E100", f"this is not valid Python: {error}", Span(shown, 1, 0, 1, 0))) from None
    except (RecursionError, MemoryError):
        message = "expressions or blocks stand so deep inside of each other here that Python can't compile them"
        help = "give parts of it a name of their own"
        raise ProgramError(Diagnostic("E100", message, Span(shown, 1, 0, 1, 0), help)) from None


def _newer(source: bytes) -> str:
    """What helps where a newer Python would take it: LibCST knows syntax that the Python that runs us may not know."""
    try:
        cst.parse_module(source)
    except (cst.ParserSyntaxError, cst.CSTValidationError, RecursionError):
        return ""
    number = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"these are the words of Python {number}, which runs eflows2smk: write it so that this one takes it"


def _span(error: SyntaxError, shown: str) -> Span:
    """Where Python sees the mistake. It counts columns from 1, and has 0 or -1 for those that it does not know."""
    line, column = error.lineno or 1, max(error.offset or 1, 1) - 1
    end_line, end = error.end_lineno or line, (error.end_offset or 0) - 1
    if (end_line, end) <= (line, column):
        end_line, end = line, column + 1
    return Span(shown, line, column, end_line, end)


def _unread(span: Span) -> Diagnostic:
    message = "Python takes this, but LibCST, by which programs are read here, does not"
    return Diagnostic("E302", message, span, "write it in another way, or try a newer release of LibCST")


class Program:
    """The main file, and the modules that it imports and that are a part of the program.

    search: says where these lie; whoever knows the program's own search path sets it.
    """

    def __init__(self, main: Path, folder: Path) -> None:
        self.folder = folder
        path = Path(os.path.abspath(folder / main))  # noqa: PTH100 - symbolic links stay as the user wrote them
        self.root = path.parent
        self.search = Search(self.root, folder, lambda: [str(self.root)], lambda name: False)
        self._modules: dict[Path, SourceModule] = {}
        self.main = self._load(path, path.stem)

    def _shown(self, path: Path) -> str:
        try:
            return path.relative_to(self.folder).as_posix()
        except ValueError:
            return os.path.relpath(path, self.folder)

    def _load(self, path: Path, name: str) -> SourceModule:
        known = self._modules.get(path)
        if known is None:
            known = self._modules[path] = SourceModule(path, self._shown(path), name)
        return known

    def find(self, name: str, level: int, importer: SourceModule) -> SourceModule | None:
        """The program's own module of that name, None for libraries.

        level: the number of leading dots of a relative import, 0 for an absolute one.
        """
        if level:
            package = importer.name.split(".")
            if not importer.is_package:
                package = package[:-1]
            package = package[: len(package) - level + 1]
            name = ".".join([*package, name] if name else package)
        if not name:
            return None
        parts = name.split(".")
        home = self.search.home(parts[0])
        if home is None:
            return None
        base = home.joinpath(*parts)
        for candidate in (base / "__init__.py", base.with_name(base.name + ".py")):
            if candidate.is_file():
                return self._load(candidate, name)
        if base.is_dir() and any(base.rglob("*.py")):
            return self._load(base, name)
        return None
