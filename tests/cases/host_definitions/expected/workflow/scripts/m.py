"""Plain Python of main.py, line 76, as the workflow runs it."""


def run(k, num_result, num_result_2):
    function = lambda x: x + 1

    def local(x):
        return x + k

    fs = {'a': function, 'b': local}
    # main.py:76
    m = num_result_2 + fs["b"](num_result)
    return m
