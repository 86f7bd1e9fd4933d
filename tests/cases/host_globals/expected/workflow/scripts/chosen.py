"""Plain Python of main.py, lines 69 to 70, as the workflow runs it."""


def run(CELLS, add_result):
    def cell(number):
        return CELLS[number]

    # main.py:69
    chosen = cell(add_result)
    chosen.append(9)
    CELLS_0 = CELLS[0]
    CELLS_1 = CELLS[1]
    CELLS_2 = CELLS[2]
    return chosen, CELLS_0, CELLS_1, CELLS_2
