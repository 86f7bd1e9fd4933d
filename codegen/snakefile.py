"""The Snakefile: the only place that knows its syntax. Written in snakefmt's own format."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from eflows2smk.codegen import environments
from eflows2smk.codegen.expressions import WIDTH, arithmetic, formatted, return_lines, split_items, string, template
from eflows2smk.codegen.fitting import is_number
from eflows2smk.codegen.forms import (
    LIKE_A_WILDCARD,
    Bound,
    Choice,
    Domain,
    Expand,
    Fixed,
    Followed,
    Form,
    Joined,
    Linear,
    Lookup,
    Pattern,
    Sealed,
    Setting,
    Several,
    Sum,
    Wild,
    Written,
    wildcards_of,
)
from eflows2smk.codegen.guard import LINES as GUARDED
from eflows2smk.codegen.guard import MODULE as GUARD
from eflows2smk.codegen.in_turn import LINES as IN_TURN
from eflows2smk.codegen.in_turn import MODULE as TURNS
from eflows2smk.codegen.printed import Entry, Rule
from eflows2smk.codegen.prologue import Prologue
from eflows2smk.codegen.seals import MODULE
from eflows2smk.codegen.settings import LINES as CHECKED
from eflows2smk.codegen.settings import MODULE as CONFIGURED
from eflows2smk.codegen.settings import Expression, Settings
from eflows2smk.codegen.tables import Tables, natural
from eflows2smk.rules.recipe import PLACE
from eflows2smk.rules.resources import THREADS
from eflows2smk.workflow.model import Domain as ComputedDomain
from eflows2smk.workflow.model import Environment

_CALL = re.compile(r"\w+\(")
_CHOICE = re.compile(r"""(.+?) (if wildcards\.\w+ == (?:\w+|"(?:[^"\\]|\\.)*")|if [^"']+) (else .+)""")
SEALED = [
    "onsuccess:",
    "    remember()",
    "",
    "",
    "onerror:",
    "    remember()",
]


