"""External programs in a sequential run: what they get, where they run, and what becomes of their outputs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Folder

Program = Callable[[str], Folder]


@pytest.mark.parametrize(
    "text", ["", "a b", "it's", 'say "hi"', "$HOME", "{x} {{y}}", "a\nb", ";*&|<>", "é", "\\n", "`id`", "-n", "#", "~"]
)
def test_a_text_reaches_the_program_byte_for_byte(program: Program, text: str) -> None:
    folder = program(
        f"""
        from eflows2smk import *

        @binary(binary="python", args="-c 'import sys; open(sys.argv[-1], \\"w\\").write(repr(sys.argv[1:-1]))' "
            "{{{{text}}}} '<{{{{text}}}}>' \\"<{{{{text}}}}>\\" {{{{out}}}}")
        @task(out=FILE_OUT)
        def show(text, out):
            pass

        show({text!r}, "out.txt")
        """
    )
    folder.run()
    assert folder.read("out.txt") == repr([text, f"<{text}>", f"<{text}>"])


def test_without_args_the_parameters_are_passed_in_pycompss_order(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import *

        @binary(binary="./show.sh")
        @task(out=FILE_OUT_STDOUT, flag={Type: IN, Prefix: "--flag="})
        def show(first, out, second=2, flag="f", *rest, last=None):
            pass

        show("a b", "out.txt", 5, "g", "r1", "r2", last=[1, 2])
        """
    )
    folder.write("show.sh", '#!/bin/sh\nfor word; do echo "$word"; done\n').chmod(0o755)
    folder.run()
    assert folder.read("out.txt").splitlines() == ["a b", "5", "--flag=g", "1", "2", "r1", "r2"] or folder.read(
        "out.txt"
    ).splitlines() == ["a b", "5", "--flag=g", "r1", "r2", "1", "2"]


def test_streams_are_redirected(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import *

        @binary(binary="sh", args="-c 'cat; echo careful >&2'")
        @task(lines=FILE_IN_STDIN, out=FILE_OUT_STDOUT, errors=FILE_OUT_STDERR)
        def copy(lines, out, errors):
            pass

        copy("main.py", "out/copy.txt", "out/errors.txt")
        copy("main.py", "out/copy.txt", "out/errors.txt")
        """
    )
    folder.run()
    assert folder.read("out/copy.txt") == folder.read("main.py")
    assert folder.read("out/errors.txt") == "careful\n"


def test_programs_run_in_a_private_folder(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import *

        @binary(binary="sh", args="-c 'echo left > a.txt; cat given.txt a.txt > $0; echo in > kept/in.txt' {{out}}")
        @task(out=FILE_OUT)
        def work(out):
            pass

        work("out.txt")
        """
    )
    folder.write("given.txt", "given\n")
    folder.write("kept/other.txt", "")
    folder.run()
    assert folder.read("out.txt") == "given\nleft\n"
    assert folder.names() == ["given.txt", "kept/in.txt", "kept/other.txt", "main.py", "out.txt"]


