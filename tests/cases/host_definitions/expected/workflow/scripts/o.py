"""Plain Python of main.py, lines 77 to 78, as the workflow runs it."""


def run(num_result, k):
    # main.py:77
    key = "b" if num_result > 1 else "a"
    function = lambda x: x + 1

    def local(x):
        return x + k

    fs = {'a': function, 'b': local}
    # main.py:78
    o = fs[key](2)
    return o
