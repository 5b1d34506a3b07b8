"""Files that are sent to us: kept for as long as they are read, and what is wrong with them said as on a page."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.places.areas.attributes import NoColumn
from lagesbild.places.areas.layers import NoSystem

MOST = 300_000_000
"""Bytes of a file that is read while someone waits."""


@contextmanager
def stored(file: UploadedFile[Any]) -> Iterator[Path]:
    """An uploaded file under its own name, as readers of files want it; gone afterwards.

    Raises
    ------
    InputError
        The file is too large, or what is wrong with it, with what to choose on the page.

    """
    whole = Path(file.name or "file")
    # file systems take 255 bytes; the end says what kind of file it is
    name = whole.stem[:100] + whole.suffix[:20]
    if (file.size or 0) > MOST:
        raise InputError(
            Message(
                N_("{file} is too large: at most {most} MB. Cut it at the border of the municipality."),
                {"file": name, "most": MOST // 1_000_000},
            )
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        with path.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        try:
            yield path
        except NoSystem as error:
            raise InputError(_choose_system(name, error)) from error
        except NoColumn as error:
            raise InputError(
                Message(
                    N_("{file} has no column “{name}”. It has: {columns}."),
                    {"file": name, "name": error.wanted, "columns": ", ".join(error.columns)},
                )
            ) from error


def _choose_system(name: str, error: NoSystem) -> Message:
    if error.looks is None:
        return Message(
            N_("{file} does not say which coordinate system it is in, or says it wrongly. Choose the system below."),
            {"file": name},
        )
    return Message(
        N_(
            "{file} does not say which coordinate system it is in, or says it wrongly. "
            "Choose the system below: the numbers look like {system}."
        ),
        {"file": name, "system": error.looks.name},
    )
