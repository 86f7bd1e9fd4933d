"""The notation of facts: from an entry to what it says.

    entry     = ["type"] NAME ["(" parameters ")"] [":" fact {"," fact}]
    result    = value {"or" value}
    value     = "fresh" [TYPE] | "part of" P {"and" P} ["as" TYPE] | "result of" P | P ["as" TYPE]
              | TYPE ["holding" held {"and" held}]
    held      = P | "parts of" P | "results of" P
    condition = "if" ["not"] P

P is a parameter of the line. `_FACTS` has the facts by their first word; docs/library-facts.md explains them.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

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
from eflows2smk.frontend.library.lines import Entry, Word, problem, words

Said = Facts | TypeFacts | Alias

# Builtin types, and the names of the notation's own: ``file`` is any open file, ``function`` all that can be called.
IMMUTABLE = frozenset("None bool bytes complex float int str range type ellipsis function module".split())
TYPES = IMMUTABLE | frozenset(
    "Self slice bytearray dict dict_items dict_keys dict_values enumerate file filter frozenset iterator list map"
    " memoryview object reversed set tuple zip property staticmethod classmethod super BaseException Exception".split()
)
SOURCES = ("chance", "clock", "command line", "environment", "folder", "input", "machine", "network")
_HELD = {"parts": Relation.HOLDS_PARTS, "results": Relation.HOLDS_RETURNED}


def read(entry: Entry) -> Said:
    """What the entry says. Raises ProgramError for what is no fact."""
    return _Reader(entry).read()


class _Reader:
    """Goes through the words of one entry."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.words = words(entry)
        self.position = 0
        # The fields of `Facts` that are said, and the names of the parameters.
        self.said: dict[str, Any] = {}
        self.names: tuple[str, ...] = ()

    # Words ------------------------------------------------------------------------------------------------------------

    @property
    def word(self) -> Word:
        return self.words[self.position]

    def next(self) -> Word:
        word = self.word
        self.position += word.kind != "end"
        return word

    def takes(self, *texts: str) -> bool:
        """Whether these words come next; they are passed over then."""
        if self.words[self.position].text != texts[0]:
            return False
        following = self.words[self.position : self.position + len(texts)]
        found = [word.text for word in following] == list(texts)
        self.position += len(texts) if found else 0
        return found

    def expect(self, text: str) -> None:
        if not self.takes(text):
            raise self.wrong(f"'{text}' is missing")

    def wrong(self, message: str, word: Word | None = None, help: str = "") -> ProgramError:
        return problem(message, (word or self.word).span, help)

    def name(self, what: str) -> Word:
        word = self.next()
        if word.kind != "name":
            raise self.wrong(f"{what} is missing", word)
        return word

    def literal(self, what: str) -> str:
        word = self.next()
        if word.kind != "text":
            raise self.wrong(f'{what} is missing: a text in double quotes, as ".npy"', word)
        return word.text[1:-1]

    # Entries ----------------------------------------------------------------------------------------------------------

    def read(self) -> Said:
        if self.entry.is_type:
            self.next()
            self.next()
            return self._type()
        self.next()
        called = self.word.text == "("
        if called:
            parameters, is_open = self._parameters()
            self.said.update(parameters=parameters, open=is_open)
            self.names = tuple(each.name for each in parameters)
        star = self.entry.name.endswith(".*")
        if star:
            self.said.update(open=True, unknown_changes=True, unknown_files=True)
        if self.word.kind == "end":
            raise self.wrong(
                "the facts are missing", help="write 'changes nothing' if it does nothing but give a result"
            )
        self.expect(":")
        if self.takes("same", "as"):
            target = self.name("the name that it is the same as")
            self._end()
            return Alias(self.entry.name, target.text)
        self._facts()
        if "kind" not in self.said and not called and not star:
            self.position = 1
            help = "a function has '(…)'; all else says what it is first: class, constant, variable or attribute"
            raise self.wrong("the parameters are missing", help=help)
        return Facts(self.entry.name, **self.said)

    def _facts(self) -> None:
        while True:
            self._fact()
            if not self.takes(","):
                break
        self._end()

    def _end(self) -> None:
        if self.word.kind != "end":
            raise self.wrong(f"'{self.word.text}' is not expected here", help="facts are separated by commas")

    def _type(self) -> TypeFacts:
        bases: list[str] = []
        if self.takes("("):
            while not self.takes(")"):
                bases.append(self.name("the name of a base class").text)
                if self.word.text != ")":
                    self.expect(",")
        made = TypeFacts(self.entry.name, tuple(bases))
        self.names = ("self",)
        if self.takes(":"):
            while True:
                if self.takes("immutable"):
                    made = replace(made, immutable=True)
                elif self.takes("iterates"):
                    made = replace(made, iterates=self._result())
                else:
                    raise self.wrong(f"'{self.word.text}' is no fact about a type", help="'immutable', 'iterates …'")
                if not self.takes(","):
                    break
        self._end()
        return made

    def _parameters(self) -> tuple[tuple[Parameter, ...], bool]:
        self.expect("(")
        found: list[Parameter] = []
        passing, is_open = Passing.EITHER, False
        while not self.takes(")"):
            if self.takes("..."):
                is_open, passing = True, Passing.KEYWORD
            elif self.takes("/"):
                found = [replace(each, passing=Passing.POSITION) for each in found]
            elif self.takes("**"):
                found.append(Parameter(self._parameter(found), Passing.KEYWORDS))
            elif self.takes("*"):
                passing = Passing.KEYWORD
                if self.word.text not in (",", ")"):
                    found.append(Parameter(self._parameter(found), Passing.REST))
            else:
                name = self._parameter(found)
                found.append(Parameter(name, passing, self._default() if self.takes("=") else None))
            if self.word.text != ")":
                self.expect(",")
        return tuple(found), is_open

    def _parameter(self, before: list[Parameter]) -> str:
        word = self.name("the name of a parameter")
        if "." in word.text or word.text in {each.name for each in before}:
            raise self.wrong(f"'{word.text}' can't be a parameter here", word)
        return word.text

    def _default(self) -> str:
        word = self.next()
        closing = {"(": ")", "[": "]", "{": "}"}.get(word.text)
        if closing is not None:
            self.expect(closing)
            return word.text + closing
        if word.kind not in ("text", "number", "name", "others"):
            raise self.wrong("a default is missing", word, "a number, a text, None, or ... for what does not matter")
        return word.text

    # Facts ------------------------------------------------------------------------------------------------------------

    def _fact(self) -> None:
        word = self.next()
        run = _FACTS.get(word.text) if word.kind == "name" else None
        if run is not None and self.word.text != "holds":
            run(self)
        elif word.text in self.names and self.takes("holds"):
            self._held(word.text)
        else:
            near = difflib.get_close_matches(word.text, _FACTS, 1)
            if not word.text:
                raise self.wrong("a fact is missing", word)
            help = f"did you mean '{near[0]}'?" if near else f"facts begin with {', '.join(sorted(_FACTS))}"
            raise self.wrong(f"'{word.text}' is no fact", word, help)

    def add(self, **more: Any) -> None:
        """Add to tuples, replace all else."""
        for key, value in more.items():
            self.said[key] = (*self.said.get(key, ()), *value) if isinstance(value, tuple) else value

    def own(self) -> str:
        """A parameter of the line."""
        word = self.name("a parameter")
        if word.text not in self.names:
            there = ", ".join(self.names) or "none"
            raise self.wrong(f"'{word.text}' is no parameter of {self.entry.name}", word, f"its parameters: {there}")
        return word.text

    def _condition(self) -> Condition | None:
        if not self.takes("if"):
            return None
        true = not self.takes("not")
        return Condition(self.own(), true)

    def _held(self, holder: str) -> None:
        while True:
            self.add(holdings=(Holding(holder, self._holding()),))
            if not self.takes("and"):
                return

    def _holding(self) -> Sharing:
        for word, relation in _HELD.items():
            if self.takes(word, "of"):
                return Sharing(relation, self.own())
        return Sharing(Relation.HOLDS, self.own())

    def _changes(self) -> None:
        if self.takes("nothing"):
            self.add(unknown_changes=False)
        else:
            parameter = self.own()
            deep = self.takes("deeply")
            self.add(changes=(Change(parameter, deep, self._condition()),))

    def _gives(self) -> None:
        self.add(result=self._result())

    def _pure(self) -> None:
        self._trust(Evaluation.TRUSTED)
        fresh = tuple(each if each.shares else replace(each, shares=()) for each in self._result())
        self.add(result=fresh, unknown_changes=False, unknown_files=False)

    def _trust(self, evaluation: Evaluation) -> None:
        order = list(Evaluation)
        if order.index(evaluation) > order.index(self.said.get("evaluation", Evaluation.RESIDUAL)):
            self.add(evaluation=evaluation)

    def _residual(self) -> None:
        self.add(reason=self.literal("the reason"))

    def _process(self) -> None:
        self.add(process=self.literal("the reason"))

    def _iterates(self) -> None:
        self.add(iterates=(self.own(),))

    def _calls(self) -> None:
        self.add(calls=(self.own(),))

    def _state(self) -> None:
        if not self.takes("state"):
            raise self.wrong("'state' is missing", help="uses state random")
        self.add(states=(self.name("the name of a state").text,))

    def _depends(self) -> None:
        self.expect("on")
        for source in SOURCES:
            if self.takes(*source.split()):
                self.add(depends=(source,))
                return
        raise self.wrong(f"'{self.word.text}' is nothing that a function can depend on", help=", ".join(SOURCES))

    def _raises(self) -> None:
        self.expect("nothing")
        self.add(never_raises=True)

    def _otherwise(self) -> None:
        self.expect("unknown")
        self.add(unknown_changes=True, unknown_files=True)

    def _no(self) -> None:
        self.expect("files")
        self.add(unknown_files=False)

    def _anything(self) -> None:
        self.add(unknown_changes=True, unknown_files=True, unknown_code=True)

    # Files ------------------------------------------------------------------------------------------------------------

    def effect(self, action: Action, **more: Any) -> None:
        self.add(files=(FileEffect(action, self.own(), condition=None, **more),))
        self._behind()

    def _behind(self) -> None:
        """A suffix and a condition of the last effect."""
        *before, last = self.said["files"]
        if self.takes("+"):
            is_default = self.takes("default")
            last = replace(last, suffix=self.literal("the suffix"), suffix_is_default=is_default)
        last = replace(last, condition=self._condition())
        self.said["files"] = (*before, last)

    def _reads(self) -> None:
        self.effect(Action.READS_THROUGH if self.takes("through") else Action.READS)

    def _writes(self) -> None:
        self.effect(Action.WRITES_THROUGH if self.takes("through") else Action.WRITES)

    def _appends(self) -> None:
        self.expect("to")
        self.effect(Action.APPENDS)

    def _asks(self) -> None:
        self.expect("for")
        self.effect(Action.ASKS)

    def _makes(self) -> None:
        self.expect("folder")
        self.effect(Action.MAKES_FOLDER)

    def _opens(self) -> None:
        path = self.own()
        self.expect("mode")
        if self.word.kind == "text":
            self.add(files=(FileEffect(Action.OPENS, path, mode=self.literal("the mode")),))
        else:
            self.add(files=(FileEffect(Action.OPENS, path, mode_parameter=self.own()),))

    def _moves(self) -> None:
        self._between(Action.MOVES)

    def _copies(self) -> None:
        self._between(Action.COPIES_TREE if self.takes("tree") else Action.COPIES)

    def _between(self, action: Action) -> None:
        path = self.own()
        self.expect("to")
        target = self.own()
        self.add(files=(FileEffect(action, path, target=target, condition=self._condition()),))

    # Results ----------------------------------------------------------------------------------------------------------

    def _result(self) -> tuple[Result, ...]:
        found = [replace(self._value(), condition=self._condition())]
        while self.takes("or"):
            found.append(replace(self._value(), condition=self._condition()))
        return tuple(found)

    def _value(self) -> Result:
        if self.takes("fresh"):
            return Result(
                self._type_name() if self.word.kind == "name" and self.word.text not in ("or", "if") else None, ()
            )
        if self.takes("part", "of"):
            shares = [Sharing(Relation.PART, self.own())]
            while self.takes("and"):
                shares.append(Sharing(Relation.PART, self.own()))
            return Result(self._as(), tuple(shares))
        if self.takes("result", "of"):
            return Result(None, (Sharing(Relation.RETURNED, self.own()),))
        if self.word.text in self.names:
            return Result(shares=(Sharing(Relation.IS, self.own()),), type=self._as())
        made = self._type_name()
        if self.takes("holding"):
            held = [self._holding()]
            while self.takes("and"):
                held.append(self._holding())
            return Result(made, tuple(held))
        return Result(made, () if made.name in IMMUTABLE else None)

    def _as(self) -> Type | None:
        return self._type_name() if self.takes("as") else None

    def _type_name(self) -> Type:
        word = self.name("a type")
        if "." not in word.text and word.text not in TYPES:
            near = difflib.get_close_matches(word.text, (*TYPES, *self.names), 1)
            help = f"did you mean '{near[0]}'?" if near else "types of libraries have the name of their module in front"
            raise self.wrong(f"'{word.text}' is neither a type nor a parameter of {self.entry.name}", word, help)
        arguments: list[Type] = []
        if self.takes("["):
            while not self.takes("]"):
                arguments.append(self._type_name())
                if self.word.text != "]":
                    self.expect(",")
        return Type(word.text, tuple(arguments))


