"""Names in the texts of descriptions: parameters in double braces, and the variables with addresses of services."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

REFERENCE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
UPDATE = re.compile(r"\s*\{\{\s*(\w+)\s*\}\}\.[\w.-]+\s*=\s*\{\{\s*(\w+)\s*\}\}\s*")


def variable(service: str) -> str:
    """The environment variable that has the address of a service: ``SERVICE_1_URL`` for ``service_1``.

    COMPSs finds addresses in its ``resources.xml``, which belongs to an installation and to no program.
    """
    return re.sub(r"\W", "_", service).upper() + "_URL"


def form(produces: str) -> Any:
    """The form of an answer, which may be written as JSON or as Python. Raises ValueError for anything else."""
    try:
        return json.loads(produces)
    except ValueError:
        pass
    try:
        return ast.literal_eval(produces)
    except SyntaxError as error:
        raise ValueError(error.msg) from None
