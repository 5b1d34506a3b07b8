"""What rooms below make of how an agreement, or the statute, is kept: files to hand over, beside it on the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lagesbild.agreements.models import Agreement
from lagesbild.core.web import Here
from lagesbild.i18n import Message


@dataclass(frozen=True, slots=True)
class File:
    """A file: what it is called, and where."""

    label: Message
    url: str


Files = Callable[[Here, Agreement | None, dt.date], Sequence[File]]
"""Of an agreement, or of the statute where there is none, as of a day."""
_sources: list[Files] = []


def files_from(source: Files) -> None:
    """Let a room say which files there are."""
    if source not in _sources:
        _sources.append(source)


def files(here: Here, agreement: Agreement | None, day: dt.date) -> list[File]:
    """All of them."""
    return [file for source in _sources for file in source(here, agreement, day)]
