"""Writes ``coming-from-pycompss.md``: what becomes of each decorator, argument and function of PyCOMPSs.

The names come from the tables by which the compiler reads programs; here is only what can be said about them in a line.
A name without a line, or a line without a name, is an error. After a change: ``python docs/coming_from_pycompss.py``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from eflows2smk.frontend.record import api, refused
from eflows2smk.frontend.record.tasks import DECORATORS, TRANSFORMATIONS
from eflows2smk.parameters import CONVERSIONS, DIRECTIONS, Direction
from eflows2smk.pycompss_shim.contents import plain_modules, source_of
from eflows2smk.software.schema import DEPRECATED, DETAILS, EXECUTION, OTHERS, TASK, keys_of

PAGE = Path(__file__).with_name("coming-from-pycompss.md")

START = """# Coming from PyCOMPSs

<!-- Written by docs/coming_from_pycompss.py from the tables of the compiler. Change that, and run it. -->

A PyCOMPSs program compiles as it is, with its imports from `pycompss.api`; COMPSs need not be installed:

    eflows2smk check main.py                # what can't be compiled, with the place and a way out
    eflows2smk run main.py                  # compile it and run it with Snakemake
    eflows2smk run --sequential main.py     # run it as plain Python, to compare

What the workflow leaves behind is what the plain program leaves behind when it runs from top to bottom. COMPSs starts
tasks while the program runs, Snakemake needs all jobs before the first one starts. So loops and branches over computed
values become checkpoints, plain Python between the tasks becomes rules of its own, and what can be neither is refused.

