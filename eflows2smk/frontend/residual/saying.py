"""What the program prints itself, where that is known: it needs no job, only a place among them."""

from __future__ import annotations

from collections.abc import Callable

from eflows2smk.frontend.core.operations import Operation
from eflows2smk.frontend.residual.progress import Recording, Statement
from eflows2smk.frontend.residual.scripts import Place, Script
from eflows2smk.frontend.residual.writing import Written


def says(
    operation: Operation,
    text: str | None,
    around: list[tuple[Operation, str]] | None,
    recording: Recording,
    script: Script | None,
    ends: Callable[[], None],
    here: Callable[[], Place] | None = None,
) -> bool:
    """Note that the program prints a text, if that is known; False where the open script has to print it.

    around: what is said of a piece of which it is not known yet whether it is left to the run as a whole. script: the
    open one, which goes on behind the text. If it prints too, that would come too late, so it has to end first, as
    `ends` does. here: gives the place of a text that could also stand in the script.
    """
    if text is None:
        return False
    if around is not None:
        around.append((operation, text))
        return True
    if script is not None and (script.prints or script.anything):
        if here is not None and here().key == script.place.key:
            return False
        ends()
        script = None
    recording.says(text, script)
    return True


def leave_printing(script: Script, statement: Statement, written: Written) -> None:
    """What a text of the script does is printed by the script."""
    done = {id(operation) for operation in written.operations}
    left = [each for each in statement.said if id(each[0]) not in done]
    script.prints = script.prints or len(left) < len(statement.said)
    statement.said = left
