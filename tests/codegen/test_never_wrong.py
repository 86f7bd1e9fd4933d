"""Graphs for which a plausible Snakefile would run, and do something else than the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from eflows2smk.diagnostics import ProgramError
from tests.codegen.graphs import Graph, contents, path, run, shell, site

WRITE = shell("make", 'echo made-$1 > "$2"', "value", "out")
COPY = shell("copy", 'cat "$1" > "$2"', "in_file", "out")
TWO = shell("both", 'echo $1 > "$2"; echo log-$1 > "$3"', "value", "out_data", "out_log")
GATHER = shell("gather", 'out="$1"; shift; cat "$@" > "$out"', "out", "all_files")


def test_sources_are_not_made_by_a_rule_whose_pattern_they_match(tmp_path: Path) -> None:
    graph = Graph()
    make, copy = site(WRITE, ("i",)), site(COPY)
    for i in range(3):
        graph.call(make, [i], value=i, out=path("data/", ("i", i), ".txt"))
    graph.call(copy, in_file="data/7.txt", out="copy.txt")
    run(graph, tmp_path, {"data/7.txt": "precious\n"}, "--forceall")
    assert contents(tmp_path, ["data/7.txt", "copy.txt"]) == {"data/7.txt": "precious\n", "copy.txt": "precious\n"}


def test_second_output_does_not_look_like_a_first_one(tmp_path: Path) -> None:
    graph = Graph()
    both, gather = site(TWO, ("name",)), site(GATHER)
    names = ["a", "b", "c"]
    for name in names:
        graph.call(
            both,
            [name],
            value=name,
            out_data=path("out/", ("name", name)),
            out_log=path("out/", ("name", name), ".log"),
        )
    graph.call(gather, out="all.txt", all_files=[path("out/", ("name", name), ".log") for name in names])
    run(graph, tmp_path)
    assert (tmp_path / "all.txt").read_text() == "log-a\nlog-b\nlog-c\n"
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == ["a", "a.log", "b", "b.log", "c", "c.log"]


def test_keys_of_tables_do_not_run_together(tmp_path: Path) -> None:
    graph = Graph()
    make = site(WRITE, ("x",), ("y",))
    pairs = {("a,b", "c"): "first", ("a", "b,c"): "second", ("a", "c"): "third", ("a,b", "b,c"): "fourth"}
    for (x, y), value in pairs.items():
        graph.call(make, [x, y], value=value, out=path("out/", ("x", x), "/", ("y", y)))
    run(graph, tmp_path)
    made = {key: (tmp_path / "out" / key[0] / key[1]).read_text() for key in pairs}
    assert made == {key: f"made-{value}\n" for key, value in pairs.items()}


@pytest.mark.parametrize("values", [[1, 1.0, True], [1.0, 1], [0, False], [True, 1, 2]])
def test_equal_values_of_different_types_stay_apart(tmp_path: Path, values: list[object]) -> None:
    graph = Graph()
    make = site(WRITE, ("i",))
    for i, value in enumerate(values):
        graph.call(make, [i], value=value, out=path("out/", ("i", i)))
    run(graph, tmp_path)
    assert [(tmp_path / "out" / str(i)).read_text() for i in range(len(values))] == [f"made-{v}\n" for v in values]


def test_digits_of_other_scripts(tmp_path: Path) -> None:
    graph = Graph()
    make = site(WRITE, ("unit",))
    for unit in ["²", "³", "٣"]:
        graph.call(make, [unit], value=unit, out=path("out/", ("unit", unit)))
    run(graph, tmp_path)
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == sorted(["²", "³", "٣"])


def test_braces_in_a_source_are_refused() -> None:
    graph = Graph()
    graph.call(site(COPY), in_file="data/{x}.txt", out="copy.txt")
    with pytest.raises(ProgramError) as caught:
        graph.files()
    assert [each.code for each in caught.value.diagnostics] == ["E500"]


def test_barrier_behind_a_barrier() -> None:
    graph = Graph()
    slow = shell("slow", 'sleep 1; echo first >> "order.txt"; echo > "$1"', "out")
    quick = shell("quick", 'echo second >> "order.txt"; echo > "$1"', "out")
    graph.call(site(slow), out="slow.txt")
    graph.barrier()
    graph.barrier()
    graph.call(site(quick), out="quick.txt")
    text = graph.snakefile()
    first, second = text.index("rule barrier_1:"), text.index("rule barrier_2:")
    assert '"slow.txt"' in text[first:second]
    assert "intermediate/done/barrier_1" in text[second:], text
