"""``pycompss.interactive``: for notebooks. A program is not started from within, so its functions do nothing."""

from __future__ import annotations

from typing import Any


def start(*_: Any, **__: Any) -> None:
    """Start the runtime, which is there already."""


def stop(sync: bool = False, _hard_stop: bool = False) -> None:
    """Stop the runtime: all values are there, with and without `sync`."""


def current_task_graph(*_: Any, **__: Any) -> None:
    """Show the tasks of the moment; ``eflows2smk compile --emit workflow`` prints all."""


def complete_task_graph(*_: Any, **__: Any) -> None:
    """Show all tasks; ``eflows2smk compile --emit workflow`` prints them."""


def tasks_info() -> None:
    """Show how long tasks took."""


def tasks_status() -> None:
    """Show how many tasks are done."""


def statistics() -> None:
    """Show statistics of the runtime."""


def resources_status() -> None:
    """Show what resources there are."""


def monitoring_information() -> None:
    """Show how the run has come on."""
