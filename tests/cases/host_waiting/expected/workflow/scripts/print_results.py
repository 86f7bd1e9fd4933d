"""Plain Python of main.py, line 42, as the workflow runs it."""

import subprocess


def run():
    # main.py:42
    subprocess.run("cat parts/*.txt | sort > sorted.txt", shell=True, check=True)
