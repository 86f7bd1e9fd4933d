"""The folder in which an external program runs, and what becomes of its outputs.

Without a working_dir of its own a program gets a private folder into which those entries of the current one are linked
that its command line names: what it leaves there undeclared vanishes, and can't collide with that of others. Outputs
appear under their names only when the program has ended well; else the previous ones are back.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import TYPE_CHECKING, Self

from eflows2smk.decorators import paths
from eflows2smk.decorators.errors import MissingOutput, SoftwareError
from eflows2smk.decorators.naming import HIGHEST, Named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eflows2smk.decorators.paths import DeclaredPath

_HOME = ".eflows2smk"
_NOT_LINKED = (_HOME, ".snakemake")


class PrivateFolder:
    """``with PrivateFolder(here, written, working_dir, texts) as folder:`` run the program in ``folder.work``, then
    commit.

    here: the current folder. written: the declared outputs, their paths normalised. working_dir: "" for a private
    folder. texts, paths: what names the files that the program sees there. Leaving the block without a commit restores
    the previous outputs.
    """

    def __init__(
        self,
        here: str,
        written: Sequence[DeclaredPath],
        working_dir: str,
        texts: Iterable[str] = (),
        paths: Iterable[str] = (),
    ) -> None:
        self._texts, self._paths = texts, paths
        self._here = here
        self._written = written
        self._is_private = not working_dir
        os.makedirs(os.path.join(here, _HOME), exist_ok=True)
        self._root = tempfile.mkdtemp(dir=os.path.join(here, _HOME))
        above = os.path.join(self._root, *["up"] * HIGHEST)
        self.work = os.path.join(above, "here") if self._is_private else os.path.join(here, working_dir)
        self._previous: dict[str, str] = {}
        self._committed = False

    def __enter__(self) -> Self:
        os.makedirs(self.work, exist_ok=True)
        try:
            for output in self._written:
                self._prepare(output)
            # It may be an output itself, which was set aside.
            os.makedirs(self.work, exist_ok=True)
            if self._is_private:
                self._link()
        except BaseException:
            self.__exit__()
            raise
        return self

    def check(self, software: str) -> None:
        """Raises MissingOutput if an output is not there."""
        for output in self._written:
            if not os.path.lexists(self.place(output)):
                kind = "directory" if output.is_directory else "file"
                raise MissingOutput(f"{software} was to write the {kind} '{output.path}', but there is none after it")

    def commit(self, software: str) -> None:
        """Put the outputs under their names. Raises MissingOutput, before anything is moved, if one is not there."""
        self.check(software)
        for output in self._written:
            place, real = self.place(output), self._real(output)
            if place != real:
                if os.path.isdir(real) and not os.path.islink(real):
                    self._set_aside(real)
                os.replace(place, real)
        self._committed = True

    def __exit__(self, *_: object) -> None:
        if not self._committed:
            for output in self._written:
                real = self._real(output)
                if self.place(output) == real:
                    paths.remove(real)
            for real, kept in self._previous.items():
                shutil.move(kept, real)
        shutil.rmtree(self._root)
        try:
            os.rmdir(os.path.dirname(self._root))
        except OSError:
            # Another program has its folder there.
            return

    def _real(self, output: DeclaredPath) -> str:
        return os.path.join(self._here, output.path)

    def place(self, output: DeclaredPath) -> str:
        """Where the program writes it: what lies in a folder is reached through the link to that folder."""
        if self._is_private and not os.path.dirname(output.path):
            return os.path.join(self.work, output.path)
        return self._real(output)

    def _prepare(self, output: DeclaredPath) -> None:
        place, real = self.place(output), self._real(output)
        os.makedirs(os.path.dirname(real), exist_ok=True)
        if output.direction.reads and not os.path.exists(real):
            raise SoftwareError(f"there is no '{output.path}', which '{output.parameter}' is to change")
        source = real
        if place == real and os.path.lexists(real):
            source = self._set_aside(real)
        if output.direction.reads:
            _copy(source, place)

    def _set_aside(self, real: str) -> str:
        kept = os.path.join(self._root, f"previous{len(self._previous)}")
        shutil.move(real, kept)
        self._previous[real] = kept
        return kept

    def _link(self) -> None:
        named = Named(self._here, (*_NOT_LINKED, *(output.path for output in self._written)))
        for text in self._texts:
            named.read(text)
        for path in self._paths:
            named.word(path)
        for (height, entry), place in named.links.items():
            above = os.path.normpath(os.path.join(self.work, *[".."] * height))
            os.symlink(place, os.path.join(above, entry))


def _copy(source: str, target: str) -> None:
    if os.path.isdir(source):
        shutil.copytree(source, target, symlinks=True)
    else:
        shutil.copy2(source, target)
