"""``pycompss.util.serialization.serializer``: objects in files, in the form of Python's ``pickle``."""

from __future__ import annotations

import pickle
from typing import Any

_PROTOCOL = 4


def serialize_to_file(obj: Any, file_name: str, logger: Any = None) -> None:
    """Write an object, which `deserialize_from_file` reads."""
    with open(file_name, "wb") as file:
        pickle.dump(obj, file, protocol=_PROTOCOL)


def deserialize_from_file(file_name: str, logger: Any = None) -> Any:
    """The object in such a file."""
    with open(file_name, "rb") as file:
        return pickle.load(file)


def serialize_to_bytes(obj: Any, logger: Any = None) -> bytes:
    """The same without a file."""
    return pickle.dumps(obj, protocol=_PROTOCOL)


def deserialize_from_bytes(serialized_content_bytes: bytes, show_exception: bool = True, logger: Any = None) -> Any:
    """The object in such bytes."""
    return pickle.loads(serialized_content_bytes)
