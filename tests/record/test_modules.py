"""Programs of several modules, and what they read while they are compiled."""

from __future__ import annotations

import pytest

from tests.record.conftest import API, Run


def test_tasks_of_other_modules(run: Run) -> None:
    found = run(
        """
        import lib.tasks as tasks
        from lib.more import *
        from lib import tasks as again
        tasks.make("a")
        twice("b")
        again.make("c")
        """,
        files={
            "lib/__init__.py": "",
            "lib/tasks.py": API,
            "lib/more.py": "from .tasks import make\ndef twice(x):\n    make(x)\n    make(x + x)\n",
        },
        api=False,
    )
    assert found.paths() == ["a", "b", "bb", "c"]
    assert found.invocations[0].site.software.module == "lib.tasks"


def test_folders_without_init_are_packages(run: Run) -> None:
    found = run("import lib.tasks\nlib.tasks.make('a')", files={"lib/tasks.py": API}, api=False)
    assert found.paths() == ["a"]


def test_circular_imports_are_named(run: Run) -> None:
    found = run(
        "import one",
        files={"one.py": "from two import b\na = 1\n", "two.py": "from one import a\nb = 2\n"},
    )
    assert "E103" in found.codes


def test_arguments_of_the_program(run: Run) -> None:
    found = run(
        """
        import argparse, sys
        parser = argparse.ArgumentParser()
        parser.add_argument("--count", type=int, default=1)
        parser.add_argument("name")
        args = parser.parse_args()
        for i in range(args.count):
            make(f"{args.name}_{i}_{len(sys.argv)}")
        """,
        "--count",
        "2",
        "case",
    )
    assert found.paths() == ["case_0_4", "case_1_4"]


def test_configuration_files_and_listings(run: Run) -> None:
    found = run(
        """
        import csv, glob, json, os
        from pathlib import Path
        import yaml
        config = yaml.safe_load(open("config.yaml"))
        with open("cases.json") as stream:
            cases = json.load(stream)
        for name in cases:
            make(f"{config['prefix']}/{name}")
        for name in sorted(os.listdir("data")):
            tool(os.path.join("data", name), f"listed/{name}")
        for path in sorted(glob.glob("data/*.txt")):
            tool(path, f"globbed/{os.path.basename(path)}")
        for path in sorted(Path("data").glob("*.txt")):
            tool(path, Path("stems") / path.stem)
        with open("table.csv") as stream:
            for row in csv.DictReader(stream):
                make(f"{row['name']}_{float(row['x']) * 2}")
        """,
        files={
            "config.yaml": "prefix: p\n",
            "cases.json": '["a", "b"]',
            "data/x.txt": "",
            "data/y.txt": "",
            "table.csv": "name,x\nn,1.5\n",
        },
    )
    assert found.paths() == [
        "p/a", "p/b", "listed/x.txt", "listed/y.txt", "globbed/x.txt", "globbed/y.txt", "stems/x", "stems/y", "n_3.0",
    ]  # fmt: skip
    assert found.workflow is not None
    assert "config.yaml" in found.workflow.files_read


def test_pycompss_programs_are_the_same_to_the_evaluator(run: Run) -> None:
    found = run(
        """
        from pycompss.api.task import task
        from pycompss.api.parameter import *
        from pycompss.api.api import compss_wait_on, compss_barrier
        @task(returns=1, x=IN)
        def g(x): return x
        y = compss_wait_on(g(1))
        compss_barrier()
        g(y)
        """,
        api=False,
    )
    assert found.producers(1) == [0]


GLOBALS = """
from eflows2smk import task, wait_on
import settings

N = 1
CONFIG = {"n": 1, "sub": {"k": 1}}


def configure(config):
    config["n"] = 3


class Config:
    def __init__(self):
        self.n = 1

    def load(self):
        self.n = 5

    def scaled(self, x):
        return x * N


cfg = Config()


@task(returns=1)
def use(x):
    return %s


def main():
    global N
    %s
    use(2)


if __name__ == "__main__":
    main()
"""
SETTINGS = """
FACTOR = 1
OTHER = {"a": [1]}


def put(x):
    global FACTOR
    FACTOR = x


def get():
    return FACTOR
"""


@pytest.mark.parametrize(
    ("read", "change"),
    [
        ("x * N", "N = 3"),
        ("x * CONFIG['n']", "configure(CONFIG)"),
        ("x * CONFIG['sub']['k']", "configure(CONFIG['sub'])"),
        ("x * cfg.n", "cfg.load()"),
        ("x * cfg.n", "cfg.n = 4"),
        ("x * settings.FACTOR", "settings.FACTOR = 4"),
        ("x * settings.FACTOR", "settings.put(4)"),
        ("x * settings.get()", "settings.FACTOR = 4"),
        ("x * settings.get()", "settings.put(4)"),
        ("x * settings.OTHER['a'][0]", "settings.OTHER['a'].append(2)"),
        ("x * settings.OTHER['a'][0]", "settings.OTHER['a'][0] = 2"),
        ("x.scaled(2)", "N = 3"),
        ("x * (lambda y: y * N)(2)", "N = 3"),
        ("sum(y * N for y in [x])", "N = wait_on(use(1))"),
    ],
)
def test_tasks_that_read_what_jobs_do_not_see_are_refused(run: Run, read: str, change: str) -> None:
    found = run(GLOBALS % (read, change), files={"settings.py": SETTINGS}, api=False)
    assert found.codes == ["E325"]


@pytest.mark.parametrize(
    ("read", "change"),
    [
        ("x * settings.OTHER['a'][0]", "settings.FACTOR = 4"),
        ("sum(N for N in [x])", "N = 3"),
        ("x * CONFIG['n']", "configure(dict(CONFIG))"),
        ("x * cfg.n", "Config().load()"),
        ("x * settings.FACTOR", "pass"),
    ],
)
def test_tasks_that_read_other_globals_compile(run: Run, read: str, change: str) -> None:
    found = run(GLOBALS % (read, change), files={"settings.py": SETTINGS}, api=False)
    assert found.codes == []


def test_globals_bound_again_after_a_call_are_refused(run: Run) -> None:
    program = """
        from eflows2smk import task, wait_on

        K = 1

        @task(returns=1)
        def use(x):
            return x * K

        a = wait_on(use(1))
        %s
        use(a)
        """
    assert run(program % "K = 2", api=False).codes == ["E325"]
    assert run(program % "K = a", api=False).codes == ["E325"]
    assert run(program % "other = K", api=False).codes == []


def test_syntax_that_only_the_parser_takes_is_located(run: Run) -> None:
    found = run("x = {**a for a in [{}]}", api=False)
    assert [(d.code, d.span.line) for d in found.diagnostics] == [("E100", 1)]
