"""Python objects in files: NumPy arrays as ``.npy``, values that were known when compiling as texts behind a comment,
everything else as pickles. They are told apart by their first bytes.

What is stored appears under its name complete or not at all.
"""

from __future__ import annotations

import os
import sys

from eflows2smk.runtime.errors import JobError

try:
    # The C half of pickle alone: the Python half imports `re` and more, which every job would pay for.
    from _pickle import Pickler, PicklingError, Unpickler, UnpicklingError
except ImportError:
    from pickle import Pickler, PicklingError, Unpickler, UnpicklingError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO

_NPY = b"\x93NUMPY"
# Bytes from which an array is mapped instead of read: below, setting up the mapping costs more than reading.
_MAPPED = 1 << 20
_NOT_PICKLED = (PicklingError, TypeError, AttributeError, NotImplementedError, RecursionError)


class _Unpickler(Unpickler):
    """Finds the classes of the user's main program, which a plain import would run."""

    def find_class(self, module: str, name: str, /) -> Any:
        from eflows2smk.runtime.importing import import_module

        if module not in sys.modules:
            import_module(module)
        return super().find_class(module, name)


def load(path: str, parameter: str) -> object:
    """The object in the file. Raises JobError, naming the file and the parameter, if there is no sound one."""
    try:
        with open(path, "rb") as file:
            if file.read(len(_NPY)) == _NPY:
                return _load_array(path, file)
            file.seek(0)
            if file.read(1) == b"#":
                return _load_text(file)
            file.seek(0)
            return _Unpickler(file).load()
    except FileNotFoundError as error:
        if error.filename != path:
            raise
        raise JobError(f"there is no object '{path}' for '{parameter}'; run snakemake again to make it") from None
    except ImportError as error:
        raise JobError(f"the object '{path}' for '{parameter}' can't be loaded: {error}") from error
    except Exception as error:  # noqa: BLE001 - bytes from a damaged file can raise anything
        raise JobError(
            f"the object '{path}' for '{parameter}' is damaged or incomplete ({type(error).__name__}: {error});"
            " delete it and run snakemake again, which repeats the job that made it"
        ) from error


def _load_text(file: BinaryIO) -> object:
    from eflows2smk.runtime.literals import decode

    return decode(file.read().decode().partition("\n")[2])


def _load_array(path: str, file: BinaryIO) -> object:
    from numpy import asarray
    from numpy.lib import format as npy

    if os.fstat(file.fileno()).st_size < _MAPPED:
        file.seek(0)
        return npy.read_array(file, allow_pickle=False)
    # Copy-on-write: the function may change its argument, and nobody else may see it.
    return asarray(npy.open_memmap(path, mode="c"))


def store(value: object, path: str, what: str) -> None:
    """Write the object under a temporary name in the same folder, then rename. Raises JobError if it can't be."""
    partial = f"{path}.{os.getpid()}.partial"
    try:
        folder = os.path.dirname(path)
        if folder:
            os.makedirs(folder, exist_ok=True)
        with open(partial, "wb") as file:
            _write(value, file, path, what)
        os.replace(partial, path)
    except OSError as error:
        _discard(partial)
        raise JobError(f"{what} can't be stored in '{path}': {error.strerror or error}") from error
    except BaseException:
        _discard(partial)
        raise


def _discard(path: str) -> None:
    if os.path.exists(path):
        os.unlink(path)


def _write(value: object, file: BinaryIO, path: str, what: str) -> None:
    numpy = sys.modules.get("numpy")
    if numpy is not None and type(value) in (numpy.ndarray, numpy.memmap) and not value.dtype.hasobject:  # type: ignore[attr-defined]
        from numpy.lib import format as npy

        npy.write_array(file, numpy.asarray(value), allow_pickle=False)
        return
    try:
        Pickler(file, 5).dump(value)
        return
    except _NOT_PICKLED:
        file.seek(0)
        file.truncate()
    try:
        _pickle_by_value(value, file)
    except _NOT_PICKLED as error:
        raise JobError(
            f"{what}, of type '{type(value).__name__}', can't be stored for other jobs ({error});"
            " return plain data instead, or write a file with FILE_OUT"
        ) from error


def _pickle_by_value(value: object, file: BinaryIO) -> None:
    """With the functions and classes that no module has."""
    from collections import ChainMap

    import cloudpickle  # type: ignore[import-untyped, unused-ignore]

    from eflows2smk.runtime.handles import BINARY, TEXT, reduced

    class ByValue(cloudpickle.CloudPickler):  # type: ignore[misc]
        # Of an open file it would store what can be read of it.
        dispatch_table = ChainMap(dict.fromkeys((TEXT, *BINARY), reduced), cloudpickle.CloudPickler.dispatch_table)

    ByValue(file, protocol=5).dump(value)


__all__ = ["UnpicklingError", "load", "store"]
