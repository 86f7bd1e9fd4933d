"""``python -m eflows2smk.runtime.text FILE``: a stored value as the text that an external program gets."""

from __future__ import annotations

import sys

from eflows2smk.runtime.errors import JobError
from eflows2smk.runtime.objects import load
from eflows2smk.runtime.reporting import report_line


def main() -> int:
    try:
        value = load(sys.argv[1], "the command line")
    except JobError as error:
        report_line(str(error))
        return 1
    if isinstance(value, list | tuple | dict | set):
        report_line(f"a value of type '{type(value).__name__}' is no text for a command line")
        return 1
    sys.stdout.write(str(value))
    return 0


if __name__ == "__main__":
    sys.exit(main())
