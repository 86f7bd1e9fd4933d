"""Plain Python of main.py, line 235, as the workflow runs it."""

from main import out


def run(d, e, shown_result):
    # main.py:235
    out("dict_ops", d, e, list(d), "a" in d, d.get("zz", 5), shown_result)
