"""Every entry of the evaluator's own tables is said by a line of the library, but for those that were wrong."""

from __future__ import annotations

import builtins
import inspect
from collections.abc import Iterator

import pytest

from eflows2smk.frontend import calls, evaluator, lints, trying
from eflows2smk.frontend.computed import connectives
from eflows2smk.frontend.host import aliases, changes, hosting, knowledge, raising
from eflows2smk.frontend.library import Action, Evaluation, Facts, Kind, Library, Relation
from eflows2smk.frontend.trusted import methods, numerics, reasons, table
from eflows2smk.frontend.trusted.builtin import BUILTINS
from eflows2smk.frontend.trusted.environment import Environment
from eflows2smk.frontend.trusted.files import StaticFile
from eflows2smk.frontend.trusted.folders import Entries, Entry
from eflows2smk.frontend.trusted.functions import Denied
from eflows2smk.frontend.trusted.silent import SilentLogger, SilentStream

LIBRARY = Library()
EVALUATED = (Evaluation.TRUSTED, Evaluation.BOUNDED, Evaluation.EVALUATED)
OUTSIDE = {"exit", "quit", "input", "input()", "globals()", "locals()", "open", "compss_open"}
# The evaluator's classes, by the class that they stand for.
STANDS_FOR = {
    StaticFile: "file",
    Entry: "os.DirEntry",
    Entries: "os.ScandirIterator",
    Environment: "os.Environ",
    SilentLogger: "logging.Logger",
    SilentStream: "file",
}


def function(name: str) -> Facts:
    found = LIBRARY.function(name.removesuffix("()"))
    assert found is not None, f"no line for {name}"
    return found


def parameter(facts: Facts, position: int) -> str:
    """The one that gets the argument at this place."""
    return facts.bind(position + 1).positional[position]


def path_parameters(facts: Facts, *actions: Action) -> set[str]:
    return {effect.path for effect in facts.files if effect.action in actions}


def of_any(name: str) -> Facts:
    found = LIBRARY.method_of_any(name)
    assert found is not None, f"no line for any.{name}"
    return found


def shared(facts: Facts) -> set[Relation] | None:
    """How a result may share with arguments; None where nothing is known of that."""
    if not facts.result or any(each.shares is None for each in facts.result):
        return None
    return {sharing.relation for each in facts.result for sharing in each.shares or ()}


def type_name(cls: type) -> str:
    if cls in STANDS_FOR:
        return STANDS_FOR[cls]
    if cls.__name__ == "TracedPath":
        return "pathlib.Path"
    module = {"re": "re.", "builtins": "", "_csv": "csv.", "_io": "io."}.get(cls.__module__, f"{cls.__module__}.")
    return f"{module}{cls.__qualname__}"


# What the compiler evaluates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", sorted(table.PURE))
def test_names_that_are_taken_from_the_real_module(module: str) -> None:
    assert LIBRARY.module(module) or not table.PURE[module]
    for name in table.PURE[module].split():
        found = LIBRARY.name(f"{module}.{name}")
        assert found is not None and found.evaluation in EVALUATED, f"{module}.{name}"


@pytest.mark.parametrize("module", sorted(table.NUMPY))
def test_functions_of_numpy(module: str) -> None:
    for name in table.NUMPY[module].split():
        found = function(f"{module}.{name}")
        expected = Evaluation.BOUNDED if name in numerics.SIZES else Evaluation.TRUSTED
        assert found.evaluation is expected, f"{module}.{name}"


