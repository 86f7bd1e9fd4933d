"""What can go wrong while a program is evaluated, and how it becomes a diagnostic.

Three kinds of exception pass through the evaluator: our own `Refusal` (something the compiler can't take), `Poisoned`
(a value whose own problem was reported already), and ordinary Python exceptions, which the program itself may catch.
"""

from __future__ import annotations

from eflows2smk.diagnostics import Diagnostic, Label, Severity, Span


class Refusal(Exception):
    """The program does something that can't be compiled. The place is filled in where it is known best."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        help: str = "",
        span: Span | None = None,
        labels: tuple[Label, ...] = (),
        final: bool = False,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help
        self.span = span
        self.labels = labels
        # Not even host code can do it.
        self.final = final

    def diagnostic(self, span: Span) -> Diagnostic:
        return Diagnostic(self.code, self.message, self.span or span, self.help, self.labels, Severity.ERROR)


class ComputedValue(Refusal):
    """A value that only exists when the workflow runs was used as if it were known."""

    def __init__(self, what: str, source: str) -> None:
        super().__init__(
            "E300",
            f"{what} needs the value of {source}, which only exists when the workflow runs",
            help="a 'for', a 'while' or an 'if' may depend on it; for all else pass it to a @task function",
        )


class Poisoned(Exception):
    """Uses a value whose computation was refused; it is reported there, not here."""

    def __init__(self, reason: Diagnostic | None = None) -> None:
        super().__init__("depends on something that was refused")
        self.reason = reason


class ProgramRaised(Exception):
    """An exception of a class that the program defines; `record` is the instance, `name` its class's."""

    def __init__(self, record: object, name: str, args: tuple[object, ...]) -> None:
        super().__init__(f"{name}: {', '.join(map(str, args))}" if args else name)
        self.record = record
