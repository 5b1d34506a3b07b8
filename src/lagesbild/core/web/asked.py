"""What an address asks for, as far as it can be read."""

from __future__ import annotations

import datetime as dt

DIGITS = 19
"""A number of fewer digits than this is kept by the database."""


def asked_day(text: str) -> dt.date | None:
    """The day that is written; None where none is."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def asked_number(text: str) -> int | None:
    """The number that is written; None where none is, or one that no row can have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < DIGITS else None
