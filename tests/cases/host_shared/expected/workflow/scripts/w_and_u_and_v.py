"""Plain Python of main.py, lines 80 to 81, as the workflow runs it."""


def run(n, u, v):
    # main.py:80
    w = u if n > 1 else v
    w += 5
    w_and_u_and_v = (w, u, v)
    return w_and_u_and_v
