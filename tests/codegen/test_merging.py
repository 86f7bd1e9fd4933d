"""Functions that differ only in constants share a rule; others keep their own."""

from __future__ import annotations

from pathlib import Path

from eflows2smk.codegen.family import FEW, families
from eflows2smk.codegen.merging import MANY, merged
from tests.codegen.graphs import Graph, shell, site
from tests.programs import Project

FUNCTION = """
@binary(binary="PROGRAM", args="ARGS")
@task(result=FILE_OUT)
def NAME(result):
    pass


NAME("PATH")
"""


def rules(folder: Path, functions: list[tuple[str, str, str, str]]) -> list[str]:
    """The rules but `all`, for functions given by name, program, arguments and path."""
    text = "from eflows2smk import FILE_OUT, binary, task\n"
    for name, program, args, path in functions:
        made = FUNCTION.replace("NAME", name).replace("PROGRAM", program).replace("ARGS", args)
        text += made.replace("PATH", path)
    folder.mkdir(parents=True)
    (folder / "main.py").write_text(text)
    Project(folder).compile()
    lines = (folder / "workflow" / "Snakefile").read_text().splitlines()
    return [line.removeprefix("rule ").rstrip(":") for line in lines if line.startswith("rule ")][1:]


def test_a_few_functions_keep_their_rules(tmp_path: Path) -> None:
    few = [(f"step_{i}", "touch", f"--date=@{i} {{{{result}}}}", f"out/{i}.txt") for i in range(FEW)]
    one_more = [*few, (f"step_{FEW}", "touch", f"--date=@{FEW} {{{{result}}}}", f"out/{FEW}.txt")]
    assert rules(tmp_path / "few", few) == [f"step_{i}" for i in range(FEW)]
    assert rules(tmp_path / "more", one_more) == ["step"]


def test_other_programs_options_and_endings_keep_functions_apart(tmp_path: Path) -> None:
    count = FEW + 1
    alike = [(f"step_{i}", "touch", f"-d @{i} {{{{result}}}}", f"out/{i}.txt") for i in range(count)]
    other_program = [(f"copy_{i}", "cp", f"{i} {{{{result}}}}", f"copies/{i}.txt") for i in range(count)]
    other_option = [(f"step_{100 + i}", "touch", f"-t {i} {{{{result}}}}", f"out/{100 + i}.txt") for i in range(count)]
    other_ending = [(f"step_{200 + i}", "touch", f"-d @{i} {{{{result}}}}", f"out/{i}.csv") for i in range(count)]
    found = rules(tmp_path / "all", [*alike, *other_program, *other_option, *other_ending])
    assert found == ["step", "copy", "step_out", "step_out_2"]


def test_functions_with_names_of_their_own_share_a_rule_if_they_are_many(tmp_path: Path) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [first + second for first in letters for second in letters]
    for_names = [(name, "touch", f"-d @{i} {{{{result}}}}", f"out/{name}.txt") for i, name in enumerate(names)]
    for_names = [each for each in for_names if each[0] not in ("as", "if", "in", "is", "or")]
    assert rules(tmp_path / "some", for_names[:MANY]) == [name for name, *_ in for_names[:MANY]]
    assert rules(tmp_path / "many", for_names[: MANY + 1]) == ["touch"]


def test_what_differs_inside_of_quotes_is_the_same_text_in_the_job(tmp_path: Path) -> None:
    words = ["a", "b c", "{d}", "$HOME", "e;f", "100%", "007", "1.50", "é", "g'", "--h", "*"]
    args = '-c \'printf \\"%s\\\\n\\" \\"$1\\" > \\"$2\\"\' sh \\"{}\\" {{{{result}}}}'
    functions = [
        (f"write_{i}", "sh", args.format(word.replace("$", "\\\\\\\\$")), f"out/{i}.txt")
        for i, word in enumerate(words)
    ]
    assert rules(tmp_path / "words", functions) == ["write"]
    project = Project(tmp_path / "words")
    project.snakemake()
    compiled = [(project.folder / "out" / f"{i}.txt").read_text() for i in range(len(words))]
    project.sequential()
    assert compiled == [(project.folder / "out" / f"{i}.txt").read_text() for i in range(len(words))]
    assert compiled[:3] == ["a\n", "b c\n", "{d}\n"]


def test_call_sites_that_can_share_no_rule_are_not_merged_with_others() -> None:
    copy = shell("copy", "cp", "in_file", "out")
    sites = [site(copy) for _ in range(FEW + 2)]
    graph = Graph()
    for number, where in enumerate(sites):
        graph.call(where, in_file=f"in/{number}.txt", out=f"out/{number}.txt")
    for alone in (frozenset[int](), frozenset({id(sites[3])})):
        found = merged(families(graph.workflow, ".", alone), alone)
        assert sorted(family.size for family in found) == ([1, FEW + 1] if alone else [FEW + 2])
