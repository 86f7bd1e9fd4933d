"""Plain Python of main.py, lines 68 to 71, as the workflow runs it."""

import os
from eflows2smk import open_file


def run(listed, sizes, content, there):
    # main.py:68
    text = open_file("saved.txt", "r").read()
    walked = [(folder, sorted(names)) for folder, _, names in os.walk("saved")]
    end = open("end.txt", "w")
    print(len(listed), sizes, content, there, text, sorted(walked), file=end)
    return end
