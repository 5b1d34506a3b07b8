"""Two who change the same row: the second is told what the first wrote, instead of writing over it unseen.

A row that is changed through a form says in `edited` which of its fields the form shows. The form carries a mark of
how they stood when it was drawn (`as_seen`), and the action asks for it on the locked row (`unchanged`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Protocol

from lagesbild.core.actions import WrongState
from lagesbild.i18n import N_, Message


class Edited(Protocol):
    """A row with fields that people change in a form."""

    @property
    def edited(self) -> tuple[str, ...]:
        """Names of the fields."""


class ChangedMeanwhile(WrongState):
    """Someone else changed the row since it was read; `seen` marks how it stands, `now` is what it says by field."""

    def __init__(self, row: Edited, names: Sequence[str] = ()) -> None:
        super().__init__(
            Message(
                N_(
                    "Someone else changed this meanwhile. What you wrote is kept here and not saved. "
                    "Save again if yours is to stand instead."
                )
            )
        )
        self.seen = as_seen(row, names)
        self.now = {name: getattr(row, name) for name in names or row.edited}


class NotAsSeen(WrongState):
    """Someone else changed what a button was pressed for."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                N_("Someone else changed this meanwhile. See how it stands now, and press again if you still want to.")
            )
        )


def as_seen(row: Edited, names: Sequence[str] = ()) -> str:
    """A mark of what the row says in the fields of its form; in those named, where another form shows them."""
    return as_pressed(row, *(names or row.edited))


def as_pressed(row: object, *names: str) -> str:
    """A mark of what the row says in some fields, for a button that goes by them."""
    said = repr([getattr(row, name) for name in names])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def unchanged(row: Edited, seen: str, names: Sequence[str] = ()) -> None:
    """Go on only if the locked row says what it did when it had the mark `seen`; without a mark nobody looked.

    Raises
    ------
    ChangedMeanwhile

    """
    if seen and seen != as_seen(row, names):
        raise ChangedMeanwhile(row, names)


def untouched(row: object, seen: str, *names: str) -> None:
    """Go on only if the locked row says in some fields what it did when the button that was pressed was drawn.

    Raises
    ------
    NotAsSeen

    """
    if seen and seen != as_pressed(row, *names):
        raise NotAsSeen
