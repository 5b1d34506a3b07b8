"""What somebody holds or is to do here, for others to take over when it ends. Rooms above say what of theirs it is.

handover.has(fn(here, person) -> matters)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lagesbild.core.web.here import Here
from lagesbild.i18n import Message


@dataclass(frozen=True, slots=True)
class Matter:
    """A seat, a function, a task, a measure.

    Parameters
    ----------
    label : Message
        What it is.
    name : str
        What it is called.
    page : str
        Name of the page where another gets it.
    number : int
        Of the row, for the address.
    """

    label: Message
    name: str
    page: str
    number: int


Said = Callable[[Here, int], Iterable[Matter]]
_said: dict[Said, None] = {}


def has(said: Said) -> None:
    """Say which room is asked; called in `AppConfig.ready`."""
    _said[said] = None


def of(here: Here, person: int) -> list[Matter]:
    """What the person has, as far as whoever asks may see it."""
    return [one for said in _said for one in said(here, person)]
