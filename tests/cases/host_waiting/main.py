"""Files that plain Python reads under names that only the run knows, by copying, listing and by starting programs."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from eflows2smk import FILE_OUT, task, wait_on

OUT = Path("out")


@task(returns=1)
def score(name):
    time.sleep(0.2)
    return len(name) * 3 % 7


@task(out=FILE_OUT)
def write(value, out):
    time.sleep(0.2)
    with open(out, "w") as file:
        file.write(f"{value}\n")


def main():
    names = ["alpha", "beta", "gamma"]
    scores = {name: wait_on(score(name)) for name in names}
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    best, worst = ranked[0][0], ranked[-1][0]
    for name in names:
        write(scores[name], OUT / f"{name}.txt")
    shutil.copy(OUT / f"{best}.txt", "best.txt")
    write("between", "between.txt")
    for name in names:
        write(name, f"more/{name}.txt")
    text = (Path("more") / f"{worst}.txt").read_text()
    write(text, "worst.txt")
    for name in names:
        write(name, f"parts/{name}.txt")
    subprocess.run("cat parts/*.txt | sort > sorted.txt", shell=True, check=True)
    write("late", "parts/late.txt")
    with open("there.txt", "w") as file:
        file.write(f"{os.path.exists(f'parts/{best}.txt')} {os.path.exists('parts/later.txt')} {best}\n")
    write("later", "parts/later.txt")


if __name__ == "__main__":
    main()
