"""Plain Python of main.py, lines 70 to 71, as the workflow runs it."""


def run(table, key):
    # main.py:70
    row = table["a" if key < 2 else "b"]
    row.append(key)
    table_b_and_table_a = (table['b'], table['a'])
    return table_b_and_table_a
