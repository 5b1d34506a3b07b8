"""What may point out a person is hidden before it can reach a refusal, a label or a page."""

from __future__ import annotations

import polars as pl

from lagesbild.core import guard
from lagesbild.i18n import N_, Message
from lagesbild.sources.records import Labels

COARSE = r"@|(?i:[(\[](?:at|snabel-?a)[)\]])|\d[\d\s./()+-]{5,}\d|[A-Za-z]{3}[ -]?\d{2}[0-9A-Za-z]"
"""What every finding of the guard has: an at sign or the word, figures enough for a number, or the shape of a plate.

Cheap to look for in a million values, so that the guard itself reads only the few that may hold something.
"""


def holds_personal(text: pl.Series) -> pl.Series:
    """Which values the guard finds something in; see `lagesbild.core.guard` for the rule."""
    possible = text.filter(text.str.contains(COARSE).fill_null(value=False)).unique()
    found = [value for value in possible if guard.find(value)]
    return text.is_in(found).fill_null(value=False)


def masked(text: pl.Series) -> pl.Series:
    """`text` with a mask in place of each value that holds something personal."""
    return text.set(holds_personal(text), guard.MASK)


class LabelMasks:
    """Hides labels with something personal in them; the same label gets the same mask throughout a reading."""

    def __init__(self) -> None:
        self._masks: dict[str, str] = {}

    def hide(self, labels: Labels) -> Labels:
        """`labels` with a numbered mask for each name that must not be shown: counts by label stay as they are."""
        names = pl.Series(labels.names, dtype=pl.String)
        hidden = set(names.filter(holds_personal(names)))
        for name in labels.names:
            if name in hidden:
                self._masks.setdefault(name, f"{guard.MASK} {len(self._masks) + 1}")
        return Labels(labels.codes, tuple(self._masks[name] if name in hidden else name for name in labels.names))

    def notes(self) -> list[Message]:
        """How many labels were hidden, if any."""
        n = len(self._masks)
        if not n:
            return []
        return [
            Message(
                N_("{n} label holds something like a personal number, an e-mail address or a telephone number. "
                   "It is hidden."),
                {"n": n},
                N_("{n} labels hold something like a personal number, an e-mail address or a telephone number. "
                   "They are hidden."),
                n,
            )
        ]  # fmt: skip
