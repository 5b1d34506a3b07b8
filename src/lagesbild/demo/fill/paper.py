"""Documents of the demonstration, which say that they are invented; one stands for every signed original."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from lagesbild.core.documents import typeset

TEMPLATE = Path(__file__).with_name("paper.typ")
TITLE = "Påhittad underskriven handling"
TEXT = "Här ligger i verkligheten den handling som parten har skrivit under, inskannad eller elektroniskt underskriven."


@cache
def paper(title: str, text: str) -> bytes:
    """A document of one page, set once in a process."""
    return typeset(TEMPLATE, {"title": title, "text": text}, made=dt.date(2026, 1, 1))


def signed_original() -> bytes:
    """The document in the place of a signed one."""
    return paper(TITLE, TEXT)