class Printer:
    """Prints the forms of one project; long domains become constants in `tables`."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    # Forms ------------------------------------------------------------------------------------------------------------

    def form(self, form: Form, rule: str) -> str:
        """The expression of a form, as the value of a directive."""
        match form:
            case Pattern():
                return template(form) if form.is_plain else f"lambda wildcards: {formatted(form)}"
            case Choice():
                then, otherwise = self._options(form)
                test = f"wildcards.{form.name} == {form.source or string(form.value)}"
                return f"lambda wildcards: {then} if {test} else {otherwise}"
            case Expand():
                return self._expand(form, rule)
            case Lookup():
                return f"lambda wildcards: {form.table}[{_key(form)}]"
            case Several():
                items = ", ".join(template(i) if i.is_plain else formatted(i) for i in form.items)
                return f"[{items}]" if all(i.is_plain for i in form.items) else f"lambda wildcards: [{items}]"
            case Joined():
                return self._joined(form, rule)
            case Fixed():
                return _value(form.value)
            case Written():
                return f"lambda wildcards: {form.text}"
            case Followed():
                return form.text
            case Sealed():
                parts = [self.form(part, rule) for part in form.forms]
                shown = [
                    part if isinstance(each, Pattern) else f"*{part}"
                    for part, each in zip(parts, form.forms, strict=True)
                ]
                return f"lambda wildcards: sealed(workflow, wildcards, {', '.join(shown)})"
            case Bound():
                parts = [self.form(part, rule).removeprefix("lambda wildcards: ") for part in form.parts]
                return f"lambda wildcards: [{', '.join([string(form.digest), *parts])}]"

    def _options(self, form: Choice) -> tuple[str, str]:
        """What a choice chooses from; numbers as everywhere in a parameter, where both are constants."""
        constants = [each.literals[0] for each in (form.then, form.otherwise) if not each.holes]
        if len(constants) == 2 and not any(isinstance(natural(each), str) for each in constants):
            return repr(natural(constants[0])), repr(natural(constants[1]))
        return formatted(form.then), formatted(form.otherwise)

    def parts(self, form: Form, rule: str) -> list[str]:
        """A list as the entries of a directive: one for each of its parts."""
        if isinstance(form, Joined):
            return [self.form(part, rule) for part in form.parts]
        if isinstance(form, Several) and all(item.is_plain for item in form.items):
            return [template(item) for item in form.items]
        return [self.form(form, rule)]

    def _joined(self, form: Joined, rule: str) -> str:
        if all(isinstance(part, Pattern) for part in form.parts):
            return "[" + ", ".join(self.form(part, rule) for part in form.parts) + "]"
        if len(form.parts) == 1:
            return self.form(form.parts[0], rule)
        pieces = [
            self.form(part, rule) if isinstance(part, Pattern) else f"*{self.form(part, rule)}" for part in form.parts
        ]
        return "[" + ", ".join(pieces) + "]"

    def _expand(self, form: Expand, rule: str) -> str:
        domains = [(domain.name, self._domain(domain, rule)) for domain in form.domains]
        running = {name for name, _ in domains}
        own = [hole for hole in form.pattern.holes if not running.issuperset(wildcards_of(hole))]
        if any(isinstance(hole, Linear | Sum) for hole in own):
            return self._listed(form, domains)
        arguments = [template(form.pattern), *(["zip"] if form.paired else [])]
        arguments.extend(f"{name}={values}" for name, values in domains)
        if own:
            arguments.append("allow_missing=True")
        return f"expand({', '.join(arguments)})"

    def _listed(self, form: Expand, domains: list[tuple[str, str]]) -> str:
        running = {name for name, _ in domains}
        text = formatted(form.pattern, {name: name for name in running})
        if form.paired:
            names, values = ", ".join(n for n, _ in domains), ", ".join(v for _, v in domains)
            return f"lambda wildcards: [{text} for {names} in zip({values})]"
        loops = " ".join(f"for {name} in {values}" for name, values in domains)
        return f"lambda wildcards: [{text} {loops}]"

    def domain(self, name: str, values: tuple[str, ...]) -> str:
        """The values of a variable of a comprehension in ``rule all``."""
        return self._domain(Domain(name, values), "all")

    def _domain(self, domain: Domain, rule: str) -> str:
        if domain.source:
            return domain.source
        values = domain.values
        if all(is_number(value) and not value.startswith("-") for value in values):
            numbers = [int(value) for value in values]
            if len(numbers) > 2 or numbers == [numbers[0], numbers[0] + 1]:
                step = numbers[1] - numbers[0]
                if step > 0 and numbers == list(range(numbers[0], numbers[-1] + 1, step)):
                    return _range(numbers[0], numbers[-1] + 1, step)
        natural_values = [natural(value) for value in values]
        inline = "[" + ", ".join(_value(value) for value in natural_values) + "]"
        if len(values) <= 3 and len(inline) <= 40:
            return inline
        return self.tables.column(rule, domain)

    # Rules ------------------------------------------------------------------------------------------------------------

    def rule(self, rule: Rule) -> list[str]:
        """The lines of one rule, its comment above it."""
        helpers: list[str] = []
        inputs = self._block("input", rule.inputs, rule.name, helpers=helpers)
        lines = [f"# {line}" for line in (rule.comment, *rule.note) if line]
        lines = [*helpers, *lines, f"{'checkpoint' if rule.checkpoint else 'rule'} {rule.name}:", *inputs]
        lines += self._outputs(rule)
        if rule.log is not None:
            lines += ["    log:", f"        {template(rule.log)},"]
        if rule.constraints:
            lines.append("    wildcard_constraints:")
            lines += [f"        {name}={regex(pattern)}," for name, pattern in sorted(rule.constraints.items())]
        for name, said in rule.directives.said():
            lines += _directive(name, said)
        lines += [
            f"    {THREADS}: {self._number(entry.form, rule.name)}" for entry in rule.resources if entry.name == THREADS
        ]
        others = [entry for entry in rule.resources if entry.name != THREADS]
        lines += self._block("resources", others, rule.name, numbers=True)
        lines += self._block("params", rule.params, rule.name, paths=_paths(rule))
        lines.append("    shell:")
        pieces = [string(piece) for piece in rule.shell]
        if len(" ".join(pieces)) + 8 <= WIDTH:
            pieces = [string("".join(rule.shell))]
        lines += [f"        {piece}" for piece in pieces]
        return lines

    def _block(
        self,
        directive: str,
        entries: list[Entry],
        rule: str,
        *,
        numbers: bool = False,
        helpers: list[str] | None = None,
        paths: tuple[str, ...] = (),
    ) -> list[str]:
        if not entries:
            return []
        lines = [f"    {directive}:"]
        for entry in entries:
            is_computed = numbers or (directive == "params" and _is_computed(entry.form))
            value = self._number(entry.form, rule) if is_computed else self.form(entry.form, rule)
            if any(path.startswith(text) for path in paths for text in [_text(entry.form)] if text):
                # Snakemake's lint takes a plain text for a part of the path that it happens to be the start of.
                value = f"lambda wildcards: {formatted(entry.form) if isinstance(entry.form, Pattern) else value}"
            if "scaled" in entry.marks:
                value = f"lambda wildcards, attempt: attempt * {_factor(value)}"
            if "quoted" in entry.marks:
                value = self._quoted(entry.form, rule)
            is_long = len(value) + len(entry.name) > WIDTH - 9
            if helpers is not None and is_long and isinstance(entry.form, Choice | Written):
                value = f"{rule}_{entry.name}"
                helpers += _function(value, entry.form)
            lines += entry_lines(entry.name, value)
        return lines

    def _quoted(self, form: Form, rule: str) -> str:
        """A parameter as shell words: what holds empty words is quoted here, since Snakemake drops these."""
        if isinstance(form, Fixed):
            is_list = isinstance(form.value, list)
            return string(shlex.join(form.value) if is_list else shlex.quote(form.value))
        head, value = "lambda wildcards: ", self.form(form, rule)
        if not value.startswith(head):
            return value
        held = form.content if isinstance(form, Lookup) else ()
        entries = held.values() if isinstance(held, dict) else held
        quote = "shlex.join" if isinstance(next(iter(entries), None), list) else "shlex.quote"
        words = value.removeprefix(head)
        if isinstance(form, Lookup):
            # Who edits the table may write numbers into it.
            words = f"map(str, {words})" if quote == "shlex.join" else f"str({words})"
        return f"{head}{quote}({words})"

    def _number(self, form: Form, rule: str) -> str:
        """A resource: numbers stay numbers."""
        if isinstance(form, Pattern) and len(form.holes) == 1 and form.literals == ("", ""):
            return f"lambda wildcards: {arithmetic(form.holes[0])}"
        return self.form(form, rule)

    def _outputs(self, rule: Rule) -> list[str]:
        lines = ["    output:"]
        for entry in rule.outputs:
            value = self.form(entry.form, rule.name)
            for mark in reversed(entry.marks):
                value = value if mark == PLACE else f"{mark}({value})"
            lines += entry_lines(entry.name, value)
        return lines


def _directive(name: str, said: object) -> list[str]:
    """The lines of a directive that is the same for all jobs of a rule."""
    match said:
        case str():
            return [f"    {name}:", f"        {string(said)}"]
        case Environment():
            return [f"    {name}:", f"        {string(environments.below_workflow(said))}"]
        case tuple():
            return [f"    {name}:", *(f"        {string(item)}," for item in said)]
        case _:
            return [f"    {name}: {said}"]


def _is_computed(form: Form) -> bool:
    """Whether all of the value is a number that comes out of wildcards."""
    return isinstance(form, Pattern) and form.literals == ("", "") and isinstance(form.holes[0], Linear | Sum)


def _text(form: Form) -> str:
    """The text of a parameter that Snakemake sees as one, wildcards in braces; "" for all others."""
    if isinstance(form, Pattern):
        return _template(form) if form.is_plain and not _is_configured(form) else ""
    return form.value if isinstance(form, Fixed) and isinstance(form.value, str) and "{" not in form.value else ""


def _factor(value: str) -> str:
    """The body of a resource's expression, as something that can be multiplied."""
    body = value.removeprefix("lambda wildcards: ")
    return f"({body})" if " " in body and not body.endswith("]") else body


