"""Plain Python of main.py, lines 100 to 110, as the workflow runs it."""

from main import drained
from main import flat
from main import lines
from main import running


def run(known, limit, found, found_value, found_value_2):
    # main.py:100
    above = (each for each in known if each > limit)
    known.append(4)
    totals = running(limit + 3)
    next(totals)
    known.extend([totals.send(limit), totals.send(2)])
    print(list(above), list(flat([1, found, [2]])), list(lines("lines.txt")), sum(found_value), known)
    # main.py:108
    any_result = any(x > y for x, y in zip(known, found))
    value = [x for x in found_value_2]
    list_result = list(drained(found))[:2]
    return found, any_result, value, list_result
