"""Effects on files at module level, which no job repeats, and all that looks at files which the workflow makes."""

import glob
import os
import shutil
from pathlib import Path

from eflows2smk import FILE_OUT, open_file, task, wait_on

OUT = Path("parts")
OUT.mkdir()
os.mkdir("notes/")
with open("history.txt", "a") as history:
    history.write("begin\n")


class Reader:
    def __init__(self, path):
        self.path = path

    @property
    def content(self):
        with open(self.path) as file:
            return file.read().strip()


@task(returns=1)
def reader_of(path):
    return Reader(path)


@task(out=FILE_OUT)
def write(text, out):
    with open(out, "w") as file:
        file.write(text)


@task(returns=1)
def remember(number):
    # A folder of the program, and a file that nobody declares.
    with open(f"notes/{number}.txt", "w") as file:
        file.write(str(number))
    return number


def save(number):
    folder = Path("saved") / str(number)
    if not folder.parent.exists():
        folder.parent.mkdir()
    folder.mkdir()
    with (folder / "number.txt").open("w") as file:
        file.write(str(number))


for name in ("a", "b", "c"):
    write(name, f"parts/{name}.txt")
listed = glob.glob("parts/*.txt")
sizes = [os.path.getsize(path) for path in sorted(OUT.iterdir())]
reader = wait_on(reader_of("late.txt"))
write("late", "late.txt")
content = reader.content
os.remove("parts/c.txt")
os.rename("parts/b.txt", "parts/d.txt")
there = [os.path.exists(f"parts/{name}.txt") for name in "abcd"]
shutil.copy("late.txt", "saved.txt")
for number in range(2):
    save(wait_on(remember(number)))
text = open_file("saved.txt", "r").read()
walked = [(folder, sorted(names)) for folder, _, names in os.walk("saved")]
with open("end.txt", "w") as end:
    print(len(listed), sizes, content, there, text, sorted(walked), file=end)
    end.write(str(wait_on(remember(7))))
write("more", "parts/more.txt")
with open("history.txt", "a") as history:
    history.write("end\n")
