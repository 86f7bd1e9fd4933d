"""``eflows2smk verify``: run a program as plain Python and compiled, in copies of its folder, and compare the two.

What differs is compared with a second run of plain Python: a value that is another one each time is the program's own
doing, and nothing can be said of it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from eflows2smk.commands import site
from eflows2smk.commands.copies import Source, remove
from eflows2smk.commands.phases import Compiled, compile_program, missing_program
from eflows2smk.commands.reporting import activity, say, show
from eflows2smk.commands.verdict import PRINTED, Verdict
from eflows2smk.diagnostics import NOWHERE, Diagnostic, ProgramError, Severity
from eflows2smk.folders import INTERMEDIATE, LOGS
from eflows2smk.verification.folders import Difference, Left, compare, left_behind
from eflows2smk.verification.values import Lines, differences

if TYPE_CHECKING:
    from eflows2smk.codegen.jobs import Jobs

ENDED_BY = 128
# Libraries add up in another order with other numbers of threads, and Snakemake tells its jobs how many they have.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "GOTO_NUM_THREADS")
_TAIL = 20


@dataclass(frozen=True, slots=True)
class Wishes:
    """ignored: patterns of paths that are not compared. linked: of those that are only read, and so need no copy.

    cores: for Snakemake, None for all. kept: whether the copies stay.
    """

    cores: int | None = None
    ignored: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One that has ended. folder: where. said: what it printed. complaint: the end of its error stream."""

    folder: Path
    code: int
    said: str
    complaint: str
    seconds: float


def verify_command(main: Path, argv: Sequence[str], wishes: Wishes, *, as_json: bool, quiet: bool) -> int:
    compiled, diagnostics = _compiled(main, argv)
    if compiled is None and not as_json:
        # Else the run of the compiled program shows them.
        show(each for each in diagnostics if not quiet or each.severity is Severity.ERROR)
    if compiled is None:
        verdict = Verdict(str(main), "refused", diagnostics=tuple(diagnostics))
    else:
        try:
            with _scratch(wishes) as scratch:
                verdict = _Verifying(main, argv, wishes, compiled, scratch, quiet=quiet or as_json).verdict()
        except OSError as error:
            where = f"'{error.filename}'" if error.filename else "a copy of the program"
            show([Diagnostic("E002", f"{where} can't be written: {error.strerror}", NOWHERE, "TMPDIR says where")])
            return 1
    if as_json:
        say(json.dumps(verdict.plain(), indent=1, ensure_ascii=False))
    elif verdict.verdict != "refused" and not (quiet and verdict.is_good):
        say("\n".join(verdict.lines()))
    return 0 if verdict.is_good else 1


def _compiled(main: Path, argv: Sequence[str]) -> tuple[Compiled | None, list[Diagnostic]]:
    """The program compiled, without a file being written; None where it can't be, or may not be run elsewhere."""
    from eflows2smk.codegen.project import Choices

    missing = missing_program(main)
    if missing is not None:
        return None, [missing]
    with activity(f"compiling {main}"):
        try:
            compiled = compile_program(main, argv, Path(), Choices(site=site.read()))
        except ProgramError as error:
            return None, list(error.diagnostics)
    if compiled.files is None:
        return None, list(compiled.diagnostics)
    assert compiled.jobs is not None
    outside = sorted(path for path, _ in compiled.jobs.left() if path.startswith(("/", "../")))
    if outside:
        message = f"the program writes outside of this folder, where a copy of it would do the same: '{outside[0]}'"
        help = "let it write to paths inside of the folder, for instance below one that is an argument"
        return None, [*compiled.diagnostics, Diagnostic("E020", message, NOWHERE, help)]
    return compiled, list(compiled.diagnostics)


