"""The command line as users meet it: what it prints, what it writes, and with which code it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tests import forking
from tests.programs import environment

PROGRAM = """
    import sys
    from eflows2smk import FILE_IN, FILE_OUT, binary, task

    @binary(binary="bash", args="-c 'echo {{word}} > {{out}}'")
    @task(out=FILE_OUT)
    def say(word, out):
        pass

    for word in sys.argv[1:] or ["a", "b"]:
        say(word, f"{word}.txt")
"""
BROKEN = "from eflows2smk import task\n\nx = (1,\n"
FAILING = PROGRAM.replace("echo {{word}} >", "echo it broke; exit 3; echo >")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "main.py").write_text(textwrap.dedent(PROGRAM))
    return tmp_path


def eflows2smk(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return forking.run([sys.executable, "-m", "eflows2smk", *words], folder, environment(), 120)


def started(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The same in a fresh interpreter."""
    command = ["eflows2smk", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


def test_compile_writes_the_project_and_says_how_to_run_it(folder: Path) -> None:
    done = started(folder, "compile", "main.py")
    assert (done.returncode, done.stderr) == (0, "")
    first, second = done.stdout.splitlines()
    assert first.startswith("wrote workflow/Snakefile and ") and first.endswith("2 invocations at 1 call site")
    assert second == "run it with: snakemake -c 2"
    again = eflows2smk(folder, "compile", "main.py")
    assert again.stdout.startswith("workflow/Snakefile is up to date")


def test_compile_can_be_silent(folder: Path) -> None:
    done = eflows2smk(folder, "compile", "-q", "main.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_run_shows_what_jobs_print_in_the_order_of_the_program(folder: Path) -> None:
    (folder / "main.py").write_text(
        textwrap.dedent(
            """
            from eflows2smk import task, wait_on

            @task(returns=1)
            def double(number):
                print("in a job")
                return 2 * number

            if __name__ == "__main__":
                found = wait_on(double(21))
                print("found", found)
                print("which is", found + wait_on(double(found)), "with the next")
            """
        )
    )
    done = eflows2smk(folder, "run", "-q", "-c", "1", "main.py")
    assert (done.returncode, done.stdout) == (
        0,
        "in a job\nfound 42\nin a job\nwhich is 126 with the next\n",
    )


def test_compile_emits_the_graph_and_writes_nothing(folder: Path) -> None:
    done = eflows2smk(folder, "compile", "--emit", "workflow", "main.py")
    assert done.stdout.startswith("program main.py\n")
    assert [path.name for path in folder.iterdir()] == ["main.py"]


def test_compile_leaves_a_strangers_file_alone(folder: Path) -> None:
    snakefile = folder / "workflow" / "Snakefile"
    snakefile.parent.mkdir()
    snakefile.write_text("# mine\n")
    done = eflows2smk(folder, "compile", "main.py")
    assert done.returncode == 1 and "workflow/Snakefile" in done.stderr
    assert snakefile.read_text() == "# mine\n"
    assert eflows2smk(folder, "compile", "--force", "main.py").returncode == 0
    assert snakefile.read_text() != "# mine\n"


def test_folder_that_cannot_be_written_is_a_diagnostic(folder: Path) -> None:
    (folder / "taken").write_text("a file")
    done = eflows2smk(folder, "compile", "-o", "taken", "main.py")
    assert done.returncode == 1
    assert "error[E" in done.stderr and "Traceback" not in done.stderr
    assert (folder / "taken").read_text() == "a file"


def test_arguments_behind_the_dashes_are_the_programs(folder: Path) -> None:
    done = eflows2smk(folder, "compile", "--emit", "workflow", "main.py", "--", "x", "-q", "--", "y")
    assert "arguments 'x' '-q' '--' 'y'" in done.stdout


def test_check_shows_problems_and_fails(folder: Path) -> None:
    (folder / "main.py").write_text(BROKEN)
    done = eflows2smk(folder, "check", "main.py")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error[E100]: ") and "main.py:" in done.stderr and "\033" not in done.stderr


def test_check_speaks_json(folder: Path) -> None:
    (folder / "main.py").write_text(BROKEN)
    done = eflows2smk(folder, "check", "--json", "main.py")
    assert (done.returncode, done.stderr) == (1, "")
    (found,) = json.loads(done.stdout)
    assert (found["code"], found["span"]["file"]) == ("E100", "main.py")


def test_check_of_a_sound_program_succeeds_and_writes_nothing(folder: Path) -> None:
    done = eflows2smk(folder, "check", "main.py")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in folder.iterdir()] == ["main.py"]


@pytest.mark.parametrize("command", ["compile", "check", "run"])
def test_missing_program_is_a_diagnostic(folder: Path, command: str) -> None:
    done = eflows2smk(folder, command, "lost.py")
    assert done.returncode == 1 and done.stderr.startswith("error[E001]: ")


def test_missing_program_is_a_diagnostic_sequentially(folder: Path) -> None:
    done = eflows2smk(folder, "run", "--sequential", "lost.py")
    assert done.returncode == 1 and done.stderr.startswith("error[E001]: ")


@pytest.mark.parametrize(
    "words", [["compile"], ["build", "main.py"], ["compile", "--wrong", "main.py"], ["run", "-c", "0", "main.py"]]
)
def test_wrong_use_ends_with_two(folder: Path, words: list[str]) -> None:
    done = eflows2smk(folder, *words)
    assert done.returncode == 2 and "Usage: eflows2smk" in done.stderr


def test_version_and_help(folder: Path) -> None:
    assert started(folder, "--version").stdout.startswith("eflows2smk ")
    start = time.perf_counter()
    assert "compile" in started(folder, "--help").stdout
    # Far above the usual 0.1 s, so that a busy machine passes.
    assert time.perf_counter() - start < 2


def test_check_says_when_a_project_is_out_of_date(folder: Path) -> None:
    assert "out of date" not in eflows2smk(folder, "check", "main.py").stderr
    assert eflows2smk(folder, "compile", "main.py").returncode == 0
    assert "out of date" not in eflows2smk(folder, "check", "main.py").stderr
    program = (folder / "main.py").read_text()
    (folder / "main.py").write_text(program + "# Nothing comes of this.\n")
    assert "out of date" not in eflows2smk(folder, "check", "main.py").stderr
    (folder / "main.py").write_text(program + 'say("more", "more.txt")\n')
    assert "has changed: main.py\n" in eflows2smk(folder, "check", "main.py").stderr
    (folder / "main.py").write_text(program)
    assert (
        "out of date: it was compiled with the arguments []" in eflows2smk(folder, "check", "main.py", "--", "w").stderr
    )


def test_run_tells_of_each_job(folder: Path) -> None:
    done = started(folder, "run", "-c", "2", "main.py")
    assert done.returncode == 0, done.stderr
    assert (folder / "a.txt").read_text() == "a\n"
    assert "/3] say" in done.stderr
    assert "up to date" in eflows2smk(folder, "run", "-c", "2", "main.py").stderr


def test_run_passes_options_to_snakemake(folder: Path) -> None:
    done = eflows2smk(folder, "run", "main.py", "--", "z", "--", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert not (folder / "z.txt").exists()


def test_run_can_be_silent(folder: Path) -> None:
    done = eflows2smk(folder, "run", "-q", "-c", "2", "main.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_failed_run_names_the_job_its_call_and_its_log(folder: Path) -> None:
    (folder / "main.py").write_text(textwrap.dedent(FAILING))
    done = eflows2smk(folder, "run", "-q", "-c", "2", "main.py")
    assert done.returncode == 1
    assert "failed: say" in done.stderr
    assert "called at main.py:11" in done.stderr
    assert "| it broke" in done.stderr


def test_sequential_run_is_plain_python(folder: Path) -> None:
    done = eflows2smk(folder, "run", "--sequential", "main.py", "--", "s")
    assert done.returncode == 0, done.stderr
    assert (folder / "s.txt").read_text() == "s\n"
    (folder / "main.py").write_text("raise SystemExit(3)\n")
    assert eflows2smk(folder, "run", "--sequential", "main.py").returncode == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interruption_reaches_the_jobs(folder: Path, number: signal.Signals) -> None:
    process, jobs = _running(folder, [sys.executable, "-m", "eflows2smk", "run", "-q", "-c", "1", "main.py"])
    process.send_signal(number)
    assert process.wait(30) == 128 + number
    assert not [job for job in jobs if _lives(job)]


def test_in_the_background_only_a_termination_ends_the_jobs(folder: Path) -> None:
    command = "trap '' INT HUP; exec \"$@\""
    words = [sys.executable, "-m", "eflows2smk", "run", "-q", "-c", "1", "main.py"]
    process, jobs = _running(folder, ["sh", "-c", command, "sh", *words])
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGHUP)
    time.sleep(1)
    assert process.poll() is None and all(_lives(job) for job in jobs)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 128 + signal.SIGTERM
    assert not [job for job in jobs if _lives(job)]


def test_what_a_job_started_in_the_background_is_ended_too(folder: Path) -> None:
    words = [sys.executable, "-m", "eflows2smk", "run", "-q", "-c", "1", "main.py"]
    process, jobs = _running(folder, words, before="sleep 100 & ")
    assert len(jobs) == 2
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 128 + signal.SIGINT
    # It is nobody's child any more, and who takes its exit code needs a moment for that.
    deadline = time.monotonic() + 5
    while any(_lives(job) for job in jobs) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [job for job in jobs if _lives(job)]


def _running(folder: Path, words: list[str], before: str = "") -> tuple[subprocess.Popen[bytes], list[int]]:
    """The command, and its processes ``sleep 100`` once a job has begun.

    before: what that job starts first, in the background and so without heed of interruptions.
    """
    program = PROGRAM.replace("echo {{word}} >", f"{before}echo $$ > {{{{word}}}}.pid; sleep 100; echo {{{{word}}}} >")
    (folder / "main.py").write_text(textwrap.dedent(program))
    process = subprocess.Popen(words, cwd=folder, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    least = 2 if before else 1
    while time.monotonic() < deadline and process.poll() is None and len(_sleeping(process.pid)) < least:
        time.sleep(0.2)
    jobs = _sleeping(process.pid)
    assert jobs, "no job was started"
    return process, jobs


def _sleeping(ancestor: int) -> list[int]:
    """The processes ``sleep 100`` below this one."""
    table = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in table.splitlines()]
    family = {ancestor}
    for _ in rows:
        grown = family | {int(pid) for pid, parent, *_ in rows if int(parent) in family}
        if grown == family:
            break
        family = grown
    return [int(pid) for pid, _, *args in rows if int(pid) in family and args == ["sleep 100"]]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_explain_shows_what_a_code_means(folder: Path) -> None:
    done = eflows2smk(folder, "explain", "e340")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# E340: a part of PyCOMPSs that no workflow of files has\n")
    assert "compss_cancel_group" in done.stdout and done.stdout.count("# E340") == 1
    plain = json.loads(eflows2smk(folder, "explain", "E306", "--json").stdout)
    assert plain["pages"][0]["mended"]["main.py"].count('"medium": 1.5') == 1
    for words, said in ((["E999"], "there is no code 'E999'"), (["main.py"], "name a code")):
        done = eflows2smk(folder, "explain", *words)
        assert done.returncode == 2 and said in done.stderr


def test_codes_are_links_to_their_pages(folder: Path) -> None:
    (folder / "main.py").write_text(BROKEN)
    command = [sys.executable, "-m", "eflows2smk", "check", "main.py"]
    said = forking.run(command, folder, {**environment(), "FORCE_HYPERLINK": "1"}, 120).stderr
    address = said.partition("\033]8;;")[2].partition("\033\\")[0]
    assert said.startswith(f"error[\033]8;;{address}\033\\E100\033]8;;\033\\]: ")
    assert Path(address.removeprefix("file://")).read_text().startswith("# E100: ")
