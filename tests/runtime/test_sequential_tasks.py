"""What tasks and data transformations do when the program is run by plain Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from eflows2smk.runtime.sequential import run

from .conftest import Folder

Program = Callable[[str], Folder]


def test_tasks_run_their_bodies(program: Program) -> None:
    program(
        """
        from eflows2smk import *

        @constraint(computing_units=2)
        @task(returns=2)
        def divide(a, b=3):
            "Quotient and remainder."
            return divmod(a, b)

        if __name__ == "__main__":
            q, r = divide(17)
            assert (wait_on(q), compss_wait_on(r)) == (5, 2)
            assert divide(17, b=4) == (4, 1)
            assert divide.__name__ == "divide" and divide.__module__ == "__main__"
            assert divide.__wrapped__(9) == (3, 0) and divide.__doc__.startswith("Quotient")
            barrier()
            assert wait_on(1, 2) == [1, 2]
        """
    ).run()


def test_folders_of_outputs_are_made_and_outputs_are_looked_for(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import *

        @task(path=FILE_OUT, others=COLLECTION_FILE_OUT)
        def write(path, others, text="x"):
            for name in [path, *others]:
                with open(name, "w") as file:
                    file.write(text)

        @task(path=FILE_OUT)
        def forget(path):
            pass

        write("a/b/c.txt", ["d/1.txt", "e/2.txt"])
        with open_file("a/b/c.txt") as file:
            assert file.read() == "x"
        try:
            forget("none.txt")
        except MissingOutput as error:
            assert "'forget' was to write the file 'none.txt'" in str(error)
        else:
            raise AssertionError
        """
    )
    folder.run()
    assert folder.names() == ["a/b/c.txt", "d/1.txt", "e/2.txt", "main.py"]


def test_tasks_are_methods_too(program: Program) -> None:
    program(
        """
        from eflows2smk import *

        class Counter:
            value = 0

            @task()
            def add(self, n):
                self.value += n

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
            def name(cls):
                return cls.__name__

            @task(returns=1)
            @classmethod
            def title(cls):
                return cls.__name__

        counter = Counter()
        counter.add(3)
        counter.add(n=4)
        assert counter.value == 7
        assert (Counter.unit(), counter.unit(), Counter.other(), counter.other()) == ("m", "m", "s", "s")
        assert (Counter.name(), counter.name(), Counter.title(), counter.title()) == ("Counter",) * 4
        """
    ).run()


def test_wrong_arguments_are_a_type_error_of_the_function(program: Program) -> None:
    folder = program("from eflows2smk import task\n@task()\ndef f(a): pass\nf(b=1)\n")
    done = folder.python("main.py")
    assert done.returncode == 1
    assert "TypeError: f(): missing a required argument: 'a'" in done.stderr


def test_all_conversions(program: Program) -> None:
    program(
        """
        import json
        import os
        from eflows2smk import *

        def save(value, path, indent=None):
            with open(path, "w") as file:
                json.dump(value, file, indent=indent)

        def load(path):
            with open(path) as file:
                return json.load(file)

        def save_folder(value, path):
            os.makedirs(path)
            for i, item in enumerate(value):
                save(item, os.path.join(path, f"{i}.json"))

        def load_folder(path):
            return [load(os.path.join(path, name)) for name in sorted(os.listdir(path))]

        @task(returns=1)
        def same(x):
            return x

        @task(path=FILE_IN, returns=1)
        def read(path):
            with open(path) as file:
                return file.read()

        to_file = dto("x", save, type=OBJECT_TO_FILE, destination="out/a.json", indent=2)
        assert same([1, 2], dt=to_file) == "out/a.json"
        assert load("out/a.json") == [1, 2] and "\\n" in open("out/a.json").read()
        assert same([3], dt=dto(target="x", function=save, type=COLLECTION_TO_FILE, destination="c.json")) == "c.json"
        assert same([3], dt=dto("x", save, type=OBJECT_TO_FILE)) == "dt_file_out"
        assert same("out/a.json", dt=dto("x", load, type=FILE_TO_OBJECT)) == [1, 2]
        assert same("out/a.json", dt=dto("x", load, type=FILE_TO_COLLECTION, size=2)) == [1, 2]
        assert same([1, 2], dt=dto("x", sum, type=COLLECTION_TO_OBJECT)) == 3
        assert same([4, 5], dt=dto("x", save_folder, type=OBJECT_TO_DIRECTORY, destination="d1")) == "d1"
        assert same([4, 5], dt=dto("x", save_folder, type=COLLECTION_TO_DIRECTORY, destination="p/d2")) == "p/d2"
        assert same("p/d2", dt=dto("x", load_folder, type=DIRECTORY_TO_OBJECT)) == [4, 5]
        assert same([4, 5], dt=[dto("x", len), dto("x", str)]) == "2"
        # The function says how many members there are.
        assert same("out/a.json", dt=dto("x", load, type=FILE_TO_COLLECTION, size=3)) == [1, 2]
        """
    ).run()


