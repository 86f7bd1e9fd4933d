"""The user's modules inside of jobs, guarded or not, and what is shown when something of the user's fails."""

from __future__ import annotations

from collections.abc import Callable

from .conftest import Folder

Program = Callable[[str], Folder]


def result(folder: Folder, function: str, *words: str) -> object:
    done = folder.job(function, *words, "--result", "r.obj")
    assert done.returncode == 0, done.stderr
    return folder.load("r.obj")


def test_a_program_without_a_guard_does_not_run_in_its_jobs(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import *
        import os

        FACTOR = 3
        results = []

        @task(returns=1)
        def scale(x):
            return x * FACTOR

        for i in range(3):
            results.append(scale(i))
        results = compss_wait_on(results)
        print("sum", sum(results))
        total = sum(results)
        if total > 2:
            open("leaked.txt", "w").close()
        open("also_leaked.txt", "w").close()
        SHIFT = 10

        @task(returns=1)
        def shift(x, by=SHIFT):
            return x + by + len(UNITS)

        UNITS = ("m", "s")
        last = shift(total)
        """
    )
    assert result(folder, "main:scale", "--value", "x", "5") == 15
    assert result(folder, "main:shift", "--value", "x", "5") == 17
    assert folder.job("main:scale", "--value", "x", "5").stdout == ""
    assert folder.names() == ["main.py", "r.obj"]


def test_a_call_inside_of_a_main_function_without_guard_is_left_out(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import task

        class Point:
            pass

        @task(returns=1)
        def make():
            return Point()

        def main():
            try:
                point = make()
            except Exception:
                print("swallowed")

        main()
        """
    )
    done = folder.job("main:make", "--result", "r.obj")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    folder.write(
        "main.py", folder.read("main.py") + "\n@task(returns=1)\ndef name(point):\n    return type(point).__module__\n"
    )
    assert result(folder, "main:name", "--object", "point", "r.obj") == "main"


def test_modules_of_the_program_may_call_tasks_too(program: Program) -> None:
    folder = program(
        """
        import steps.second
        """
    )
    folder.write("steps/__init__.py", "")
    folder.write(
        "steps/first.py",
        """
        from eflows2smk import task

        @task(returns=1)
        def one():
            return 1

        x = one()
        """,
    )
    folder.write(
        "steps/second.py",
        """
        from eflows2smk import task
        from steps.first import one

        y = one()

        @task(returns=1)
        def two():
            return one() + 1

        z = two()
        """,
    )
    assert result(folder, "steps.second:two") == 2


def test_objects_of_an_unguarded_main_program_load_in_jobs_of_other_modules(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import task
        from tools import show

        class Point:
            x = 4

        @task(returns=1)
        def make():
            return Point()

        print(show(make()))
        """
    )
    folder.write("tools.py", "from eflows2smk import task\n@task(returns=1)\ndef show(p):\n    return p.x\n")
    assert folder.job("main:make", "--result", "p.obj").returncode == 0
    assert result(folder, "tools:show", "--object", "p", "p.obj") == 4


def test_the_guarded_part_does_not_run(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import task

        @task(returns=1)
        def one():
            return __name__

        if __name__ == "__main__":
            raise SystemExit("ran")
        """
    )
    assert result(folder, "main:one") == "main"


def test_a_task_inside_of_a_task_runs_at_once(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import task

        @task(returns=1)
        def fibonacci(n):
            return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)
        """
    )
    assert result(folder, "main:fibonacci", "--value", "n", "10") == 55


def test_methods_get_their_object_and_classes(program: Program) -> None:
    folder = program(
        """
        import functools
        from eflows2smk import task

        def logged(function):
            @functools.wraps(function)
            def wrapper(*args, **kwargs):
                return "logged", function(*args, **kwargs)
            return wrapper

        class Base:
            @task()
            def grow(self, by):
                self.size += by

        class Rod(Base):
            def __init__(self, size):
                self.size = size

            @staticmethod
            @task(returns=1)
            def unit():
                return "m"

            @task(returns=1)
            @staticmethod
            def other():
                return "s"

            @classmethod
            @task(returns=1)
            def name(cls, suffix):
                return cls.__name__ + suffix

            @task(returns=1)
            @classmethod
            def title(cls):
                return cls.__name__

            @task(returns=1)
            @logged
            def double(self):
                return 2 * self.size

        @task(returns=1)
        def rod():
            return Rod(2)
        """
    )
    assert folder.job("main:rod", "--result", "rod.obj").returncode == 0
    grown = folder.job("main:Rod.grow", "--update", "self", "rod.obj", "grown.obj", "--value", "by", "3")
    assert grown.returncode == 0, grown.stderr
    assert result(folder, "main:Rod.double", "--object", "self", "grown.obj") == ("logged", 10)
    assert result(folder, "main:Rod.unit") == "m"
    assert result(folder, "main:Rod.other") == "s"
    assert result(folder, "main:Rod.name", "--text", "suffix", "!") == "Rod!"
    assert result(folder, "main:Rod.title") == "Rod"


def test_an_error_shows_the_users_traceback_first_then_the_call(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import task

        def inner(x):
            return 1 / x

        @task(returns=1)
        def divide(x):
            return inner(x)
        """
    )
    done = folder.job("main:divide", "--value", "x", "0", "--result", "r.obj", *folder.site("main.py:41"))
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert 'main.py", line 8, in divide' in lines[1]
    assert lines[-2] == "ZeroDivisionError: division by zero"
    assert lines[-1] == "eflows2smk: 'divide' failed, called at main.py:41"
    assert "eflows2smk/runtime" not in done.stderr
    assert not (folder.path / "r.obj").exists()


