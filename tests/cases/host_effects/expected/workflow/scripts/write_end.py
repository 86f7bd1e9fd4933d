"""Plain Python of main.py, line 72, as the workflow runs it."""


def run(end, remember_result):
    # main.py:72
    end.write(str(remember_result))
    end.close()
