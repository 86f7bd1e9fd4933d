"""Plain Python of main.py, lines 97 to 104, as the workflow runs it."""


def run(gate):
    # main.py:97
    print(len(gate), bool(gate), 3 in gate, gate == 4, -gate)
    shown = f"{gate:3} {gate!r}" + "%s" % gate + str(gate)
    for item in gate:
        print(item)
    with gate:
        gate.colour = gate.wide
    if not gate:
        print("closed")
    return gate
