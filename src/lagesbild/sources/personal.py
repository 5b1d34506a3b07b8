"""What may point out a person is hidden before it can reach a refusal, a label or a page."""

from __future__ import annotations

import polars as pl

from lagesbild.i18n import N_, Message
from lagesbild.sources.records import Labels

MASK = "▮▮▮"
IDENTITY = r"(?:^|\D)(?:18|19|20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[1-2]\d|3[01]|[6-9]\d)[-+ ]?\d{4}(?:\D|$)"
"""Personal identity and coordination numbers: six or eight figures that can be a day of birth, and four more."""
ADDRESS = r"[^\s@|;,<>]+@[^\s@|;,<>]+\.\p{L}{2,}"
PHONE = (
    r"(?:^|[^\d.,:/-])(?:(?:\+|00)\d{2}[ -]?(?:\(0\) ?)?[1-9](?:[ -]?\d){6,9}"
    r"|(?:08|0[1-9]\d{1,2})[-/ ] ?[1-9](?:[ -]?\d){4,7}|07\d{8})(?:\D|$)"
)
DAY = r"\d{1,2}[-/]\d{1,2}[-/]\d{2,4}"
"""A day written with its year last, which would look like a telephone number."""
PERSONAL = f"{IDENTITY}|{ADDRESS}|{PHONE}"


def holds_personal(text: pl.Series) -> pl.Series:
    """Which values hold something like a Swedish identity number, an e-mail address or a telephone number."""
    return text.str.replace_all(DAY, "").str.contains(PERSONAL).fill_null(value=False)


def masked(text: pl.Series) -> pl.Series:
    """`text` with `MASK` in place of each value that holds something personal."""
    return text.set(holds_personal(text), MASK)


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
                self._masks.setdefault(name, f"{MASK} {len(self._masks) + 1}")
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
