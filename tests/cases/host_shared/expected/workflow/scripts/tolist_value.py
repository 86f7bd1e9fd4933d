"""Plain Python of main.py, lines 80 to 82, as the workflow runs it."""


def run(n, u, v):
    # main.py:80
    w = u if n > 1 else v
    w += 5
    tolist_value = w.tolist()
    tolist_value_2 = u.tolist()
    tolist_value_3 = v.tolist()
    return tolist_value, tolist_value_2, tolist_value_3