In the tables, a mandatory argument has a `*`. What is called *ignored* may be written, and changes nothing.
"""

DECORATOR_TEXTS = {
    "task": "A rule that calls the function in a fresh interpreter. Arguments are loaded from files, results stored.",
    "binary": "A rule with the program's command line. Without a `working_dir` it runs in a private folder, which shows"
    " what the command line names, and what scripts name that it names.",
    "mpi": "A rule with `{resources.mpi} -n {resources.tasks}`; without `binary` the function runs on every process.",
    "mpmd_mpi": "A rule that starts several programs in one MPI world.",
    "multinode": "A rule of several nodes; the function finds their names in `COMPSS_HOSTNAMES`.",
    "http": "A rule that sends the request and takes values out of the answer.",
    "compss": "A rule that runs `runcompss`, on one node.",
    "julia": "A rule that runs `julia`.",
    "ompss": "A rule that runs the program.",
    "decaf": "A rule that runs the script of the data flow, and then what that has written.",
    "opencl": "Refused: COMPSs has nothing that would run a kernel alone.",
    "software": "What a description in JSON or YAML says; it wins over decorators.",
    "constraint": "`threads` and `resources` of the rule, and what the profile for Slurm sets.",
    "container": "The command line starts with that of the engine, inside of the MPI launcher.",
    "prolog": "Runs before the software, in the same job and folder.",
    "epilog": "Runs after the software, in the same job and folder.",
    "on_failure": "What a failing job means, see `on_failure` of `@task`; other keywords are default values.",
    "reduction": "A tree of jobs: parts are neighbours in the order of the collection.",
    "data_transformation": "A rule of its own between the one that writes and the one that reads.",
    "dt": "The same as `data_transformation`.",
    "IO": "Ignored: each job has a core.",
    "implement": "Each call runs the function that it names; COMPSs may choose this one instead.",
    "local": "Ignored: values are there when they are used, in any function.",
}

ARGUMENT_TEXTS = {
    # execution
    "binary": "The program.",
    "args": "Shell text; `{{parameter}}` is passed as it is, whatever it holds.",
    "fail_by_exit_value": "With `false` any exit code is success. The exit code is what the call returns.",
    "working_dir": "The folder in which the program runs, made if it is missing, and kept.",
    "engine": "`DOCKER`, `SINGULARITY` or `UDOCKER`.",
    "image": "The image, as the engine knows it.",
    "params": "The old name of a container's `options`.",
    "options": "Options of the engine's command.",
    "runner": "The launcher; the profile for Slurm puts the cluster's own in its place.",
    "flags": "Stand behind the launcher or the command.",
    "processes": "`tasks` of the rule: a number, a `$VARIABLE`, a parameter or an expression.",
    "processes_per_node": "`nodes` and `tasks_per_node`, or `tasks`, where it is one; has to divide `processes`.",
    "scale_by_cu": "The number of processes is multiplied by `computing_units`.",
    "computing_nodes": "`nodes` of the rule; one for `@compss`.",
    "programs": "A list of `binary`, `args` and `processes`.",
    "service_name": "The address is in the environment: `SERVICE_1_URL` for `service_1`.",
    "resource": "Path of the address.",
    "request": "`GET`, `POST` and so on.",
    "payload": "Body of the request.",
    "payload_type": "Type of the body, JSON if nothing is said.",
    "produces": "Where in the answer the returned values are.",
    "updates": "A key of a dictionary that takes a value of the answer.",
    "app_name": "The application.",
    "runcompss": "The command, `runcompss` if nothing is said.",
    "worker_in_master": "Only `true`: there is one node.",
    "script": "The script.",
    "executor": "The command, `julia` if nothing is said.",
    "df_script": "Gets the launcher and the parameters, and writes the executor.",
    "df_executor": "What the script writes.",
    "df_lib": "Ignored.",
    "kernel": "Refused.",
    # constraints
    "computing_units": "`threads`, and `OMP_NUM_THREADS` of programs.",
    "processors": "Of each process: cores of the CPUs as `threads`, GPUs as `gpu`, or `gres` on several nodes.",
    "processor_name": "Ignored.",
    "processor_speed": "Ignored.",
    "processor_architecture": "`constraint` for Slurm.",
    "processor_type": "`CPU` or `GPU`.",
    "processor_property_name": "Ignored.",
    "processor_property_value": "Ignored.",
    "processor_internal_memory_size": "Ignored.",
    "memory_size": "`mem_mb`, or `mem_mb_per_cpu` where a job has several processes; in GB.",
    "memory_type": "Ignored.",
    "storage_size": "Ignored.",
    "storage_type": "Ignored.",
    "storage_bw": "Ignored.",
    "operating_system_type": "Ignored.",
    "operating_system_distribution": "Ignored.",
    "operating_system_version": "Ignored.",
    "app_software": "`envmodules`.",
    "host_queues": "`slurm_partition` in the profile for Slurm.",
    "wall_clock_limit": "`runtime`, in minutes.",
    "is_local": "Ignored.",
    "qos": "Ours: `qos` in the profile for Slurm.",
    "account": "Ours: `slurm_account` there.",
    "reservation": "Ours: an option of `sbatch`, as are those that follow.",
    "licenses": "Ours: `--licenses`.",
    "exclusive": "Ours: `--exclusive`.",
    "requeue": "Ours: `--requeue`, or `--no-requeue`.",
    "mail": "Ours: `--mail-user`.",
    "mail_events": "Ours: `--mail-type`.",
    "slurm_options": "Ours: options for which there is no other key.",
    # task
    "returns": "How many values: a number, a type, several types, the name of a number, `value_of(parameter)`; if"
    " nothing is said, what annotation and `return` say. `{{parameter}}` is one. A call may say it"
    " too: `f(x, returns=n)`.",
    "priority": "`priority` of the rule.",
    "time_out": "`runtime`, rounded up to minutes.",
    "on_failure": "`RETRY`: `retries` of the profile; `FAIL`: the workflow stops; `CANCEL_SUCCESSORS`: what does not"
    " stand on the job goes on; `IGNORE`: default values or empty files take the place of what is missing.",
    "defaults": "What stands in for outputs of an ignored failure.",
    "varargs_type": "How each further argument is passed.",
    "target_direction": "How the object of a method is passed; changed, if nothing is said.",
    "is_reduce": "See `@reduction`.",
    "chunk_size": "How many members of the collection one job takes.",
    "is_replicated": "Ignored: the call is one job.",
    "is_distributed": "Ignored: Slurm chooses the node.",
    "cache_returns": "Ignored: results are files.",
    "tracing_hook": "Ignored.",
    "numba": "Ignored: decorate the function with `numba.njit` below `@task`.",
    "numba_flags": "Ignored, like `numba`.",
    "numba_signature": "Ignored, like `numba`.",
    "numba_declaration": "Ignored, like `numba`.",
}

# Of arguments that mean something else for one decorator.
PARTICULAR_TEXTS = {
    ("julia", "args"): "With `{{parameter}}` arguments of the script, else options of `julia`.",
    ("mpi", "binary"): "The program; without it the function itself runs on every process.",
    ("task", "computing_nodes"): "Ignored: see `@multinode`.",
    ("task", "processes_per_node"): "Ignored: see `@mpi`.",
}
# Arguments that are no keys of a description.
MORE = {
    "software": {"config_file*": "Path of the description."},
    "on_failure": {
        "management*": "As `on_failure` of `@task`.",
        "*others*": "Default values, as `defaults` of `@task`.",
    },
    "data_transformation": {
        "target*": "The parameter.",
        "function*": "A function of the program.",
        "type": "One of " + ", ".join(f"`{name}`" for name in CONVERSIONS) + ".",
        "destination": "The file or folder that is written; each call gets one of its own where calls share it.",
        "size": "Ignored: `FILE_TO_COLLECTION` may give any number of members.",
        "is_workflow": "The function is a part of the main program, and may call tasks.",
        "*others*": 'Arguments of the function; `"{{parameter}}"` is the value of that parameter.',
    },
    "implement": {"source_class*": "Ignored.", "method*": "Ignored."},
    "reduction": {"chunk_size": ARGUMENT_TEXTS["chunk_size"], "is_reduce": "With `False` a task like any other."},
    "mpi": {
        "PARAMETER_layout": "Which part of a list each process of a function gets; some get"
        " nothing where there are fewer blocks than processes."
    },
    "task": {"PARAMETER": "A direction, see below."},
}

DETAIL_TEXTS = {
    "type": "A direction, or its first half: `FILE`, `COLLECTION`, ….",
    "direction": "`IN`, `OUT`, `INOUT`, `CONCURRENT`, ….",
    "stream": "`STDIN`, `STDOUT` or `STDERR` of a program. What a program prints is appended.",
    "prefix": "Stands before the value on the command line; `#` keeps it off the line.",
    "depth": "How deep the lists of a collection nest.",
    "weight": "Ignored.",
    "keep_rename": "Ignored: files keep their names.",
    "cache": "Ignored.",
}

FUNCTION_TEXTS = {
    "compss_wait_on": "The value itself. What plain Python does with it becomes a rule, or a decision about jobs. "
    "A barrier, where tasks before it may have written files that they don't declare.",
    "compss_wait_on_file": "The path; what reads the file waits for it.",
    "compss_wait_on_directory": "The path; what reads the folder waits for it.",
    "compss_barrier": "What follows comes after all that was before.",
    "compss_barrier_group": "Like `compss_barrier`, for all that was before.",
    "TaskGroup": "A barrier at its end, unless `implicit_barrier=False`.",
    "compss_open": "Plain Python that reads or writes the file, in a rule of its own.",
    "compss_delete_file": "The file is `temp()`: Snakemake deletes it when nobody needs it any more.",
    "compss_delete_object": "Nothing: objects between jobs stay for the next run.",
    "compss_file_exists": "Answered when compiling, also for files that the workflow writes.",
}
OUR_OWN = ("wait_on", "wait_on_file", "wait_on_directory", "barrier", "barrier_group", "open_file", "delete_file",
           "delete_object", "file_exists")  # fmt: skip

END = """
## Not in the tables

