"""Directories that rules made, without the file with which Snakemake marks them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from eflows2smk.workflow.model import Invocation, Kind, artefacts

# Snakemake keeps the time of a directory in a file that it leaves inside. Jobs have to find what the maker left, and
# Snakemake takes the directory's own time where the file is gone: it must not seem to be newer than what others made
# of it. Of several jobs that start at once, each goes on when the file is gone, so none sees it vanish.
UNMARK = r"""# unmark DIRECTORY...: take out the file in which Snakemake keeps the time of a directory that a rule made.
unmark() {
    local directory mark when
    for directory; do
        mark=$directory/.snakemake_timestamp
        if [[ -e $mark ]] && when=$(date -r "$mark" +%s.%N 2> /dev/null); then
            rm -f -- "$mark" && touch -d "@$when" -- "$directory"
        fi
    done
}
"""


def are_read(invocations: Sequence[Invocation], read: Callable[[Invocation], Any]) -> bool:
    """Whether there are directories that rules made among what the invocations read, or around it."""
    return any(
        artefact.kind is Kind.DIRECTORY and artefact.version > 0
        for invocation in invocations
        for artefact in artefacts(read(invocation))
    )