@pytest.mark.parametrize("module", sorted(table.OWN))
def test_names_for_which_the_compiler_has_its_own(module: str) -> None:
    for name, own in table.OWN[module].items():
        if type(own).__name__ == "LibraryModule":
            assert LIBRARY.module(f"{module}.{name}")
            continue
        found = LIBRARY.name(f"{module}.{name}")
        bounded = getattr(own, "__module__", "").endswith("limits") or name in ("ilshift", "ipow")
        expected = Evaluation.BOUNDED if bounded else Evaluation.EVALUATED
        assert found is not None and found.evaluation is expected, f"{module}.{name}"


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_builtins(name: str) -> None:
    own = BUILTINS[name]
    found = LIBRARY.name(name)
    assert found is not None, name
    if isinstance(own, Denied):
        assert found.reason == own.why
        assert found.evaluation is Evaluation.RESIDUAL
    else:
        assert found.evaluation in EVALUATED, name


def test_functions_that_are_called_by_the_compilers_own() -> None:
    from eflows2smk.frontend.trusted.calls import REPLACED

    for own in REPLACED:
        owner = getattr(own, "__self__", None)
        name = f"{owner.__name__}.{own.__name__}" if isinstance(owner, type) else type_name(own)
        assert function(name).evaluation in (Evaluation.EVALUATED, Evaluation.BOUNDED), name


def attributes() -> Iterator[tuple[str, str]]:
    for cls, listed in methods.NAMES.items():
        names = [name for name in dir(cls) if not name.startswith("_")] if listed == methods.ALL else listed.split()
        refused = {name for base in cls.__mro__ for name in methods.REFUSED.get(base, ())}
        yield from ((type_name(cls), name) for name in names if name not in refused)
    for dotted, listed in methods.NAMES_ELSEWHERE.items():
        yield from ((dotted, name) for name in listed.split())
    for supplied in (methods._SUPPLIED, methods._WORLD, methods._OF_CLASS):
        for cls, own in supplied.items():
            yield from ((type_name(cls), name) for name in own)


def test_attributes_of_values() -> None:
    wrong = []
    for cls, name in attributes():
        found = LIBRARY.attribute(cls, name)
        if found is None or found.evaluation not in EVALUATED:
            wrong.append(f"{cls}.{name}")
    assert wrong == []


def test_methods_that_the_compiler_has_itself_are_evaluated_or_bounded() -> None:
    for supplied in (methods._SUPPLIED, methods._WORLD, methods._OF_CLASS):
        for cls, own in supplied.items():
            for name in own:
                found = LIBRARY.attribute(type_name(cls), name)
                assert found is not None and found.evaluation in (Evaluation.EVALUATED, Evaluation.BOUNDED), (cls, name)


def test_why_methods_are_not_evaluated() -> None:
    for cls, refused in methods.REFUSED.items():
        for name, why in refused.items():
            dotted = "pathlib.Path" if type_name(cls) == "pathlib.PurePath" else type_name(cls)
            found = LIBRARY.attribute(dotted, name)
            assert found is not None and found.reason == why, (dotted, name)
            assert found.evaluation is Evaluation.RESIDUAL


def test_why_functions_are_not_evaluated() -> None:
    for module, names in reasons.REASONS.items():
        for name, why in names.items():
            found = LIBRARY.name(f"{module}.{name}")
            assert found is not None and found.reason == why, f"{module}.{name}"
            assert found.evaluation is Evaluation.RESIDUAL, f"{module}.{name}"


# Changes --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("library", sorted(knowledge.HARMLESS))
def test_functions_of_harmless_libraries_change_nothing(library: str) -> None:
    if library == "builtins":
        return
    found = LIBRARY.function(f"{library}.some_function")
    if LIBRARY.module(library) and found is None:
        # All that it has is listed.
        module = LIBRARY.names_of(library)
        assert module, library
    else:
        assert found is not None and not found.unknown_changes, library
        assert found.changes == ()


@pytest.mark.parametrize("name", sorted(knowledge.CHANGING))
def test_functions_that_change_an_argument(name: str) -> None:
    facts = function(name)
    if name == "builtins.delattr":
        assert facts.changes[0].parameter == "obj"
    changed = {change.parameter for change in facts.changes}
    assert {parameter(facts, position) for position in knowledge.CHANGING[name]} <= changed