def test_an_error_in_an_unguarded_program_keeps_its_line_numbers(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import task

        @task()
        def fail():
            raise ValueError("here")

        fail()
        """
    )
    done = folder.job("main:fail")
    assert 'main.py", line 5, in fail' in done.stderr


def test_an_error_while_importing_is_the_users(program: Program) -> None:
    done = program("import no_such_module_anywhere\n").job("main:f")
    assert done.returncode == 1
    assert done.stderr.startswith("Traceback (most recent call last):\n  File ")
    assert "ModuleNotFoundError: No module named 'no_such_module_anywhere'" in done.stderr
    assert done.stderr.endswith("eflows2smk: 'main' can't be imported\n")
    assert "eflows2smk/runtime" not in done.stderr


def test_a_syntax_error_shows_the_line(program: Program) -> None:
    done = program("def f(:\n    pass\n").job("main:f")
    assert done.returncode == 1
    assert "SyntaxError" in done.stderr
    assert "def f(:" in done.stderr
    assert "eflows2smk/runtime" not in done.stderr


def test_leaving_with_sys_exit_is_a_failure(program: Program) -> None:
    folder = program("import sys\nfrom eflows2smk import task\n@task()\ndef f():\n    sys.exit(0)\n")
    done = folder.job("main:f", *folder.site("main.py:7"))
    assert done.returncode == 1
    assert "it called sys.exit(0)" in done.stderr


def test_a_function_that_is_not_there_is_told(program: Program) -> None:
    done = program("if __name__ == '__main__':\n    def f(): pass\n").job("main:f")
    assert done.returncode == 1
    assert "'main' has no 'f' when it is imported by a job" in done.stderr


def test_jobs_import_pycompss_without_compss(program: Program) -> None:
    folder = program(
        """
        from pycompss.api.api import compss_barrier, compss_open, compss_wait_on
        from pycompss.api.constraint import constraint
        from pycompss.api.data_transformation import dt, DTObject
        from pycompss.api.parameter import *
        from pycompss.api.software import Software, software
        from pycompss.api.task import task

        @constraint(computing_units="2")
        @task(path=FILE_OUT, returns=1)
        def one(path):
            return OBJECT_TO_FILE, {Type: FILE_IN, Direction: INOUT, StdIOStream: STDIN}["type"].name
        """
    )
    assert result(folder, "main:one", "--path", "path", "x") == (0, "FILE_IN")


def test_parts_of_pycompss_that_do_not_exist_here_are_told(program: Program) -> None:
    done = program("import pycompss.dds\n").job("main:f")
    assert done.returncode == 1
    assert "'pycompss.dds' is a part of PyCOMPSs that eflows2smk does not support" in done.stderr


def test_the_public_names_are_all_there_and_cost_nothing_to_a_job(program: Program) -> None:
    folder = program(
        """
        import __future__, runpy, sys  # as every job has
        before = set(sys.modules)
        from eflows2smk import *
        assert {"task", "FILE_INOUT", "dto", "wait_on", "COLLECTION_TO_FILE"} <= set(globals())
        loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
        assert loaded == {"eflows2smk"}, loaded
        import eflows2smk, eflows2smk.software as package
        assert eflows2smk.software is software and callable(software), software
        assert set(dir(eflows2smk)) >= set(eflows2smk.__all__)
        """
    )
    folder.run()


def test_the_docstring_of_a_program_without_guard_is_its_first_text(program: Program) -> None:
    folder = program(
        '''
        """What it is for."""

        from eflows2smk import task

        """A heading."""

        @task(returns=1)
        def doc():
            return __doc__

        doc()
        """The end."""
        '''
    )
    assert result(folder, "main:doc") == "What it is for."
