"""Plain Python of main.py, lines 69 to 70, as the workflow runs it."""


def run(CELLS, add_result):
    def cell(number):
        return CELLS[number]

    # main.py:69
    chosen = cell(add_result)
    chosen.append(9)
    return chosen, CELLS
