"""The files of an import: what is noted of them, that they stay as they are while they are read, and written out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents.models import Import, ImportFile

Noted = dict[str, Any]
"""Name, size and SHA-256 of a file."""


def described(name: str, content: bytes) -> Noted:
    """What is noted of a file that was sent."""
    return {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


@contextmanager
def whole(paths: Sequence[Path]) -> Iterator[list[Noted]]:
    """Read files inside of it: what is noted of them stands in the list afterwards.

    Raises
    ------
    InputError
        Someone wrote to a file meanwhile: what was read of it is neither what it was nor what it is.

    """
    before = [_stamp(path) for path in paths]
    noted: list[Noted] = []
    yield noted
    noted += [_described_file(path) for path in paths]
    for path, stamp in zip(paths, before, strict=True):
        if _stamp(path) != stamp:
            values = {"file": path.name}
            raise InputError(Message(N_("{file} changed while it was read. Import it again once it is whole."), values))


def unpacked(row: Import, folder: Path) -> list[Path]:
    """The uploaded files of an import, written out; each in a folder of its own, because names may be the same."""
    paths = []
    for kept in ImportFile.objects.filter(batch=row, kind=ImportFile.FILE).order_by("position").iterator(1):
        path = folder / str(kept.position) / (Path(kept.name).name or "file")
        path.parent.mkdir()
        path.write_bytes(bytes(kept.content))
        paths.append(path)
    return paths


def _stamp(path: Path) -> tuple[int, int] | None:
    """What tells that a file has been written to; None where the reader says what is wrong with it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _described_file(path: Path) -> Noted:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return {"name": path.name, "bytes": stream.tell(), "sha256": digest}
