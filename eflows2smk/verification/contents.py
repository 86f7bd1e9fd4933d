"""The content of files as values: arrays, stored objects, archives, pictures, texts.

Two files with other bytes can hold the same: objects that share parts in another way, archives with the time at which
they were made. Stored objects need the classes of their program, so files with other bytes are read in a process of its
own: ``python -m eflows2smk.verification.contents PROGRAM`` gets pairs of paths as JSON, and answers with differences.
"""

from __future__ import annotations

import filecmp
import gzip
import io
import json
import os
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from eflows2smk.verification.values import Lines, Opaque, Unlike, differences, first_unequal

# Bytes of a file that is read as a whole.
LARGE = 1 << 28
# Places that are told of one file.
MOST = 10_000
SECONDS = 600
_PIECE = 1 << 20
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
# In drawings and documents: names that libraries draw anew each time.
_DRAWN = re.compile(r"\b[0-9a-fA-F]{8,}\b|\b[a-z]+[0-9a-f]{9,}\b")


def unlike(pairs: Sequence[tuple[Path, Path]], program: Path) -> list[list[Unlike]]:
    """For each pair of files where their contents differ; program: whose classes stored objects may be of."""
    found: list[list[Unlike]] = [[] for _ in pairs]
    others = [number for number, pair in enumerate(pairs) if not filecmp.cmp(*pair, shallow=False)]
    answers = _asked([pairs[number] for number in others], program) if others else []
    for number, answer in zip(others, answers, strict=True):
        found[number] = answer
    return found


def _asked(pairs: list[tuple[Path, Path]], program: Path) -> list[list[Unlike]]:
    """In another process, as the modules of the user's program may have to be imported."""
    words = [sys.executable, "-m", __name__, str(program)]
    question = json.dumps([[str(one), str(other)] for one, other in pairs])
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            words,
            cwd=program.parent,
            env=environment,
            input=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
            timeout=SECONDS,
        )
        answers = json.loads(done.stdout.splitlines()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return [[_bytes(one, other)] for one, other in pairs]
    return [[Unlike(*each) for each in answer] for answer in answers]


def _values(one: Path, other: Path) -> list[Unlike]:
    if max(one.stat().st_size, other.stat().st_size) > LARGE:
        return [_bytes(one, other)]
    try:
        return list(islice(differences(content(one.read_bytes()), content(other.read_bytes())), MOST))
    except Exception:  # noqa: BLE001 - damaged files, and the user's classes, can raise anything
        return [_bytes(one, other)]


def content(data: bytes) -> Any:
    """What a file holds, as a value in which the same bytes of different files are the same."""
    if data.startswith(b"\x93NUMPY"):
        import numpy

        return numpy.load(io.BytesIO(data), allow_pickle=True)
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: content(archive.read(name)) for name in archive.namelist()}
    if data.startswith(b"\x1f\x8b"):
        return content(gzip.decompress(data))
    if data.startswith(_PICTURES):
        return _picture(data)
    if _pickled(data):
        return pickle.loads(data)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _drawing(data.decode("latin-1")) if data.startswith(b"%PDF") else Opaque(data)
    return Lines(_drawing(text) if text.lstrip().startswith(("<?xml", "<svg", "%PDF", "%!PS")) else text.split("\n"))


def _drawing(text: str) -> Lines:
    """The lines of a drawing; names that are drawn anew each time are numbered."""
    numbers: dict[str, str] = {}
    return Lines(_DRAWN.sub(lambda found: numbers.setdefault(found[0], f"name{len(numbers)}"), text).split("\n"))


def _picture(data: bytes) -> Any:
    """The colours of its points, if there is a library that reads pictures."""
    try:
        from PIL import Image
    except ImportError:
        return Opaque(data)
    import numpy

    with Image.open(io.BytesIO(data)) as image:
        return numpy.asarray(image)


def _pickled(data: bytes) -> bool:
    return len(data) > 2 and data[0] == 0x80 and 2 <= data[1] <= pickle.HIGHEST_PROTOCOL and data.endswith(b".")


def _bytes(one: Path, other: Path) -> Unlike:
    """The first byte at which two files differ."""
    position = 0
    with one.open("rb") as first, other.open("rb") as second:
        while True:
            left, right = first.read(_PIECE), second.read(_PIECE)
            if left != right or not left:
                break
            position += len(left)
    place = first_unequal(left, right)
    shown = [repr(each[place : place + 30]) for each in (left, right)]
    return Unlike("", shown[0], shown[1], f"byte {position + place + 1}")


def main(words: list[str]) -> None:
    from eflows2smk.pycompss_shim import install
    from eflows2smk.runtime.importing import import_module, prepare

    (program,) = map(Path, words)
    pairs = json.loads(sys.stdin.read())
    install()
    prepare(str(program), ())
    with suppress(Exception):
        # What plain Python calls `__main__` has in jobs a name of its own; their classes are the same. A program can
        # raise anything, and few files need it.
        sys.modules["__main__"] = import_module(program.stem)
    found = [_values(Path(one), Path(other)) for one, other in pairs]
    print(json.dumps([[(each.place, each.one, each.other, each.at, each.note) for each in every] for every in found]))


if __name__ == "__main__":
    main(sys.argv[1:])
