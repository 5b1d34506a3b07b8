"""Periods and numbers as Swedish statistics write them."""

from __future__ import annotations

import datetime as dt
import re

from lagesbild.core.years import FIRST_YEAR, LAST_YEAR
from lagesbild.indicators.readers.rows import MISSING, MONTH, QUARTER, SUPPRESSED, YEAR

_YEAR = re.compile(r"(\d{4})")
_QUARTER = re.compile(r"(\d{4})[-_ ]?(?:kv|k|q|kvartal)\.?[-_ ]?([1-4])", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})(?:[-_ ]?m|[-/.])(\d{1,2})", re.IGNORECASE)
_PLAIN_MONTH = re.compile(r"(\d{4})(\d{2})")
_FIRST_DAY = re.compile(r"(\d{4})-(\d{2})-01")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_GROUPS = re.compile(r"[-+]?\d{1,3}(?: \d{3})+(?:\.\d+)?")

LARGEST = 1e15
"""What is larger is no figure of anything."""
NIL = frozenset({"-", "–", "—", "−"})
"""In tables of Statistics Sweden: there is none to count, a zero."""
GONE = {"..": MISSING, ".": MISSING, "...": MISSING, "": MISSING, "na": MISSING, "n/a": MISSING, "nan": MISSING}
WITHHELD = frozenset({"x", "*", "<5", "<4", "<3", "sekretess", "skyddad", "private", "privat"})


def period(text: str) -> tuple[str, dt.date] | None:
    """Length and first day of ``2024``, ``2024K3``, ``2024M07``, ``2024-07``; None for anything else."""
    said = " ".join(text.split())
    for pattern, steps in (
        (_YEAR, YEAR),
        (_QUARTER, QUARTER),
        (_MONTH, MONTH),
        (_FIRST_DAY, MONTH),
        (_PLAIN_MONTH, MONTH),
    ):
        found = pattern.fullmatch(said)
        if found is None:
            continue
        year = int(found[1])
        part = int(found[2]) if steps != YEAR else 1
        month = 3 * part - 2 if steps == QUARTER else part
        if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
            return None
        return steps, dt.date(year, month, 1)
    return None


def number(text: str) -> float | None:
    """A number with comma or point, and blanks between thousands; None for anything else."""
    said = text.strip().replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-").removesuffix("%").strip()
    if "," in said and "." not in said and said.count(",") == 1:
        said = said.replace(",", ".")
    if _GROUPS.fullmatch(said):
        said = said.replace(" ", "")
    if not _NUMBER.fullmatch(said):
        return None
    found = float(said)
    return found if abs(found) < LARGEST else None


def figure(text: str, *, nil: bool) -> tuple[float | None, str, str] | None:
    """Value, flag and the source's mark of a cell; None for what is no figure at all. With `nil` a dash is zero."""
    said = text.strip()
    if said in NIL:
        return (0.0, "", said) if nil else (None, MISSING, said)
    low = said.casefold()
    if low in GONE:
        return None, GONE[low], said
    if low in WITHHELD:
        return None, SUPPRESSED, said
    found = number(said)
    return None if found is None else (found, "", "")


def after(steps: str, start: dt.date, n: int = 1) -> dt.date:
    """First day of the period `n` later."""
    months = {YEAR: 12, QUARTER: 3, MONTH: 1}[steps] * n + start.year * 12 + start.month - 1
    return dt.date(months // 12, months % 12 + 1, 1)


def between(steps: str, first: dt.date, last: dt.date) -> list[dt.date]:
    """First days of all periods from one to another, both in it."""
    found = [first]
    while found[-1] < last:
        found.append(after(steps, found[-1]))
    return found
