"""Plain Python of main.py, lines 76 to 89, as the workflow runs it."""


def run(found, rows):
    # main.py:76
    limit = int(found[0])

    def touched(limit):
        for row in rows:
            if row[0] > limit:
                row.append(limit)
                yield row

    # main.py:85
    first = list(touched(limit))
    later = touched(limit)
    rows.append([9])
    first[0].append(100)
    list_result = list(later)
    return limit, rows, first, list_result
