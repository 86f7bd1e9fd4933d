"""What eflows2smk asks of a kind of software."""

import shlex

KEYS = "script:s* quiet:b"


def as_program(execution, order, directions):
    """``sed [-n] -e SCRIPT``."""
    quiet = " -n" if str(execution.get("quiet", False)).lower() == "true" else ""
    return {"binary": f"sed{quiet} -e {shlex.quote(execution['script'])}"}
