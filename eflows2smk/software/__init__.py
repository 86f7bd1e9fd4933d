"""Descriptions of software: their files, their schema, their resources, their command lines."""

from eflows2smk.software.at_calls import overridden
from eflows2smk.software.command import (
    Literal,
    Piece,
    Reference,
    as_word,
    command_line,
    fails,
    has_expansions,
    has_operators,
    parse,
    redirects,
    render,
)
from eflows2smk.software.container import inside
from eflows2smk.software.description import Description, describe
from eflows2smk.software.directions import near
from eflows2smk.software.document import Document, load
from eflows2smk.software.environments import of_file, of_packages
from eflows2smk.software.failure import Failure
from eflows2smk.software.kinds import added, entries, packages, program_of
from eflows2smk.software.launched import LAUNCHED, as_program, before_launcher
from eflows2smk.software.limits import refusals
from eflows2smk.software.programs import program_texts
from eflows2smk.software.reduction import is_reduction, reduce, reduced
from eflows2smk.software.references import REFERENCE
from eflows2smk.software.resources import chunk_size, resources_of
from eflows2smk.software.returns import count, value_of
from eflows2smk.software.schema import SECTION_OF, keys_of
from eflows2smk.software.service import address
from eflows2smk.software.service import text as request_text
from eflows2smk.software.shells import STRICT
from eflows2smk.software.texts import VARIABLE, command_texts, variables

__all__ = [
    "LAUNCHED",
    "added",
    "address",
    "as_program",
    "as_word",
    "before_launcher",
    "Description",
    "Document",
    "Failure",
    "Literal",
    "Piece",
    "REFERENCE",
    "Reference",
    "SECTION_OF",
    "STRICT",
    "VARIABLE",
    "command_line",
    "command_texts",
    "chunk_size",
    "count",
    "describe",
    "entries",
    "fails",
    "has_expansions",
    "has_operators",
    "inside",
    "is_reduction",
    "keys_of",
    "load",
    "near",
    "of_file",
    "of_packages",
    "overridden",
    "packages",
    "parse",
    "program_of",
    "program_texts",
    "redirects",
    "reduce",
    "reduced",
    "refusals",
    "render",
    "request_text",
    "resources_of",
    "value_of",
    "variables",
]