def test_functions_that_change_their_first_argument() -> None:
    modules = {"heap": "heapq", "ins": "bisect", "shu": "random"}
    for name in calls._CHANGING_FIRST:
        facts = function(f"{modules.get(name[: 4 if name.startswith('heap') else 3], 'operator')}.{name}")
        assert facts.changes[0].parameter == facts.parameters[0].name, name


# A text is not changed by partition, but an array is: the line for unknown objects says so.
CHANGES_AFTER_ALL = {"partition"}


def test_methods_that_leave_their_object_alone() -> None:
    for name in sorted(knowledge.PURE_METHODS - CHANGES_AFTER_ALL):
        facts = of_any(name)
        assert not facts.unknown_changes, name
        assert not [change for change in facts.changes if change.condition is None and change.parameter == "self"], name


def test_methods_that_change_their_object() -> None:
    for name in sorted(knowledge.RECEIVER_METHODS | changes._CONTAINER_METHODS | lints._IN_PLACE | calls._CHANGING):
        facts = of_any(name)
        deep = {change.deep for change in facts.changes if change.parameter == "self" and change.condition is None}
        assert deep, name
        assert deep == {name not in changes._CONTAINER_METHODS} or name in lints._IN_PLACE | {"partition"}, name
        assert not facts.unknown_changes, name


def test_arguments_by_keyword_that_methods_change() -> None:
    import numpy
    import pandas

    for name in sorted(knowledge.PURE_METHODS | knowledge.RECEIVER_METHODS):
        for cls in (numpy.ndarray, pandas.DataFrame, pandas.Series):
            try:
                real = inspect.signature(getattr(cls, name)).parameters
            except (AttributeError, ValueError, TypeError):
                continue
            changed = {change.parameter: change.condition for change in of_any(name).changes}
            if "out" in real:
                assert "out" in changed, name
            if "inplace" in real and "self" not in changed:
                raise AssertionError(name)
            if "ax" in real:
                assert "ax" in changed, name


def test_drawing_methods_keep_nothing() -> None:
    for name in knowledge.DRAWS:
        assert of_any(name).holdings == (), name


def test_methods_that_store_what_they_get() -> None:
    for name in hosting._ADDS:
        held = {holding.sharing.parameter for holding in of_any(name).holdings if holding.holder == "self"}
        assert "args" in held, name


def test_methods_that_write_through_their_object() -> None:
    for name in knowledge.WRITING_METHODS:
        assert path_parameters(of_any(name), Action.WRITES_THROUGH) == {"self"}, name


# Files ----------------------------------------------------------------------------------------------------------------

# `Path.touch` leaves what is there, and `to_hdf` adds to it.
KINDS = {
    "file": (Action.WRITES, Action.EDITS, Action.APPENDS, Action.OPENS),
    "copy": (Action.COPIES,),
    "tree": (Action.COPIES_TREE,),
    "move": (Action.MOVES,),
    "remove": (Action.REMOVES,),
    "folder": (Action.MAKES_FOLDER,),
    "open": (Action.OPENS,),
}
# The second names that these parameters really have.
RENAMED = {"os.mkdir", "os.removedirs", "scipy.io.savemat", "os.rename", "os.replace"}


@pytest.mark.parametrize("name", sorted(knowledge.WRITERS))
def test_functions_that_write(name: str) -> None:
    position, keyword, kind, suffix = knowledge.WRITERS[name]
    facts = function(name)
    (effect,) = (each for each in facts.files if each.action in KINDS[kind])
    place = parameter(facts, position)
    assert place == (effect.target or effect.path)
    assert effect.suffix == suffix or effect.suffix == ".png"
    if name not in RENAMED:
        # os.remove and the like share an entry with a keyword that only some of them have.
        assert facts.bind(0, [keyword]).keywords[keyword] == place or kind in ("remove", "folder")


