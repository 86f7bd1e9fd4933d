"""Plain Python of main.py, line 201, as the workflow runs it."""

from main import out


def run(shown_result):
    # main.py:201
    out("helper_alias", shown_result)
