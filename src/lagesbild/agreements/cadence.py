"""How often, as agreements say it in Swedish, as a number of times in a period; nothing where they name no number."""

from __future__ import annotations

import re

from lagesbild.organisation.models import Cadence

_NUMBERS = ("en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_COUNTS = {word: i for i, word in enumerate(_NUMBERS, start=1)} | {"ett": 1}
_PERIODS = {"vecka": Cadence.WEEK, "månad": Cadence.MONTH, "kvartal": Cadence.QUARTER, "år": Cadence.YEAR}
_OFTEN = re.compile(
    rf"\b({'|'.join(_COUNTS)}|\d{{1,2}}) (?:gång|gånger|tillfälle|tillfällen|möten)"
    r" (?:per|om|i|varje|var) ?(vecka|månad|kvartal|år)(?:en|et)?\b"
)
_EVERY = {
    r"\bveckovis": Cadence.WEEK,
    r"\b(?:varje|en gång i) vecka": Cadence.WEEK,
    r"\bmånadsvis|\bvarje månad": Cadence.MONTH,
    r"\bkvartalsvis|\bvarje kvartal": Cadence.QUARTER,
    r"\bårlig|\bvarje år": Cadence.YEAR,
}


def read(words: str) -> tuple[int | None, str]:
    """Times and period: (4, year) of “fyra gånger per år”; (None, regularly) where no number is said."""
    text = words.casefold()
    found = _OFTEN.search(text)
    if found:
        count = found[1]
        return (_COUNTS.get(count) or int(count) or 1), _PERIODS[found[2]]
    for pattern, period in _EVERY.items():
        if re.search(pattern, text):
            return 1, period
    return None, Cadence.REGULARLY
