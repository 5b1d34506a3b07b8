"""A signed original on its way in: what its electronic signatures say is shown before anything is kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from lagesbild.core import files, scanning
from lagesbild.core.signatures import Electronic
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

LOOK, FILE = "look", "file"
"""The button that asks for it, and the field of the file."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in the file that was chosen, or why it will not be kept."""

    found: tuple[Electronic, ...] = ()
    refused: Message | None = None


def seen(request: HttpRequest) -> Seen | None:
    """What the chosen file says, where somebody asks before keeping it; None where nobody does."""
    if LOOK not in request.POST:
        return None
    chosen = request.FILES.get(FILE)
    content = chosen.read() if chosen is not None else b""
    if not content:
        return Seen(refused=Message(N_("Choose the file first.")))
    try:
        scanning.scanned([content])
        return Seen(found=files.signed(content).electronic)
    except InputError as error:
        return Seen(refused=error.message)
