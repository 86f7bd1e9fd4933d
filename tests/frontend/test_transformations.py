"""Data transformations are invocations between producer and consumer."""

from __future__ import annotations

from tests.frontend.conftest import Run

FUNCTIONS = """
def double(value, factor=2): return value
def to_file(value, path): pass
def from_file(path): return 1
def split(path): return [1, 2]
"""


def test_untyped_and_stacked_from_top_to_bottom(run: Run) -> None:
    found = run(FUNCTIONS + "@dt('x', double)\n@dt('x', from_file)\n@task(returns=1)\ndef g(x, n): return x\ng(1, 2)\n")
    assert found.names == ["g_x_double", "g_x_from_file", "g"]
    assert found.producers(1) == [0]
    assert found.producers(2) == [1]


def test_parameters_in_braces_are_those_of_the_call(run: Run) -> None:
    found = run(FUNCTIONS + "@dt('x', double, factor='{{n}}')\n@task(returns=1)\ndef g(x, n): return x\ng(1, 7)\n")
    assert found.argument(0, "factor") == 7


def test_conversions_to_and_from_files(run: Run) -> None:
    found = run(
        FUNCTIONS
        + "@dt(target='x', function=to_file, type=OBJECT_TO_FILE, destination='{{where}}')\n"
        + "@task(x=FILE_IN, returns=1)\ndef g(x, where): return x\n"
        + "@dt(target='x', function=split, type=FILE_TO_COLLECTION, size=2)\n"
        + "@task(x=COLLECTION_IN, returns=1)\ndef h(x): return x\n"
        + "g(1, 'here.txt')\nh('here.txt')\n"
    )
    assert found.names == ["g_x_to_file", "g", "h_x_split", "h"]
    assert set(found.producers(1)) == {0}
    assert found.producers(2) == [0]
    assert found.argument(3, "x") == 2


def test_transformations_at_the_call(run: Run) -> None:
    found = run(FUNCTIONS + "@task(returns=1)\ndef g(x): return x\ng(1, dt=dto('x', double, factor=3))\n")
    assert found.names == ["g_x_double", "g"]


def test_workflow_transformations_are_inlined(run: Run) -> None:
    found = run(
        "def prepare(x): return f(x)\n@dt('x', prepare, is_workflow=True)\n@task(returns=1)\ndef g(x): return x\ng(1)\n"
    )
    assert found.names == ["f", "g"]


def test_an_unknown_target_is_refused_at_the_decorator(run: Run) -> None:
    found = run(FUNCTIONS + "@dt('y', double)\n@task(returns=1)\ndef g(x): return x\ng(1)\n")
    assert found.codes == ["E320"]