def test_a_working_dir_is_made_and_kept(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import software

        @software(config_file="work.json")
        def work(name, text, out):
            pass

        work("n", "given.txt", "results/out.txt")
        """
    )
    folder.write("given.txt", "given\n")
    folder.write(
        "work.json",
        """
        {"execution": {"type": "binary", "binary": "sh", "working_dir": "scratch/{{name}}",
                       "args": "-c 'echo left > left.txt; cp \\"$0\\" \\"$1\\"' {{text}} {{out}}"},
         "parameters": {"text": "FILE_IN", "out": "FILE_OUT"}}
        """,
    )
    folder.run()
    assert folder.read("results/out.txt") == "given\n"
    assert folder.read("scratch/n/left.txt") == "left\n"
    assert not (folder.path / ".eflows2smk").exists()


FAILING = """
    from eflows2smk import *

    @binary(binary="sh", args="-c 'echo new > {{out}}; echo broken pipe >&2; exit {{code}}'")
    @task(out=FILE_OUT, returns=1)
    def work(code, out):
        pass

    @binary(binary="sh", args="-c 'echo changed >> {{path}}; exit {{code}}'")
    @task(path=FILE_INOUT)
    def change(code, path):
        pass

    @binary(binary="true")
    @task(out=FILE_OUT)
    def forget(out):
        pass
    """


@pytest.mark.parametrize("name", ["out.txt", "results/out.txt"])
def test_a_failure_is_told_and_leaves_previous_outputs(program: Program, name: str) -> None:
    folder = program(FAILING)
    folder.write(
        "try.py",
        f"""
        from main import *

        assert work(0, {name!r}) == 0
        change(0, {name!r})
        for failing in (lambda: work(3, {name!r}), lambda: change(4, {name!r}), lambda: work(5, "d/none.txt")):
            try:
                failing()
            except ProgramFailed as error:
                print(error)
                print(error.code)
        try:
            forget({name!r})
        except MissingOutput as error:
            print(error)
        """,
    )
    done = folder.python("try.py")
    assert done.returncode == 0, done.stderr
    assert "'work' failed with exit code 3:\n  broken pipe\n3\n" in done.stdout
    assert "'change' failed with exit code 4\n4\n" in done.stdout
    assert f"'forget' was to write the file '{name}', but there is none after it" in done.stdout
    assert folder.read(name) == "new\nchanged\n"
    assert folder.names() == sorted(["main.py", "try.py", name])


def test_an_exit_code_may_be_a_result(program: Program) -> None:
    program(
        """
        from eflows2smk import *

        @binary(binary="sh", args="-c 'exit {{code}}'", fail_by_exit_value="false")
        @task(returns=1)
        def leave(code):
            pass

        assert [leave(0), leave(code=7)] == [0, 7]
        """
    ).run()


def test_a_missing_input_is_told_before_anything_runs(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import *

        @binary(binary="cp", args="{{a}} {{b}}")
        @task(a=FILE_IN, b=FILE_OUT)
        def copy(a, b):
            pass

        copy("none.txt", "out.txt")
        """
    )
    done = folder.python("main.py")
    assert done.returncode == 1
    assert "SoftwareError: 'copy' reads 'none.txt', which does not exist" in done.stderr


def test_prolog_and_epilog_run_around_the_program(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import *

        @prolog(binary="sh", args="-c 'echo {{name}} > made.txt'")
        @epilog(binary="false")
        @binary(binary="cp", args="made.txt {{out}}")
        @task(out=FILE_OUT)
        def work(name, out):
            pass

        @prolog(binary="false")
        @binary(binary="true")
        @task(out=FILE_OUT)
        def never(out):
            pass

        work("word", "out.txt")
        try:
            never("none.txt")
        except ProgramFailed as error:
            assert "prolog of 'never' failed with exit code 1" in str(error), error
        else:
            raise AssertionError
        """
    )
    folder.run()
    assert folder.read("out.txt") == "word\n"


def test_collections_are_one_word_a_member(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import *

        @binary(binary="cat", args="{{parts}} > {{whole}}")
        @task(parts=COLLECTION_FILE_IN, whole=FILE_OUT)
        def join(parts, whole):
            pass

        join(["a b.txt", "./sub/../c.txt"], "whole.txt")
        """
    )
    folder.write("a b.txt", "1\n")
    folder.write("c.txt", "2\n")
    folder.write("sub/x", "")
    folder.run()
    assert folder.read("whole.txt") == "1\n2\n"


