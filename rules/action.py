"""The shell text of an external program's job: prolog, program and epilog, and what their exit codes lead to.

Steps are joined with ``&&``, as by hand. Shell text of the user's that is more than one command needs ``set -e`` in
force, which bash switches off to the left of ``&&`` and ``||``: such steps stand one after the other instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.rules.container import entered
from eflows2smk.rules.private import PRIVATE
from eflows2smk.rules.python_task import Parts
from eflows2smk.software import command_line, fails, has_expansions, has_operators, redirects

if TYPE_CHECKING:
    from eflows2smk.rules.external import Command

STORE = r"""# store VALUE FILE: keep a whole number, as an exit code, or None as a Python object for other jobs.
store() {
    # Pickle's first protocol is text.
    if [[ $1 == None ]]; then printf 'N.' > "$2"; else printf 'I%d\n.' "$1" > "$2"; fi
}
"""


class Action:
    """The steps of one rule.

    careful: whether they have to stand one after the other. redirects: whether a step may have redirections of its own.
    instead: what is done if they fail, where that is ignored; after: what is done in any case then.
    result: the placeholder of the file that takes the exit code, "" if nobody wants it.
    """

    def __init__(self, command: Command, launcher: str) -> None:
        self.command = command
        self.software = command.software
        sections = (self.software.execution, self.software.prolog or {}, self.software.epilog or {})
        texts = [str(section.get("args") or "") for section in sections]
        self.careful = any(has_operators(text, ";\n") for text in texts) or self._may_end_the_shell()
        self.redirects = any(has_operators(text) for text in texts)
        self.result = self._result(command.parts)
        self.streams = redirects(command.order, command.directions)
        before = command.parts.before
        self.steps = [*before, *self._stated("prolog"), *self._program(launcher), *self._stated("epilog")]
        self.functions: tuple[tuple[str, str], ...] = (("store", STORE),) if self.result else ()
        self.instead = ""
        self.after: list[str] = []
        if self.software.on_failure == "IGNORE":
            self._ignore()

    def _may_end_the_shell(self) -> bool:
        """Whether a failure that is no failure of the job ends the whole shell: that of a variable that is not set."""
        software = self.software
        sections = [each for each in (software.execution, software.prolog, software.epilog) if each is not None]
        texts = [str(each.get(key) or "") for each in sections for key in ("binary", "args", "flags", "runner")]
        is_forgiving = software.on_failure == "IGNORE" or not all(
            fails(each, default=each is not software.epilog) for each in sections
        )
        return is_forgiving and any(has_expansions(text) for text in texts)

    def _result(self, parts: Parts) -> str:
        if not self.command.sample.results:
            return ""
        return self.command.up + parts.write(parts.free("exit_code"), lambda invocation: invocation.results[0])

    def _stated(self, name: str) -> list[str]:
        """The prolog or the epilog."""
        section: Mapping[str, object] | None = getattr(self.software, name)
        if section is None:
            return []
        text = self.command.render(command_line(section, (), {}))
        if not fails(section, default=name == "prolog"):
            return [self._whatever(text, "true")]
        return [f"({text})" if self._is_several(section) else text]

    def _program(self, launcher: str) -> list[str]:
        command, execution = self.command, self.software.execution
        text = launcher + entered(self.software, command.render)
        text += command.render(command_line(execution, command.order, command.directions))
        others = command.parts.before or self.streams or self.result or self.software.prolog or self.software.epilog
        is_failure = fails(execution, default=True)
        if self._is_several(execution) and (self.streams or (others and is_failure)):
            text = f"({text})"
        text += "".join(_redirect(stream, command.seen(name)) for stream, name in self.streams.items())
        if is_failure:
            return [text, f"store 0 {self.result}"] if self.result else [text]
        if not self.result:
            return [self._whatever(text, "true")]
        if self.careful:
            text = f"(set -e; {text})"
        return [f"(set +e; {text}; store $? {self.result})"]

    def _is_several(self, section: Mapping[str, object]) -> bool:
        return has_operators(str(section.get("args") or ""), "|;&\n")

    def _whatever(self, text: str, otherwise: str) -> str:
        """The text, and the other one where it fails."""
        if self.careful:
            return f"(set +e; (set -e; {text}); test $? = 0 || {otherwise})"
        return f"({text} || {otherwise})"

    def _ignore(self) -> None:
        """After a failure the defaults take the place of the outputs; what is missing is made, empty."""
        command, defaults = self.command, self.software.defaults
        instead = ["echo 'This failure is ignored.'"]
        if self.result:
            instead.append(f"store {self._default_code()} {self.result}")
        places: dict[str, list[str]] = {"test -e": [], "touch --": [], "mkdir -p --": []}
        for name in command.places:
            direction = command.directions[name]
            if not direction.writes or not direction.is_path:
                continue
            place = command.seen(name)
            if name in defaults:
                instead.append(self._copied(name, place))
            else:
                places["mkdir -p --" if "directory" in direction.content else "touch --"].append(place)
            if name not in command.lists:
                places["test -e"].append(place)
        if len(instead) > 1:
            # An output that is missing is a failure as well.
            self.steps += [f"test -e {place}" for place in places.pop("test -e")]
        self.instead = instead[0] if len(instead) == 1 else f"({' && '.join(instead)})"
        self.after = [f"{how} {' '.join(made)}" for how, made in places.items() if made and how != "test -e"]

    def _copied(self, name: str, place: str) -> str:
        """The command that gives an output, or each of a list, its default."""
        command = self.command
        default = str(self.software.defaults[name])
        lead = "" if default.startswith("/") else command.up or ('"$OLDPWD/"' if default.startswith("../") else "")
        source = lead + command.parts.default(name, self.software)
        is_directory = "directory" in command.directions[name].content
        is_list = name in command.lists
        each = '"$place"' if is_list else place
        how = f"cp -- {source} {each}"
        if is_directory:
            # In a private folder the default itself is a link.
            how = f"rm -rf -- {each} && mkdir -- {each} && cp -a -- {source}/. {each}"
        return f"for place in {place}; do {how} || exit; done" if is_list else how

    def _default_code(self) -> str:
        default = self.software.defaults.get("returns")
        if isinstance(default, bool) or not isinstance(default, int | None):
            raise ProgramError(
                Diagnostic(
                    "E515",
                    f"the default {default!r} can't stand in for the exit code of '{self.software.name}'",
                    self.software.span,
                    "an exit code is a whole number: returns=0",
                )
            )
        return str(default)

    def shell(self) -> list[str]:
        """All of it, with the folder in which it runs and the log."""
        command, steps, first = self.command, self._joined(), self.command.first
        if command.working_dir:
            folder = command.folder()
            joint = "; " if self.careful else " && "
            steps = [joint + steps[0], *steps[1:]]
            if not first:
                return [f"mkdir -p {folder} && (cd {folder}", *steps, ") > {log:q} 2>&1"]
            opened = [f"({first[0]}", *(f" && {step}" for step in first[1:])]
            return [*opened, f" && mkdir -p {folder} && (cd {folder}", *steps, ")) > {log:q} 2>&1"]
        self.functions = (("private", PRIVATE), *self.functions)
        head = " -- ".join(filter(None, ["private {log:q} {output:q}", command.unnamed()]))
        if first:
            opened = [first[0], *(f" && {step}" for step in first[1:])]
            return [*opened, f" && {head}", *self._logged(steps)]
        return [head, *self._logged(steps)]

    def _logged(self, steps: list[str]) -> list[str]:
        """What follows in the private folder, with the log."""
        if len(steps) == 1 and not self.redirects and "stderr" not in self.streams:
            redirected = "stdout" in self.streams and steps[0].endswith(_redirect("stdout", self._stdout()))
            pieces = broken(steps[0])
            return [f" && {pieces[0]}", *pieces[1:], " 2> {log:q}" if redirected else " > {log:q} 2>&1"]
        if len(steps) == 1 and _is_group(steps[0]):
            return [f" && {steps[0]}", " > {log:q} 2>&1"]
        # Two parentheses in a row would begin an arithmetic expression.
        space = " " if steps[0].startswith("(") else ""
        return [f" && ({space}{steps[0]}", *steps[1:], ") > {log:q} 2>&1"]

    def _joined(self) -> list[str]:
        """The steps with what stands between them."""
        first, *others = self.steps
        if not self.careful:
            rescued = [f" || {self.instead}"] if self.instead else []
            return [first, *(f" && {step}" for step in others), *rescued, *(f" && {step}" for step in self.after)]
        following = [f"; {step}" for step in others]
        if not self.instead:
            return [first, *following]
        after = [f"; {step}" for step in self.after]
        return [f"(set +e; (set -e; {first}", *following, f"); test $? = 0 || {self.instead})", *after]

    def _stdout(self) -> str:
        return self.command.seen(self.streams["stdout"])


def _is_group(step: str) -> bool:
    """Whether the parenthesis with which the step begins is closed at its end."""
    depth = 0
    for position, character in enumerate(step):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if not depth:
            return position == len(step) - 1
    return False


def _redirect(stream: str, place: str) -> str:
    # Appending, as PyCOMPSs does: the output is new, or the copy of what an in-out parameter adds to.
    return {"stdin": f" < {place}", "stdout": f" >> {place}", "stderr": f" 2>> {place}"}[stream]


def broken(line: str, width: int = 76) -> list[str]:
    """A long command line in pieces, broken before options outside of quotes."""
    pieces, current, quote = [], "", ""
    for position, character in enumerate(line):
        if character in "'\"" and (not quote or quote == character):
            quote = "" if quote else character
        starts_option = character == " " and line[position + 1 : position + 2] == "-"
        if starts_option and not quote and len(current) > 30 and len(current) + _next_length(line, position) > width:
            pieces.append(current)
            current = ""
        current += character
    pieces.append(current)
    return pieces


def _next_length(line: str, position: int) -> int:
    following = line.find(" -", position + 1)
    return (len(line) if following < 0 else following) - position
