"""Which values a wildcard can take, so that no two rules can make one file.

Whole numbers get ``\\d+``, names without a slash ``[^/]+``. Where a path of one rule still matches the pattern of
another, or a pattern does not give its own values back, the exact values are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from eflows2smk.codegen.family import Family
from eflows2smk.codegen.fitting import is_number
from eflows2smk.codegen.forms import Const, Expand, Pattern, Several
from eflows2smk.codegen.rule import Rule
from eflows2smk.diagnostics import NOWHERE, Diagnostic, ProgramError

# More values than this, listed in a regular expression, make planning slow.
MOST_LISTED = 200


def constrain(rules: list[Rule], families: list[Family], sources: Iterable[str] = ()) -> dict[str, str]:
    """Set the constraints of all rules; returns those that hold for the whole file. Raises ProgramError."""
    found = [_by_values(family) for family in families]
    outputs = [_outputs(rule) for rule in rules]
    for number, family in enumerate(families):
        if not _gives_back(outputs[number], found[number], family):
            found[number] = _listed(family)
            if not _gives_back(outputs[number], found[number], family):
                raise ProgramError(_ambiguous(family.name, family.name))
    for number, family in enumerate(families):
        if _takes_source(outputs[number], found[number], sources):
            # Otherwise `--forceall`, or a newer input, would make a rule overwrite a file that existed before.
            found[number] = _listed(family)
    for first, second in _overlapping(outputs):
        _separate(first, second, families, outputs, found)
    shared: dict[str, str] = {}
    for name in sorted({name for constraints in found for name in constraints}):
        patterns = [constraints[name] for constraints in found if name in constraints]
        shared[name] = max(dict.fromkeys(patterns), key=patterns.count)
    for rule, constraints in zip(rules, found, strict=True):
        rule.constraints = {name: pattern for name, pattern in constraints.items() if shared.get(name) != pattern}
    return {name: pattern for name, pattern in shared.items() if pattern != ".+"}


def _by_values(family: Family) -> dict[str, str]:
    found = {}
    for index, name in enumerate(family.wildcards):
        column = {row[index] for row in family.values}
        if all(is_number(value) for value in column):
            found[name] = r"-?\d+" if any(value.startswith("-") for value in column) else r"\d+"
        else:
            found[name] = ".+" if any("/" in value for value in column) else "[^/]+"
    return found


def _listed(family: Family) -> dict[str, str]:
    found = {}
    for index, name in enumerate(family.wildcards):
        column = list(dict.fromkeys(row[index] for row in family.values))
        if len(column) > MOST_LISTED:
            found[name] = _by_values(family)[name]
        else:
            found[name] = "|".join(sorted(re.escape(value) for value in column))
    return found


def _outputs(rule: Rule) -> list[Pattern]:
    found: list[Pattern] = []
    for entry in rule.outputs:
        match entry.form:
            case Pattern():
                found.append(entry.form)
            case Several():
                found.extend(entry.form.items)
            case Expand():
                found.extend(_instances(entry.form))
            case _:
                continue
    return found


def _instances(form: Expand) -> Iterator[Pattern]:
    """The patterns of an ``expand`` over some of the holes, with the rule's wildcards left in."""
    running = [domain.name for domain in form.domains]
    own = {hole.name: f"{{{hole.name}}}" for hole in form.pattern.holes if not isinstance(hole, Const)}
    kept = [name for name in own if name not in running]
    for text in form.expand({name: f"\0{name}\0" for name in kept}):
        pieces = text.split("\0")
        from eflows2smk.codegen.forms import Wild

        yield Pattern(tuple(pieces[::2]), tuple(Wild(name) for name in pieces[1::2]))


def regex(pattern: Pattern, constraints: dict[str, str]) -> re.Pattern[str]:
    """The regular expression that Snakemake makes of an output."""
    text = re.escape(pattern.literals[0])
    seen: set[str] = set()
    for hole, literal in zip(pattern.holes, pattern.literals[1:], strict=True):
        name = hole.name  # type: ignore[union-attr]
        text += f"(?P={name})" if name in seen else f"(?P<{name}>{constraints.get(name, '.+')})"
        seen.add(name)
        text += re.escape(literal)
    return re.compile(text + r"\Z", re.DOTALL)


def _gives_back(patterns: list[Pattern], constraints: dict[str, str], family: Family) -> bool:
    """Whether each path of the family leads back to the wildcard values that it was made from."""
    for pattern in patterns:
        if len(pattern.holes) < 2 and all(constraints[name] != "[^/]+" for name in pattern.names):
            continue
        expression = regex(pattern, constraints)
        for row in family.values:
            values = dict(zip(family.wildcards, row, strict=True))
            found = expression.match(pattern.expand(values))
            if found is None or found.groupdict() != values:
                return False
    return True


def _takes_source(patterns: list[Pattern], constraints: dict[str, str], sources: Iterable[str]) -> bool:
    """Whether a pattern matches a file that existed before the run."""
    expressions = [regex(pattern, constraints) for pattern in patterns if pattern.holes]
    return any(expression.match(source) for expression in expressions for source in sources)


def _overlapping(outputs: list[list[Pattern]]) -> Iterator[tuple[int, int]]:
    """Pairs of rules with outputs that begin and end alike, as far as these are literal."""
    ends: list[tuple[str, str, int]] = []
    for number, patterns in enumerate(outputs):
        ends.extend((pattern.literals[0], pattern.literals[-1], number) for pattern in patterns)
    ends.sort()
    seen: set[tuple[int, int]] = set()
    # Sorted by what they begin with, those that can begin alike stand next to each other.
    open_heads: list[tuple[str, str, int]] = []
    for head, tail, number in ends:
        open_heads = [other for other in open_heads if head.startswith(other[0])]
        for _, other_tail, other in open_heads:
            pair = (min(other, number), max(other, number))
            alike = tail.endswith(other_tail) or other_tail.endswith(tail)
            if other != number and alike and pair not in seen:
                seen.add(pair)
                yield pair
        open_heads.append((head, tail, number))


def _separate(
    first: int, second: int, families: list[Family], outputs: list[list[Pattern]], found: list[dict[str, str]]
) -> None:
    for one, other in ((first, second), (second, first)):
        if not _takes(one, other, families, outputs, found):
            continue
        found[one] = _listed(families[one])
        if _takes(one, other, families, outputs, found):
            raise ProgramError(_ambiguous(families[one].name, families[other].name))


def _takes(
    one: int, other: int, families: list[Family], outputs: list[list[Pattern]], found: list[dict[str, str]]
) -> bool:
    """Whether a pattern of one rule matches a path of the other."""
    expressions = [regex(pattern, found[one]) for pattern in outputs[one]]
    names = families[other].wildcards
    for row in families[other].values:
        values = dict(zip(names, row, strict=True))
        for pattern in outputs[other]:
            path = pattern.expand(values)
            if any(expression.match(path) for expression in expressions):
                return True
    return False


def _ambiguous(one: str, other: str) -> Diagnostic:
    return Diagnostic(
        "E502",
        f"the outputs of '{one}' and '{other}' can't be told apart by their paths",
        NOWHERE,
        "let the paths of different calls begin differently, for instance with a folder of their own",
    )
