"""How the shells start that run texts of programs and descriptions: in jobs and in sequential runs alike."""

from __future__ import annotations

# As Snakemake's own shells, which a text of its `shell.prefix` would take the place of: what fails in a pipe or in the
# middle of a text fails, and so does what names a variable that is not set.
STRICT = "set -euo pipefail"
