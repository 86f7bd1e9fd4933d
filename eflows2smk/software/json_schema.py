"""The JSON Schema of software descriptions, for editors: made from the tables by which the compiler checks them.

Draft 7, which editors know for JSON and for YAML. It says what the compiler says, but for spellings of PyCOMPSs' that
only differ in case: those it knows are marked as deprecated.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from eflows2smk.parameters import DIRECTIONS
from eflows2smk.software import words
from eflows2smk.software.failure import MANAGEMENTS
from eflows2smk.software.kinds import entries, keys_for
from eflows2smk.software.programs import PROGRAM
from eflows2smk.software.schema import (
    DEPRECATED,
    DETAILS,
    ENGINES,
    EVERYWHERE,
    EXECUTION,
    OF_LAUNCHERS,
    OTHERS,
    PROCESSOR,
    PROCESSOR_SHORT,
    SECTIONS,
    STREAMS,
    TASK,
    keys_of,
)

Schema = dict[str, Any]

_TRUTH: Schema = {"anyOf": [{"type": "boolean"}, {"enum": ["true", "false", "True", "False"]}]}
_TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
_TYPES: dict[str, Schema] = {
    "s": {"type": ["string", "number"]},
    "n": {"type": ["number", "string"]},
    "b": _TRUTH,
    "l": {"type": "array"},
    "d": {"type": "object"},
    "e": {"anyOf": [{"type": "string"}, _TEXTS]},
    "c": {"anyOf": [{"type": "string", "pattern": r"\.ya?ml$"}, _TEXTS]},
}
_TRUE = frozenset("cache_returns priority is_replicated is_distributed is_reduce tracing_hook".split())
_NUMBERS = frozenset("time_out computing_nodes processes_per_node chunk_size".split())


def json_schema() -> Schema:
    """With the kinds of software that installed packages add. Raises TypeError where one of these is not complete."""
    sections = {
        "execution": _execution(),
        "parameters": _parameters(),
        **{name: _section(OTHERS[name], words.OTHERS[name]) for name in ("constraints", "container")},
        **{name: _section(OTHERS[name], words.OTHERS[name]) for name in ("prolog", "epilog")},
    }
    sections["constraints"]["properties"]["processors"]["items"] = _processor()
    sections["container"]["properties"]["engine"]["examples"] = list(ENGINES)
    assert set(sections) == set(SECTIONS)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Description of software for eFlows4HPC and PyCOMPSs workflows",
        "type": "object",
        "properties": {
            "$schema": {"type": "string", "description": "Where this schema is, for editors."},
            **{name: {"description": words.SECTIONS[name], **sections[name]} for name in SECTIONS},
        },
        "additionalProperties": False,
        "definitions": {
            "direction": {"enum": sorted(DIRECTIONS)},
            "passing": {"anyOf": [{"$ref": "#/definitions/direction"}, _details()]},
        },
    }


def _execution() -> Schema:
    kinds = [*EXECUTION, *entries()]
    told = {kind: words.KINDS.get(kind, "added by a package that is installed here") for kind in kinds}
    return {
        "type": "object",
        "properties": {
            "type": {
                "enum": kinds,
                "description": "What kind of software it is. "
                + "; ".join(f"{kind}: {what}" for kind, what in told.items())
                + ".",
            }
        },
        "required": ["type"],
        "allOf": [
            {"if": {"properties": {"type": {"const": kind}}, "required": ["type"]}, "then": _of_kind(kind)}
            for kind in kinds
        ],
    }


def _of_kind(kind: str) -> Schema:
    """All keys of `execution`, by type of software."""
    texts = {**words.EXECUTION, **{key.partition(".")[2]: text for key, text in _special(kind)}}
    found = _section(f"{keys_for(kind)} {EVERYWHERE}", texts)
    found["properties"] = {"type": {}, **found["properties"]}
    for key in sorted(OF_LAUNCHERS - found["properties"].keys()):
        found["properties"][key] = {"description": "This type of software has no use for it.", "deprecated": True}
    if kind == "mpi":
        what = "Which part of a list each process gets, by the name of the parameter."
        found["patternProperties"] = {"_layout$": {"type": "object", "description": what}}
    if kind == "mpmd_mpi":
        found["properties"]["programs"] |= {"items": _section(PROGRAM, words.PROGRAM), "minItems": 1}
    return found


def _special(kind: str) -> Iterable[tuple[str, str]]:
    return ((key, text) for key, text in words.EXECUTION.items() if key.startswith(f"{kind}."))


def _section(table: str, texts: dict[str, str]) -> Schema:
    """A mapping with the keys of one line of the tables."""
    keys = keys_of(table)
    properties = {key: _value(key, kind, texts.get(key, "")) for key, (kind, _) in keys.items()}
    properties |= _old(properties)
    required = [key for key, (_, is_required) in keys.items() if is_required]
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": required} if required else found


def _value(key: str, kind: str, text: str) -> Schema:
    told = {"description": text} if text else {}
    examples = {"examples": words.EXAMPLES[key]} if key in words.EXAMPLES else {}
    return {**_TYPES[kind], **told, **examples}


def _old(properties: Schema, names: dict[str, str] = DEPRECATED) -> Schema:
    """The old spellings of these keys."""
    return {
        old: {**properties[new], "description": f"The old spelling of '{new}'.", "deprecated": True}
        for old, new in names.items()
        if new in properties
    }


def _processor() -> Schema:
    texts = {**words.OTHERS["constraints"], "computing_units": "How many of them.", **words.PROCESSOR}
    found = _section(PROCESSOR, texts)
    today = dict(found["properties"])
    spellings = dict(PROCESSOR_SHORT)
    for key in keys_of(PROCESSOR):
        words_of = key.split("_")
        upper = "".join(word.title() for word in words_of)
        spellings |= {upper: key, upper[0].lower() + upper[1:]: key}
    found["properties"] |= _old(today, {old: new for old, new in spellings.items() if old not in today})
    return found


def _parameters() -> Schema:
    kinds: dict[str, Schema] = {
        "returns": {"type": ["integer", "string"]},
        "defaults": {"type": "object"},
        "on_failure": {"enum": list(MANAGEMENTS)},
        "varargs_type": {"$ref": "#/definitions/passing"},
        "target_direction": {"$ref": "#/definitions/passing"},
        **dict.fromkeys(_TRUE, _TRUTH),
        **dict.fromkeys(_NUMBERS, _TYPES["n"]),
    }
    properties = {
        name: {
            **kinds.get(name, {}),
            "description": words.TASK[name],
            **({"examples": words.EXAMPLES[name]} if name in words.EXAMPLES else {}),
        }
        for name in sorted(TASK)
    }
    return {
        "type": "object",
        "properties": {**properties, **_old(properties)},
        "additionalProperties": {"$ref": "#/definitions/passing"},
    }


def _details() -> Schema:
    """The form {"Type": "FILE_OUT", "Prefix": "--out="}; the case of its keys does not matter."""
    kinds: dict[str, Schema] = {
        "type": {"$ref": "#/definitions/direction"},
        "direction": {"$ref": "#/definitions/direction"},
        "stdiostream": {"enum": [*(name.upper() for name in STREAMS), *STREAMS]},
        "prefix": {"type": ["string", "null"]},
        "depth": {"type": "integer", "minimum": 1},
    }
    kinds["stream"] = kinds["stdiostream"]
    pattern = {
        "^" + "".join(f"[{letter.upper()}{letter}]" if letter.isalpha() else letter for letter in name) + "$": {
            **kinds.get(name, {}),
            "description": words.DETAILS[name],
        }
        for name in DETAILS
    }
    return {"type": "object", "patternProperties": pattern, "additionalProperties": False}
