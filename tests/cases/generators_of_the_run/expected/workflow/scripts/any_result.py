"""Plain Python of main.py, lines 85 to 98, as the workflow runs it."""

from main import drained
from main import flat
from main import lines
from main import running


def run(limit, known, found, found_value, found_value_2):
    # main.py:85
    with open("lines.txt", "w") as file:
        file.write(f"a\n\nb{limit}\n")
    # main.py:88
    above = (each for each in known if each > limit)
    known.append(4)
    totals = running(limit + 3)
    next(totals)
    known.extend([totals.send(limit), totals.send(2)])
    print(list(above), list(flat([1, found, [2]])), list(lines("lines.txt")), sum(found_value), known)
    # main.py:96
    any_result = any(x > y for x, y in zip(known, found))
    value = [x for x in found_value_2]
    list_result = list(drained(found))[:2]
    return found, any_result, value, list_result
