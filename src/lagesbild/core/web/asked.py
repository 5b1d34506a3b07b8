"""What an address asks for, as far as it can be read."""

from __future__ import annotations

import datetime as dt

from lagesbild.core.years import FIRST_YEAR, LAST_YEAR

DIGITS = 19
"""A number of fewer digits than this is kept by the database."""


def asked_day(text: str) -> dt.date | None:
    """The day that is written; None where none is, or one so far away that no year can be counted from it."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def asked_number(text: str) -> int | None:
    """The number that is written; None where none is, or one that no row can have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < DIGITS else None
