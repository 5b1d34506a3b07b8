"""What may be the name of a place: something that can be looked for, and nothing that tells who someone is."""

from __future__ import annotations

from collections.abc import Iterable

from lagesbild.core import guard
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.places.folding import fold


def why_not(name: str) -> Message | None:
    """Why a text cannot name a place; None where it can."""
    if not fold(name):
        return Message(N_("there are no letters in it."))
    # only long enough texts can hold a number or an address; a town has thousands of names
    if len(name) >= 6 and guard.find(name):
        return Message(N_("it tells who someone is."))
    return None


def refuse(names: Iterable[str]) -> None:
    """Go on only if no name tells who someone is.

    Raises
    ------
    InputError
        One does: it is said which.

    """
    for name in names:
        # as above: shorter ones hold nothing
        if len(name) >= 6 and guard.find(name):
            raise InputError(
                Message(N_("“{name}” tells who someone is, and cannot be what areas are called."), {"name": name})
            )


def source(said: str) -> str:
    """What a file or register is called, as it may be shown: nobody chose a file's name for others to read."""
    return guard.mask(said)[0]