- A task that is called inside of another one runs there, as a part of its job.
- `CONCURRENT` and `COMMUTATIVE` tasks run one after the other, in the order of the program.
- A method of an object that a task returned can't be called before the object is known to the program: call
  `Class.method(value)`.
- A task that adds members to a changed collection or dictionary fails: the number of members is fixed.
- A program finds its files under the paths that the main program gives them, not under links in its folder.
- Each example of this page, and more, is in `tests/conformance`, where it runs both ways.
"""


class Unexplained(Exception):
    """A name without a text, or a text without a name."""


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def code(name: str) -> str:
    """The name as code; one between asterisks is none, one with an asterisk behind it is mandatory."""
    if name.startswith("*"):
        return name
    return f"`{name[:-1]}` *" if name.endswith("*") else f"`{name}`"


_CONTEXT = "Answers for the place that asks: in a task the worker, else the master; under PyCOMPSs everywhere."
_SET = "Ignored: where the code runs decides."
_NOTEBOOK = "Ignored: it changes nothing about what is computed."
_ERROR = "An exception class."
MODULE_TEXTS: dict[str, dict[str, str]] = {
    "pycompss.functions.reduce": {
        "merge_reduce": "A tree of calls of the function, two values each; as in PyCOMPSs the list holds partial"
        " results afterwards.",
        "mergeReduce": "`merge_reduce`, as older programs call it.",
        "merge_n_reduce": "A tree of calls of the function, `arity` values each.",
    },
    "pycompss.functions.map": {"map": "A call of the function for each member, or for each so many of them."},
    "pycompss.functions.data": {
        "generator": "A job for each fragment.",
        "chunks": "Slices of a list.",
    },
    "pycompss.functions.data_tasks": {
        "gen_random": "A job.",
        "gen_normal": "A job.",
        "gen_uniform": "A job.",
    },
    "pycompss.functions.elapsed_time": dict.fromkeys(
        ("TimeIt", "timeit", "TimeIT", "TIMEIT"),
        "The call gives a list of the result and of the seconds that it took, below `@task` inside of the job.",
    ),
    "pycompss.functions.profile": dict.fromkeys(
        ("Profile", "profile", "PROFILE"), "Ignored: `benchmark` of Snakemake and `sacct` of Slurm measure jobs."
    ),
    "pycompss.util.context": {
        "CONTEXT": _CONTEXT,
        "Context": "The class of `CONTEXT`.",
        "loading_context": "Ignored.",
        **dict.fromkeys(("in_master", "in_worker", "in_pycompss", "get_pycompss_context"), _CONTEXT),
        **dict.fromkeys(("set_pycompss_context", "get_who_contextualized"), _SET),
        **dict.fromkeys(
            ("is_nesting_enabled", "enable_nesting", "disable_nesting"),
            "What was set last; a task that is called inside of another one runs there in any case.",
        ),
        **dict.fromkeys(("MASTER", "WORKER", "OUT_OF_SCOPE"), "What `get_pycompss_context` gives."),
    },
    "pycompss.util.exceptions": dict.fromkeys(
        (
            "SerializerException",
            "PyCOMPSsException",
            "NotInPyCOMPSsException",
            "NotImplementedException",
            "MissingImplementedException",
            "DDSException",
            "TimeOutError",
            "CancelError",
        ),
        _ERROR,
    ),
    "pycompss.util.serialization.serializer": {
        "serialize_to_file": "Written with `pickle`.",
        "deserialize_from_file": "Read with `pickle`.",
        "serialize_to_bytes": "Bytes of `pickle`.",
        "deserialize_from_bytes": "Read with `pickle`.",
    },
    "pycompss.util.typing_helper": {"typing": "Python's own module."},
    "pycompss.runtime.management.classes": {
        "Future": "For annotations. No value is one: `isinstance(x, Future)` is false, as all values are there.",
        "EmptyReturn": "As `Future`.",
        "SupportedFunctionTypes": "Three numbers.",
        "FunctionType": "Three numbers.",
    },
    "pycompss.runtime.management.direction": {
        "get_compss_direction": "The number of a direction for a mode of `open`.",
    },
    "pycompss.interactive": dict.fromkeys(
        (
            "start",
            "stop",
            "current_task_graph",
            "complete_task_graph",
            "tasks_info",
            "tasks_status",
            "statistics",
            "resources_status",
            "monitoring_information",
        ),
        _NOTEBOOK,
    ),
    "pycompss.streams.distro_stream": dict.fromkeys(refused.DISTRO_STREAMS, "Refused, see above."),
    "pycompss.streams": {"*others*": "Not there: there are no streams."},
    "pycompss.dds": {"*all*": "Not there: write the tasks, or lists of them."},
    "pycompss.api.dummy": {"*all*": "Not there: the decorators themselves run without COMPSs."},
    "pycompss.runtime": {"*others*": "Not there: parts of COMPSs that programs have no use for."},
    "pycompss.worker": {"*all*": "Not there: parts of COMPSs that programs have no use for."},
    "pycompss.util": {"*others*": "Not there: parts of COMPSs that programs have no use for."},
}


def arguments(decorator: str) -> Iterator[tuple[str, str]]:
    """The arguments of a decorator, and what becomes of each."""
    lines = {**EXECUTION, **OTHERS, "constraint": OTHERS["constraints"], "task": " ".join(sorted(TASK))}
    for name, (_, mandatory) in keys_of(lines.get(decorator, "")).items():
        text = PARTICULAR_TEXTS.get((decorator, name)) or ARGUMENT_TEXTS.get(name)
        if text is None:
            raise Unexplained(f"{name} of @{decorator}")
        yield name + "*" * mandatory, text
    yield from MORE.get(decorator, {}).items()


def decorators() -> Iterator[str]:
    if set(DECORATORS) != set(DECORATOR_TEXTS):
        raise Unexplained(str(set(DECORATORS) ^ set(DECORATOR_TEXTS)))
    yield "\n## Decorators\n"
    yield from table(("decorator", "what it becomes"), ((f"`@{name}`", text) for name, text in DECORATOR_TEXTS.items()))
    for name in DECORATOR_TEXTS:
        found = list(arguments(name))
        if found:
            yield f"\n### `@{name}`\n"
            yield from table(("argument", "what it becomes"), ((code(key), text) for key, text in found))


def direction(each: Direction) -> tuple[str, ...]:
    how = {"in": "read", "out": "written", "inout": "changed"}[each.mode]
    content = {"dict_collection": "dictionary of objects", "collection": "list of objects"}.get(
        each.content, each.content.replace("collection_", "list of paths: ")
    )
    return f"`{each.name}`", content, how, f"`{each.stream.upper()}`" if each.stream else ""


def directions() -> Iterator[str]:
    yield "\n## Directions\n"
    yield from table(("direction", "what is passed", "how", "stream"), map(direction, DIRECTIONS.values()))
    for name in refused.STREAMS:
        reason, help = refused.REASONS[name]
        yield f"\n`{name}` is refused: {reason}. Instead, {help}."
    if set(DETAILS.values()) != set(DETAIL_TEXTS):
        raise Unexplained(str(set(DETAILS.values()) ^ set(DETAIL_TEXTS)))
    yield '\nIn the form `{Type: FILE_IN, Prefix: "--in="}`:\n'
    shown = {"stream": "StdIOStream"}
    rows = ((f"`{shown.get(name, name.capitalize())}`", text) for name, text in DETAIL_TEXTS.items())
    yield from table(("key", "what it becomes"), rows)


def functions() -> Iterator[str]:
    yield "\n## Functions\n"
    rows = []
    for name in api.FUNCTIONS:
        if name in OUR_OWN:
            continue
        if name in refused.LEFT_OUT:
            text = "Left out: it changes nothing about what is computed."
        elif name in refused.REASONS:
            reason, help = refused.REASONS[name]
            text = f"Refused: {reason}. Instead, {help}."
        elif name in FUNCTION_TEXTS:
            text = FUNCTION_TEXTS[name]
        else:
            raise Unexplained(name)
        rows.append((f"`{name}`", text))
    others = [name for name in refused.REASONS if name not in api.FUNCTIONS and name not in refused.STREAMS]
    for name in others:
        reason, help = refused.REASONS[name]
        rows.append((f"`{name}`", f"Refused where it is used: {reason}. Instead, {help}."))
    yield from table(("name", "what it becomes"), rows)


def names_of(module: str) -> list[str]:
    """What programs may take from a module that is plain Python."""
    found: list[str] = []
    for node in ast.parse(Path(source_of(module)[0]).read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.append(node.name)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            found += ast.literal_eval(node.value)
        elif isinstance(node, ast.Assign):
            found += [target.id for target in node.targets if isinstance(target, ast.Name)]
    return [name for name in dict.fromkeys(found) if not name.startswith("_")]


def modules() -> Iterator[str]:
    yield "\n## Other modules\n"
    yield "They can be imported; what is not in this table has no counterpart (E305). In a `try` with"
    yield "`except ImportError` the program goes on without it, compiled and as plain Python.\n"
    rows = []
    for module, texts in MODULE_TEXTS.items():
        if "*others*" not in texts and source_of(module)[0] and set(names_of(module)) != set(texts):
            raise Unexplained(f"{module}: {set(names_of(module)) ^ set(texts)}")
        rows += [(f"`{module}`", f"`{name}`" if name[0] != "*" else name, text) for name, text in texts.items()]
    plain = {module for module in plain_modules() if names_of(module)}
    if plain - set(MODULE_TEXTS):
        raise Unexplained(str(plain - set(MODULE_TEXTS)))
    yield from table(("module", "name", "what it becomes"), rows)


def spellings() -> Iterator[str]:
    yield "\n## Old spellings\n"
    yield "Decorators may be written in upper case and under the names of their classes; a note says so. Arguments:\n"
    yield from table(("old", "new"), ((f"`{old}`", f"`{new}`") for old, new in DEPRECATED.items()))


def page() -> str:
    """The whole page. Raises Unexplained."""
    named = {key.rstrip("*") for name in DECORATOR_TEXTS for key, _ in arguments(name)}
    if set(ARGUMENT_TEXTS) - named:
        raise Unexplained(str(set(ARGUMENT_TEXTS) - named))
    if set(FUNCTION_TEXTS) - set(api.FUNCTIONS) or not set(TRANSFORMATIONS) <= set(DECORATORS):
        raise Unexplained(str(set(FUNCTION_TEXTS) - set(api.FUNCTIONS)))
    parts = [*decorators(), *directions(), *functions(), *modules(), *spellings()]
    return START + "\n".join(parts) + "\n" + END


if __name__ == "__main__":
    PAGE.write_text(page())
