"""The workflow graph: what the frontend hands to code generation.

Enters: nothing but data. A `Workflow` is the list of invocations in program order; each invocation knows its call
site, the values of the loop variables around it, and for each parameter what it reads and what it writes. Artefacts
are in static single assignment form: each is written by one invocation (or existed before the run), and writing a
path or changing an object again makes a new artefact with the next version number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from eflows2smk.diagnostics import Span
from eflows2smk.parameters import Direction


class Kind(StrEnum):
    FILE = "file"
    DIRECTORY = "directory"
    OBJECT = "object"


@dataclass(frozen=True, slots=True, eq=False)
class Artefact:
    """What one invocation writes and others read; compared by identity.

    path: the path that the program names (normalised, relative to the working folder where it lies inside it; a
        `Text` where its provenance is known), "" for an object, and for a directory that the program does not name.
    version: 0 for what existed before the run, else 1, 2, … in program order, for each path or object.
    producer: the number of the invocation that writes it, -1 for what existed before.
    slot: the parameter through which the producer writes it, or "result" for a returned value.
    index: where it stands in that parameter's collection, or among several returned values; () if it stands alone.
    named: whether the program names the path (False for objects and for files whose path the compiler chose).
    """

    kind: Kind
    path: str
    version: int
    producer: int
    slot: str = ""
    index: tuple[int | str, ...] = ()
    named: bool = True


# Kinds of software whose invocations decide how the workflow goes on.
DECIDING = ("loop", "condition")


@dataclass(frozen=True, slots=True, eq=False)
class Domain:
    """Iterations that are only known when the workflow runs: of a loop over a computed value, or of a branch.

    kind: "for", "while", "until" (ends behind the first iteration in which a condition holds) or "if".
    name: of the variable that counts the iterations from 0, unique in the program; it becomes a wildcard. A branch has
        one iteration or none, and no variable.
    decides: what the deciding invocation writes: how many iterations there are, or whether a condition holds.
    negated: the branch is taken where the condition does not hold. around: the computed domains in which it lies.
    text: the source of the loop's or the condition's head. limit: how many iterations an "until" has at most: a
    number, or those of another domain.
    """

    kind: str
    name: str
    decides: Artefact
    around: tuple[Domain, ...] = ()
    negated: bool = False
    text: str = ""
    limit: int | Domain | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Each:
    """What each iteration of a domain adds to a list: `items`, for one iteration after the other."""

    domain: Domain
    items: tuple[object, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Joined(Artefact):
    """One of two artefacts; which one is only known when the workflow runs.

    how: "last": what the last iteration of the domain made, `otherwise` where there was none. "carried": what the
        iteration before made, `otherwise` in the first one. "branch": `then` where the branch is taken, else
        `otherwise`. Both are no joined artefacts themselves. `then` is set when the loop's body was evaluated.
    """

    how: str = ""
    domain: Domain | None = None
    then: Artefact | None = None
    otherwise: Artefact | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Inside:
    """A path inside a directory artefact: read ``member`` (relative, normalised) of ``directory``."""

    directory: Artefact
    member: str
    kind: Kind = Kind.FILE


@dataclass(frozen=True, slots=True, eq=False)
class Holding:
    """A directory that is no artefact itself but in which invocations wrote ``members``: read it after all of them."""

    path: str
    members: tuple[Artefact | Each, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Somewhere:
    """A path of which only the run knows the text.

    text: the object that holds it. begins: how it begins, "" where that is not known either. after: what has to be
    there before, since it may be found at such a path.
    """

    text: Artefact
    begins: str
    after: tuple[Artefact | Each, ...] = ()


class _Absent:
    """Nothing is read, or nothing is written."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()

# What an argument holds: a static Python value (str, int, list, …, `Constant`), a `Leaf`, or
# a list, tuple or dict (nested at will) that holds some of these.
Held = object


