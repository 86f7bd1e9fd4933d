"""``python -m eflows2smk.runtime.gathering --prefix TEXT [--suffix TEXT] OUTPUT FILE…``: many decisions in one file.

The output is a JSON object: the path of each decision, without prefix and suffix, and what it says.
"""

from __future__ import annotations

import json
import os
import sys


def main(arguments: list[str]) -> int:
    prefix = suffix = ""
    while arguments and arguments[0] in ("--prefix", "--suffix"):
        option, text, *arguments = arguments
        prefix, suffix = (text, suffix) if option == "--prefix" else (prefix, text)
    output, *paths = arguments
    decisions = {}
    for path in paths:
        name = os.path.join(path, "iterations.json") if os.path.isdir(path) else path
        with open(name, encoding="utf-8") as file:
            decisions[path.removeprefix(prefix).removesuffix(suffix)] = json.load(file)
    with open(output, "w", encoding="utf-8") as file:
        json.dump(decisions, file, indent=0)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
