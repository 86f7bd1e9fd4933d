"""Plain Python of main.py, line 126, as the workflow runs it."""


def run(model):
    # main.py:126
    hasattr_result = hasattr(model, "late")
    return model, hasattr_result
