"""What a compilation reads: refused where the workflow writes it, recorded otherwise, always in a fixed order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eflows2smk.frontend.trusted import interface as trusted
from eflows2smk.frontend.trusted.world import Environment

Use = Callable[..., Any]


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "deep/c.txt", ".hidden"):
        (tmp_path / "in" / name).write_text(f"1 2\n{len(name)} 4\n")
    (tmp_path / "c.json").write_text('{"n": 3}')
    (tmp_path / "c.yaml").write_text("n: 3\n")
    (tmp_path / "c.toml").write_text("n = 3\n")
    (tmp_path / "c.ini").write_text("[run]\nn = 3\n")
    (tmp_path / "t.csv").write_text("x,y\n1,2\n3,4\n")


def opened(world: trusted.World, *args: Any, **kwargs: Any) -> Any:
    return trusted.call(world, trusted.builtin("open"), list(args), kwargs)


def test_reading_a_file(world: trusted.World, ask: Use) -> None:
    with opened(world, "in/a.txt") as file:
        assert [line.split() for line in file] == [["1", "2"], ["5", "4"]]
    with pytest.raises(ValueError, match="closed"):
        ask(file, "read")
    assert opened(world, "in/a.txt", "rb").read() == b"1 2\n5 4\n"
    assert ask(trusted.TracedPath("c.json"), "read_text") == '{"n": 3}'
    assert set(world.files_read) == {"in/a.txt", "c.json"}


def test_libraries_that_read(world: trusted.World, use: Use, ask: Use) -> None:
    assert use("json", "load", opened(world, "c.json")) == {"n": 3}
    assert use("yaml", "safe_load", opened(world, "c.yaml")) == {"n": 3}
    assert use("tomllib", "load", opened(world, "c.toml", "rb")) == {"n": 3}
    rows = use("csv", "DictReader", opened(world, "t.csv", newline=""))
    assert [row["y"] for row in rows] == ["2", "4"]
    parser = use("configparser", "ConfigParser")
    assert ask(parser, "read", ["c.ini", "missing.ini"]) == ["c.ini"]
    assert ask(parser, "getint", "run", "n") == 3
    assert use("numpy", "loadtxt", "in/a.txt").tolist() == [[1, 2], [5, 4]]
    assert set(world.files_read) == {
        "c.json",
        "c.yaml",
        "c.toml",
        "t.csv",
        "c.ini",
        "missing.ini",
        "in/a.txt",
    }


def test_fingerprints_change_with_the_content(world: trusted.World, tmp_path: Path) -> None:
    opened(world, "c.json")
    before = world.files_read["c.json"]
    (tmp_path / "c.json").write_text("{}")
    opened(world, str(tmp_path / "c.json"))
    assert world.files_read["c.json"] != before


def test_listings_are_sorted_and_recorded(world: trusted.World, use: Use, ask: Use) -> None:
    assert use("os", "listdir", "in") == [".hidden", "a.txt", "b.txt", "deep"]
    assert [entry.name for entry in use("os", "scandir", "in") if ask(entry, "is_file")] == [
        ".hidden",
        "a.txt",
        "b.txt",
    ]
    assert list(use("os", "walk", "in")) == [
        ("in", ["deep"], [".hidden", "a.txt", "b.txt"]),
        ("in/deep", [], ["c.txt"]),
    ]
    assert use("glob", "glob", "in/*.txt") == ["in/a.txt", "in/b.txt"]
    assert use("glob", "glob", "in/**/*.txt", recursive=True) == ["in/a.txt", "in/b.txt", "in/deep/c.txt"]
    assert use("glob", "glob", "*/deep/*") == ["in/deep/c.txt"]
    folder = trusted.TracedPath("in")
    assert [p.name for p in ask(folder, "iterdir")] == [".hidden", "a.txt", "b.txt", "deep"]
    assert [str(p) for p in ask(folder, "glob", "*.txt")] == ["in/a.txt", "in/b.txt"]
    assert [str(p) for p in ask(folder, "rglob", "*.txt")] == ["in/a.txt", "in/b.txt", "in/deep/c.txt"]
    assert {"in", "in/deep", "."} <= set(world.files_read)


def test_a_folder_left_out_of_a_walk_is_not_entered(use: Use) -> None:
    seen = []
    for root, folders, _ in use("os", "walk", "in"):
        seen.append(root)
        folders.clear()
    assert seen == ["in"]


def test_absolute_paths_are_recorded_relative(world: trusted.World, use: Use, tmp_path: Path) -> None:
    assert use("os.path", "exists", str(tmp_path / "in" / ".." / "c.json"))
    assert use("os.path", "isfile", "/etc/passwd")
    assert world.files_read == {"c.json": "present", "/etc/passwd": "present"}


def test_what_exists(world: trusted.World, use: Use, ask: Use) -> None:
    assert use("os.path", "isdir", "in") and not use("os.path", "isfile", "in")
    assert not ask(trusted.TracedPath("no"), "exists") and ask(trusted.TracedPath("in"), "is_dir")
    assert use("os.path", "getsize", "c.json") == 8
    assert world.files_read == {"in": "present", "no": "absent", "c.json": "size 8"}


def test_what_the_workflow_writes_is_not_read(world: trusted.World, use: Use, ask: Use) -> None:
    world.written = lambda path: path == "out/x" or path == "in"
    world.matched = lambda pattern: pattern.startswith("in/")
    for attempt in (
        lambda: opened(world, "./out//x"),
        lambda: use("os.path", "exists", "out/x"),
        lambda: ask(trusted.TracedPath("out/x"), "read_text"),
        lambda: use("os", "listdir", "in"),
        lambda: use("glob", "glob", "in/*.txt"),
        lambda: list(use("os", "walk", "in")),
        lambda: list(ask(trusted.TracedPath("in"), "glob", "*")),
        lambda: use("numpy", "loadtxt", "out/x"),
    ):
        with pytest.raises(trusted.Computed):
            attempt()


def test_writing_is_refused(world: trusted.World, use: Use) -> None:
    for mode in ("w", "a", "x", "r+", "wb"):
        with pytest.raises(trusted.Untrusted, match="can write files"):
            opened(world, "new", mode)
    with pytest.raises(trusted.Untrusted):
        use("os", "makedirs", "new", exist_ok=True)
    with pytest.raises(trusted.Untrusted):
        use("logging", "basicConfig", filename="new.log")
    assert not (Path(world.folder) / "new").exists()


def test_folders_are_told_and_not_made(world: trusted.World, use: Use, ask: Use, tmp_path: Path) -> None:
    told: list[str] = []
    world.make_folder = told.append
    use("os", "makedirs", "out/a", exist_ok=True)
    ask(trusted.TracedPath("out/b"), "mkdir", parents=True)
    assert told == ["out/a", "out/b"]
    assert use("os.path", "isdir", "out") and not (tmp_path / "out").exists()
    with pytest.raises(FileExistsError):
        use("os", "makedirs", "in")


def test_missing_files_raise_as_in_python(world: trusted.World, use: Use) -> None:
    with pytest.raises(FileNotFoundError):
        opened(world, "no")
    with pytest.raises(FileNotFoundError):
        use("os", "listdir", "no")
    with pytest.raises(IsADirectoryError):
        opened(world, "in")


def test_the_environment_is_recorded(world: trusted.World, use: Use, ask: Use) -> None:
    found = trusted.attribute("os", "environ")
    environ = trusted.bind(world, found)
    assert isinstance(environ, Environment)
    assert environ["N"] == "4" and "M" not in environ and ask(environ, "get", "M", "1") == "1"
    assert use("os", "getenv", "L") is None
    assert use("os.path", "expanduser", "~/x") == "/home/ada/x"
    assert use("os.path", "expandvars", "$N/${M}") == "4/${M}"
    assert world.environment_read == {"N": "4", "M": None, "L": None, "HOME": "/home/ada"}
    with pytest.raises(KeyError):
        environ["M"]
    with pytest.raises(trusted.Untrusted, match="inherit"):
        environ["N"] = "5"
    with pytest.raises(trusted.Untrusted):
        dict(environ)


def test_where_the_program_is_run(world: trusted.World, use: Use, ask: Use, tmp_path: Path) -> None:
    assert use("os", "getcwd") == str(tmp_path)
    assert use("os.path", "abspath", "in/..") == str(tmp_path)
    assert use("os.path", "relpath", str(tmp_path / "in")) == "in"
    assert trusted.call(world, trusted.method(trusted.TracedPath, "cwd"), [], {}) == tmp_path
    assert ask(trusted.TracedPath("in"), "resolve") == (tmp_path / "in").resolve()
