"""Plain Python of main.py, line 138, as the workflow runs it."""

from main import tried


def run(v_and_search_result):
    v, search_result = v_and_search_result
    # main.py:138
    tried_result = tried(v)
    return v, tried_result, search_result
