"""Plain Python of main.py, lines 132 to 137, as the workflow runs it."""

from main import first_big
from main import guarded
from main import kept
from main import nested
from main import search
from main import tidy


def run(xs, numbers_result, v, ys, zs, us, ws):
    # main.py:132
    first_big_result = first_big(numbers_result, xs)
    search_result = search(v, ys)
    nested_result = nested(v, zs)
    guarded_result = guarded(v, us)
    tidy_result = tidy(v, ws)
    condition = kept(v).failed
    v_and_search_result = (v, search_result)
    return xs, first_big_result, ys, zs, nested_result, us, guarded_result, ws, tidy_result, condition, v_and_search_result
