"""``python -m eflows2smk.runtime PROGRAM MODULE:FUNCTION OPTION…``: the action of every job that runs Python."""

from __future__ import annotations

import sys

from eflows2smk.runtime.arguments import UsageError, parse
from eflows2smk.runtime.job import run


def main() -> int:
    try:
        order = parse(sys.argv[1:])
    except UsageError as error:
        print(f"eflows2smk: {error}", file=sys.stderr)
        return 2
    return run(order)


if __name__ == "__main__":
    sys.exit(main())
