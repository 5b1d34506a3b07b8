"""What the figures of an indicator are, out of what the source calls them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lagesbild.indicators.readers.rows import COUNT, INDEX, RATE, SHARE

_PER = re.compile(r"\bper\s+(?:(\d[\d  .]*)\s*)?(\w+(?:\s+(?:invånare|personer|inhabitants|people))?)", re.IGNORECASE)
_SHARE = re.compile(r"%|\bandel(?:en)?\b|\bprocent\b|\bper ?cent\b|\bshare\b|\bpercentage\b", re.IGNORECASE)
_INDEX = re.compile(r"\bindex|\bmedel|\bmedian|\bgenomsnitt|\bmean\b|\baverage\b", re.IGNORECASE)
_PEOPLE = re.compile(r"\bfolkmängd|\bbefolkning|\bantal invånare|\bpopulation\b|\binhabitants\b", re.IGNORECASE)
"""How many there are, not how often something happened: chance as in counts of events says nothing of it."""
_NOT_PER = frozenset(
    {"år", "year", "månad", "month", "kvartal", "quarter", "kommun", "region", "område", "kön", "ålder"}
)


def per(text: str) -> str:
    """``per 100 000 invånare`` where a text says it; empty where none does, or only per year or municipality."""
    for found in _PER.finditer(text):
        if found[1] or found[2].casefold() not in _NOT_PER:
            return " ".join(found[0].split()).rstrip(" .,")
    return ""


def kind(texts: Iterable[str], values: Iterable[float | None]) -> str:
    """COUNT, SHARE, RATE or INDEX: by the words first, and whole numbers are counts where words say nothing."""
    said = " ".join(texts)
    if per(said):
        return RATE
    if _SHARE.search(said):
        return SHARE
    if _INDEX.search(said) or _PEOPLE.search(said):
        return INDEX
    known = [value for value in values if value is not None]
    return COUNT if all(value >= 0 and value == int(value) for value in known) else INDEX
