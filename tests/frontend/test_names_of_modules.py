"""What scripts have from the program's modules: jobs import these, and would not see what the run has changed there."""

from __future__ import annotations

import pytest

from tests.frontend.conftest import Run

SETTINGS = """
FACTOR = 1

def get():
    return FACTOR
"""

PROGRAM = """
import settings

class Pool:
    k = 1

    def scaled(self, n):
        return settings.get() * n

def main():
    n = wait_on(f())
    pool = Pool()
    {change}
    print({read})

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ("settings.FACTOR = 4", "n * settings.FACTOR"),
        ("settings.FACTOR = 4", "pool.scaled(n)"),
        ("settings.FACTOR = 4", "max([1, n], key=lambda x: x * settings.get())"),
        ("Pool.k = 7", "n * pool.k"),
        ("vars(settings)['FACTOR'] = 4", "n * settings.FACTOR"),
    ],
)
def test_scripts_that_would_not_see_a_change_are_refused(run: Run, change: str, read: str) -> None:
    assert run(PROGRAM.format(change=change, read=read), files={"settings.py": SETTINGS}).codes == ["E325"]


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ("pass", "n * settings.FACTOR"),
        ("pool.k = 7", "n * pool.k"),
        ("settings.FACTOR = 4", "n * pool.k"),
        ("globals()['made'] = 4", "n * made"),
    ],
)
def test_all_others_are_not(run: Run, change: str, read: str) -> None:
    assert run(PROGRAM.format(change=change, read=read), files={"settings.py": SETTINGS}).codes == []


def test_what_is_printed_stays_when_an_object_changes_between(run: Run) -> None:
    found = run(
        """
        class Pool: pass
        n, pool = wait_on(f()), Pool()
        pool.k = 1
        print(n * pool.k)
        pool.k = 2
        print(n * pool.k)
        vars(pool)["k"] = 3
        print(n * pool.k)
        """
    )
    assert found.codes == []
    assert [each.site.software.kind for each in found.invocations].count("host") == 3