@dataclass(frozen=True, slots=True)
class Constant:
    """A static value that has no Python literal, such as an instance of a class of the user's program.

    cls: ``module:qualname`` as a job imports it. state: its attributes (nested static values). A job rebuilds it
    without calling ``__init__``; if `how` is "call" it calls the class with the values of `state` instead, if it is
    "reference" it takes what has that name.
    """

    cls: str
    state: Mapping[str, object] = field(default_factory=dict)
    how: str = "attributes"

    def __hash__(self) -> int:
        return hash((self.cls, self.how))


@dataclass(frozen=True, slots=True)
class Part:
    """An argument that shares parts with others travels with them in one artefact, a tuple, so that they are inside of
    the function what they are in the program.

    holder: the name of the argument that has the tuple, which is no parameter of the function: it is loaded, and stored
    again behind the call. position: in the tuple; `WHOLE` for the holder itself.
    """

    holder: str
    position: int


WHOLE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    """One parameter of one invocation. `reads` and `writes` hold artefacts; either may be `ABSENT`. part: the parameter
    gets a part of what `reads` holds.

    IN: reads only. OUT: writes only; for FILE_OUT the artefact's path is the path passed. INOUT: both, of the same
    structure; what is read may be a static value (a list that was built in the main program). kept: the program reads
    members of the collection later that it holds elsewhere, too, where those stay that the call replaces by others.
    """

    parameter: str
    direction: Direction
    reads: Held
    writes: Held = ABSENT
    part: Part | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Transformation:
    """What a `transformation` software does.

    Its invocations have the arguments ``target``, then ``destination`` for the conversions that write a file or a
    directory (direction FILE_OUT or DIRECTORY_OUT), then the keyword arguments under their own names. The first two
    are passed by position. Conversions that give objects have `Invocation.results` instead (FILE_TO_COLLECTION: one
    list with all members, as only the run knows how many there are).

    conversion: one of `eflows2smk.parameters.CONVERSIONS`, or -1 for the untyped form.
    function: ``module:qualname`` of the user's function, imported in the job.
    consumer: name of the software whose parameter `target` is transformed.
    placement: one of `eflows2smk.parameters.PLACEMENTS`, "" for what the command line says.
    """

    conversion: int
    function: str
    file: str
    consumer: str
    target: str
    placement: str = ""


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment of conda. name: a proposal for that of its file, without the ending. text: what the file has."""

    name: str = field(compare=False)
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Software:
    """A decorated function with its description, after all decorator arguments were evaluated.

    kind: the name of the rule kind: "task", "binary", "mpi", "transformation", ….
    name: the function's own name. module, qualname: how a job imports it; file: its source, relative to the project.
    parameters: the parameters in declaration order with their directions. variadic: the name of ``*args`` or "".
    returns: how many values it returns: 0 none; 1 one; n > 1 a list of n.
    execution: the keys of the description's ``execution`` (binary, args, runner, flags, working_dir,
        fail_by_exit_value, …), as text with ``{{parameter}}`` and ``$NAME`` not yet replaced.
    prolog, epilog: ``{"binary": …, "args": …}`` or None. container: its section or None.
    constraints: as written; the values of one invocation are in `Invocation.resources`.
    on_failure: RETRY, FAIL, IGNORE or CANCEL_SUCCESSORS, "" where nothing was said. defaults: what outputs get after
        an ignored failure: a static value for "returns", paths of files for parameters.
    """

    kind: str
    name: str
    module: str
    qualname: str
    file: str
    span: Span
    parameters: tuple[tuple[str, Direction], ...] = ()
    returns: int = 0
    variadic: str = ""
    execution: Mapping[str, object] = field(default_factory=dict)
    prolog: Mapping[str, object] | None = None
    epilog: Mapping[str, object] | None = None
    container: Mapping[str, object] | None = None
    constraints: Mapping[str, object] = field(default_factory=dict)
    on_failure: str = ""
    defaults: Mapping[str, object] = field(default_factory=dict)
    priority: int = 0
    transformation: Transformation | None = None
    environment: Environment | None = None


@dataclass(frozen=True, slots=True)
class Resources:
    """What one invocation asks of the machine; None where nothing was said.

    cpus: cores of each process. memory_mb: MiB, of a node. gpus: of each process, or of each node; gpu_model: which.
    minutes: wall clock, rounded up.
    processes, processes_per_node: of an MPI program (processes already multiplied by `scale_by_cu`). parts: the
    processes of each program where several share an MPI world. nodes: of a single process that uses several. queue: the
    Slurm partition. features: Slurm constraint, e.g. an architecture. modules: environment modules to load. site: what
    else a site needs to know, see `software.slurm_options`.
    """

    cpus: int | None = None
    memory_mb: int | None = None
    gpus: int | None = None
    gpus_of_a_node: bool = False
    gpu_model: str | None = None
    minutes: int | None = None
    processes: int | None = None
    processes_per_node: int | None = None
    parts: tuple[int, ...] = ()
    nodes: int | None = None
    queue: str | None = None
    features: str | None = None
    modules: tuple[str, ...] = ()
    site: tuple[tuple[str, str], ...] = ()
    descriptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class CallSite:
    """A place in the program where a software is invoked, with the loops around it, the outermost first.

    name: a proposal for the rule's name. levels: for each loop the names of its targets (``for i, case in …`` gives
    ``("i", "case")``; a ``while`` the names that its condition tests). text: the source of the call, on one line.
    purpose: what the program calls the result, "" for nothing.
    """

    name: str
    software: Software
    span: Span
    text: str
    levels: tuple[tuple[str, ...], ...] = ()
    chain: tuple[Span, ...] = ()
    purpose: str = ""

    @property
    def variables(self) -> tuple[str, ...]:
        """All loop variables in order, the outermost first; a name may come twice, the inner one hides the outer."""
        return tuple(name for level in self.levels for name in level)


@dataclass(frozen=True, slots=True, eq=False)
class Invocation:
    """One call of a software.

    number: its place in program order, from 0. indices: for each loop level the iteration, from 0. variables: the
    values of `CallSite.variables`. results: the artefacts of the returned values. barrier: how many barriers stand
    before it. domains: the computed loops and branches around it; it stands for all of their iterations, and its
    indices and paths have the symbols of their variables (`workflow.text.symbol`). sources: files of the project that
    its command line or its code names beside its arguments, as scripts.
    """

    number: int
    site: CallSite
    indices: tuple[int, ...]
    variables: tuple[object, ...]
    arguments: tuple[Argument, ...]
    results: tuple[Artefact, ...]
    resources: Resources
    barrier: int = 0
    domains: tuple[Domain, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What the program prints, where that is known: no job is needed for it.

    before: the number of the invocation that comes next in program order. text: with the end of the line, and with the
    symbols of the domains around it.
    """

    before: int
    text: str
    domains: tuple[Domain, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """Of the code that jobs run: a digest of all of it, and one of each function, class and global in it, by name.
    sources, targets: paths of what it reads and writes that stand in the code."""

    digest: str
    units: Mapping[str, str] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SearchPath:
    """The folders that a program added to ``sys.path``: before that of its main file, and behind all others."""

    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workflow:
    """All of it. barriers[k] is the number of invocations before barrier k.

    program: path of the main file relative to the folder of the run. argv: the program's own arguments.
    environment: the variables that descriptions or the program read, with today's values; None for those not set.
    files_read: the files and folders whose content decided what is here; contents: fingerprints of the files among them
        that plain Python read (the first 24 hexadecimal digits of SHA-256); modules: those that the program is
        made of; descriptions: of its software. search: where else it imports modules from.
    deleted: path and version of files that are gone once all that read them is done. gone: paths of files and folders
        that plain Python has removed. joined: paths of which only the
    run decides which version is the last. ended: loops of which the number of iterations is used behind them, by the
        name of its symbol (their domain is the `limit` of these).
    folders: those that the program makes, and that jobs may use without having an output in them.
    meanings: of the code that the jobs of a call site run. said: what the program prints itself, in order.
    """

    program: str
    argv: tuple[str, ...]
    invocations: tuple[Invocation, ...]
    barriers: tuple[int, ...] = ()
    environment: Mapping[str, str | None] = field(default_factory=dict)
    files_read: tuple[str, ...] = ()
    contents: Mapping[str, str] = field(default_factory=dict)
    deleted: frozenset[tuple[str, int]] = frozenset()
    gone: frozenset[str] = frozenset()
    joined: tuple[Joined, ...] = ()
    ended: Mapping[str, Domain] = field(default_factory=dict)
    modules: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    search: SearchPath = SearchPath()
    folders: tuple[str, ...] = ()
    meanings: Mapping[CallSite, Meaning] = field(default_factory=dict)
    said: tuple[Said, ...] = ()


Leaf = Artefact | Inside | Holding | Somewhere
# Tuples are asked faster than unions.
_LEAVES = (Artefact, Inside, Holding, Somewhere)
_SCALARS = frozenset((type(None), bool, int, float, str))


def decision(invocation: Invocation) -> Artefact:
    """What an invocation of kind "loop" or "condition" decides; behind it come the elements of each iteration."""
    return next(argument.writes for argument in invocation.arguments if isinstance(argument.writes, Artefact))


def leaves(held: Held) -> Iterator[Leaf]:
    """The artefacts, insides and holdings in what an argument holds, in order."""
    if isinstance(held, _LEAVES):
        yield held
    elif type(held) in _SCALARS:
        return
    elif isinstance(held, list | tuple):
        for item in held:
            yield from leaves(item)
    elif isinstance(held, dict):
        for item in held.values():
            yield from leaves(item)
    elif isinstance(held, Constant):
        for item in held.state.values():
            yield from leaves(item)
    elif isinstance(held, Each):
        for item in held.items:
            yield from leaves(item)


def artefacts(held: Held) -> Iterator[Artefact]:
    """The artefacts that must exist before what `held` names can be read."""
    if type(held) is Artefact:
        yield held
        return
    for leaf in leaves(held):
        if isinstance(leaf, Joined):
            for source in (leaf.then, leaf.otherwise):
                yield from artefacts(source)
        elif isinstance(leaf, Artefact):
            yield leaf
        elif isinstance(leaf, Inside):
            yield leaf.directory
        elif isinstance(leaf, Somewhere):
            yield leaf.text
            for each in leaf.after:
                yield from artefacts(each)
        else:
            for member in leaf.members:
                yield from artefacts(member)


def deciders(domains: Iterable[Domain], helds: Iterable[Held]) -> Iterator[Domain]:
    """The domains that are asked where something lies in `domains` and reads `helds`."""
    for domain in domains:
        yield domain
        if isinstance(domain.limit, Domain):
            yield domain.limit
    for held in helds:
        match held:
            case Each():
                yield from deciders((held.domain,), held.items)
            case Joined():
                yield from deciders((held.domain,) if held.domain is not None else (), (held.then, held.otherwise))
            case Holding():
                yield from deciders((), held.members)
            case Somewhere():
                yield from deciders((), (held.text, *held.after))
            case list() | tuple():
                yield from deciders((), held)
            case dict():
                yield from deciders((), held.values())
            case Constant():
                yield from deciders((), held.state.values())


def required(held: Held) -> Iterator[Artefact | Each]:
    """Like `artefacts`, but what computed loops make stays together."""
    if isinstance(held, Each):
        yield Each(held.domain, tuple(item for each in held.items for item in required(each)))
    elif isinstance(held, Artefact):
        yield held
    elif isinstance(held, Inside):
        yield held.directory
    elif isinstance(held, Holding):
        for member in held.members:
            yield from required(member)
    elif isinstance(held, Somewhere):
        for each in (held.text, *held.after):
            yield from required(each)
    elif isinstance(held, list | tuple):
        for item in held:
            yield from required(item)
    else:
        yield from artefacts(held)
