"""Plain Python of main.py, line 267, as the workflow runs it."""

from main import out


def run(lines):
    # main.py:267
    out("string_build", "\n".join(lines))
