"""Plain Python of main.py, lines 166 to 169, as the workflow runs it."""


def run(items, box):
    # main.py:166
    items.append(3)
    box.add(4)
    other = items
    # main.py:169
    other.append(5)
    return items
