"""Plain Python of main.py, lines 131 to 133, as the workflow runs it."""


def run(r):
    # main.py:131
    r.tags.append("x")
    r.n += 1
    len_result = len(r)
    n = r.n
    tags = r.tags
    return r, len_result, n, tags
