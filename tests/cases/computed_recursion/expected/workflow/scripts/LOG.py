"""Plain Python of main.py, line 56, as the workflow runs it."""


def run(LOG, made, out):
    def walk(value, depth, out):
        if depth == 2:
            LOG.append("two")
        if isinstance(value, dict):
            for k, v in value.items():
                walk(v, depth + 1, out)
        elif isinstance(value, (list, tuple)):
            for v in value:
                walk(v, depth + 1, out)
        else:
            out.append(value)

    # main.py:56
    walk(made, 0, out)
    return LOG, made, out