def test_transformations_apply_from_top_to_bottom_then_those_of_the_call(program: Program) -> None:
    program(
        """
        from eflows2smk import *

        def scaled(x, by):
            return x * by

        def shifted(x, by=1):
            return x + by

        @task(returns=1)
        def doubled(x):
            return 2 * x

        def workflow(x, times=1):
            for _ in range(times):
                x = doubled(x)
            return x

        @dt("x", shifted)
        @data_transformation("x", scaled, by="{{factor}}")
        @dt(target="x", function=workflow, type=OBJECT_TO_FILE, is_workflow="True", times=2)
        @task(returns=1)
        def result(x, factor=10):
            return x

        assert result(1) == (1 + 1) * 10 * 4
        assert result(1, factor=3) == 24
        assert result(1, 3, dt=[dto("x", shifted, by=0.5)]) == 24.5
        assert result(1, 3, dt=DTObject("factor", shifted)) == 24

        @dt()
        @task(returns=1)
        def plain(x):
            return x

        assert plain(1, dt=dto("x", doubled)) == 2

        for wrong in (lambda: dt("x"), lambda: dt("x", scaled, type=12)):
            try:
                wrong()
            except TypeError:
                continue
            raise AssertionError
        """
    ).run()


def test_a_program_that_imports_pycompss_runs_sequentially(program: Program, capfd: object) -> None:
    folder = program(
        """
        import os
        import pickle
        import sys
        from pycompss.api.api import *
        from pycompss.api.task import task
        from pycompss.api.parameter import FILE_OUT, INOUT

        class Point:
            x = 2

        @task(p=INOUT)
        def move(p):
            p.x += 1

        @task(path=FILE_OUT)
        def write(path, p):
            with open(path, "w") as file:
                file.write(f"{p.x} {sys.argv[1:]} {__name__} {os.path.basename(sys.path[0])}")

        if __name__ == "__main__":
            p = Point()
            move(p)
            pickle.loads(pickle.dumps(p))
            write(os.path.join(os.path.dirname(__file__), "out.txt"), compss_wait_on(p))
        """
    )
    assert run(folder.path / "main.py", ["a b", "--flag"]) == 0
    assert folder.read("out.txt") == f"3 ['a b', '--flag'] __main__ {folder.path.name}"


def test_a_sequential_run_shows_the_users_traceback_and_passes_the_exit_code_on(folder: Folder) -> None:
    folder.write("fail.py", "from eflows2smk import task\n@task()\ndef f():\n    raise ValueError('no')\nf()\n")
    done = folder.python("-m", "eflows2smk.runtime.sequential", "fail.py")
    assert done.returncode == 1
    assert done.stderr.startswith('Traceback (most recent call last):\n  File "fail.py", line 5, in <module>')
    assert done.stderr.endswith("ValueError: no\neflows2smk: 'fail.py' failed\n")
    folder.write("leave.py", "import sys\nsys.exit(7)\n")
    assert run(folder.path / "leave.py", []) == 7
    assert run(Path("none.py"), []) == 1
