"""Plain Python of main.py, lines 128 to 130, as the workflow runs it."""


def run(model):
    # main.py:128
    model.early = 2
    model.late = 3
    vars_result = vars(model)
    return vars_result
