"""One job: import, load, call, store."""

from __future__ import annotations

import os
import sys
from functools import partial

from eflows2smk.decorators.mode import TaskBody, mode
from eflows2smk.pycompss_shim import install
from eflows2smk.runtime import handles
from eflows2smk.runtime.arguments import Order
from eflows2smk.runtime.errors import JobError
from eflows2smk.runtime.importing import import_module, locate, prepare
from eflows2smk.runtime.loading import Arguments
from eflows2smk.runtime.reporting import report_failure, report_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def run(order: Order) -> int:
    """The exit code. What is wrong is on the error stream by then."""
    mode.job = True
    if os.environ.get("PMI_SIZE") == "1":
        # The srun that started the job: a module that imports MPI could not start it, as the shell closed its pipe.
        for name in [name for name in os.environ if name.startswith("PMI_")]:
            del os.environ[name]
    install()
    prepare(order.program, order.argv, order.search_first, order.search_last)
    return finish(order, partial(function_of, order))


def function_of(order: Order) -> Callable[[dict[str, Any]], Any]:
    """The user's function, as one of its arguments by name. Raises JobError."""
    if order.nodes is not None:
        from eflows2smk.runtime.nodes import environment

        os.environ.update(environment(*order.nodes))
    if order.from_main:
        main = os.path.splitext(os.path.basename(order.program))[0]
        sys.modules["__main__"] = _guarded(lambda: import_module(main), f"'{main}' can't be imported")
    module = order.function.rpartition(":")[0]
    is_script = module.endswith(".py")
    owner, found = _guarded(lambda: locate(order.function), f"'{module}' can't be imported")
    from eflows2smk.runtime.calling import call, undecorated

    function, takes_class = undecorated(owner, found)
    holder = owner if takes_class else None
    if is_script:
        return lambda values: call(function, values, holder)

    def run_task(values: dict[str, Any]) -> Any:
        with TaskBody():
            return call(function, values, holder)

    return run_task


def finish(order: Order, find: Callable[[], Callable[[dict[str, Any]], Any]]) -> int:
    """Load the arguments, call what `find` gives, store the results; the exit code."""
    name = order.function.rpartition(":")[2]
    try:
        function = find()
        from eflows2smk.runtime.calling import store_results

        arguments = _guarded(lambda: Arguments(order.parameters, order.together), "the arguments can't be loaded")
        made: Callable[[], Any] = partial(_called, function, arguments.values)
        for folder in order.folders:
            os.makedirs(folder, exist_ok=True)
        if order.redirections:
            made = _redirected(order, made)
        if order.ignore is None:
            returned = _guarded(made, f"'{name}' failed")
        else:
            returned = _ignoring(order, arguments.values, made, f"'{name}' failed, which is ignored")
        if order.is_collection:
            returned = _guarded(lambda: list(returned), f"'{name}' gave no collection")
        if order.results is not None:
            store_results(returned, order.results, order.single, name)
        if order.decision is not None:
            from eflows2smk.runtime.deciding import decide

            _guarded(partial(decide, returned, *order.decision), f"'{name}' returned what can't decide")
        arguments.store_updates()
    except JobError as error:
        report_line(f"{error} ('{name}'{order.site})")
        return 1
    except _UsersError as failure:
        report_failure(failure.error, f"{failure.what}{order.site}")
        return 1
    return 0


def _called(function: Callable[..., Any], values: dict[str, Any]) -> Any:
    handles.open_again()
    returned = function(values)
    handles.flush(returned)
    return returned


def _redirected(order: Order, made: Callable[[], Any]) -> Callable[[], Any]:
    """The call in a folder where the paths of the program lead to where they are stored."""
    from eflows2smk.runtime.redirecting import Redirections, redirected

    where = Redirections()
    for option, words in order.redirections:
        where.add(option, words)
    return partial(redirected, where, made)


def _ignoring(order: Order, values: dict[str, Any], made: Callable[[], Any], what: str) -> Any:
    """Call a function whose failure is ignored."""
    from eflows2smk.runtime.ignoring import check_written, default, stand_in

    failed = True
    try:
        returned = _guarded(made, what)
        check_written(order)
        failed = False
    except JobError as error:
        report_line(f"{what}{order.site}: {error}")
        returned = default(order)
    except _UsersError as failure:
        report_failure(failure.error, f"{failure.what}{order.site}")
        returned = default(order)
    stand_in(order, values, failed=failed)
    return returned


class _UsersError(Exception):
    def __init__(self, error: BaseException, what: str) -> None:
        super().__init__(what)
        self.error = error
        self.what = what


def _guarded(step: Callable[[], Any], what: str) -> Any:
    """Run a step that executes the user's code, which can raise anything."""
    try:
        return step()
    except JobError:
        raise
    except SystemExit as error:
        # Leaving quietly would look like success, and the job's outputs would be missing.
        raise JobError(f"{what}: it called sys.exit({error.code!r})") from error
    except Exception as error:  # noqa: BLE001
        raise _UsersError(error, what) from None
