"""What stands for a signed original in the demonstration: a document that says that it is invented."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from lagesbild.core.documents import typeset

TEMPLATE = Path(__file__).with_name("paper.typ")
TITLE = "Påhittad underskriven handling"
TEXT = "Här ligger i verkligheten den handling som parten har skrivit under, inskannad eller elektroniskt underskriven."


@cache
def signed_original() -> bytes:
    """The document, set once in a process."""
    return typeset(TEMPLATE, {"title": TITLE, "text": TEXT}, made=dt.date(2026, 1, 1))