def _paths(rule: Rule) -> tuple[str, ...]:
    forms = [entry.form for entry in (*rule.inputs, *rule.outputs)]
    patterns = [form.pattern if isinstance(form, Expand) else form for form in forms]
    return tuple(
        _template(each) for each in patterns if isinstance(each, Pattern) and each.is_plain and not _is_configured(each)
    )


def _function(name: str, form: Choice | Written) -> list[str]:
    """A choice that is too long for a line, as a function above the rule."""
    if isinstance(form, Written):
        return [f"def {name}(wildcards):", *(f"    {line}" for line in form.lines), "", ""]
    return [
        f"def {name}(wildcards):",
        f"    if wildcards.{form.name} == {form.source or string(form.value)}:",
        *(f"        {line}" for line in return_lines(formatted(form.then), 8)),
        *(f"    {line}" for line in return_lines(formatted(form.otherwise))),
        "",
        "",
    ]


def entry_lines(name: str, value: str) -> list[str]:
    """``name=value,`` broken as black would where it is too long."""
    line = f"        {name}={value}" if name else f"        {value}"
    # snakefmt adds the comma after it has measured.
    if len(line) <= WIDTH:
        return [f"{line},"]
    return _broken(f"{name}=" if name else "", value, 8)


def _broken(head: str, value: str, indent: int) -> list[str]:
    space = " " * indent
    if value.startswith("lambda "):
        return _broken_lambda(head, value, indent)
    opening = next((c for c in value if c in "([{"), "")
    closing = {"(": ")", "[": "]"}.get(opening, "")
    position = value.find(opening) if opening else -1
    if not closing or not value.endswith(closing) or '"' in value[:position]:
        return [f"{space}{head}{value},"]
    inside = split_items(value[position + 1 : -1])
    first = f"{space}{head}{value[: position + 1]}"
    one_line = f"{space}    {', '.join(inside)}"
    if len(one_line) <= WIDTH and not value.startswith("["):
        return [first, one_line, f"{space}{closing},"]
    lines = [first]
    clauses = re.split(r" (?=for )", inside[0]) if len(inside) == 1 and " for " in _outside(inside[0]) else []
    if clauses:
        # A comprehension.
        return [*lines, *(f"{space}    {clause}" for clause in clauses), f"{space}{closing},"]
    for item in inside:
        line = f"{space}    {item},"
        lines += [line] if len(line) <= WIDTH else _broken("", item, indent + 4)
    return [*lines, f"{space}{closing},"]


