"""Plain Python of main.py, lines 142 to 143, as the workflow runs it."""


def run(name, found, lengths, xs, ys, zs, us, ws):
    # main.py:142
    with open(f"{name}.txt", "w") as out:
        out.write(f"{found} {lengths} {xs} {ys} {zs} {us} {ws}\n")
