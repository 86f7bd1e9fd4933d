"""Plain Python of main.py, from line 74, as the workflow runs it."""


def run(log, y):
    # main.py:74
    log.append(f"{y}")
    return log
