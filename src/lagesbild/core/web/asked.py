"""What an address asks for, as far as it can be read."""

from __future__ import annotations

import datetime as dt


def asked_day(text: str) -> dt.date | None:
    """The day that is written; None where none is."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def asked_number(text: str) -> int | None:
    """The number of fewer than ten digits that is written; None where none is."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