def _broken_lambda(head: str, value: str, indent: int) -> list[str]:
    space = " " * indent
    start, _, body = value.partition(": ")
    if body.startswith("[") and " for " not in _outside(body[1:-1]) and "] if " not in body:
        items = [line for item in split_items(body[1:-1]) for line in _item(item, indent + 4)]
        return [f"{space}{head}{start}: [", *items, f"{space}],"]
    if body.startswith("[") and body.endswith("]") and len(split_items(body[1:-1])) == 1 and "] if " not in body:
        inside = body[1:-1]
        if len(inside) + indent + 4 <= WIDTH:
            return [f"{space}{head}{start}: [", f"{space}    {inside}", f"{space}],"]
        clauses = re.split(r" (?=for [\w, ]+ in |if )", inside)
        return [f"{space}{head}{start}: [", *(f"{space}    {clause}" for clause in clauses), f"{space}],"]
    if " else " in body and len(body) + indent + 4 <= WIDTH:
        return [f"{space}{head}{start}: (", f"{space}    {body}", f"{space}),"]
    choice = _CHOICE.fullmatch(body)
    if choice is None and _CALL.match(body) and body.endswith(")"):
        return _broken(f"{head}{start}: ", body, indent)
    if choice is not None:
        return [f"{space}{head}{start}: (", *(f"{space}    {part}" for part in choice.groups()), f"{space}),"]
    return [f"{space}{head}{value},"]


def _outside(text: str) -> str:
    """What stands outside of brackets."""
    found, depth = "", 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        found += character if not depth else ""
    return found


def _item(text: str, indent: int) -> list[str]:
    """An item of a list, as lines; a choice in brackets where it is too long for one."""
    space = " " * indent
    choice = _CHOICE.fullmatch(text)
    if choice is None or len(text) + indent + 1 <= WIDTH:
        return [f"{space}{text},"]
    return [f"{space}(", *(f"{space}    {part}" for part in choice.groups()), f"{space}),"]


def _is_configured(pattern: Pattern) -> bool:
    return any(isinstance(hole, Setting) for hole in pattern.holes)


def _template(pattern: Pattern) -> str:
    text = pattern.literals[0]
    for hole, literal in zip(pattern.holes, pattern.literals[1:], strict=True):
        assert isinstance(hole, Wild)
        text += f"{{{hole.name}}}{literal}"
    return text


def _key(form: Lookup) -> str:
    if form.indexed:
        return f"int(wildcards.{form.names[0]})"
    if len(form.names) == 1:
        return f"wildcards.{form.names[0]}"
    separator = json.dumps(form.separator)[1:-1]
    return 'f"' + separator.join(f"{{wildcards.{name}}}" for name in form.names) + '"'


def _value(value: Any) -> str:
    if isinstance(value, str):
        plain = natural(value)
        if not isinstance(plain, str):
            return repr(plain)
        return f"lambda wildcards: {string(plain)}" if LIKE_A_WILDCARD.search(plain) else string(plain)
    if isinstance(value, list | tuple):
        inside = ", ".join(string(str(item)) for item in value)
        return f"lambda wildcards: [{inside}]" if LIKE_A_WILDCARD.search(inside) else f"[{inside}]"
    return repr(value)


