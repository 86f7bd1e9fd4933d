"""Plain Python of main.py, line 60, as the workflow runs it."""


def run(log, y):
    # main.py:60
    log.append(f"{y}")
    return log
