"""Plain Python of main.py, line 127, as the workflow runs it."""


def run(model):
    # main.py:127
    getattr_result = getattr(model, "late", 5)
    return model, getattr_result
