"""Plain Python of main.py, line 245, as the workflow runs it."""

from main import out


def run(xs):
    # main.py:245
    out("zip_enum", [(i, a, b) for i, (a, b) in enumerate(zip(xs, "ab"))], dict(zip("xy", map(len, xs))))