@pytest.mark.parametrize("name", sorted(knowledge.OPENERS))
def test_functions_that_open(name: str) -> None:
    position, default = knowledge.OPENERS[name]
    facts = function(name)
    (effect,) = (each for each in facts.files if each.action in (Action.OPENS, Action.EDITS))
    assert effect.path == parameter(facts, 0)
    if effect.action is Action.OPENS:
        mode = facts.parameter(effect.mode_parameter)
        assert mode is not None and parameter(facts, position) == mode.name
        assert mode.default is not None and mode.default.strip('"').rstrip("b") == default
    else:
        assert default == "a"


@pytest.mark.parametrize("name", sorted(knowledge.METHOD_WRITERS))
def test_methods_that_write(name: str) -> None:
    position, keyword, _, suffix = knowledge.METHOD_WRITERS[name]
    facts = of_any(name)
    (effect,) = (each for each in facts.files if each.action in KINDS["file"])
    assert parameter(facts, position + 1) == effect.path
    # to_json calls it path_or_buf.
    assert facts.bind(1, [keyword]).keywords[keyword] == effect.path or name == "to_json"
    assert effect.suffix == suffix


@pytest.mark.parametrize("name", sorted(knowledge.PATH_METHODS))
def test_methods_of_paths(name: str) -> None:
    kind = knowledge.PATH_METHODS[name]
    expected = {**KINDS, "read": (Action.READS, Action.ASKS, Action.LISTS)}[kind]
    for facts in (LIBRARY.method("pathlib.Path", name), of_any(name)):
        assert facts is not None
        assert "self" in path_parameters(facts, *expected), name


@pytest.mark.parametrize("name", sorted(knowledge.ANYTHING))
def test_functions_that_start_programs_or_run_code(name: str) -> None:
    facts = function(name)
    started = path_parameters(facts, Action.STARTS)
    assert facts.unknown_code or started == {parameter(facts, 0)}


@pytest.mark.parametrize("name", sorted(knowledge.READERS))
def test_functions_that_read(name: str) -> None:
    facts = function(name)
    through = name.startswith("yaml.")
    expected = Action.READS_THROUGH if through else Action.READS
    assert path_parameters(facts, expected) == {parameter(facts, 0)}


@pytest.mark.parametrize("name", sorted(knowledge.LISTERS))
def test_functions_whose_result_depends_on_which_files_there_are(name: str) -> None:
    facts = function(name)
    assert parameter(facts, 0) in path_parameters(facts, Action.LISTS, Action.ASKS)


def test_functions_called_as_if_they_read_may_read() -> None:
    """What no line names may read any file, whatever it is called."""
    for start in knowledge.READS_LIKE:
        found = LIBRARY.function(f"seaborn.{start}")
        assert found is not None and found.unknown_files


# States, the process, what is left out --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(knowledge.PROCESS))
def test_what_changes_the_process(name: str) -> None:
    assert function(name).process == knowledge.PROCESS[name]


@pytest.mark.parametrize("module", sorted(knowledge.STATES))
def test_states(module: str) -> None:
    state, without = knowledge.STATES[module]
    for name in ("some_function", *LIBRARY.names_of(module)):
        facts = LIBRARY.function(f"{module}.{name}")
        if facts is None or facts.kind is Kind.CLASS or LIBRARY.type(f"{module}.{name}") is not None:
            continue
        # pylab has the functions of pyplot, also those without a state.
        without = without or knowledge.STATES["matplotlib.pyplot"][1]
        expected = () if name in without else (state.replace("_", "."),)
        assert facts.states == expected, f"{module}.{name}"
    for name in without:
        assert not function(f"{module}.{name}").states, name


def test_methods_that_draw_random_numbers_or_into_the_current_figure() -> None:
    for name in knowledge.DRAWING_METHODS:
        assert of_any(name).states == ("numpy.random",)
    for name in changes._PLOTTING:
        assert of_any(name).states == ("pyplot",)


