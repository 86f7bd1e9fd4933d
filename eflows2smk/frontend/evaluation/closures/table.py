"""Which closure is made of which kind of operation."""

from __future__ import annotations

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.operations import Operation
from eflows2smk.frontend.evaluation.closures.calls import (
    call_closure,
    class_closure,
    function_closure,
    import_closure,
    import_name_closure,
    import_star_closure,
)
from eflows2smk.frontend.evaluation.closures.comprehensions import (
    comprehension_closure,
    gather_closure,
    yielded_closure,
)
from eflows2smk.frontend.evaluation.closures.flow import (
    branch_closure,
    match_test_closure,
    raise_closure,
    return_closure,
    signal_closure,
    try_closure,
    with_closure,
)
from eflows2smk.frontend.evaluation.closures.loops import for_closure, iterate_closure, while_closure
from eflows2smk.frontend.evaluation.closures.names import (
    annotate_closure,
    constant_closure,
    delete_closure,
    load_closure,
    move_closure,
    storing_closure,
)
from eflows2smk.frontend.evaluation.closures.operators import (
    binary_closure,
    compare_closure,
    in_place_closure,
    truth_closure,
    unary_closure,
)
from eflows2smk.frontend.evaluation.closures.parts import (
    build_closure,
    delete_attribute_closure,
    delete_item_closure,
    format_closure,
    get_attribute_closure,
    get_item_closure,
    set_attribute_closure,
    set_item_closure,
    spread_closure,
    unpack_closure,
)
from eflows2smk.frontend.evaluation.execution import Prepare
from eflows2smk.frontend.evaluation.signals import Signal

PREPARE: dict[type[Operation], Prepare] = {
    core.Constant: constant_closure,
    core.Move: move_closure,
    core.Load: load_closure,
    core.Store: storing_closure,
    core.Delete: delete_closure,
    core.Unary: unary_closure,
    core.Binary: binary_closure,
    core.InPlace: in_place_closure,
    core.Compare: compare_closure,
    core.Truth: truth_closure,
    core.GetAttribute: get_attribute_closure,
    core.SetAttribute: set_attribute_closure,
    core.DeleteAttribute: delete_attribute_closure,
    core.GetItem: get_item_closure,
    core.SetItem: set_item_closure,
    core.DeleteItem: delete_item_closure,
    core.Build: build_closure,
    core.Format: format_closure,
    core.Call: call_closure,
    core.Unpack: unpack_closure,
    core.Gather: gather_closure,
    core.Spread: spread_closure,
    core.Annotate: annotate_closure,
    core.Function: function_closure,
    core.Class: class_closure,
    core.Comprehension: comprehension_closure,
    core.Yield: yielded_closure,
    core.Import: import_closure,
    core.ImportName: import_name_closure,
    core.ImportStar: import_star_closure,
    core.Branch: branch_closure,
    core.Iterate: iterate_closure,
    core.For: for_closure,
    core.While: while_closure,
    core.Break: signal_closure(Signal.BREAK),
    core.Continue: signal_closure(Signal.CONTINUE),
    core.Return: return_closure,
    core.Raise: raise_closure,
    core.Try: try_closure,
    core.With: with_closure,
    core.MatchTest: match_test_closure,
}
