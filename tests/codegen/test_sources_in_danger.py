"""Files that existed before the run, under paths that look like those which a rule makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codegen.graphs import Graph, contents, path, run, shell, site

WRITE = shell("make", 'echo made-$1 > "$2"', "value", "out")
JOIN = shell("join", 'out="$1"; shift; cat "$@" > "$out"', "out", "all_files")


def _graph(made: list[object], read: list[str]) -> Graph:
    """Files ``data/<name>.txt`` are made in a loop, and others of such names are read."""
    graph = Graph()
    make, join = site(WRITE, ("name",)), site(JOIN)
    for name in made:
        graph.call(make, [name], value=name, out=path("data/", ("name", name), ".txt"))
    graph.call(join, out="joined.txt", all_files=read)
    return graph


def _precious(names: list[object]) -> dict[str, str]:
    return {f"data/{name}.txt": f"precious {name}\n" for name in names}


NUMBERS: list[object] = list(range(250))
WORDS: list[object] = [f"sample-{number * number}" for number in range(250)]


@pytest.mark.parametrize(
    ("made", "existed"),
    [
        pytest.param(NUMBERS[:3], [7], id="few values"),
        pytest.param(NUMBERS, [250, 1000], id="many numbers without a gap"),
        pytest.param([n for n in NUMBERS if n != 100], [100], id="many numbers with a gap"),
        pytest.param(WORDS, ["sample-2", "sample-3"], id="many words"),
        pytest.param([3 * n * n for n in range(250)], [n * n + 1 for n in range(40)], id="many scattered numbers"),
    ],
)
def test_sources_are_kept(tmp_path: Path, made: list[object], existed: list[object]) -> None:
    existed = [name for name in existed if name not in made]
    sources = _precious(existed)
    graph = _graph(made, list(sources))
    run(graph, tmp_path, sources, "--forceall", "joined.txt", f"data/{made[1]}.txt")
    assert contents(tmp_path, sources) == sources
    assert (tmp_path / f"data/{made[1]}.txt").read_text() == f"made-{made[1]}\n"
    assert (tmp_path / "joined.txt").read_text() == "".join(sources.values())


def test_a_source_that_is_newer_than_its_lookalikes_stays(tmp_path: Path) -> None:
    sources = _precious([1000])
    run(_graph(NUMBERS, list(sources)), tmp_path, sources, "joined.txt")
    (tmp_path / "data/1000.txt").write_text("newer\n")
    run(_graph(NUMBERS, list(sources)), tmp_path, None, "joined.txt")
    assert (tmp_path / "joined.txt").read_text() == "newer\n"
