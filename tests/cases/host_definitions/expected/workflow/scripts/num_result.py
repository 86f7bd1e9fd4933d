"""Plain Python of main.py, line 76, as the workflow runs it."""


def run(k, num_result):
    function = lambda x: x + 1

    def local(x):
        return x + k

    fs = {'a': function, 'b': local}
    # main.py:76
    num_result = fs["a"](num_result)
    return num_result
