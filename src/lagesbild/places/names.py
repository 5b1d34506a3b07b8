"""What may be the name of a place: something that can be looked for, and nothing that tells who someone is."""

from __future__ import annotations

from lagesbild.core import guard
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
