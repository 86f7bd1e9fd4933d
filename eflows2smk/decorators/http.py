"""``@http``: a request to a web service."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, ParamSpec, TypeVar, Unpack

    from eflows2smk.decorators.keywords import Http
    from eflows2smk.software import Description

    P = ParamSpec("P")
    R = TypeVar("R")


def http(**keywords: Unpack[Http]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: service_name (an address, or a name: then the variable NAME_URL has it), request, resource, payload,
    payload_type, produces, updates. The call returns the answer, or what `produces` takes out of it.
    """
    return described_by("http", keywords, ("service_name", "request", "resource"))


def run_request(description: Description, values: Mapping[str, Any], name: str, returns: int) -> Any:
    """What the call gives. Raises SoftwareError where the service fails."""
    import os

    from eflows2smk.decorators.errors import SoftwareError
    from eflows2smk.runtime.errors import JobError
    from eflows2smk.runtime.http import Request
    from eflows2smk.software.service import address, text

    execution = description.execution
    texts = [text(execution, key) for key in ("resource", "payload", "payload_type", "produces", "updates")]
    request = Request(str(execution["request"]), os.path.expandvars(address(execution)), *texts)
    files = [key for key, direction in description.directions.items() if direction.is_path]
    try:
        answer = request.send(values, files, returns if request.produces or returns > 1 else None)
    except JobError as error:
        raise SoftwareError(f"'{name}': {error}") from None
    if not returns:
        return None
    return answer[0] if request.produces and returns == 1 else answer