def test_directories_are_written_and_changed(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import *

        @binary(binary="sh", args="-c 'mkdir -p {{d}}; echo {{n}} > {{d}}/{{n}}.txt'")
        @task(d=DIRECTORY_OUT)
        def make(n, d):
            pass

        @binary(binary="sh", args="-c 'echo more > {{d}}/more.txt'")
        @task(d=DIRECTORY_INOUT)
        def change(d):
            pass

        for d in ("top", "deep/down"):
            make(1, d)
            make(2, d)
            change(d)
        """
    )
    folder.run()
    assert folder.names() == ["deep/down/2.txt", "deep/down/more.txt", "main.py", "top/2.txt", "top/more.txt"]


def test_an_mpi_program_runs_on_its_ranks(program: Program) -> None:
    pytest.importorskip("mpi4py")
    folder = program(
        """
        from eflows2smk import *

        N = 2

        @mpi(runner="mpiexec", binary="python", args="ranks.py {{label}} {{out}}", processes="N")
        @task(out=FILE_OUT)
        def ranks(label, out):
            pass

        ranks("two words", "out/ranks.txt")
        """
    )
    folder.write(
        "ranks.py",
        """
        import sys
        from mpi4py import MPI

        world = MPI.COMM_WORLD
        lines = world.gather(f"{sys.argv[1]} {world.rank} of {world.size}")
        if lines is not None:
            with open(sys.argv[2], "w") as file:
                file.write("\\n".join(lines))
        """,
    )
    folder.run()
    assert folder.read("out/ranks.txt") == "two words 0 of 2\ntwo words 1 of 2"


def test_a_description_is_read_at_the_first_call_and_may_lie_beside_the_module(program: Program) -> None:
    folder = program(
        """
        import tools

        tools.touch("out.txt")
        """
    )
    folder.write(
        "lib/tools.py",
        """
        from eflows2smk import software

        @software(config_file="touch.json")
        def touch(path):
            pass

        @software(config_file="none.json")
        def missing(path):
            pass
        """,
    )
    folder.write(
        "lib/touch.json",
        '{"execution": {"type": "binary", "binary": "touch"}, "parameters": {"path": "FILE_OUT"}}\n',
    )
    folder.write("main.py", "import sys\nsys.path.insert(0, 'lib')\n" + folder.read("main.py") + "tools.missing('x')\n")
    done = folder.python("main.py")
    assert (folder.path / "out.txt").exists()
    assert done.returncode == 1
    assert "SoftwareError: there is no software description 'none.json'" in done.stderr


def test_a_wrong_description_is_told_with_its_place(program: Program) -> None:
    folder = program("from eflows2smk import software\n@software(config_file='x.json')\ndef f():\n    pass\nf()\n")
    folder.write("x.json", '{"execution": {"type": "binary",\n  "binari": "ls"}}\n')
    done = folder.python("main.py")
    assert done.returncode == 1
    assert "x.json:2:" in done.stderr


def test_types_task_and_workflow_run_their_bodies(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import *

        @software(config_file="task.json")
        def half(x):
            return x / 2

        @software(config_file="workflow.json")
        def quarter(x):
            return half(half(x))

        assert quarter(8) == 2
        """
    )
    folder.write("task.json", '{"execution": {"type": "task"}, "parameters": {"returns": 1}}\n')
    folder.write("workflow.json", '{"execution": {"type": "workflow"}}\n')
    folder.run()


def test_what_a_task_returns_shares_nothing_with_what_it_got(program: Program) -> None:
    folder = program(
        """
        from eflows2smk import INOUT, task

        class Box:
            def __init__(self, xs): self.xs = xs

        @task(returns=1)
        def keep(xs): return xs

        @task(returns=1)
        def box(xs): return Box(xs)

        @task(returns=2)
        def pair(xs): return xs, [xs]

        @task(x=INOUT)
        def grow(x): x.append(9)

        xs = [1]
        kept, boxed, (first, second) = keep(xs), box(xs), pair(xs)
        for each in (kept, boxed.xs, first):
            grow(each)
        assert (xs, kept, boxed.xs, first, second) == ([1], [1, 9], [1, 9], [1, 9], [[1]])
        """
    )
    folder.run()
