"""Plain Python of main.py, lines 61 to 65, as the workflow runs it."""

import os
import shutil


def run(reader):
    # main.py:61
    content = reader.content
    os.remove("parts/c.txt")
    os.rename("parts/b.txt", "parts/d.txt")
    there = [os.path.exists(f"parts/{name}.txt") for name in "abcd"]
    shutil.copy("late.txt", "saved.txt")
    return content, there
