"""Python functions on MPI processes: what goes wrong there."""

from __future__ import annotations

from pathlib import Path

import pytest

from eflows2smk.runtime.mpi import members
from tests.programs import Failed, Project

PROGRAM = Path(__file__).parent / "ranks"


def project(folder: Path) -> Project:
    return Project.copy_of(PROGRAM, folder)


@pytest.mark.parametrize(
    ("layout", "parts"),
    [
        ((4, 2, 2), [[0, 1], [2, 3], [4, 5], [6, 7]]),
        ((4, 2, 1), [[0, 1], [1, 2], [2, 3], [3, 4]]),
        ((4, 1, 3), [[0], [3], [6], [9]]),
        ((8, 1, 1), [[0, 4], [1, 5], [2, 6], [3, 7]]),
        ((6, 2, 2), [[0, 1, 8, 9], [2, 3, 10, 11], [4, 5], [6, 7]]),
        ((-1, -1, -1), [[0], [1], [2], [3]]),
    ],
)
def test_each_rank_gets_its_blocks(layout: tuple[int, int, int], parts: list[list[int]]) -> None:
    assert [members(layout, rank, 4) for rank in range(4)] == parts


def test_rank_that_fails_ends_the_others(tmp_path: Path) -> None:
    run = project(tmp_path / "program")
    run.compile()
    with pytest.raises(Failed, match=r"ValueError: rank 1 does not want to[\s\S]*'fail' failed, called at main.py:\d+"):
        run.snakemake("failed.txt", "-c", "2", "--quiet", "all")


def test_rank_that_fails_ends_a_sequential_run(tmp_path: Path) -> None:
    run = project(tmp_path / "program")
    with pytest.raises(Failed, match=r"'fail' failed with exit code \d+ on 2 MPI processes"):
        run.sequential()
    assert not (run.folder / "failed.txt").exists()
    assert not list(run.folder.glob(".eflows2smk*"))


@pytest.mark.parametrize("how", ["sequential", "compiled"])
def test_launcher_of_another_library_is_an_error(how: str, tmp_path: Path) -> None:
    run = project(tmp_path / "program")
    main = run.folder / "main.py"
    main.write_text(main.read_text().replace('runner="mpiexec"', 'runner="./alone"'))
    with pytest.raises(Failed, match="2 processes have to be one MPI world, but the launcher made worlds of 1"):
        if how == "sequential":
            run.sequential()
        else:
            run.compile()
            run.snakemake()
    assert not (run.folder / "written.txt").exists()


def test_parts_that_do_not_fit_are_an_error(tmp_path: Path) -> None:
    run = project(tmp_path / "program")
    main = run.folder / "main.py"
    main.write_text(main.read_text().replace("[10, 20]", "[10]"))
    run.compile()
    with pytest.raises(Failed, match="this rank gets no member of 'data', which has 1: its layout does not fit"):
        run.snakemake()
