"""Plain Python of main.py, lines 143 to 144, as the workflow runs it."""

from main import out


def run(v):
    # main.py:143
    s = f"{v:03d}|{v!r}|{v:>4}"
    out("formats", s, len(s), s.split("|"))