@contextmanager
def _scratch(wishes: Wishes) -> Iterator[Path]:
    """A folder for the copies, which is gone at the end, whatever ends us."""
    scratch = Path(tempfile.mkdtemp(prefix="eflows2smk-verify-")).resolve()

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(ENDED_BY + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield scratch
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if not wishes.kept:
            remove(scratch)


class _Verifying:
    """One verification. Everything happens below `scratch`."""

    def __init__(
        self, main: Path, argv: Sequence[str], wishes: Wishes, compiled: Compiled, scratch: Path, *, quiet: bool
    ) -> None:
        assert compiled.jobs is not None and compiled.files is not None
        self.main, self.argv, self.wishes, self.scratch, self.quiet = main, argv, wishes, scratch, quiet
        self.jobs: Jobs = compiled.jobs
        self.source = Source.of(main)
        self.moved = {self.source.real(path): target for path, target in self.jobs.left() if path != target}
        self._results, self._patterns = self.jobs.outputs()
        written = _written()
        self._results |= written
        # Where a workflow has run; else these may be folders of the program's own.
        has_run = bool(written) or Path(".snakemake").exists()
        self._ours = frozenset(self.jobs.rules) if has_run else None

    def verdict(self) -> Verdict:
        before = self.source.state(self.scratch)
        sequential = self._sequential("sequential")
        workflow = self._workflow()
        touched = sorted(
            os.path.relpath(path)
            for path, now in {**before, **self.source.state(self.scratch)}.items()
            if before.get(path) != now
        )
        found = Verdict(
            str(self.main),
            "same",
            seconds={"sequential": sequential.seconds, "compiled": workflow.seconds},
            touched=tuple(touched),
            kept=str(self.scratch) if self.wishes.kept else "",
        )
        if sequential.code or workflow.code:
            return self._failed(found, sequential, workflow)
        self._tell("comparing")
        one, other = self._left("sequential"), self._left("compiled", self.moved)
        ignored = [path for path in {**one.files, **other.files} if self._is_ignored(path)]
        program = sequential.folder / self.source.program
        unlike = compare(one, other, program, ignored) + _printed(sequential, workflow)
        found = replace(
            found,
            files=sum(path in other.files for path in one.files) - len(ignored),
            printed=sequential.said.count("\n"),
            ignored=len(ignored),
        )
        if not unlike:
            return found
        self._tell("they differ; running plain Python once more, to see what changes by itself")
        again = self._sequential("again")
        itself = compare(one, self._left("again"), program, ignored, compiled=False) + _printed(sequential, again)
        return replace(found, **_sorted(unlike, itself, self._maker))

    def _failed(self, found: Verdict, sequential: Run, workflow: Run) -> Verdict:
        runs = {"sequential": sequential, "compiled": workflow}
        return replace(
            found,
            verdict="failed",
            failures={name: run.complaint for name, run in runs.items() if run.code},
        )

    def _is_ignored(self, path: str) -> bool:
        return any(fnmatch(path, pattern) for pattern in self.wishes.ignored)

    def _is_result(self, path: str) -> bool:
        """Of an earlier run, or a file of the project that an earlier compilation wrote."""
        if self._ours is not None:
            top, _, rest = path.partition("/")
            if top == INTERMEDIATE or (top == LOGS and rest.split("/")[0].removesuffix(".log") in self._ours):
                return True
        return path in self._results or any(pattern.fullmatch(path) for pattern in self._patterns)

    def _copy(self, name: str) -> Path:
        with activity(f"copying {self.source.root}"):
            return self.source.copied(self.scratch / name, self.scratch, self._is_result, self.wishes.linked)

    def _sequential(self, name: str) -> Run:
        self._tell("running it as plain Python")
        words = [sys.executable, "-m", "eflows2smk.runtime.sequential", self.source.program, *self.argv]
        return self._run(words, self._copy(name), name, heard=False)

    def _workflow(self) -> Run:
        self._tell("running it compiled")
        cores = ["-c", str(self.wishes.cores)] if self.wishes.cores else []
        quiet = ["-q"] if self.quiet else []
        words = [sys.executable, "-m", "eflows2smk", "run", *quiet, *cores, self.source.program]
        words += ["--", *self.argv] if self.argv else []
        return self._run(words, self._copy("compiled"), "compiled", heard=not self.quiet)

    def _run(self, words: list[str], folder: Path, name: str, *, heard: bool) -> Run:
        """heard: whether the user sees the error stream, which has the progress, as it comes."""
        begin = time.monotonic()
        said, complaint = (self.scratch / f"{name}.{stream}" for stream in ("out", "err"))
        with said.open("wb") as out, complaint.open("wb") as err:
            # A group of its own: an interruption reaches it once, through us.
            process = subprocess.Popen(
                words,
                cwd=folder,
                env=_environment(folder),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=None if heard else err,
                process_group=0,
            )
            try:
                code = process.wait()
            except BaseException:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGINT)
                process.wait()
                raise
        text = said.read_text(errors="replace")
        last = complaint.read_text(errors="replace").splitlines()[-_TAIL:]
        return Run(folder, code, text, "\n".join(last), round(time.monotonic() - begin, 3))

    def _left(self, name: str, moved: Mapping[str, str] | None = None) -> Left:
        return left_behind(self.scratch / name, self.source.here, moved)

    def _maker(self, path: str) -> tuple[int, Mapping[str, str]]:
        """The place of the call that makes a file in the program, and what is known of it."""
        target = self.moved.get(path, path).rstrip("/")
        while target not in ("", "/"):
            call = self.jobs.making(target)
            if call is not None:
                place = call.invocation.site
                told = {"rule": call.rule, "call": place.text, "at": f"{place.span.file}:{place.span.line}"}
                return call.invocation.number, told
            target = os.path.dirname(target)
        return sys.maxsize, {}

    def _tell(self, text: str) -> None:
        if not self.quiet:
            say(f"{self.main}: {text}", sys.stderr)


def _environment(folder: Path) -> dict[str, str]:
    """For both runs. What nobody has said is said here, since it would be another thing for each."""
    usual = {**dict.fromkeys(_THREADS, "1"), "SOURCE_DATE_EPOCH": "0", "MPLBACKEND": "Agg"}
    places = [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
    ours = {"PWD": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.pathsep.join(places)}
    return {**usual, **os.environ, **ours}


def _written() -> set[str]:
    """The files of the project that an earlier compilation wrote here."""
    from eflows2smk.codegen import record

    written = record.read(Path()).written
    return {*written, record.RECORD} if written else set()


def _printed(one: Run, other: Run) -> list[Difference]:
    found = tuple(differences(Lines(one.said.split("\n")), Lines(other.said.split("\n"))))
    return [Difference(PRINTED, unlike=found)] if found else []


def _sorted(unlike: list[Difference], itself: list[Difference], maker: Any) -> dict[str, Any]:
    """The differences in the order in which the program makes them, less those that it has with itself."""
    own = {(each.path, place.place) for each in itself for place in each.unlike}
    gone = {each.path for each in itself if each.missing or each.extra}
    found, changing = [], []
    for each in unlike:
        left = tuple(place for place in each.unlike if (each.path, place.place) not in own)
        if len(left) < len(each.unlike) or each.path in gone:
            changing.append(each.path)
        if left or ((each.missing or each.extra) and each.path not in gone):
            found.append((*maker(each.path), replace(each, unlike=left)))
    found.sort(key=lambda entry: (entry[0], entry[2].path))
    return {
        "verdict": "different" if found else "same",
        "differences": tuple((each, made) for _, made, each in found),
        "changing": tuple(changing),
    }
