"""Plain Python of main.py, line 252, as the workflow runs it."""

from main import out


def run(lines):
    # main.py:252
    out("string_build", "\n".join(lines))