def _range(start: int, stop: int, step: int) -> str:
    if step != 1:
        return f"range({start}, {stop}, {step})"
    return f"range({start}, {stop})" if start else f"range({stop})"


def regex(pattern: str) -> str:
    """A regular expression as a string literal, or the expression that gives it."""
    if isinstance(pattern, Expression):
        return pattern
    return f'r"{pattern}"' if "\\" in pattern and '"' not in pattern else string(pattern)


def _assigned(name: str, text: str) -> list[str]:
    """``NAME = text``, a comprehension or a list over several lines where it is too long."""
    if len(name) + len(text) + 3 <= WIDTH:
        return [f"{name} = {text}"]
    head, _, rest = text[1:-1].partition(" for ")
    loop = [f"    for {rest}"] if rest else []
    return [f"{name} = {text[0]}", f"    {head}{'' if rest else ','}", *loop, text[-1]]


def _constants(tables: Tables) -> list[str]:
    """The lists and tables, from the files that have them."""
    lines = []
    if tables.small:
        lines += ['with open(f"{workflow.basedir}/tables.yaml") as stream:', "    tables = yaml.safe_load(stream)"]
        lines += [f"{key.upper()} = tables[{string(key)}]" for key in tables.small]
    for key in tables.large:
        lines.append(f'with open(f"{{workflow.basedir}}/tables/{key}.json") as stream:')
        lines.append(f"    {key.upper()} = json.load(stream)")
    return lines


def header(
    rules: list[Rule],
    tables: Tables,
    program: str,
    prologue: Prologue,
    *,
    moved: str,
    asks: Sequence[ComputedDomain] = (),
    folders: Sequence[str] = (),
    seals: bool = False,
    digests: bool = False,
    guarded: bool = False,
    in_turn: bool = False,
    settings: Settings | None = None,
    shared: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """The lines before the rules. prologue: where jobs find their programs.
    moved: the folder of the run, as seen from the project's, where they differ. asks: the domains whose checkpoints
    functions ask. folders: those that are made when the workflow starts. seals, digests: whether rules have any.
    guarded: whether edits are refused. in_turn: whether decisions depend on others. settings: what follows the
    configuration. shared: constraints of the whole file.
    """
    runs_python = prologue.runs_python
    quotes = runs_python or any("quoted" in entry.marks for rule in rules for entry in rule.params)
    patterns = [text for rule in rules for text in rule.constraints.values()] + list(shared.values())
    endless = any(domain.kind == "until" and domain.limit is None for domain in asks)
    followed = {} if settings is None else settings.constants
    needed = {
        "functools": bool(asks),
        "itertools": endless,
        "json": bool(tables.large or asks),
        "os": runs_python or bool(folders),
        "re": any(isinstance(text, Expression) for text in patterns),
        "shlex": quotes,
        "sys": runs_python or seals or guarded or in_turn or settings is not None,
        "yaml": bool(tables.small),
    }
    imports = [f"import {module}" for module, is_needed in needed.items() if is_needed]
    lines = [f"# Generated by eflows2smk from {program}. Change {program} and compile again."]
    if digests:
        lines += [
            "# A digest stands for the code of a call, and for what is bound to what: a call runs again",
            "# when its digest changes.",
        ]
    lines += imports
    ours = [f"from {GUARD} import refuse_changes"] * guarded
    ours += [f"from {CONFIGURED} import refuse_values"] * (settings is not None)
    ours += prologue.imports
    ours += [f"from {MODULE} import remember, sealed"] * seals
    ours += [f"from {TURNS} import decide_in_turn"] * in_turn
    if ours:
        lines += ["", 'sys.path.insert(0, f"{workflow.basedir}/scripts")', *ours]
    if moved:
        lines += ["", "", f"workdir: {string(moved)}", ""]
    if settings is not None:
        lines += ["", "", f"configfile: {string(settings.document.path)}", ""]
    lines += prologue.check()
    lines += ["", *GUARDED] * guarded
    if settings is not None:
        lines += ["", *CHECKED]
    lines += ["", *IN_TURN] * in_turn
    constants = [line for name, text in followed.items() for line in _assigned(name, text)]
    constants += _constants(tables)
    if constants:
        lines += ["", *constants]
    lines += prologue.prefix()
    if seals:
        lines += ["", "", "# Folders in which something was removed or changed are made again.", *SEALED]
    if folders:
        lines += ["", "", "# The program makes these folders; what jobs write in them is not declared."]
        lines += ["onstart:", *(f"    os.makedirs({string(folder)}, exist_ok=True)" for folder in folders)]
    return lines
