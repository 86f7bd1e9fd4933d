"""Plain Python of main.py, lines 46 to 49, as the workflow runs it."""


def run(final, study, means, rest, pair):
    # main.py:46
    ordered, rest_of_it = final
    with open("out.txt", "w") as out:
        out.write(f"{ordered} {rest_of_it['study']} {study.span:.3f} {study.results}\n")
        out.write(f"{means} {len(rest)} {pair}\n")
