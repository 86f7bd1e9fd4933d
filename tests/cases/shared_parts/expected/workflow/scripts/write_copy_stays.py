"""Plain Python of main.py, line 146, as the workflow runs it."""

from main import out


def run(y, z, a, shown_result):
    # main.py:146
    out("copy_stays", shown_result, y, z, a)
