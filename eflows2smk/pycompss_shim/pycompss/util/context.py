"""``pycompss.util.context``: where the code runs. A program is always under PyCOMPSs here, so that its tasks are tasks:
the main program is the master, and what a task calls is a worker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from eflows2smk.decorators.mode import in_task

MASTER = "MASTER"
WORKER = "WORKER"
OUT_OF_SCOPE = "OUT_OF_SCOPE"


class Context:
    """Answers for the place that asks. What is set changes nothing but the answer of the method that asks for it."""

    def __init__(self) -> None:
        self.master = MASTER
        self.worker = WORKER
        self.out_of_scope = OUT_OF_SCOPE
        self.nesting = False
        self.loading = False
        self.to_register: list[Any] = []

    def in_master(self) -> bool:
        return not in_task()

    def in_worker(self) -> bool:
        return in_task()

    def in_pycompss(self) -> bool:
        return True

    def set_master(self) -> None: ...

    def set_worker(self) -> None: ...

    def set_out_of_scope(self) -> None: ...

    def get_pycompss_context(self) -> str:
        return WORKER if in_task() else MASTER

    def get_who_contextualized(self) -> str:
        return "__main__"

    def is_nesting_enabled(self) -> bool:
        return self.nesting

    def enable_nesting(self) -> None:
        self.nesting = True

    def disable_nesting(self) -> None:
        self.nesting = False

    def is_loading(self) -> bool:
        return self.loading

    def enable_loading(self) -> None:
        self.loading = True

    def disable_loading(self) -> None:
        self.loading = False

    def add_to_register_later(self, core_element: Any) -> None:
        self.to_register.append(core_element)

    def get_to_register(self) -> list[Any]:
        return self.to_register


CONTEXT = Context()


@contextmanager
def loading_context() -> Iterator[None]:
    CONTEXT.enable_loading()
    yield
    CONTEXT.disable_loading()


# As older versions have them.


def in_master() -> bool:
    return not in_task()


def in_worker() -> bool:
    return in_task()


def in_pycompss() -> bool:
    return True


def set_pycompss_context(where: str) -> None: ...


def get_pycompss_context() -> str:
    return CONTEXT.get_pycompss_context()


def get_who_contextualized() -> str:
    return CONTEXT.get_who_contextualized()


def is_nesting_enabled() -> bool:
    return CONTEXT.is_nesting_enabled()


def enable_nesting() -> None:
    CONTEXT.enable_nesting()


def disable_nesting() -> None:
    CONTEXT.disable_nesting()
