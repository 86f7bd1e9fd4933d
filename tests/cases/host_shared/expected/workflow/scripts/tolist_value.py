"""Plain Python of main.py, line 82, as the workflow runs it."""


def run(w_and_u_and_v):
    w, u, v = w_and_u_and_v
    # main.py:82
    tolist_value = w.tolist()
    tolist_value_2 = u.tolist()
    tolist_value_3 = v.tolist()
    return tolist_value, tolist_value_2, tolist_value_3
