"""What the table of trusted functions refuses, and the end of a program."""

from __future__ import annotations


class TrustError(Exception):
    """What the evaluator must not work out; no handler of the program catches it."""

    def __init__(self, code: str, message: str, *, help: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help


class Untrusted(TrustError):
    """A function or attribute that exists but must not be used while a program is compiled."""

    def __init__(self, name: str, why: str, help: str = "") -> None:
        super().__init__(
            "E310",
            f"{name} can't be evaluated when the workflow is compiled: {why}",
            help=help or "call it in a @task function, whose jobs run it when the workflow runs",
        )
        self.name = name
        self.why = why


class Computed(TrustError):
    """The content, or the existence, of a path that an invocation of the workflow writes."""

    def __init__(self, path: str) -> None:
        super().__init__(
            "E311",
            f"'{path}' is written by the workflow, so what is in it is only known when the workflow runs",
            help="read it in a @task function that takes the path as a FILE_IN or DIRECTORY_IN parameter",
        )
        self.path = path


class TooLarge(TrustError):
    """A value so large that working it out would stall the compiler."""

    def __init__(self, what: str) -> None:
        super().__init__(
            "E312",
            f"{what} is too large to work out when the workflow is compiled",
            help="compute it in a @task function",
        )


class ProgramExit(Exception):
    """The program ended itself: by `sys.exit`, or by `argparse` (wrong arguments, or ``--help``).

    status: the exit status, 0 for success. message: what the program would have printed, without a final
    newline.
    """

    def __init__(self, message: str = "", status: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
