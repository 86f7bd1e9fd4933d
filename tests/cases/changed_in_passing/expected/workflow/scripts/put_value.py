"""Plain Python of main.py, line 95, as the workflow runs it."""


def run(box):
    # main.py:95
    put_value = box.put(4)
    put_value_2 = box.put(5)
    put_value_3 = box.put(6)
    return box, put_value, put_value_2, put_value_3