def _kind(kind: Kind) -> Callable[[_Reader], None]:
    """The first fact of what is not a function: what it is, and the value that it has."""

    def run(reader: _Reader) -> None:
        reader.add(kind=kind)
        if kind is Kind.ATTRIBUTE and not reader.names:
            reader.names = ("self",)
        if reader.word.text == "pure":
            reader.next()
            reader._pure()
        elif reader.word.text not in (",", ""):
            reader._gives()
        if kind in (Kind.CONSTANT, Kind.CLASS):
            reader._trust(Evaluation.TRUSTED)

    return run


def _set(**values: bool) -> Callable[[_Reader], None]:
    return lambda reader: reader.add(**values)


def _trusts(evaluation: Evaluation) -> Callable[[_Reader], None]:
    return lambda reader: reader._trust(evaluation)


def _acts(action: Action) -> Callable[[_Reader], None]:
    return lambda reader: reader.effect(action)


_FACTS: dict[str, Callable[[_Reader], None]] = {
    **{str(kind): _kind(kind) for kind in Kind if kind is not Kind.FUNCTION},
    "pure": _Reader._pure,
    "trusted": _trusts(Evaluation.TRUSTED),
    "bounded": _trusts(Evaluation.BOUNDED),
    "evaluated": _trusts(Evaluation.EVALUATED),
    "residual": _Reader._residual,
    "gives": _Reader._gives,
    "changes": _Reader._changes,
    "iterates": _Reader._iterates,
    "calls": _Reader._calls,
    "reads": _Reader._reads,
    "writes": _Reader._writes,
    "appends": _Reader._appends,
    "edits": _acts(Action.EDITS),
    "opens": _Reader._opens,
    "lists": _acts(Action.LISTS),
    "asks": _Reader._asks,
    "makes": _Reader._makes,
    "removes": _acts(Action.REMOVES),
    "moves": _Reader._moves,
    "copies": _Reader._copies,
    "starts": _acts(Action.STARTS),
    "no": _Reader._no,
    "uses": _Reader._state,
    "depends": _Reader._depends,
    "prints": _set(prints=True),
    "silent": _set(silent=True),
    "identity": _set(identity=True),
    "temporary": _set(temporary=True),
    "process": _Reader._process,
    "raises": _Reader._raises,
    "anything": _Reader._anything,
    "otherwise": _Reader._otherwise,
}
