"""Plain Python of main.py, lines 70 to 71, as the workflow runs it."""


def run(table, key, table_b_and_table_a):
    table_b_2, table_a_2 = table_b_and_table_a
    table['a'] = table_a_2
    table['b'] = table_b_2
    # main.py:70
    row = table["a" if key < 2 else "b"]
    row.append(key)
    table_a = table['a']
    table_b = table['b']
    return table_a, table_b
