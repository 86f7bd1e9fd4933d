"""What each kind of line says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eflows2smk.diagnostics import ProgramError
from eflows2smk.frontend.library.facts import (
    Action,
    Alias,
    Change,
    Condition,
    Evaluation,
    Facts,
    FileEffect,
    Holding,
    Kind,
    Parameter,
    Passing,
    Relation,
    Result,
    Sharing,
    Type,
    TypeFacts,
)
from eflows2smk.frontend.library.lines import entries
from eflows2smk.frontend.library.notation import read
from eflows2smk.frontend.library.tables import Table


def said(text: str) -> Facts:
    (entry,) = entries(text, "test.facts")[0]
    found = read(entry)
    assert isinstance(found, Facts)
    return found


def test_parameters() -> None:
    facts = said('a.f(one, /, two=1.5, *rest, three="r", **options): changes nothing')
    assert facts.parameters == (
        Parameter("one", Passing.POSITION),
        Parameter("two", Passing.EITHER, "1.5"),
        Parameter("rest", Passing.REST),
        Parameter("three", Passing.KEYWORD, '"r"'),
        Parameter("options", Passing.KEYWORDS),
    )
    assert said("a.f(x, ...): changes nothing").open


def test_lines_are_complete_and_stars_are_not() -> None:
    facts = said("a.f(x): gives int")
    assert not facts.unknown_changes and not facts.unknown_files
    star = said("a.*: changes nothing")
    assert not star.unknown_changes and star.unknown_files and star.open
    assert said("a.f(x): gives int, otherwise unknown").unknown_changes
    assert not said("a.*: no files").unknown_files


def test_results() -> None:
    shares = {
        "int": Result(Type("int"), ()),
        "a.Mesh": Result(Type("a.Mesh"), None),
        "fresh": Result(None, ()),
        "fresh list[str]": Result(Type("list", (Type("str"),)), ()),
        "self": Result(None, (Sharing(Relation.IS, "self"),)),
        "part of self and x as list": Result(
            Type("list"), (Sharing(Relation.PART, "self"), Sharing(Relation.PART, "x"))
        ),
        "result of x": Result(None, (Sharing(Relation.RETURNED, "x"),)),
        "list holding self and parts of x": Result(
            Type("list"), (Sharing(Relation.HOLDS, "self"), Sharing(Relation.HOLDS_PARTS, "x"))
        ),
        "map holding results of x": Result(Type("map"), (Sharing(Relation.HOLDS_RETURNED, "x"),)),
    }
    for text, result in shares.items():
        assert said(f"a.f(self, x): gives {text}").result == (result,), text
    both = said("a.f(self, x): gives part of self or x or None").result
    assert [each.shares for each in both] == [
        (Sharing(Relation.PART, "self"),),
        (Sharing(Relation.IS, "x"),),
        (),
    ]


def test_pure() -> None:
    facts = said("a.f(x): pure a.Mesh or None")
    assert facts.evaluation is Evaluation.TRUSTED
    assert [each.shares for each in facts.result] == [(), ()]


def test_changes() -> None:
    facts = said("a.f(self, x, flag=False): changes self, changes x deeply if not flag, self holds x and parts of x")
    assert facts.changes == (Change("self"), Change("x", True, Condition("flag", False)))
    assert facts.holdings == (
        Holding("self", Sharing(Relation.HOLDS, "x")),
        Holding("self", Sharing(Relation.HOLDS_PARTS, "x")),
    )


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("reads p", FileEffect(Action.READS, "p")),
        ('writes p + ".npy"', FileEffect(Action.WRITES, "p", ".npy")),
        ('writes p + default ".png" if q', FileEffect(Action.WRITES, "p", ".png", True, condition=Condition("q"))),
        ("appends to p", FileEffect(Action.APPENDS, "p")),
        ("edits p", FileEffect(Action.EDITS, "p")),
        ("opens p mode q", FileEffect(Action.OPENS, "p", mode_parameter="q")),
        ('opens p mode "a"', FileEffect(Action.OPENS, "p", mode="a")),
        ("lists p", FileEffect(Action.LISTS, "p")),
        ("asks for p", FileEffect(Action.ASKS, "p")),
        ("makes folder p", FileEffect(Action.MAKES_FOLDER, "p")),
        ("removes p", FileEffect(Action.REMOVES, "p")),
        ("moves p to q", FileEffect(Action.MOVES, "p", target="q")),
        ("copies p to q", FileEffect(Action.COPIES, "p", target="q")),
        ("copies tree p to q", FileEffect(Action.COPIES_TREE, "p", target="q")),
        ("reads through p", FileEffect(Action.READS_THROUGH, "p")),
        ("writes through p", FileEffect(Action.WRITES_THROUGH, "p")),
        ("starts p", FileEffect(Action.STARTS, "p")),
    ],
)
def test_files(text: str, effect: FileEffect) -> None:
    assert said(f"a.f(p, q=None): {text}").files == (effect,)


def test_everything_else() -> None:
    assert said("a.f(x): identity").identity and not said("a.f(x): silent").identity
    facts = said('a.f(x): uses state random, depends on command line, depends on clock, prints, silent, process "why"')
    assert (facts.states, facts.depends, facts.prints, facts.silent) == (
        ("random",),
        ("command line", "clock"),
        True,
        True,
    )
    assert facts.process == "why"
    assert said('a.f(x): residual "why"').reason == "why"
    assert said("a.f(x): anything").unknown_code
    assert said("a.f(x): temporary, raises nothing").temporary
    assert said("a.f(x, y): iterates x, calls y").calls == ("y",)


def test_what_is_no_function() -> None:
    assert said("a.b: constant float").kind is Kind.CONSTANT
    assert said("a.b: constant float").evaluation is Evaluation.TRUSTED
    assert said("a.b: variable list[str], depends on environment").evaluation is Evaluation.RESIDUAL
    assert said("a.B.c: attribute part of self").result == (Result(None, (Sharing(Relation.PART, "self"),)),)
    (alias, base) = (read(each) for each in entries("a: same as b.c\ntype a.B(c.D): immutable", "")[0])
    assert alias == Alias("a", "b.c")
    assert base == TypeFacts("a.B", ("c.D",), True)


def test_indented_lines_go_on() -> None:
    text = "# text\na.f(x,\n    y): changes x,\n\tgives int   # behind\n\na.g(): gives int\n"
    table = Table(text, "test.facts")
    assert table.problems() == ()
    assert list(table.names()) == ["a.f", "a.g"]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a.f(x): changes y", (1, 16), "'y' is no parameter of a.f"),
        ("a.f(x):\n    pure int,\n    pure inte", (3, 9), "'inte' is neither a type nor a parameter of a.f"),
        ('a.f(x): writes x + ".npy', (1, 19), '" has no meaning here'),
        ("a.f(x) changes x", (1, 7), "':' is missing"),
        ("a.f(x): opens x", (1, 15), "'mode' is missing"),
        ("a.f(x, x): changes x", (1, 7), "'x' can't be a parameter here"),
        ("a.f(x): depends on luck", (1, 19), "'luck' is nothing that a function can depend on"),
        ("a.f: changes x", (1, 13), "'x' is no parameter of a.f"),
        ("a.f: prints", (1, 3), "the parameters are missing"),
        ("a.f(x): gives int str", (1, 18), "'str' is not expected here"),
        ("a.f(x): writes x + npy", (1, 19), 'the suffix is missing: a text in double quotes, as ".npy"'),
        ("a.f(x):", (1, 7), "a fact is missing"),
        ("a.f(x): gives int,", (1, 18), "a fact is missing"),
    ],
)
def test_mistakes_have_a_place(text: str, place: tuple[int, int], message: str) -> None:
    (problem,) = Table(text, "test.facts").problems()
    assert (problem.message, (problem.span.line, problem.span.column)) == (message, place)


def test_lines_that_name_nothing() -> None:
    (problem,) = Table("(x): changes x\na.f(x): changes x\n", "test.facts").problems()
    assert problem.span.line == 1


@given(st.text(alphabet='af.x(),:=*/ "\n[]gives part of self changes + reads', max_size=80))
def test_no_text_is_too_strange(text: str) -> None:
    """Whatever a user writes, problems are told; nothing else is raised."""
    try:
        table = Table(text, "test.facts")
        problems = table.problems()
    except ProgramError:
        raise AssertionError("a problem was raised, not told") from None
    lines = text.splitlines()
    assert all(1 <= problem.span.line <= len(lines) for problem in problems)
