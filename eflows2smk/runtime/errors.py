"""What ends a job with one line instead of a traceback."""

from __future__ import annotations


class JobError(Exception):
    """The job can't go on, for a reason that its message explains to the user completely."""
