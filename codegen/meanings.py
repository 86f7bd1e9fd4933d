"""The parameter of a rule that says what its calls mean: Snakemake runs a job again when it changes.

Snakemake compares a rule's text as it is written, the set of its inputs and that of its parameters. It sees neither the
code that a job calls by name, nor which file is bound to which name, nor their order. All this becomes one digest, of
the code and of the forms of inputs, outputs and parameters; what tables bind differently in each job stands beside it.
Names of wildcards have no part in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from eflows2smk.codegen.forms import (
    Bound,
    Choice,
    Domain,
    Expand,
    Fixed,
    Followed,
    Form,
    Joined,
    Lookup,
    Mapped,
    Setting,
    Several,
    Written,
)
from eflows2smk.codegen.printed import Entry, Rule

NAME = "digest"
RUNTIME = "eflows2smk.runtime"
LENGTH = 12
# A digest is a word: without digits it can't be taken for a number.
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def runs_code(rule: Rule) -> bool:
    """Whether its jobs call code of the program."""
    return RUNTIME in "".join(rule.shell)


def add_digest(rule: Rule, code: Form, wildcards: Sequence[str]) -> str:
    """Give the rule its digest, if it needs one; "" if not. code: the digest of what its jobs call, with what they are
    told; wildcards: of the rule."""
    exchanged = _exchanged(rule)
    if code == Fixed("") and not exchanged:
        return ""
    parts = list(_per_job(rule))
    single = _single(rule)
    stated = [entry for entry in exchanged if not _in_table(entry.form) and entry not in single]
    text = repr([[entry.name, *_canonical(entry.form, wildcards)] for entry in stated])
    if isinstance(code, Fixed):
        text += str(code.value)
    else:
        parts.insert(0, code)
    digest = hashlib.sha256(text.encode()).hexdigest()[:LENGTH].translate(_LETTERS)
    taken = {entry.name for entry in rule.params}
    name = next(each for each in _names() if each not in taken)
    rule.params.append(Entry(name, Bound(digest, tuple(parts)) if parts else Fixed(digest)))
    return digest


def _names() -> Iterator[str]:
    yield NAME
    number = 2
    while True:
        yield f"{NAME}_{number}"
        number += 1


def _exchanged(rule: Rule) -> list[Entry]:
    """The entries that could change places without a change of the sets that Snakemake compares."""
    found: list[Entry] = []
    for entries in (rule.inputs, rule.outputs, rule.params):
        if len(entries) > 1 or any(_is_list(entry.form) for entry in entries):
            found += entries
    return found


def _single(rule: Rule) -> list[Entry]:
    """The constants of which there is only one among the inputs, or the parameters, that does not follow from the
    wildcards: it is what is left of the set. In another compilation a table may have it."""
    found = []
    for entries in (rule.inputs, rule.params):
        rest = [entry for entry in entries if _in_table(entry.form) or isinstance(entry.form, Fixed)]
        if len(rest) == 1 and (entries is rule.inputs or len(entries) < 3):
            found += [entry for entry in rest if isinstance(entry.form, Fixed)]
    return found


def _is_list(form: Form) -> bool:
    if isinstance(form, Lookup):
        return any(isinstance(each, list | tuple) for each in _content(form))
    return not isinstance(form, Fixed) and type(form).__name__ in ("Expand", "Joined", "Several", "Written")


def _content(form: Lookup) -> Iterable[Any]:
    held: Any = form.content
    return held.values() if isinstance(held, dict) else held


def _per_job(rule: Rule) -> Iterator[Form]:
    """The forms whose values the digest does not have, where a job could have the same values in other places."""
    read = [entry.form for entry in rule.inputs if _in_table(entry.form)]
    # Of the inputs Snakemake has each as often as it is read, so that a single one is what is left of them.
    if len(read) > 1 or any(_is_list(form) for form in read):
        yield from read
    passed = [entry.form for entry in rule.params if _in_table(entry.form)]
    if len(passed) > 1 or (passed and len(rule.params) > 2):
        yield from passed
    # Snakemake sees which inputs there are, and not their order.
    for name, values in _followed([entry.form for entry in rule.inputs]).items():
        yield Followed(name, list(values))


def _followed(forms: Iterable[Form]) -> dict[str, tuple[str, ...]]:
    """The domains that follow the configuration, by the names of their constants."""
    found: dict[str, tuple[str, ...]] = {}
    for form in forms:
        if isinstance(form, Joined):
            found |= _followed(form.parts)
        elif isinstance(form, Expand):
            found |= {domain.source: domain.values for domain in form.domains if domain.source.isidentifier()}
    return found


def _in_table(form: Any) -> bool:
    """Whether the value in a job is one of a table, in which that of another job may change alone."""
    if isinstance(form, Lookup | Mapped | Followed | Setting):
        return True
    if isinstance(form, Choice):
        # One of two constants; what is made of wildcards is as a chain of calls has it.
        return not (form.then.holes or form.otherwise.holes)
    if isinstance(form, Several):
        return any(_in_table(item) for item in form.items)
    if isinstance(form, Joined):
        return any(_in_table(part) for part in form.parts)
    return any(_in_table(hole) for hole in getattr(form, "holes", ()))


def _canonical(form: Any, wildcards: Sequence[str]) -> list[Any]:
    """A form without the names of wildcards and tables, and without what stands in tables."""
    if isinstance(form, Written):
        text = "\n".join((form.text, *form.lines))
        return ["Written", re.sub(r"[^\W\d]\w*", lambda match: _wildcard(match[0], wildcards), text)]
    if isinstance(form, Domain):
        return ["Domain", form.source or list(form.values)]
    if isinstance(form, Setting | Followed):
        # What it gives stands beside the digest.
        return [type(form).__name__, form.name if isinstance(form, Setting) else form.text]
    if isinstance(form, Choice) and form.source:
        form = replace(form, value="")
    found: list[Any] = [type(form).__name__]
    for each in fields(form):
        found.append(_value(getattr(form, each.name), each.name, wildcards))
    return found


def _value(value: Any, field: str, wildcards: Sequence[str]) -> Any:
    if isinstance(value, tuple | list):
        return [_value(item, field, wildcards) for item in value]
    if is_dataclass(value):
        return _canonical(value, wildcards)
    if field in ("name", "terms") and isinstance(value, str):
        return _wildcard(value, wildcards)
    return value


def _wildcard(name: str, wildcards: Sequence[str]) -> str:
    return f"${wildcards.index(name)}" if name in wildcards else name