def test_what_is_left_out_with_a_note() -> None:
    for name in evaluator._DROPPED:
        each = name if LIBRARY.function(name) else f"{name}.some_function"
        assert function(each).silent, name
    for name in ("debug", "info", "warning", "error", "critical", "log", "exception"):
        assert function(f"logging.{name}").silent
    assert function("print").prints


def test_what_only_speaks_to_the_user() -> None:
    for name in trying._SAYS:
        if name in ("logger", "log"):
            # Names that programs usually give a logger.
            continue
        each = {"logging": "logging.info", "traceback": "traceback.print_exc", "warnings": "warnings.warn"}
        assert function(each.get(name, name)).prints, name


def test_what_ends_the_program() -> None:
    for name in trying._LAST_WORDS:
        assert "whether the program ends" in function(name).process


# Sharing --------------------------------------------------------------------------------------------------------------

# Their results hold elements of their arguments, if these are objects: np.array([model]), sum(lists, []), np.where.
SHARES_AFTER_ALL = {
    *("builtins.sum", "numpy.array", "numpy.copy", "numpy.concatenate", "numpy.vstack", "numpy.hstack", "numpy.stack"),
    *("numpy.column_stack", "numpy.where", "numpy.sort", "numpy.unique", "pandas.concat"),
}
# A view of the object, in some of the versions and libraries that have the method.
SHARES_AS_METHOD = {
    "copy",
    "min",
    "max",
    "tolist",
    "astype",
    "item",
    "flatten",
    "to_numpy",
    "to_dict",
    "join",
    "replace",
}


def test_results_that_share_nothing() -> None:
    for name in sorted(aliases._FRESH):
        found = shared(function(name))
        if name in SHARES_AFTER_ALL:
            assert found and found <= {Relation.HOLDS_PARTS, Relation.HOLDS, Relation.PART, Relation.IS}, name
        elif name == "builtins.print":
            assert found == set()
        else:
            # An array that was given to hold the result is the result.
            assert found is not None and found <= {Relation.IS}, name
            assert all(each.parameter == "out" for r in function(name).result for each in r.shares or ()), name


# They give iterators, which see what is put into the list later: they hold the list itself.
LAZY = {"reversed", "iter", "enumerate", "zip", "filter"}


def test_results_that_hold_the_members_of_arguments() -> None:
    for name in sorted(aliases._LISTING):
        found = shared(function(name))
        if name.removeprefix("builtins.") in LAZY:
            assert found == {Relation.HOLDS}, name
        else:
            assert found is not None and Relation.HOLDS_PARTS in found, name
            # What is given by keyword to dict(…) is a member.
            more = {"copy.copy": {Relation.IS}, "builtins.dict": {Relation.HOLDS}}.get(name, set())
            if name != "collections.OrderedDict":
                assert found <= {Relation.HOLDS_PARTS} | more, name


def test_results_that_are_members_of_arguments() -> None:
    for name in sorted(aliases._PICKING):
        found = shared(function(name))
        assert found is not None and Relation.PART in found, name


def test_methods_that_pick_a_member() -> None:
    for name in sorted(aliases._PICKING_METHODS):
        found = shared(of_any(name))
        assert found is not None and found & {Relation.PART, Relation.HOLDS_PARTS, Relation.HOLDS}, name


def test_methods_whose_result_shares_nothing() -> None:
    for name in sorted(aliases._FRESH_METHODS - SHARES_AS_METHOD):
        found = shared(of_any(name))
        assert found is not None and found <= {Relation.IS}, name
        assert all(each.parameter == "out" for r in of_any(name).result for each in r.shares or ()), name


def test_functions_that_nobody_notices() -> None:
    for name in connectives._HARMLESS:
        facts = function(name)
        assert facts.changes == () and facts.files == () and not facts.unknown_changes, name


def test_functions_that_raise_nothing() -> None:
    for name in raising._SAFE:
        if hasattr(builtins, name):
            assert function(name).never_raises, name
